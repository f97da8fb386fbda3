import { candleEnd } from '../core/market/candle-calendar.ts';
import { type OtherCandles, otherCandlesKey } from '../core/market/candle-kind.ts';
import { type CandleRow, type Candles, candlesFromRows } from '../core/market/candles.ts';
import { type AskedRows, closedOf, knownBefore, mayHaveMore } from '../core/market/closed-rows.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { otherCandlesOf, wantedCandles } from '../strategy/informative.ts';
import type { Bot } from './bot.ts';
import { tellFailures } from './candle-failures.ts';
import { candlesKept } from './candle-rows.ts';
import { concurrently } from './concurrently.ts';
import { followedPairs } from './followed-pairs.ts';

/** Rows that the strategy wants beside those of its pairs. */
interface WantedRows {
  /** In words. */
  readonly name: string;
  /** ms. */
  readonly length: number;
  /** Funding rates. */
  readonly areMoments: boolean;
  readonly into: Map<string, AskedRows>;
  readonly key: string;
  readonly ask: () => Promise<CandleRow[]>;
}

function wantedRows({ strategy, settings, state, exchange }: Bot): WantedRows[] {
  const { market } = exchange;
  const most = candlesKept(settings);
  const followed = followedPairs({ state });
  const wanted = wantedCandles(strategy, followed, settings.stakeCurrency).map(
    ({ pair, timeframe }): WantedRows => ({
      name: `${pair}, ${timeframe}`,
      length: timeframeMs(timeframe),
      areMoments: false,
      into: state.informative,
      key: `${pair}/${timeframe}`,
      ask: () => market.candles(pair, timeframe, null, most),
    }),
  );
  for (const other of otherCandlesOf(strategy, followed, settings.stakeCurrency))
    wanted.push({
      name: `${other.pair}, ${other.timeframe}, ${other.kind}`,
      length: timeframeMs(other.timeframe),
      areMoments: other.kind === 'funding_rate',
      into: state.otherCandles,
      key: otherCandlesKey(other),
      ask: () => market.otherCandles(other, most),
    });
  return wanted;
}

/** Asks for the candles of other pairs and timeframes that the strategy wants, once a candle of theirs has ended. */
export async function refreshInformative(bot: Bot): Promise<void> {
  const { edition } = bot.state;
  const wanted = wantedRows(bot);
  const began = bot.now();
  const due = wanted.filter(({ into, key, length, areMoments }) => {
    const known = into.get(key);
    return mayHaveMore(known?.rows.at(-1)?.[0] ?? null, known?.asked ?? null, length, began, areMoments);
  });
  const failures = new Map<string, unknown>();
  let until = began;
  await concurrently(due, async ({ name, length, areMoments, into, key, ask }) => {
    const asked = bot.now();
    try {
      const answer = { rows: await ask(), asked };
      if (edition !== bot.state.edition) return;
      // what there was has not ceased to be
      if (answer.rows.length > 0 || !into.has(key)) into.set(key, answer);
      if (!areMoments) until = Math.min(until, candleEnd(knownBefore(answer, length), length) - 1);
    } catch (error) {
      failures.set(name, error);
    }
  });
  if (edition !== bot.state.edition) return;
  bot.state.informativeUntil = wanted.length > 0 ? until : null;
  tellFailures(bot, 'informative', failures, due.length);
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
