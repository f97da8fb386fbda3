import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ListedTrade } from './present-trade.ts';
import { listedTrades, TradeBatch } from './trade-values.ts';

const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY));
const optional = fc.option(number);
const text = fc.oneof(fc.string(), fc.constantFrom('', 'roi', 'ü'));
const order = fc.record({
  amount: optional,
  ftAmount: number,
  average: optional,
  price: optional,
  stopPrice: optional,
  ftPrice: number,
  ftOrderSide: fc.constantFrom('buy' as const, 'sell' as const, 'stoploss' as const),
  filledDate: optional,
  tag: fc.option(text),
  cost: optional,
});
const trade: fc.Arbitrary<ListedTrade> = fc.record({
  pair: text,
  stakeAmount: number,
  maxStakeAmount: optional,
  amount: number,
  openDate: number,
  closeDate: optional,
  openRate: number,
  closeRate: optional,
  feeOpen: number,
  feeClose: number,
  closeProfit: optional,
  closeProfitAbs: optional,
  exitReason: fc.option(text),
  initialStopLoss: optional,
  initialStopLossRatio: optional,
  stopLoss: optional,
  stopLossRatio: optional,
  minRate: optional,
  maxRate: optional,
  isOpen: fc.boolean(),
  enterTag: fc.option(text),
  leverage: number,
  isShort: fc.boolean(),
  fundingFees: optional,
  orders: fc.array(order),
});

it('gives trades again as they were, batch by batch', () => {
  const batch = new TradeBatch();
  fc.assert(
    fc.property(fc.array(trade, { maxLength: 20 }), (trades) => {
      for (const one of trades) batch.add(one);
      expect(batch.count).toBe(trades.length);
      const taken = structuredClone(batch.take());
      expect(batch.count).toBe(0);
      expect(listedTrades(taken)).toEqual(trades);
    }),
  );
});

it('makes room for trades of many orders', () => {
  const [one] = fc.sample(trade, 1);
  const [few] = fc.sample(order, 1);
  const long = { ...one!, orders: Array.from({ length: 5000 }, (_value, cost) => ({ ...few!, cost })) };
  const batch = new TradeBatch();
  batch.add(long);
  batch.add(long);
  expect(listedTrades(batch.take())).toEqual([long, long]);
});
