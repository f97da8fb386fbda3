import { isIPv4 } from 'node:net';
import { isLoopback } from '../api/access/exposure.ts';
import type { OfferedMarkets } from '../app/exchanges.ts';
import { type ConfigAnswers, NO_KEYS, newPassword } from '../app/fresh-config.ts';
import { meantPair } from '../core/market/nearest-pair.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { nearest } from '../core/nearest.ts';
import { type Answer, type Asker, yesOrNo } from './asking.ts';

/** An exchange as the questions need it. */
export interface OfferedExchange {
  readonly id: string;
  readonly isUsable: boolean;
  /** Why it is not. */
  readonly reason: string;
  /** Whether futures with isolated margin can be traded on it. */
  readonly hasFutures: boolean;
  readonly hasSpot: boolean;
}

/** Where the questions look up whether an answer can be right. */
export interface Offers {
  exchanges(): Promise<readonly OfferedExchange[]>;
  markets(exchange: string, isFutures: boolean): Promise<OfferedMarkets>;
  strategies(): Promise<readonly string[]>;
  /** Whether the bot will run in a container, where loopback reaches nobody. */
  readonly isContainer: boolean;
}

const LIVE = 'live';
const UNLIMITED = 'unlimited';
const CURRENCY = /^[A-Z0-9]{2,12}$/;
/** Exchanges whose API keys have a password beside the secret. */
const WITH_PASSWORD = ['kucoin', 'okx', 'myokx', 'okxus', 'bitget'];
const SHORTEST_PASSWORD = 8;

/** Everything a configuration needs, asked in freqtrade's order; a wrong answer is asked again and loses nothing. */
export async function askConfig(asker: Asker, offers: Offers): Promise<ConfigAnswers> {
  const exchanges = offers.exchanges();
  exchanges.catch(() => undefined);
  const dryRun = await askDryRun(asker);
  let stakeCurrency = await askCurrency(asker, 'USDT', null);
  const stakeAmount = await asker.ask({
    text: "Stake of each trade (a number, or 'unlimited' for an even share of the wallet)?",
    fallback: UNLIMITED,
    read: readStake,
  });
  const maxOpenTrades = await asker.ask({
    text: 'Open trades at most (-1 for no limit)?',
    fallback: '3',
    read: (answer) => readMaxOpenTrades(answer, stakeAmount),
  });
  let timeframe = await askTimeframe(asker, null, '');
  const fiat = await asker.ask({
    text: "Currency to show values in beside the stake currency ('none' for none)?",
    fallback: 'USD',
    read: readFiat,
  });
  const exchange = await askExchange(asker, await exchanges);
  const isFutures = await askFutures(asker, exchange);
  const markets = await offers.markets(exchange.id, isFutures);
  if (markets.pairs === null) asker.tell(`  ${exchange.id} can't be asked now: currency and pairs are not checked against its markets.`);
  const quotes = markets.pairs === null ? null : [...new Set(markets.pairs.map(quoteOf))];
  const currencyProblem = problemOfCurrency(stakeCurrency, quotes, exchange.id);
  if (currencyProblem !== null) {
    asker.tell(`  ${currencyProblem}`);
    stakeCurrency = await askCurrency(asker, quotes?.includes('USDT') ? 'USDT' : (quotes?.[0] ?? 'USDT'), {
      quotes,
      exchange: exchange.id,
    });
  }
  const timeframeProblem = timeframe === null ? null : problemOfTimeframe(timeframe, markets.timeframes, exchange.id);
  if (timeframeProblem !== null) {
    asker.tell(`  ${timeframeProblem}`);
    timeframe = await askTimeframe(asker, markets.timeframes, exchange.id);
  }
  const settles = isFutures ? `:${stakeCurrency}` : '';
  const { pairs: traded } = markets;
  const usual = ['BTC', 'ETH'].map((base) => `${base}/${stakeCurrency}${settles}`);
  const pairs = await asker.ask({
    text: 'Pairs to trade, separated by commas?',
    fallback: (traded === null ? usual : usual.filter((pair) => traded.includes(pair))).join(', ') || usual[0]!,
    read: (answer) => readPairs(answer, { stakeCurrency, isFutures, known: markets.pairs, exchange: exchange.id }),
  });
  const keys = dryRun ? NO_KEYS : await askKeys(asker, exchange.id);
  const telegram = await askTelegram(asker);
  const api = await askApi(asker, offers.isContainer);
  const strategy = await askStrategy(asker, await offers.strategies());
  return {
    dryRun,
    stakeCurrency,
    stakeAmount,
    maxOpenTrades,
    timeframe,
    fiat,
    exchange: exchange.id,
    tradingMode: isFutures ? 'futures' : 'spot',
    pairs,
    keys,
    telegram,
    api,
    strategy,
  };
}

function readFiat(answer: string): Answer<string | null> {
  if (/^none$/i.test(answer)) return { value: null };
  const currency = answer.toUpperCase();
  return CURRENCY.test(currency) ? { value: currency } : { problem: `"${answer}" is no currency; write e.g. USD, EUR, or none.` };
}

