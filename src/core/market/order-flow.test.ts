import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadTrades } from '../../data/trade-files.ts';
import { CandleFlow, type OrderFlowRules, orderFlow, tradesByCandle } from './order-flow.ts';
import { type PublicTrade, tradeColumns } from './public-trade.ts';
import { timeframeMs } from './timeframe.ts';

const GOLDEN = new URL('../../../tests/golden/', import.meta.url);

interface Recorded {
  readonly rules: {
    readonly timeframe: string;
    readonly scale: number;
    readonly stacked_imbalance_range: number;
    readonly imbalance_volume: number;
    readonly imbalance_ratio: number;
    readonly max_candles: number;
    readonly amounts_over?: number;
  };
  readonly level: readonly string[];
  readonly candles: readonly [
    at: number,
    numbers: readonly number[],
    levels: readonly (readonly (number | boolean)[])[],
    stacks: readonly (readonly number[])[],
    ids: readonly string[],
  ][];
}

const recorded = JSON.parse(gunzipSync(readFileSync(new URL('order-flow.json.gz', GOLDEN))).toString()) as Recorded[];
const named = recorded.map((one): [string, Recorded] => [`${one.rules.timeframe}, levels of ${one.rules.scale}`, one]);

const rulesOf = ({ rules }: Recorded): OrderFlowRules => ({
  maxCandles: rules.max_candles,
  scale: rules.scale,
  stackedImbalanceRange: rules.stacked_imbalance_range,
  imbalanceVolume: rules.imbalance_volume,
  imbalanceRatio: rules.imbalance_ratio,
});

/** A candle as it was recorded. */
function facts(at: number, flow: CandleFlow): unknown {
  const levels = [...flow.orderflow].map(([price, { bid, ask, delta, bidAmount, askAmount, totalVolume, totalTrades }]) => {
    const imbalance = flow.imbalances.get(price);
    return [price, bid, ask, delta, bidAmount, askAmount, totalVolume, totalTrades, imbalance?.bid, imbalance?.ask];
  });
  return [
    at,
    [flow.maxDelta, flow.minDelta, flow.bid, flow.ask, flow.delta, flow.totalTrades],
    levels,
    [flow.stackedImbalancesBid, flow.stackedImbalancesAsk],
    [flow.trades[0]?.id, flow.trades.at(-1)?.id],
  ];
}

/** Sums at a level: pandas adds them in one order where trades come sorted by price, and in another elsewhere. */
function nearly(value: number | boolean): unknown {
  return typeof value === 'number' ? expect.closeTo(value, 11) : value;
}

describe('order flow', () => {
  it.each(named)("equals freqtrade's columns: %s", async (_title, one) => {
    const found = (await loadTrades(new URL('candles/XRP_ETH-trades.feather', GOLDEN).pathname, 'feather'))!;
    const trades = { ...found, amount: found.amount.map((amount) => amount / (one.rules.amounts_over ?? 1)) };
    const rows = tradesByCandle(trades, timeframeMs(one.rules.timeframe));
    const last = one.candles.at(-1)![0];
    const length = timeframeMs(one.rules.timeframe);
    // of candles with gaps in between, the newest count
    const times = Float64Array.from({ length: 3000 }, (_value, back) => last - (2999 - back) * length);
    const flow = orderFlow(times, { ...rulesOf(one), maxCandles: Math.round((last - one.candles[0]![0]) / length) + 1 }, (start) => {
      const found = rows.get(start);
      return found === undefined ? null : new CandleFlow(found, rulesOf(one));
    });
    const ours = [...times].flatMap((at, row) => (flow[row] == null ? [] : [facts(at, flow[row])]));
    expect(ours.length).toBe(one.candles.length);
    expect(ours).toEqual(
      one.candles.map(([at, numbers, levels, ...rest]) => [at, numbers, levels.map((level) => level.map(nearly)), ...rest]),
    );
    expect(one.level).toEqual([
      ...['price', 'bid', 'ask', 'delta', 'bid_amount', 'ask_amount', 'total_volume', 'total_trades', 'bid_imbalance', 'ask_imbalance'],
    ]);
  });

  const rules: OrderFlowRules = { maxCandles: 2, scale: 1, stackedImbalanceRange: 2, imbalanceVolume: 0, imbalanceRatio: 2 };
  const trade = (time: number, side: string | null, price: number, amount = 1): PublicTrade => ({
    time,
    id: null,
    type: null,
    side,
    price,
    amount,
    cost: price * amount,
  });

  it('has nothing for candles without trades, and for those before the newest', () => {
    const rows = tradesByCandle(tradeColumns([trade(0, 'buy', 10), trade(60_000, 'buy', 10), trade(119_999, 'sell', 10)]), 60_000);
    expect([...rows].map(([start, { length }]) => [start, length])).toEqual([
      [0, 1],
      [60_000, 2],
    ]);
    const flow = orderFlow(Float64Array.of(0, 60_000, 120_000), rules, (start) =>
      rows.has(start) ? new CandleFlow(rows.get(start)!, rules) : null,
    );
    expect(flow.map((candle) => candle?.totalTrades ?? null)).toEqual([null, 2, null]);
    expect(tradesByCandle(tradeColumns([]), 60_000).size).toBe(0);
  });

  it('counts a trade without a side, and gives it to none', () => {
    const flow = new CandleFlow(tradeColumns([trade(0, null, 10, 5), trade(0, 'buy', 10.4, 2)]), rules);
    expect([flow.bid, flow.ask, flow.delta, flow.totalTrades]).toEqual([0, 2, 2, 2]);
    expect([...flow.orderflow]).toEqual([[10, { bid: 0, ask: 1, delta: 2, bidAmount: 0, askAmount: 2, totalVolume: 2, totalTrades: 1 }]]);
  });

  it('rounds a price halfway between two levels to the even one, as numpy does', () => {
    const flow = new CandleFlow(tradeColumns([0.5, 1.5, 2.5].map((price) => trade(0, 'buy', price))), rules);
    expect([...flow.orderflow.keys()]).toEqual([0, 2]);
  });
});
