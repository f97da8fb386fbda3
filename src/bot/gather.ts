import { candleStart } from '../core/market/candle-calendar.ts';
import { type OtherCandles, otherCandlesKey } from '../core/market/candle-kind.ts';
import { type CandleRow, type Candles, candlesFromRows } from '../core/market/candles.ts';
import { type AskedRows, closedOf, closedRows, finishedRows } from '../core/market/closed-rows.ts';
import { meantPair } from '../core/market/nearest-pair.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { reasonOf } from '../core/reason.ts';
import { pairlist } from '../pairlists/chain.ts';
import type { PairlistMemory } from '../pairlists/handler.ts';
import { PairNames } from '../pairlists/pair-pattern.ts';
import { analyze, type Surroundings } from '../strategy/analyze.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import { annotationsOf } from '../strategy/guard.ts';
import { otherCandlesOf, wantedCandles } from '../strategy/informative.ts';
import { signalAt } from '../strategy/signal.ts';
import { misnamed, strangeSignal } from '../strategy/silence.ts';
import { type Bot, strategyFailure } from './bot.ts';
import { candlesKept, mergeCandle } from './candle-rows.ts';
import { concurrently } from './concurrently.ts';
import { awaitsTrades, flowOf } from './order-flow.ts';
import { pairlistSource, performanceByPair } from './pairlist-source.ts';
import { patiently } from './patience.ts';
import { type BotSettings, coingeckoOf } from './settings.ts';
import { sourceLine } from './source-line.ts';

const MINUTE_MS = 60_000;
/** How long after a candle's end an exchange may take to bring it, ms. */
const GRACE_MS = 1500;

/** Markets, if older than the config allows. Where they can't be had anew, the known ones serve and are asked for again in a minute. */
export async function refreshMarkets(bot: Bot): Promise<void> {
  const { state } = bot;
  const isFirst = state.marketsAt === 0;
  const interval = bot.settings.config.exchange.markets_refresh_interval * MINUTE_MS;
  if (!isFirst && bot.now() - state.marketsAt < interval) return;
  try {
    state.markets = await bot.exchange.market.markets(!isFirst);
    state.marketsAt = bot.now();
    state.troubles.ends('markets', bot.monotonic());
  } catch (error) {
    if (isFirst) throw error;
    state.marketsAt = bot.now() - Math.max(interval - MINUTE_MS, 0);
    const length = state.troubles.goesOn('markets', bot.monotonic());
    if (length !== null) bot.log.warn('exchange', `The markets can't be loaded anew${length}, the known ones stay: ${reasonOf(error)}`);
  }
}

/** The pairs that settings choose now. @throws where they are not known now */
export function chosenPairs(
  { store, exchange, state, producers, pairlistReach, now, random }: Bot,
  settings: BotSettings,
  { blacklist, memory }: { readonly blacklist: readonly string[]; readonly memory: PairlistMemory },
): Promise<readonly string[]> {
  const performance = (since: number | null) => performanceByPair(store.history.facts(), since);
  return pairlist(settings.config.pairlists, {
    markets: state.markets,
    stakeCurrency: settings.stakeCurrency,
    isFutures: settings.isFutures,
    whitelist: settings.whitelist,
    blacklist,
    producerPairs: (producer) => producers?.pairs(producer) ?? [],
    openTrades: state.trades.length,
    maxOpenTrades: settings.entryRules.maxOpenTrades,
    stoploss: settings.entryRules.stoploss,
    timeframeMs: settings.timeframeMs,
    coingecko: coingeckoOf(settings.config),
    now: now(),
    random,
    isTrading: true,
    source: pairlistSource(exchange.market, pairlistReach, now, performance),
    memory,
  });
}

/** The pairs to trade; tells when they changed. Where they are not known now, those of before go on, and open trades. */
export async function refreshWhitelist(bot: Bot): Promise<void> {
  const { state } = bot;
  const { edition } = state;
  let pairs: readonly string[];
  try {
    pairs = await chosenPairs(bot, bot.settings, { blacklist: state.blacklist, memory: state.pairlistMemory });
  } catch (error) {
    // open trades are looked after all the same
    if (state.whitelist.length === 0 && state.trades.length === 0) throw error;
    const length = state.troubles.goesOn('pairlist', bot.monotonic());
    if (length !== null)
      bot.log.warn('plugins.pairlistmanager', `The pairs can't be chosen anew${length}, the known ones stay: ${(error as Error).message}`);
    return;
  }
  state.troubles.ends('pairlist', bot.monotonic());
  if (edition !== state.edition) return;
  tellUntraded(bot);
  if (pairs.length === 0 && state.troubles.once('no pair'))
    bot.log.warn('plugins.pairlistmanager', 'There is no pair to trade: the whitelist is empty. Nothing is entered.');
  if (pairs.length > 0) state.troubles.forget('no pair');
  const before = state.whitelist;
  if (pairs.length === before.length && pairs.every((pair, index) => pair === before[index])) return;
  state.whitelist = pairs;
  bot.log.info('plugins.pairlistmanager', `Whitelist with ${pairs.length} pairs: ${pairs.join(', ')}`);
  bot.publish({ kind: 'whitelist', pairs });
}