async function askDryRun(asker: Asker): Promise<boolean> {
  const dryRun = await asker.ask({ text: 'Simulate trades (dry run)? (yes/no)', fallback: 'yes', read: yesOrNo });
  if (dryRun) return true;
  const isLive = await asker.ask({
    text: `The bot will then trade with real money. Write "${LIVE}" if you want that, "dry" to keep the dry run:`,
    read: (answer): Answer<boolean> => {
      if (answer === LIVE) return { value: true };
      return answer === 'dry' ? { value: false } : { problem: `"${answer}" is neither ${LIVE} nor dry.` };
    },
  });
  return !isLive;
}

function askCurrency(
  asker: Asker,
  fallback: string,
  known: { readonly quotes: readonly string[] | null; readonly exchange: string } | null,
): Promise<string> {
  return asker.ask({
    text: 'Stake currency?',
    fallback,
    read: (answer): Answer<string> => {
      const currency = answer.toUpperCase();
      if (!CURRENCY.test(currency)) return { problem: `"${answer}" is no currency; write e.g. USDT, USDC, EUR or BTC.` };
      const problem = problemOfCurrency(currency, known?.quotes ?? null, known?.exchange ?? '');
      return problem === null ? { value: currency } : { problem };
    },
  });
}

function problemOfCurrency(currency: string, quotes: readonly string[] | null, exchange: string): string | null {
  if (quotes === null || quotes.includes(currency)) return null;
  return `${exchange} has no pair in ${currency}.${meant(currency, quotes)} It has pairs in ${quotes.slice(0, 12).join(', ')}.`;
}

function readStake(answer: string): Answer<number | 'unlimited'> {
  if (answer.toLowerCase() === UNLIMITED) return { value: UNLIMITED };
  const value = Number(answer);
  if (Number.isFinite(value) && value > 0) return { value };
  return { problem: `"${answer}" is neither a number above 0 nor ${UNLIMITED}.${meant(answer, [UNLIMITED])}` };
}

function readMaxOpenTrades(answer: string, stake: number | 'unlimited'): Answer<number> {
  const value = Number(answer);
  if (!Number.isInteger(value) || value < -1) return { problem: `"${answer}" is no whole number of at least 0, nor -1.` };
  if (value === -1 && stake === UNLIMITED)
    return { problem: 'An unlimited stake is shared out between the trades that may be open, so there must be a limit.' };
  return { value };
}

function askTimeframe(asker: Asker, known: readonly string[] | null, exchange: string): Promise<string | null> {
  return asker.ask({
    text: "Timeframe for every strategy, e.g. 5m ('strategy': each has its own)?",
    fallback: 'strategy',
    read: (answer): Answer<string | null> => {
      if (/^strategy$/i.test(answer)) return { value: null };
      try {
        timeframeMs(answer);
      } catch {
        return { problem: `"${answer}" is no timeframe; write a number and a unit, e.g. 1m, 5m, 1h, 1d.` };
      }
      const problem = known === null ? null : problemOfTimeframe(answer, known, exchange);
      return problem === null ? { value: answer } : { problem };
    },
  });
}

function problemOfTimeframe(timeframe: string, known: readonly string[], exchange: string): string | null {
  return known.length === 0 || known.includes(timeframe) ? null : `${exchange} has no ${timeframe}; it has ${known.join(', ')}.`;
}

function askExchange(asker: Asker, exchanges: readonly OfferedExchange[]): Promise<OfferedExchange> {
  return asker.ask({
    text: 'Exchange, as ccxt names it (binance, bybit, kraken, okx, …)?',
    fallback: 'binance',
    read: (answer): Answer<OfferedExchange> => {
      const name = answer.toLowerCase();
      const found = exchanges.find(({ id }) => id === name);
      if (found === undefined) {
        const usable = exchanges.filter(({ isUsable }) => isUsable).map(({ id }) => id);
        return { problem: `ccxt knows no exchange "${answer}".${meant(name, usable)} "freqtrade list-exchanges" lists them.` };
      }
      return found.isUsable ? { value: found } : { problem: `${found.id} can't be traded on: ${found.reason}.` };
    },
  });
}

async function askFutures(asker: Asker, exchange: OfferedExchange): Promise<boolean> {
  if (!exchange.hasFutures) return false;
  if (!exchange.hasSpot) {
    asker.tell(`${exchange.id} has futures only.`);
    return true;
  }
  return asker.ask({ text: 'Trade perpetual futures instead of spot? (yes/no)', fallback: 'no', read: yesOrNo });
}

