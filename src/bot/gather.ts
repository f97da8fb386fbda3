import { type CandleRow, candlesFromRows } from '../core/market/candles.ts';
import { candleStart, timeframeMs } from '../core/market/timeframe.ts';
import { pairlist } from '../pairlists/chain.ts';
import { analyze } from '../strategy/analyze.ts';
import type { StrategyError } from '../strategy/guard.ts';
import { type CandlesOf, wantedCandles } from '../strategy/informative.ts';
import { type Bot, sourceLine } from './bot.ts';

/** Candles kept per pair beyond what the strategy needs to start. */
const EXTRA_CANDLES = 500;
const KEEP_FACTOR = 1.5;
/** How long after a candle's end the stream may take to bring it, ms. */
const STREAM_GRACE_MS = 1500;
const CONCURRENT_REQUESTS = 5;

/** Markets, if older than the config allows. */
export async function refreshMarkets(bot: Bot): Promise<void> {
  const age = bot.now() - bot.state.marketsAt;
  if (bot.state.marketsAt > 0 && age < bot.settings.config.exchange.markets_refresh_interval * 60_000) return;
  bot.state.markets = await bot.exchange.markets(bot.state.marketsAt > 0);
  bot.state.marketsAt = bot.now();
}

/** Spread evenly over [0, 1) and the same for the same numbers. */
function seededRandom(seed: number, index: number): number {
  let mixed = Math.imul(seed ^ (index + 0x9e3779b9), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

/** The pairs to trade; tells when they changed. */
export function refreshWhitelist(bot: Bot): void {
  const pairs = pairlist(bot.settings.config.pairlists, {
    markets: bot.state.markets,
    stakeCurrency: bot.settings.stakeCurrency,
    whitelist: bot.settings.whitelist,
    blacklist: bot.state.blacklist,
    producerPairs: (producer) => bot.producers?.pairs(producer) ?? [],
    openTrades: bot.state.trades.length,
    maxOpenTrades: bot.settings.entryRules.maxOpenTrades,
    random: seededRandom,
  });
  const before = bot.state.whitelist;
  if (pairs.length === before.length && pairs.every((pair, index) => pair === before[index])) return;
  bot.state.whitelist = pairs;
  bot.log.info('plugins.pairlistmanager', `Whitelist with ${pairs.length} pairs: ${pairs.join(', ')}`);
  bot.publish({ type: 'whitelist', data: pairs });
}

/** Pairs whose candles and prices are followed: the whitelist, and those of open trades. */
export function followedPairs(bot: Bot): string[] {
  return [...new Set([...bot.state.whitelist, ...bot.state.trades.map((trade) => trade.pair)])];
}

/** Takes in a candle from the stream or a request. @returns whether a new candle began with it */
export function mergeCandle(rows: CandleRow[], row: CandleRow, keep: number): boolean {
  const last = rows.at(-1);
  if (last === undefined || row[0] > last[0]) {
    rows.push(row);
    if (rows.length > keep * KEEP_FACTOR) rows.splice(0, rows.length - keep);
    return true;
  }
  const index = rows.findLastIndex((known) => known[0] === row[0]);
  if (index >= 0) rows[index] = row;
  return false;
}

/** Asks for the candles that the streams have not brought. One pair's failure is told and leaves the others alone. */
export async function refreshCandles(bot: Bot): Promise<void> {
  const pairs = followedPairs(bot).filter((pair) => needsRequest(bot, pair));
  const queue = [...pairs];
  const worker = async () => {
    for (let pair = queue.shift(); pair !== undefined; pair = queue.shift()) {
      try {
        await requestCandles(bot, pair);
      } catch (error) {
        bot.log.warn('exchange', `Candles of ${pair} can't be refreshed now: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_REQUESTS }, worker));
}

/** Asks for the candles of other pairs and timeframes that the strategy wants, once a candle of theirs has ended. */
export async function refreshInformative(bot: Bot): Promise<void> {
  for (const { pair, timeframe } of wantedCandles(bot.strategy, followedPairs(bot), bot.settings.stakeCurrency)) {
    const key = `${pair}/${timeframe}`;
    const length = timeframeMs(timeframe);
    const known = bot.state.informative.get(key);
    if (known !== undefined && (known.at(-1)?.[0] ?? 0) >= candleStart(bot.now(), length)) continue;
    try {
      bot.state.informative.set(key, await bot.exchange.candles(pair, timeframe, null, candlesKept(bot)));
    } catch (error) {
      bot.log.warn('exchange', `Candles of ${pair}, ${timeframe}, can't be refreshed now: ${(error as Error).message}`);
    }
  }
}

/** What informative columns are made from: closed candles only. */
export function informativeCandles(bot: Bot): { stakeCurrency: string; candlesOf: CandlesOf } {
  return {
    stakeCurrency: bot.settings.stakeCurrency,
    candlesOf: (pair, timeframe) => {
      const rows = bot.state.informative.get(`${pair}/${timeframe}`);
      const length = timeframeMs(timeframe);
      return rows === undefined ? null : candlesFromRows(closedRows(rows, length, bot.now()), length);
    },
  };
}

/** Runs the strategy for every pair whose last closed candle is new. */
export async function analyzePairs(bot: Bot): Promise<void> {
  for (const pair of followedPairs(bot)) {
    const rows = bot.state.candles.get(pair);
    if (rows === undefined) continue;
    const closed = closedRows(rows, bot.settings.timeframeMs, bot.now());
    const last = closed.at(-1)?.[0];
    const known = bot.state.analyses.get(pair);
    const isNew = last !== undefined && known?.frame.time[known.frame.length - 1] !== last;
    if (last === undefined || (!isNew && bot.settings.processOnlyNewCandles && known !== undefined)) continue;
    try {
      const frame = await analyze(bot.strategy, pair, candlesFromRows(closed, bot.settings.timeframeMs), informativeCandles(bot));
      bot.state.analyses.set(pair, { frame, at: bot.now() });
      if (!isNew) continue;
      bot.publish({ type: 'new_candle', data: [pair, bot.settings.timeframe, 'spot'] });
      bot.publish({ type: 'analyzed_df', data: { key: [pair, bot.settings.timeframe, 'spot'] } });
    } catch (error) {
      const cause = (error as StrategyError).cause;
      bot.log.error('strategy', `Analysis of ${pair}: ${(error as Error).message}${sourceLine(cause)}`);
    }
  }
}

/** Rows whose candle has ended. */
export function closedRows(rows: readonly CandleRow[], length: number, now: number): readonly CandleRow[] {
  let end = rows.length;
  while (end > 0 && rows[end - 1]![0] + length > now) end--;
  return end === rows.length ? rows : rows.slice(0, end);
}

function candlesKept(bot: Bot): number {
  return bot.settings.startupCandles + EXTRA_CANDLES;
}

function needsRequest(bot: Bot, pair: string): boolean {
  const rows = bot.state.candles.get(pair);
  const length = bot.settings.timeframeMs;
  const now = bot.now();
  if (rows === undefined || rows.length < 2) return true;
  const running = candleStart(now, length);
  const last = rows.at(-1)![0];
  if (last >= running) return false;
  return last < running - length || now - running > STREAM_GRACE_MS;
}

async function requestCandles(bot: Bot, pair: string): Promise<void> {
  const keep = candlesKept(bot);
  const rows = bot.state.candles.get(pair);
  const since = rows === undefined || rows.length < 2 ? null : rows.at(-2)![0];
  const found = await bot.exchange.candles(pair, bot.settings.timeframe, since, since === null ? keep : 500);
  const gap = since !== null && found.length > 0 && found[0]![0] > since;
  if (rows === undefined || since === null || gap) bot.state.candles.set(pair, found);
  else for (const row of found) mergeCandle(rows, row, keep);
}

/** How many candles are kept per pair. */
export { candlesKept };
