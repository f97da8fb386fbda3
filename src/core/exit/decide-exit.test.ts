import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTrade } from '../entry/open-trade.ts';
import type { Market, Quote } from '../market/market.ts';
import { applyOrderUpdate } from '../trade/apply-order-update.ts';
import { newOrder } from '../trade/new-order.ts';
import type { Trade } from '../trade/trade.ts';
import { decideExit, type ExitCallbacks, type ExitRules, type ExitSignal, NO_CALLBACKS, NO_SIGNAL } from './decide-exit.ts';
import { roiTable } from './roi.ts';

const MARKET: Market = {
  pair: 'A/USDT',
  base: 'A',
  quote: 'USDT',
  isActive: true,
  isSpot: true,
  isSwap: false,
  amountPrecision: 0.001,
  pricePrecision: 0.001,
  precisionMode: 4,
  minAmount: null,
  maxAmount: null,
  minCost: null,
  maxCost: null,
  takerFee: 0.001,
  makerFee: 0.001,
  contractSize: 1,
  leverageTiers: [],
};
const RULES: ExitRules = {
  stoploss: -0.1,
  roi: roiTable({ 0: 0.1, 10: 0.05, 30: 0 }),
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

function openAt(rate: number): Trade {
  const trade = openTrade(
    {
      pair: MARKET.pair,
      side: 'long',
      tag: null,
      orderType: 'limit',
      timeInForce: 'GTC',
      rate,
      amount: 10,
      amountRequested: 10,
      stakeAmount: rate * 10,
      leverage: 1,
    },
    MARKET,
    { exchange: 'x', strategy: 'S', timeframe: 1, stoploss: RULES.stoploss, fee: 0.001, tradingMode: 'spot' },
    0,
  );
  const order = newOrder(trade, { side: 'buy', orderType: 'limit', amount: 10, rate, tag: null, orderId: '1' }, 0);
  trade.orders.push(order);
  applyOrderUpdate(
    trade,
    order,
    { orderId: '1', status: 'closed', amount: 10, filled: 10, average: rate, cost: null, price: rate, fees: [], at: 0 },
    { now: 0 },
  );
  return trade;
}

const live = (rate: number, minutes = 1): Quote => ({ at: minutes * 60_000, rate, high: rate, low: rate, close: rate });
const types = (trade: Trade, quote: Quote, signal: ExitSignal = NO_SIGNAL, rules: ExitRules = RULES): string[] =>
  decideExit(trade, quote, signal, rules, NO_CALLBACKS).map((decision) => decision.type);

describe('decideExit', () => {
  it.each<[string, Quote, ExitSignal, Partial<ExitRules>, string[]]>([
    ['nothing to do', live(101), NO_SIGNAL, {}, []],
    ['stop hit', live(89), NO_SIGNAL, {}, ['stop_loss']],
    ['stop just not hit', live(90.001), NO_SIGNAL, {}, []],
    ['return reached at once', live(111), NO_SIGNAL, {}, ['roi']],
    ['return not reached yet', live(107), NO_SIGNAL, {}, []],
    ['return reached with age', live(107, 10), NO_SIGNAL, {}, ['roi']],
    [
      'return ignored while the entry signal stands',
      live(111),
      { enter: true, exit: false, exitTag: null },
      { ignoreRoiIfEntrySignal: true },
      [],
    ],
    ['exit signal', live(99), { enter: false, exit: true, exitTag: 'down' }, {}, ['exit_signal']],
    ['exit signal switched off', live(99), { enter: false, exit: true, exitTag: null }, { useExitSignal: false }, []],
    ['exit signal beside an entry signal', live(99), { enter: true, exit: true, exitTag: null }, {}, []],
    ['exit signal only in profit', live(99), { enter: false, exit: true, exitTag: null }, { exitProfitOnly: true }, []],
    ['signal before stop', live(89), { enter: false, exit: true, exitTag: null }, {}, ['exit_signal', 'stop_loss']],
  ])('%s', (_name, quote, signal, rules, expected) => {
    expect(types(openAt(100), quote, signal, { ...RULES, ...rules })).toEqual(expected);
  });

  it('keeps the tag of an exit signal as the reason', () => {
    expect(decideExit(openAt(100), live(99), { enter: false, exit: true, exitTag: 'down' }, RULES)[0]?.reason).toBe('down');
    expect(decideExit(openAt(100), live(99), { enter: false, exit: true, exitTag: '' }, RULES)[0]?.reason).toBe('exit_signal');
  });

  it("takes the strategy's word on the return in place of the table's, and its steps in place of the table", () => {
    const reasons = (callbacks: Partial<ExitCallbacks>, rate: number, minutes = 1) =>
      decideExit(openAt(100), live(rate, minutes), NO_SIGNAL, RULES, { ...NO_CALLBACKS, ...callbacks }).map(({ reason }) => reason);
    expect(reasons({ roiReached: (_trade, profit) => profit > 0.02 }, 103)).toEqual(['roi']);
    expect(reasons({ roiReached: () => false, roiStep: () => [0, 0.01] }, 120)).toEqual([]);
    expect(reasons({ roiStep: (_trade, minutes) => [minutes, minutes / 100] }, 103, 2)).toEqual(['roi']);
    expect(reasons({ roiStep: (_trade, minutes) => [minutes, minutes / 100] }, 103, 4)).toEqual([]);
    expect(reasons({ roiStep: () => [null, null] }, 120)).toEqual([]);
    expect(reasons({ roiStep: () => [null, 0.01] }, 103)).toEqual(['roi']);
  });

  it('trails: the stop follows the highest price, and a hit is a trailing stop', () => {
    const rules = { ...RULES, trailingStop: true, roi: [] };
    const trade = openAt(100);
    expect(types(trade, live(120), NO_SIGNAL, rules)).toEqual([]);
    expect(trade.stopLoss).toBe(108);
    expect(types(trade, live(107.9), NO_SIGNAL, rules)).toEqual(['trailing_stop_loss']);
  });

  it.each([
    ['none', null, 108],
    ['nothing that counts', Number.NaN, 108],
    ['a wider stop', -0.99, 90],
    ['a closer stop', -0.05, 114],
  ])('trails by what the strategy asks for: %s', (_what, asked, stop) => {
    const trade = openAt(100);
    const rules = { ...RULES, trailingStop: true, useCustomStoploss: true, roi: [] };
    decideExit(trade, live(120), NO_SIGNAL, rules, { ...NO_CALLBACKS, customStoploss: () => asked });
    expect(trade.stopLoss).toBe(stop);
    decideExit(trade, live(130), NO_SIGNAL, { ...rules, trailingStopPositive: 0.01 }, { ...NO_CALLBACKS, customStoploss: () => asked });
    expect(trade.stopLoss).toBe(128.7);
  });

  it('trails by the positive distance above the offset only', () => {
    const rules = {
      ...RULES,
      trailingStop: true,
      trailingStopPositive: 0.01,
      trailingStopPositiveOffset: 0.05,
      trailingOnlyOffsetIsReached: true,
      roi: [],
    };
    const trade = openAt(100);
    types(trade, live(104), NO_SIGNAL, rules);
    expect(trade.stopLoss).toBe(90);
    types(trade, live(110), NO_SIGNAL, rules);
    expect(trade.stopLoss).toBe(108.9);
  });

  it('a stop never loosens, whatever the price does', () => {
    const prices = fc.array(fc.double({ min: 91, max: 300, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(prices, fc.boolean(), (path, positive) => {
        const rules = { ...RULES, trailingStop: true, trailingStopPositive: positive ? 0.02 : null, roi: [] };
        const trade = openAt(100);
        let stop = trade.stopLoss!;
        for (const price of path) {
          decideExit(trade, live(price), NO_SIGNAL, rules);
          expect(trade.stopLoss).toBeGreaterThanOrEqual(stop);
          stop = trade.stopLoss!;
        }
      }),
    );
  });

  it('returns the same shared list when there is nothing to do', () => {
    const trade = openAt(100);
    expect(decideExit(trade, live(101), NO_SIGNAL, RULES)).toBe(decideExit(trade, live(101), NO_SIGNAL, RULES));
  });
});