/** Names in the whitelist that the exchange does not have, each reported once. */
function tellUntraded({ settings, state, log }: Bot): void {
  if (state.markets.size === 0) return;
  const known = [...state.markets.keys()];
  const names = new PairNames(known);
  for (const pattern of settings.whitelist) {
    const key = `untraded ${pattern}`;
    if (names.matching(pattern).length > 0) state.troubles.forget(key);
    else if (state.troubles.once(key))
      log.warn(
        'plugins.pairlistmanager',
        `Pair ${pattern} is not traded on ${settings.config.exchange.name}. Left out.${meantPair(pattern, known)}`,
      );
  }
}

/** Pairs whose candles and prices are followed: the whitelist, and those of open trades. */
export function followedPairs(bot: Bot): string[] {
  return [...new Set([...bot.state.whitelist, ...bot.state.trades.map((trade) => trade.pair)])];
}

/** Asks for the candles that the streams have not brought. One pair's failure is reported and leaves the others alone. */
export async function refreshCandles(bot: Bot): Promise<void> {
  bot.pushes.takeIn(bot);
  const pairs = followedPairs(bot).filter((pair) => needsRequest(bot, pair));
  const failures = new Map<string, unknown>();
  await concurrently(pairs, async (pair) => {
    // a stream that is late brings them while others are asked for, hundreds of pairs at once
    bot.pushes.takeIn(bot);
    if (!needsRequest(bot, pair)) return;
    try {
      await requestCandles(bot, pair);
    } catch (error) {
      failures.set(pair, error);
    }
  });
  tellFailures(bot, 'candles', failures, pairs.length);
}

/** Rows that the strategy wants beside those of its pairs. */
interface WantedRows {
  /** In words. */
  readonly name: string;
  readonly timeframe: string;
  readonly into: Map<string, AskedRows>;
  readonly key: string;
  readonly ask: () => Promise<CandleRow[]>;
}

/** Asks for the candles of other pairs and timeframes that the strategy wants, once a candle of theirs has ended. */
export async function refreshInformative(bot: Bot): Promise<void> {
  const { market } = bot.exchange;
  const { informative, otherCandles, edition } = bot.state;
  const most = candlesKept(bot.settings);
  const wanted: WantedRows[] = wantedCandles(bot.strategy, followedPairs(bot), bot.settings.stakeCurrency).map(({ pair, timeframe }) => ({
    name: `${pair}, ${timeframe}`,
    timeframe,
    into: informative,
    key: `${pair}/${timeframe}`,
    ask: () => market.candles(pair, timeframe, null, most),
  }));
  for (const other of otherCandlesOf(bot.strategy, followedPairs(bot), bot.settings.stakeCurrency))
    wanted.push({
      name: `${other.pair}, ${other.timeframe}, ${other.kind}`,
      timeframe: other.timeframe,
      into: otherCandles,
      key: otherCandlesKey(other),
      ask: () => market.otherCandles(other, most),
    });
  const failures = new Map<string, unknown>();
  let count = 0;
  bot.state.informativeUntil = wanted.length > 0 ? bot.now() : null;
  for (const { name, timeframe, into, key, ask } of wanted) {
    const asked = bot.now();
    if ((into.get(key)?.rows.at(-1)?.[0] ?? 0) >= candleStart(asked, timeframeMs(timeframe))) continue;
    count++;
    try {
      const rows = await ask();
      if (edition !== bot.state.edition) return;
      into.set(key, { rows, asked });
    } catch (error) {
      failures.set(name, error);
    }
  }
  tellFailures(bot, 'informative', failures, count);
}

