import { candleEnd, candleStart } from '../core/market/candle-calendar.ts';
import type { CandleRow } from '../core/market/candles.ts';
import { closedRows, finishedRows, GRACE_MS, knownBefore, mayHaveMore } from '../core/market/closed-rows.ts';
import type { Bot } from './bot.ts';
import { tellFailures } from './candle-failures.ts';
import { candlesKept, mergeCandle } from './candle-rows.ts';
import { concurrently } from './concurrently.ts';
import { followedPairs } from './followed-pairs.ts';

/** What is further back than so many candles (a machine slept, a pair comes back) is asked for as at the start: every exchange tells as many at once. */
const LONGEST_GAP = 100;
const ONE_PAGE = 500;

/** Asks for the candles that the streams have not brought. One pair's failure is reported and leaves the others alone. */
export async function refreshCandles(bot: Bot): Promise<void> {
  bot.pushes.takeIn(bot);
  const pairs = followedPairs(bot).filter((pair) => needsRequest(bot, pair, bot.now()));
  const failures = new Map<string, unknown>();
  await concurrently(pairs, async (pair) => {
    // a stream that is late brings them while others are asked for, hundreds of pairs at once
    bot.pushes.takeIn(bot);
    if (!needsRequest(bot, pair, bot.now())) return;
    try {
      await requestCandles(bot, pair);
    } catch (error) {
      failures.set(pair, error);
    }
  });
  tellFailures(bot, 'candles', failures, pairs.length);
}

/** Closed candles of a pair's own, as far as they are known to their end. */
export function gatheredCandles({ state, settings, pushes, now }: Bot, pair: string): readonly CandleRow[] | null {
  const rows = state.candles.get(pair);
  if (rows === undefined) return null;
  const closed = closedRows(rows, settings.timeframeMs, now());
  const cut = pushes.cutCandle(pair);
  return cut === null || isGivenUp(cut, settings.timeframeMs, now()) ? closed : closed.filter(([start]) => start < cut);
}

/** An exchange that sends candles and answers no question about them is not waited for longer than a candle: the ones after it are whole. */
function isGivenUp(start: number, length: number, now: number): boolean {
  return candleEnd(candleEnd(start, length), length) <= now;
}

/**
 * Whether the last candle that has ended is known to its end. What the stream has sent of it while it ran, or soon after, may lack the rest,
 * until it begins the next; where it does not, the candle is asked for.
 */
export function isSettled({ state, settings, pushes, now }: Bot, pair: string): boolean {
  const last = state.candles.get(pair)?.at(-1)?.[0] ?? 0;
  const isWhole = candleEnd(last, settings.timeframeMs) > now() || !pushes.isUnderWay(pair, last);
  return isWhole || isGivenUp(last, settings.timeframeMs, now());
}

/** When candles that have ended and are not known will be asked for, ms since epoch; null where all are known. */
export function candlesDueAt(bot: Bot): number | null {
  const { state, settings, now } = bot;
  const running = candleStart(now(), settings.timeframeMs);
  const dueAt = running + GRACE_MS;
  if (now() >= dueAt) return null;
  const isBesideKnown = state.informativeUntil === null || state.informativeUntil >= running;
  const lacks = (pair: string): boolean => {
    const lacksTrades = settings.orderFlow !== null && (state.publicTrades.get(pair)?.knownUntil ?? 0) < running;
    return lacksTrades || needsRequest(bot, pair, dueAt);
  };
  return isBesideKnown && !followedPairs(bot).some(lacks) ? null : dueAt;
}

function needsRequest({ state, settings, pushes }: Bot, pair: string, now: number): boolean {
  const { timeframeMs } = settings;
  const rows = state.candles.get(pair);
  const running = candleStart(now, timeframeMs);
  const cut = pushes.cutCandle(pair);
  // no stream has said a word of it since
  if (rows === undefined || pushes.isBehindGap(pair) || (cut !== null && candleEnd(cut, timeframeMs) <= now)) return true;
  const last = rows.at(-1)?.[0] ?? null;
  const isAwaited = rows.length > 1 && last !== null && candleEnd(last, timeframeMs) === running && now - running < GRACE_MS;
  // where no pair has candles, it is not that nobody trades
  const asked = state.silence === null ? (state.candlesAsked.get(pair) ?? null) : null;
  return !isAwaited && mayHaveMore(rows.length > 1 ? last : null, asked, timeframeMs, now);
}

async function requestCandles(bot: Bot, pair: string): Promise<void> {
  const { pushes, state, settings } = bot;
  const { timeframeMs } = settings;
  const { edition } = state;
  const asked = bot.now();
  const since = askedSince(bot, pair, asked);
  const most = candlesKept(settings);
  const found = await bot.exchange.market.candles(pair, settings.timeframe, since, since === null ? most : ONE_PAGE);
  // what there was has not ceased to be
  if (edition !== state.edition || (found.length === 0 && since !== null)) return;
  // of the candle that ran meanwhile, the stream may have sent more
  pushes.takeIn(bot);
  const rows = state.candles.get(pair);
  const isWhole = rows === undefined || since === null;
  const finished = finishedRows(found, timeframeMs, asked).length;
  const cut = found[finished]?.[0] ?? null;
  const isHeard =
    !isWhole && cut !== null && pushes.isUnderWay(pair, cut) && pushes.cutCandle(pair) !== cut && rows.some(([start]) => start === cut);
  pushes.noteAsked(pair, knownBefore({ rows: found, asked }, timeframeMs), isHeard ? null : cut);
  state.candlesAsked.set(pair, asked);
  if (isWhole) state.candles.set(pair, found);
  else for (const row of isHeard ? found.slice(0, finished) : found) mergeCandle(rows, row, most);
}

/** From when candles are asked for; null for all that are kept. One that was cut is asked for again with all that came after it. */
function askedSince({ state, settings, pushes }: Bot, pair: string, now: number): number | null {
  const before = state.candles.get(pair)?.at(-2)?.[0];
  if (before === undefined) return null;
  const since = Math.min(before, pushes.cutCandle(pair) ?? before);
  return now - since > LONGEST_GAP * settings.timeframeMs ? null : since;
}
