import { type Analysis, activeLocks, type BotService, followedPairs, wholeAnalysis } from '../../bot/port.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { expandPairs } from '../../pairlists/pair-pattern.ts';
import type { ListedPair, ResearchService } from '../../research/port.ts';
import type { BlacklistResponse, PairHistory } from '../../wire/answers/market.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import type { LocksBody, MarketsQuery } from '../../wire/requests.ts';
import { presentCandles } from '../present/candles.ts';
import { presentEdge } from '../present/edge.ts';
import { presentLocks } from '../present/locks.ts';
import { type CallTable, NotThere, ReadyJson } from './call.ts';
import { checkLength, fieldError } from './checks.ts';
import { jsonList } from './in-slices.ts';
import { placeOf } from './market-place.ts';
import { matchInSteps } from './match-in-steps.ts';
import { readMoment } from './moments.ts';

/** Entries of one call; the blacklist may have ten times as many. */
const MOST_AT_ONCE = 1000;

/** Pairs, candles and locks. */
export function marketCalls(calls: CallTable, bot: BotService, now: () => number): void {
  listCalls(calls, bot);
  lockCalls(calls, bot, now);
  candleCalls(calls, bot);
  calls.answer(ENDPOINTS.edge, async () => presentEdge(bot));
}

/** What an exchange lists: the bot's, or the one that research asks for. */
export function listedMarkets(calls: CallTable, bot: BotService, research: ResearchService | null): void {
  calls.answer(ENDPOINTS.markets, async ({ query }) => {
    const { exchange, trading_mode } = query;
    const known = research === null ? bot.state.markets.values() : await research.markets.pairs(placeOf({ exchange, trading_mode }));
    const { config } = research ?? bot.settings;
    return { markets: marketsIn(known, query), exchange_id: (research !== null && exchange) || config.exchange.name };
  });
}

function listCalls(calls: CallTable, bot: BotService): void {
  const methods = () => bot.settings.config.pairlists.map(({ method }) => method);
  // with those of open trades, as freqtrade counts them
  calls.answer(ENDPOINTS.whitelist, async () => {
    const whitelist = followedPairs(bot);
    return { whitelist, length: whitelist.length, method: methods() };
  });
  const blacklist = (errors: ReadonlyMap<string, string>): BlacklistResponse => ({
    blacklist: [...bot.state.blacklist],
    blacklist_expanded: expandPairs(bot.state.blacklist, [...bot.state.markets.keys()], false),
    errors: Object.fromEntries([...errors].map(([pair, reason]) => [pair, { error_msg: reason }])),
    length: bot.state.blacklist.length,
    method: methods(),
  });
  calls.answer(ENDPOINTS.blacklist, async () => blacklist(new Map()));
  calls.answer(ENDPOINTS.blacklist_add, async ({ body }) => {
    checkLength(['body', 'blacklist'], body.blacklist, MOST_AT_ONCE);
    await matchInSteps(body.blacklist, [...bot.state.markets.keys()]);
    return blacklist(await bot.ask({ kind: 'addToBlacklist', pairs: body.blacklist }));
  });
  calls.answer(ENDPOINTS.blacklist_delete, async ({ query }) =>
    blacklist(await bot.ask({ kind: 'deleteFromBlacklist', pairs: query.pairs_to_delete ?? [] })),
  );
}

function lockCalls(calls: CallTable, bot: BotService, now: () => number): void {
  const locks = () => presentLocks(activeLocks(bot.state, now()));
  calls.answer(ENDPOINTS.locks, async () => locks());
  calls.answer(ENDPOINTS.lock_add, async ({ body }) => {
    checkLength(['body'], body, MOST_AT_ONCE);
    await bot.ask({ kind: 'addLocks', locks: body.map(lockOf) });
    return locks();
  });
  calls.answer(ENDPOINTS.delete_lock, async ({ params }) => {
    await bot.ask({ kind: 'deleteLocks', pair: null, lockId: params.lockid });
    return locks();
  });
  calls.answer(ENDPOINTS.delete_locks, async ({ body }) => {
    await bot.ask({ kind: 'deleteLocks', pair: body.pair ?? null, lockId: body.lockid ?? null });
    return locks();
  });
}

/** @throws UnprocessableError for a date that is none, in freqtrade's words */
function lockOf({ pair, until, side, reason }: LocksBody[number], index: number) {
  const found = readMoment(String(until));
  if ('at' in found) return { pair, until: found.at, side: side ?? '*', reason: reason ?? null };
  const { type, message, why } = found;
  throw fieldError(['body', index, 'until'], type, message, until, why === null ? undefined : { error: why });
}

function candleCalls(calls: CallTable, bot: BotService): void {
  const candles = async (pair: string, timeframe: string, limit: number, columns: readonly string[] | null): Promise<ReadyJson> => {
    const analysis = timeframe === bot.settings.timeframe ? await shownAnalysis(bot, pair) : null;
    const { strategyName: strategy } = bot.settings;
    return inSlices(presentCandles(analysis, { strategy, pair, timeframe, timeframeMs: lengthOf(timeframe), limit, columns }));
  };
  calls.answer(ENDPOINTS.pair_candles, ({ query: { pair, timeframe, limit } }) => candles(pair, timeframe, limit ?? 0, null));
  calls.answer(ENDPOINTS.pair_candles_columns, ({ body: { pair, timeframe, limit, columns } }) =>
    candles(pair, timeframe, limit ?? 0, columns ?? null),
  );
}

/** @throws NotThere where its strategy can't be asked for its columns now */
async function shownAnalysis({ state }: BotService, pair: string): Promise<Analysis | null> {
  try {
    return await wholeAnalysis(state, pair);
  } catch (error) {
    throw new NotThere((error as Error).message);
  }
}

/** ms @throws UnprocessableError */
function lengthOf(timeframe: string): number {
  try {
    return timeframeMs(timeframe);
  } catch (error) {
    throw fieldError(['query', 'timeframe'], 'value_error', (error as Error).message, timeframe);
  }
}

/** A large frame is written in slices. */
async function inSlices(history: PairHistory): Promise<ReadyJson> {
  // no text in it can hold a quote that is not marked as one
  const [before, after] = JSON.stringify({ ...history, data: [] }).split('"data":[]');
  return new ReadyJson(`${before}"data":${await jsonList(history.data as object[], (row) => row)}${after}`);
}

function marketsIn(known: Iterable<ListedPair>, { base, quote, include_inactive }: MarketsQuery) {
  const wanted = [...known]
    .filter((market) => (base === undefined || market.base === base) && (quote === undefined || market.quote === quote))
    .filter((market) => include_inactive || market.isActive);
  return Object.fromEntries(wanted.map((market) => [market.pair, presentMarket(market)]));
}

function presentMarket({ pair, base, quote, isSpot, isSwap, isActive }: ListedPair) {
  return { symbol: pair, base, quote, spot: isSpot, swap: isSwap, active: isActive };
}