/** Candles that did not come, in one line for all that failed alike; once, then with how long it lasts where none came. @param asked for how many */
function tellFailures(bot: Bot, kind: 'candles' | 'informative', failures: ReadonlyMap<string, unknown>, asked: number): void {
  const { troubles } = bot.state;
  const now = bot.monotonic();
  const lines = new Map<string, string[]>();
  for (const [candles, error] of failures) {
    const length = troubles.goesOn(`${kind} ${candles}`, now);
    // one pair among others is reported once
    if (length === null || (length !== '' && failures.size < asked)) continue;
    const text = ` can't be refreshed${length === '' ? ' now' : length}: ${reasonOf(error)}`;
    lines.set(text, [...(lines.get(text) ?? []), candles]);
  }
  for (const [text, candles] of lines) bot.log.warn('exchange', `Candles of ${candles.join(', ')}${text}`);
  const back: string[] = [];
  let longest = '';
  for (const key of troubles.lasting(`${kind} `)) {
    const candles = key.slice(kind.length + 1);
    if (failures.has(candles)) continue;
    longest = troubles.ends(key, now) ?? longest;
    back.push(candles);
  }
  if (back.length > 0) bot.log.info('exchange', `Candles of ${back.join(', ')} come again, after ${longest}.`);
}

/** Closed candles of another kind; null where they were not gathered. Funding rates are never unfinished. */
export function gatheredOther({ state, now }: Bot, wanted: OtherCandles): Candles | null {
  const known = state.otherCandles.get(otherCandlesKey(wanted));
  if (known === undefined) return null;
  const length = timeframeMs(wanted.timeframe);
  return candlesFromRows(wanted.kind === 'funding_rate' ? known.rows : closedOf(known, length, now()), length);
}

/** Closed candles of another pair or timeframe; null where they were not gathered. */
export function gatheredInformative({ state, now }: Bot, pair: string, timeframe: string): Candles | null {
  const known = state.informative.get(`${pair}/${timeframe}`);
  const length = timeframeMs(timeframe);
  return known === undefined ? null : candlesFromRows(closedOf(known, length, now()), length);
}

/** Closed candles of a pair's own, as far as they are known to their end. */
export function gatheredCandles({ state, settings, pushes, now }: Bot, pair: string): readonly CandleRow[] | null {
  const rows = state.candles.get(pair);
  if (rows === undefined) return null;
  const closed = closedRows(rows, settings.timeframeMs, now());
  const cut = pushes.cutCandle(pair);
  return cut === null ? closed : closed.filter(([start]) => start < cut);
}

/** What an analysis knows beside the candles of its pair: closed candles only. */
export function surroundings(bot: Bot): Surroundings {
  return {
    stakeCurrency: bot.settings.stakeCurrency,
    candlesOf: (pair, timeframe, kind) =>
      kind === undefined ? gatheredInformative(bot, pair, timeframe) : gatheredOther(bot, { pair, timeframe, kind }),
    ...flowOf(bot),
  };
}

/** Runs the strategy for every pair whose last closed candle is new. A pair whose analysis does not end costs the others no more than a while. */
export async function analyzePairs(bot: Bot): Promise<void> {
  const { edition } = bot.state;
  for (const pair of followedPairs(bot)) {
    if (edition !== bot.state.edition) return;
    bot.pushes.takeIn(bot);
    const doing = { method: 'informative' };
    const now = () => `${bot.strategy.constructor.name}.${doing.method} for ${pair}`;
    await patiently(bot, `analysis ${pair}`, now, () => analyzePair(bot, pair, doing));
  }
}

async function analyzePair(bot: Bot, pair: string, doing: { method: string }): Promise<void> {
  const { state, settings } = bot;
  const { edition } = state;
  const rows = state.candles.get(pair);
  if (rows === undefined) return;
  if (!isSettled(bot, pair, rows.at(-1)?.[0] ?? 0)) return;
  // not before the candles beside it are known as far
  const until = Math.min(bot.now(), state.informativeUntil ?? Number.POSITIVE_INFINITY);
  const closed = closedRows(gatheredCandles(bot, pair) ?? [], settings.timeframeMs, until);
  const last = closed.at(-1)?.[0];
  const known = lastAnalysed(bot, pair);
  if (last === undefined || (known === last && settings.processOnlyNewCandles) || awaitsTrades(bot, pair, last)) return;
  try {
    const candles = candlesFromRows(closed, settings.timeframeMs);
    const frame = await analyze(bot.strategy, pair, candles, surroundings(bot), (method) => {
      doing.method = method;
    });
    // it may have taken so long that another has overtaken it, or that all has changed
    if (edition !== state.edition || (lastAnalysed(bot, pair) ?? last) > last) return;
    const annotations = annotationsOf(bot.strategy, pair, frame, strategyFailure(bot));
    state.analyses.set(pair, { frame, last, signal: signalAt(frame), annotations, at: bot.now() });
    tellStrange(bot, pair, frame);
    tellMisnamed(bot, frame);
    if (known === last) return;
    const candle = { pair, timeframe: settings.timeframe, candleType: candleType(bot) };
    bot.publish({ kind: 'new_candle', ...candle });
    bot.publish({ kind: 'analyzed', ...candle });
  } catch (error) {
    bot.log.error('strategy', `Analysis of ${pair}: ${reasonOf(error)}${sourceLine(error)}`);
  }
}