function readPairs(
  answer: string,
  {
    stakeCurrency,
    isFutures,
    known,
    exchange,
  }: {
    readonly stakeCurrency: string;
    readonly isFutures: boolean;
    readonly known: readonly string[] | null;
    readonly exchange: string;
  },
): Answer<string[]> {
  const pairs = answer
    .split(/[\s,]+/)
    .filter((pair) => pair !== '')
    .map((pair) => pair.toUpperCase());
  const example = `BTC/${stakeCurrency}${isFutures ? `:${stakeCurrency}` : ''}`;
  if (pairs.length === 0) return { problem: `Name at least one pair, e.g. ${example}.` };
  for (const pair of pairs) {
    if (!/^[^/:]+\/[^/:]+(?::[^/:]+)?$/.test(pair)) {
      const joined = known === null ? spelledOut(pair, stakeCurrency, isFutures) : null;
      const guess = known === null ? (joined === null ? '' : ` Did you mean ${joined}?`) : meantPair(pair, known);
      return { problem: `"${pair}" is no pair; write it as ${example}.${guess}` };
    }
    if (pair.includes(':') !== isFutures)
      return { problem: `"${pair}" is a pair of ${isFutures ? 'the spot market' : 'futures'}; here it is ${example}.` };
    if (quoteOf(pair) !== stakeCurrency) return { problem: `${pair} is not traded in ${stakeCurrency}, the stake currency.` };
    if (known !== null && !known.includes(pair)) return { problem: `${exchange} does not trade ${pair}.${meantPair(pair, known)}` };
  }
  return { value: [...new Set(pairs)] };
}

/** BTCUSDT, BTC-USDT and BTC_USDT as a pair. */
function spelledOut(text: string, stakeCurrency: string, isFutures: boolean): string | null {
  const base = new RegExp(`^([A-Z0-9]+?)[-_]?${stakeCurrency}$`).exec(text)?.[1];
  return base === undefined ? null : `${base}/${stakeCurrency}${isFutures ? `:${stakeCurrency}` : ''}`;
}

async function askKeys(asker: Asker, exchange: string): Promise<ConfigAnswers['keys']> {
  const secret = (text: string): Promise<string> => asker.ask({ text, isSecret: true, read: (value) => ({ value }) });
  const key = await secret('API key of the exchange (not shown)?');
  const keySecret = await secret('API secret of the exchange (not shown)?');
  if (!WITH_PASSWORD.includes(exchange)) return { key, secret: keySecret };
  return { key, secret: keySecret, password: await secret('Password of the API key (not shown)?') };
}

async function askTelegram(asker: Asker): Promise<ConfigAnswers['telegram']> {
  if (!(await asker.ask({ text: 'Use Telegram? (yes/no)', fallback: 'no', read: yesOrNo }))) return null;
  const token = await asker.ask({
    text: 'Token of the Telegram bot (not shown)?',
    isSecret: true,
    read: (value): Answer<string> =>
      /^\d+:[\w-]+$/.test(value) ? { value } : { problem: 'A token is a number, a colon, and letters: as BotFather has given it.' },
  });
  const chatId = await asker.ask({
    text: 'Telegram chat id (not shown)?',
    isSecret: true,
    read: (value): Answer<string> => (/^-?\d+$/.test(value) ? { value } : { problem: 'A chat id is a number; for a group it is below 0.' }),
  });
  return { token, chatId };
}

async function askApi(asker: Asker, isContainer: boolean): Promise<ConfigAnswers['api']> {
  if (!(await asker.ask({ text: 'Serve the REST API and the web page? (yes/no)', fallback: 'yes', read: yesOrNo }))) return null;
  const address = await asker.ask({
    text: 'Address to listen on (0.0.0.0 in a container, else best left as it is)?',
    fallback: isContainer ? '0.0.0.0' : '127.0.0.1',
    read: (answer): Answer<string> =>
      isIPv4(answer) || ['::', '::1', 'localhost'].includes(answer)
        ? { value: answer }
        : { problem: `"${answer}" is no address; write e.g. 127.0.0.1.` },
  });
  const username = await asker.ask({ text: 'User name for API and page?', fallback: 'freqtrader', read: (value) => ({ value }) });
  const password = await asker.ask({
    text: 'Password for API and page (not shown; empty: one is made and stands in the file)?',
    isSecret: true,
    fallback: newPassword(),
    read: (value): Answer<string> =>
      value.length >= SHORTEST_PASSWORD ? { value } : { problem: `A password has at least ${SHORTEST_PASSWORD} characters.` },
  });
  if (!isLoopback(address) && !isContainer) asker.tell(`  Others can reach ${address}: put TLS in front, see docs/reverse-proxy.`);
  return { address, username, password };
}

function askStrategy(asker: Asker, known: readonly string[]): Promise<string | null> {
  return asker.ask({
    text: "Strategy ('none': it is named with --strategy)?",
    fallback: known.includes('SampleStrategy') ? 'SampleStrategy' : (known[0] ?? 'none'),
    read: (answer): Answer<string | null> => {
      if (/^none$/i.test(answer)) return { value: null };
      if (known.includes(answer)) return { value: answer };
      // one that is still to be written may be named
      if (/^[A-Z][A-Za-z0-9_]*$/.test(answer) && nearest(answer, known) === null) return { value: answer };
      return { problem: `There is no strategy "${answer}".${meant(answer, known)} There are: ${known.join(', ')}.` };
    },
  });
}

function meant(typed: string, known: readonly string[]): string {
  const guess = nearest(typed, known);
  return guess === null ? '' : ` Did you mean ${guess}?`;
}

function quoteOf(pair: string): string {
  return pair.split('/')[1]?.split(':')[0] ?? '';
}
