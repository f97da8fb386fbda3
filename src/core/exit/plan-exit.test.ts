import { describe, expect, it } from 'vitest';
import { addOrder, filledTrade } from '../../../tests/fakes/open-trade.ts';
import type { Quote } from '../market/market.ts';
import { ASKED_MARKET, candleMarket, type MarketModel } from '../market/market-model.ts';
import { closeRateForRoi } from '../trade/profit.ts';
import type { Trade } from '../trade/trade.ts';
import type { ExitDecision, ExitRules } from './decide-exit.ts';
import { exitPrice } from './exit-price.ts';
import { type ExitOrderCallbacks, type ExitOrderRules, NO_EXIT_ORDER_CALLBACKS, planExit } from './plan-exit.ts';
import { roiTable, type WantedStep } from './roi.ts';

const MINUTE = 60_000;
const CANDLES = candleMarket(5 * MINUTE);
const EXIT: ExitRules = {
  stoploss: -0.1,
  roi: roiTable({ 0: 0.05, 10: 0.02, 12: 0.01 }),
  trailingStop: false,
  trailingStopPositive: null,
  trailingStopPositiveOffset: 0,
  trailingOnlyOffsetIsReached: false,
  useCustomStoploss: false,
  useExitSignal: true,
  exitProfitOnly: false,
  exitProfitOffset: 0,
  ignoreRoiIfEntrySignal: false,
  useCustomRoi: false,
};
const ORDER: ExitOrderRules = { orderType: 'limit', stopOrderType: 'market', timeInForce: 'GTC', customPriceMaxDistanceRatio: 0.02 };
const SIGNAL: ExitDecision = { type: 'exit_signal', reason: 'down' };
const STOP: ExitDecision = { type: 'stop_loss', reason: 'stop_loss' };
const TRAILING: ExitDecision = { type: 'trailing_stop_loss', reason: 'trailing_stop_loss' };
const ROI: ExitDecision = { type: 'roi', reason: 'roi' };

const candle = (minutes: number, rate: number, low: number, high: number, close = rate): Quote => ({
  at: minutes * MINUTE,
  rate,
  low,
  high,
  close,
});

describe('the price a reason to leave is carried out at', () => {
  const at = (trade: Trade, decision: ExitDecision, quote: Quote, rules = EXIT, model: MarketModel = CANDLES) =>
    exitPrice(trade, decision, quote, rules, model);

  it('is the quoted one where the market is asked', () => {
    for (const decision of [SIGNAL, STOP, TRAILING, ROI])
      expect(at(filledTrade(), decision, candle(5, 88, 88, 88), EXIT, ASKED_MARKET)).toBe(88);
  });

  it('is a candle’s open for signals', () => {
    expect(at(filledTrade(), SIGNAL, candle(5, 103, 90, 110))).toBe(103);
  });

  it('is the stop, or the open of a candle that begins beyond it', () => {
    expect(at(filledTrade(), STOP, candle(5, 95, 85, 99))).toBe(90);
    expect(at(filledTrade(), STOP, candle(5, 88, 85, 89))).toBe(88);
    const short = filledTrade({ side: 'short' });
    expect(at(short, STOP, candle(5, 105, 101, 115))).toBe(110);
    expect(at(short, STOP, candle(5, 112, 111, 115))).toBe(112);
    expect(at({ ...filledTrade(), liquidationPrice: 80 }, { type: 'liquidation', reason: 'liquidation' }, candle(5, 95, 75, 99))).toBe(80);
  });

  it('is where a trailing stop was armed first, within the candle of the entry', () => {
    const trade = { ...filledTrade(), stopLoss: 108, stopLossRatio: -0.02 };
    expect(at(trade, TRAILING, candle(5, 100, 95, 112))).toBe(108);
    expect(at(trade, TRAILING, candle(0, 100, 95, 112))).toBeCloseTo(98, 9);
    expect(at(trade, TRAILING, candle(0, 100, 99, 112))).toBe(99);
    const offset = {
      ...EXIT,
      trailingStop: true,
      trailingStopPositive: 0.02,
      trailingStopPositiveOffset: 0.05,
      trailingOnlyOffsetIsReached: true,
    };
    expect(at(trade, TRAILING, candle(0, 100, 95, 112), offset)).toBeCloseTo(103, 9);
  });

  it('is the rate that gives the return, within the candle', () => {
    const trade = filledTrade();
    expect(at(trade, ROI, candle(5, 101, 100, 120))).toBeCloseTo(closeRateForRoi(trade, 0.05), 9);
    expect(at(trade, ROI, candle(5, 119, 118, 120))).toBe(118);
  });

  it('is the open where a step begins with the candle, and it is better', () => {
    const trade = filledTrade();
    expect(at(trade, ROI, candle(10, 104, 101, 106))).toBe(104);
    // a step between two candles was reached within one
    expect(at(trade, ROI, candle(12, 104, 103.5, 106))).toBe(103.5);
    expect(at(trade, ROI, candle(10, 99, 98, 99), { ...EXIT, roi: roiTable({ 10: -1 }) })).toBe(99);
  });

  it('is none where the candle of the entry can’t have given it', () => {
    const trade = filledTrade();
    expect(at(trade, ROI, candle(0, 101, 95, 120, 97))).toBeNull();
    expect(at(trade, ROI, candle(0, 101, 95, 120, 110))).toBeCloseTo(closeRateForRoi(trade, 0.05), 9);
  });

  it('asks the strategy for its own return once more', () => {
    const trade = filledTrade();
    const rate = exitPrice(trade, ROI, candle(5, 101, 100, 120), { ...EXIT, useCustomRoi: true }, CANDLES, { customRoi: () => 0.03 });
    expect(rate).toBeCloseTo(closeRateForRoi(trade, 0.03), 9);
  });

  it('is of the step that the strategy wants in place of the table; the open without one', () => {
    const trade = filledTrade();
    const of = (step: WantedStep) =>
      exitPrice(trade, ROI, candle(5, 101, 100, 120), EXIT, CANDLES, { customRoi: null, roiStep: () => step });
    expect(of([0, 0.03])).toBeCloseTo(closeRateForRoi(trade, 0.03), 9);
    expect(of([null, null])).toBe(101);
    expect(of([null, 0.03])).toBe(101);
  });
});

