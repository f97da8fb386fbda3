import { candlesFromRows, isSameRow } from '../core/market/candles.ts';
import { closedRows } from '../core/market/closed-rows.ts';
import { meantPair } from '../core/market/nearest-pair.ts';
import { reasonOf } from '../core/reason.ts';
import { pairlist } from '../pairlists/chain.ts';
import type { PairlistMemory } from '../pairlists/handler.ts';
import { PairNames } from '../pairlists/pair-pattern.ts';
import { analyze, type Surroundings } from '../strategy/analyze.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import { annotationsOf } from '../strategy/guard.ts';
import { signalAt } from '../strategy/signal.ts';
import { misnamed, strangeSignal } from '../strategy/silence.ts';
import { type Bot, strategyFailure } from './bot.ts';
import { gatheredInformative, gatheredOther } from './candles-beside.ts';
import { followedPairs } from './followed-pairs.ts';
import { awaitsTrades, flowOf } from './order-flow.ts';
import { gatheredCandles, isSettled } from './own-candles.ts';
import { pairlistSource, performanceByPair } from './pairlist-source.ts';
import { patiently } from './patience.ts';
import { type BotSettings, coingeckoOf } from './settings.ts';
import { sourceLine } from './source-line.ts';

const MINUTE_MS = 60_000;

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
  if (!isSettled(bot, pair)) return;
  // not before the candles beside it are known as far
  const until = Math.min(bot.now(), state.informativeUntil ?? Number.POSITIVE_INFINITY);
  const closed = closedRows(gatheredCandles(bot, pair) ?? [], settings.timeframeMs, until);
  const row = closed.at(-1);
  if (row === undefined) return;
  const [last] = row;
  const known = lastAnalysed(bot, pair);
  const before = state.analyses.get(pair)?.row;
  // one that an exchange revises after its end is another one
  const isKnown = before !== undefined && isSameRow(before, row);
  if ((known ?? last) > last || (isKnown && settings.processOnlyNewCandles) || awaitsTrades(bot, pair, last)) return;
  try {
    const candles = candlesFromRows(closed, settings.timeframeMs);
    const frame = await analyze(bot.strategy, pair, candles, surroundings(bot), (method) => {
      doing.method = method;
    });
    // it may have taken so long that another has overtaken it, or that all has changed
    if (edition !== state.edition || (lastAnalysed(bot, pair) ?? last) > last) return;
    const annotations = annotationsOf(bot.strategy, pair, frame, strategyFailure(bot));
    state.analyses.set(pair, { frame, signal: signalAt(frame), annotations, row, at: bot.now() });
    tellStrange(bot, pair, frame);
    tellMisnamed(bot, frame);
    if (isKnown) return;
    const candle = { pair, timeframe: settings.timeframe, candleType: candleType(bot) };
    if (known !== last) bot.publish({ kind: 'new_candle', ...candle });
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
  return bot.state.analyses.get(pair)?.row[0] ?? null;
}

/** freqtrade's name of the candles that are traded on. */
export function candleType(bot: Bot): 'spot' | 'futures' {
  return bot.settings.isFutures ? 'futures' : 'spot';
}