/** Says once of each signal that it holds something else than yes and no. */
function tellStrange({ strategy, state, log }: Bot, pair: string, frame: DataFrame): void {
  const strange = strangeSignal(frame);
  if (strange !== null && state.troubles.once(`strange ${strategy.constructor.name} ${strange.name}`))
    log.warn('strategy', `${strategy.constructor.name}, ${pair}: ${strange.words}`);
}

/** Says once what the strategy calls nearly like a signal. */
function tellMisnamed({ strategy, state, log }: Bot, frame: DataFrame): void {
  if (strategy.analysePairs !== undefined) return;
  for (const words of misnamed(frame))
    if (state.troubles.once(`misnamed ${strategy.constructor.name} ${words}`))
      log.warn('strategy', `${strategy.constructor.name}: ${words}`);
}

/** Start of the last candle of a pair that was analysed, ms; null for none. */
function lastAnalysed(bot: Bot, pair: string): number | null {
  return bot.state.analyses.get(pair)?.last ?? null;
}

/** freqtrade's name of the candles that are traded on. */
export function candleType(bot: Bot): 'spot' | 'futures' {
  return bot.settings.isFutures ? 'futures' : 'spot';
}

/**
 * Whether the last candle that has ended is known to its end. What the stream has sent of it while it ran lacks the rest, until it sends
 * more or begins the next; where it does neither, the candle is asked for.
 */
function isSettled(bot: Bot, pair: string, last: number): boolean {
  return last >= candleStart(bot.now(), bot.settings.timeframeMs) || !bot.pushes.isUnderWay(pair, last);
}

function needsRequest(bot: Bot, pair: string): boolean {
  const rows = bot.state.candles.get(pair);
  const length = bot.settings.timeframeMs;
  const now = bot.now();
  if (rows === undefined || rows.length < 2) return true;
  const running = candleStart(now, length);
  const last = rows.at(-1)![0];
  const cut = bot.pushes.cutCandle(pair);
  // no stream has said a word of it since
  if (cut !== null && cut < running) return true;
  if (last >= running) return false;
  return last < running - length || now - running > GRACE_MS;
}

async function requestCandles(bot: Bot, pair: string): Promise<void> {
  const { pushes, state, settings } = bot;
  const keep = candlesKept(settings);
  const before = state.candles.get(pair);
  // one that was cut is asked for again with all that came after it
  const since =
    before === undefined || before.length < 2 ? null : Math.min(before.at(-2)![0], pushes.cutCandle(pair) ?? Number.POSITIVE_INFINITY);
  const { edition } = state;
  const asked = bot.now();
  const found = await bot.exchange.market.candles(pair, settings.timeframe, since, since === null ? keep : 500);
  if (edition !== state.edition) return;
  // of the candle that ran meanwhile, the stream may have sent more
  pushes.takeIn(bot);
  const rows = state.candles.get(pair);
  // one that was cut, and still has none behind it, may not be whole yet
  const isCutAgain = found.length > 0 && pushes.cutCandle(pair) === found.at(-1)![0];
  const finished = finishedRows(found, settings.timeframeMs, isCutAgain ? asked - GRACE_MS : asked);
  const running = found.length > finished.length ? found.at(-1)! : null;
  const gap = since !== null && found.length > 0 && found[0]![0] > since;
  const isWhole = rows === undefined || since === null || gap;
  const isHeard = !isWhole && rows.some(([start]) => start === running?.[0]) && pushes.cutCandle(pair) !== running?.[0];
  pushes.noteAsked(pair, finished.at(-1)?.[0] ?? null, running === null || isHeard ? null : running[0]);
  if (isWhole) state.candles.set(pair, found);
  else for (const row of isHeard ? finished : found) mergeCandle(rows, row, keep);
}