describe('how a reason to leave is carried out', () => {
  const asking = (changes: Partial<ExitOrderCallbacks>) => ({ ...NO_EXIT_ORDER_CALLBACKS, ...changes });
  const wishing = (rate: number) => asking({ customExitPrice: () => rate });
  const whole = { amount: 10, isPart: false };
  const quote = candle(5, 100, 97, 104);
  const rules = { exit: EXIT, order: ORDER };
  const planned = (decision: ExitDecision, model: MarketModel, callbacks?: ExitOrderCallbacks, trade = filledTrade()) =>
    planExit(trade, decision, whole, quote, rules, model, callbacks);

  it('with the type for stops or for all others, on the price grid', () => {
    expect(planned(STOP, ASKED_MARKET)).toEqual({ rate: 100, orderType: 'market', isWaiting: false });
    const uneven = planExit(filledTrade(), SIGNAL, whole, candle(5, 100.007, 97, 104), rules, ASKED_MARKET);
    expect(uneven).toEqual({ rate: 100.01, orderType: 'limit', isWaiting: false });
  });

  it('at the price the strategy wishes: near the quoted one where the market is asked, within the candle else', () => {
    expect(planned(SIGNAL, ASKED_MARKET, wishing(90))).toMatchObject({ rate: 98 });
    expect(planned(SIGNAL, ASKED_MARKET, wishing(101.5))).toMatchObject({ rate: 101.5 });
    expect(planned(SIGNAL, CANDLES, wishing(90))).toMatchObject({ rate: 97 });
    expect(planned(SIGNAL, CANDLES, wishing(120))).toMatchObject({ rate: 120 });
    expect(planned(SIGNAL, CANDLES, wishing(120), filledTrade({ side: 'short' }))).toMatchObject({ rate: 104 });
    for (const model of [ASKED_MARKET, CANDLES]) expect(planned(SIGNAL, model, wishing(Number.NaN))).toMatchObject({ rate: 100 });
    const unpriced = (wished: number) => ({ ...wishing(wished), ordersAtNoPrice: true });
    expect(planned(SIGNAL, CANDLES, unpriced(Number.NaN))).toMatchObject({ rate: Number.NaN });
    expect(planned(SIGNAL, CANDLES, unpriced(Number.NEGATIVE_INFINITY))).toMatchObject({ rate: 97 });
    expect(planned(SIGNAL, CANDLES, unpriced(Number.POSITIVE_INFINITY))).toMatchObject({ rate: 100 });
  });

  it('of a market that is asked at its wish for every limit order, on candles for signals and parts', () => {
    expect(planned(ROI, ASKED_MARKET, wishing(101))).toMatchObject({ rate: 101 });
    expect(planned(ROI, CANDLES, wishing(101))).toMatchObject({ rate: 104 });
    expect(planned({ type: 'partial_exit', reason: 'bank' }, CANDLES, wishing(101))).toMatchObject({ rate: 101 });
    // an order at market has no price to wish for
    expect(planned(STOP, ASKED_MARKET, wishing(101))).toMatchObject({ rate: 100 });
  });

  it('not where the strategy does not agree, which liquidation and parts do not wait for', () => {
    const asked: unknown[] = [];
    const refusing = asking({
      confirmExit: (_trade, order, reason) => {
        asked.push([order, reason]);
        return false;
      },
    });
    expect(planExit(filledTrade(), STOP, whole, candle(5, 95, 85, 99), rules, CANDLES, refusing)).toBeNull();
    expect(asked).toEqual([[{ rate: 90, amount: 10, orderType: 'market', timeInForce: 'GTC' }, 'stop_loss']]);
    expect(planned({ type: 'liquidation', reason: 'liquidation' }, ASKED_MARKET, refusing)).toMatchObject({ rate: 100 });
    const part = planExit(
      filledTrade(),
      { type: 'partial_exit', reason: 'x' },
      { amount: 5, isPart: true },
      quote,
      rules,
      ASKED_MARKET,
      refusing,
    );
    expect(part).toMatchObject({ rate: 100 });
  });

  it('not again where an order does the same', () => {
    const trade = filledTrade();
    addOrder(trade, 'sell', 10, 100, MINUTE);
    expect(planned(SIGNAL, CANDLES, undefined, trade)).toMatchObject({ isWaiting: true });
    expect(planned(SIGNAL, CANDLES, wishing(101), trade)).toMatchObject({ isWaiting: false });
  });
});
