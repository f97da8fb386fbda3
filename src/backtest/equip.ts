import { candleEnd } from '../core/market/candle-calendar.ts';
import { recordedKey } from '../core/market/candle-kind.ts';
import { type Candles, sliceCandles } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { type ClosedTradeFacts, closedTradeFacts } from '../core/trade/closed-trade.ts';
import { isEntry, type Trade } from '../core/trade/trade.ts';
import { DataFrame } from '../strategy/data-frame.ts';
import { dataProvider } from '../strategy/data-provider.ts';
import { pairLocks } from '../strategy/pair-locks.ts';
import { fits, tradeRecords } from '../strategy/trade-records.ts';
import { type CurrencyBalance, walletsOf } from '../strategy/wallets.ts';
import type { Cursor } from './cursor.ts';
import { account, type BacktestState } from './state.ts';

/** The present moment, and the candle it lies in; ms. */
export interface Clock {
  now: number;
  candle: number;
  /** Trades that were open when the candle began, in the order of their turns. */
  first: readonly Pick<Trade, 'pair'>[];
}

/** Gives the strategy what it may look at while it is traded: of candles and trades, what is known at the present moment. */
export function equip(state: BacktestState, cursorOf: ReadonlyMap<string, Cursor>, clock: Clock): void {
  const { strategy, timeframeMs: step } = state.settings;
  const pairNames = state.pairs.map((data) => data.pair);
  const analyzedFrame = (pair: string): DataFrame | null => {
    const cursor = cursorOf.get(pair);
    const row = cursor?.rowAt(clock.candle) ?? -1;
    return cursor === undefined || cursor.data.frame === null || row < 0 ? null : cursor.data.frame.until(cursor.data.frameOffset + row);
  };
  // one that is traded on what was analysed before has had nothing to look at yet
  const recorded = strategy.dp?.recorded;
  strategy.dp = dataProvider(
    {
      ...strategy.dp,
      analyzedFrame,
      rowsKnown: rowsKnown(state, cursorOf, clock),
      analyzedAt: (pair) => (analyzedFrame(pair) === null ? null : clock.now),
      pairFrame: (pair, timeframe = strategy.timeframe, kind = undefined) => {
        const own = kind === undefined && timeframeMs(timeframe) === step ? analyzedFrame(pair) : null;
        if (own !== null) return candlesAlone(own);
        const other = state.settings.informative.get(recordedKey(pair, timeframe, kind)) ?? recorded?.(pair, timeframe, kind) ?? null;
        return other === null ? null : new DataFrame(endedBy(other, timeframeMs(timeframe), clock.now));
      },
      currentWhitelist: () => pairNames,
    },
    state.settings.isFutures ? 'futures' : 'spot',
  );
  const records = tradeRecords({
    open: () => state.open.all,
    closed: closedFacts(state),
    findClosed: async (filter, limit) =>
      state.closed
        .whole()
        .filter((trade) => fits({ ...trade, closeDate: trade.closeDate ?? 0 }, filter))
        .slice(-limit)
        .reverse(),
  });
  strategy.trades = { ...records, whole: () => state.closed.whole() };
  strategy.wallets = walletsOf({
    balances: () => balances(state),
    account: () => account(state),
    rules: () => state.settings.entryRules,
    realized: () => state.realized,
  });
  strategy.locks = pairLocks({
    locks: () => state.locks.all,
    now: () => clock.now,
    timeframeMs: () => step,
    add: (lock) => state.locks.add(lock),
    // the report has them, too
    end: (ended) => state.locks.end(ended),
  });
}

/** Which rows of other pairs' frames are seen: those of the candle before until they have had their turn, as freqtrade has it. */
function rowsKnown(
  state: BacktestState,
  cursorOf: ReadonlyMap<string, Cursor>,
  clock: Clock,
): (pair: string, present: string | null) => number | null {
  const step = state.settings.timeframeMs;
  const places = new Map(state.pairs.map(({ pair }, index) => [pair, index]));
  const turnOf = (pair: string): number => {
    const early = clock.first.findIndex((trade) => trade.pair === pair);
    return early >= 0 ? early : clock.first.length + (places.get(pair) ?? 0);
  };
  return (pair, present) => {
    const cursor = cursorOf.get(pair);
    if (cursor === undefined) return null;
    const hasHadTurn = present !== null && (clock.now !== clock.candle || pair === present || turnOf(pair) <= turnOf(present));
    const row = cursor.lastRowUpTo(clock.candle - (hasHadTurn ? 0 : step));
    return row < 1 ? null : cursor.data.frameOffset + row;
  };
}

/** What is kept of trades that have closed since it was asked for last joins what is known of the others. */
function closedFacts(state: BacktestState): () => readonly ClosedTradeFacts[] {
  const known: ClosedTradeFacts[] = [];
  return () => {
    const closed = state.closed.whole();
    for (let index = known.length; index < closed.length; index++) {
      const facts = closedTradeFacts(closed[index]!);
      if (facts !== null) known.push(facts);
    }
    return known;
  };
}

function candlesAlone({ time, length, open, high, low, close, volume }: DataFrame): DataFrame {
  return new DataFrame({
    length,
    time,
    open: open.values,
    high: high.values,
    low: low.values,
    close: close.values,
    volume: volume.values,
  });
}

/** The candles that have ended by a moment. @param length of a candle, ms */
export function endedBy(candles: Candles, length: number, moment: number): Candles {
  let [from, to] = [0, candles.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (candleEnd(candles.time[middle]!, length) <= moment) from = middle + 1;
    else to = middle;
  }
  return sliceCandles(candles, 0, from);
}

/** The simulated account: stake currency, and on spot what is held of the pairs. */
/** Orders that wait bind money, and coins, too. */
function balances({ settings, open, free }: BacktestState): ReadonlyMap<string, CurrencyBalance> {
  const found = new Map<string, CurrencyBalance>();
  let used = 0;
  for (const trade of open.all) {
    if (settings.isFutures) {
      used += trade.stakeAmount;
      continue;
    }
    let leaving = 0;
    for (const order of trade.orders) {
      if (!order.isOpen) continue;
      if (isEntry(trade, order)) used += (order.ftAmount * order.ftPrice) / trade.leverage;
      else leaving += order.ftAmount;
    }
    if (trade.amount === 0) continue;
    const known = found.get(trade.base) ?? { free: 0, used: 0, total: 0 };
    found.set(trade.base, { free: known.free + trade.amount - leaving, used: known.used + leaving, total: known.total + trade.amount });
  }
  return found.set(settings.stakeCurrency, { free, used, total: free + used });
}
