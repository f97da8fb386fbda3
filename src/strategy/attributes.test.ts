import { expect, it } from 'vitest';
import { type DataFrame, Strategy } from '../index.ts';
import { attributeProblems } from './attributes.ts';
import { foreignNames } from './foreign-names.ts';
import { otherCandlesOf, wantedCandles } from './informative.ts';

/** Strategies as they are written without types. */

class Plain extends Strategy {
  override timeframe = '5m';
  override stoploss = -0.1;
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
}
const withSet = (values: object): Strategy => Object.assign(new Plain(), values);

it('nothing is wrong with what freqtrade takes', () => {
  expect(attributeProblems(new Plain())).toEqual([]);
  const all = {
    ...{
      timeframe: '1h',
      minimalRoi: { 0: 0.1, '30': 0 },
      maxOpenTrades: -1,
      trailingStopPositive: 0.01,
      startupCandleCount: 30,
      snapshot: { ticker: true },
    },
    orderTypes: {
      entry: 'market',
      exit: 'limit',
      stoploss: 'market',
      stoploss_on_exchange: true,
      stoploss_price_type: 'mark',
      force_exit: 'market',
    },
    orderTimeInForce: { entry: 'gtc', exit: 'IOC' },
    unfilledTimeout: { entry: 10, exit: 30, unit: 'minutes', exit_timeout_count: 0 },
    plotConfig: { main_plot: { ema: {} }, subplots: {} },
  };
  expect(attributeProblems(withSet(all))).toEqual([]);
});

it.each<readonly [object, string]>([
  [{ timeframe: '5' }, 'timeframe must be a number and a unit, e.g. "1m", "5m", "1h", "1d", and is the text "5"'],
  [{ startupCandleCount: '200' }, 'startupCandleCount must be a whole number from 0 on, and is the text "200"'],
  [{ trailingStop: 'yes' }, 'trailingStop must be true or false, and is the text "yes"'],
  [{ stoploss: '-0.1' }, 'stoploss must be a number, and is the text "-0.1"'],
  [{ minimalRoi: { 0: 'much' } }, 'without "0: the text "much""'],
  [{ minimalRoi: 0.1 }, 'minimalRoi must be an object of minutes and ratios, e.g. { 0: 0.04, 30: 0.01 }, and is 0.1'],
  [{ orderTypes: { entry: 'limt' } }, 'orderTypes.entry must be "limit" or "market", and is the text "limt"'],
  [{ orderTypes: { stoploss_on_exchange: 'true' } }, 'orderTypes.stoploss_on_exchange must be true or false, and is the text "true"'],
  [{ orderTimeInForce: { entry: 5 } }, 'orderTimeInForce.entry must be "GTC", "FOK", "IOC" or "PO", and is 5'],
  [{ snapshot: { orderbook: 5 } }, 'snapshot: there is no "orderbook"; there are orderBookDepth, ticker, fundingRate'],
  [{ snapshot: ['ticker'] }, 'snapshot must be an object with any of orderBookDepth, ticker, fundingRate, and is an array'],
  [{ orderTypes: { forceExit: 'market' } }, 'orderTypes: there is no "forceExit"; did you mean "force_exit"?'],
  [{ orderTypes: { entry: 'limit', exit: 'limit' } }, 'orderTypes: stoploss, stoploss_on_exchange must be set, too'],
  [{ orderTimeInForce: { entry: 'GTC' } }, 'orderTimeInForce: exit must be set, too'],
  [{ orderTimeInForce: { entry: 'GTC', exit: 'GTC', sell: 'GTC' } }, 'orderTimeInForce: there is no "sell"; there are entry, exit'],
  [{ unfilledTimeout: { exitTimeoutCount: 3 } }, 'unfilledTimeout: there is no "exitTimeoutCount"; did you mean "exit_timeout_count"?'],
  [{ unfilledTimeout: { unit: 'hours' } }, 'unfilledTimeout.unit must be "minutes" or "seconds", and is the text "hours"'],
  [{ plotConfig: { mainPlot: {} } }, 'plotConfig: there is no "mainPlot"; did you mean "main_plot"?'],
  [{ hyperOpt: { roispace: () => [] } }, 'hyperOpt: there is no "roispace"; did you mean "roiSpace"?'],
  [{ trailingStop: undefined }, 'trailingStop has no value: give it one, or leave its line out'],
  [{ customExit: 'sold' }, 'customExit must be a method, and is the text "sold"'],
])('%j is named', (values, words) => {
  const problems = attributeProblems(withSet(values));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(words);
});

it('members that are written nearly like those that count are named, and others are left alone', () => {
  class Typing extends Plain {
    stopLoss = -1;
    populateEntryTrends(frame: DataFrame): DataFrame {
      return frame;
    }
    customStopLoss(): number {
      return 0;
    }
    timeframe2 = '1h';
    stopDistance = 3;
    customSignal(): void {}
    populateEntryTrend2(): void {}
  }
  expect(foreignNames(new Typing()).sort()).toEqual([
    'there is no customStopLoss; did you mean customStoploss?',
    'there is no populateEntryTrends; did you mean populateEntryTrend?',
    'there is no stopLoss; did you mean stoploss?',
  ]);
});

it('candles of other kinds are asked for beside those that are traded', () => {
  const pairs = [
    ['BTC/USDT:USDT', '1h'],
    ['BTC/USDT:USDT', '1h', 'mark'],
    ['BTC/USDT:USDT', '8h', 'funding_rate'],
    ['ETH/USDT:USDT', '5m', ''],
  ];
  const informative = [{ timeframe: '4h', asset: 'BTC/{stake}:{stake}', kind: 'mark', populate: () => null }];
  const strategy = withSet({ informativePairs: () => pairs, informative: () => informative });
  expect(wantedCandles(strategy, [], 'USDT')).toEqual([
    { pair: 'BTC/USDT:USDT', timeframe: '1h' },
    { pair: 'ETH/USDT:USDT', timeframe: '5m' },
  ]);
  expect(otherCandlesOf(strategy, ['ETH/USDT:USDT', 'SOL/USDT:USDT'], 'USDT')).toEqual([
    { pair: 'BTC/USDT:USDT', timeframe: '1h', kind: 'mark' },
    { pair: 'BTC/USDT:USDT', timeframe: '8h', kind: 'funding_rate' },
    { pair: 'BTC/USDT:USDT', timeframe: '4h', kind: 'mark' },
  ]);
});

it.each<readonly [string, unknown, string]>([
  ['informative', ['1h'], 'must return a list of { timeframe, populate }, and one of them is the text "1h".'],
  ['informative', 'none', 'must return a list of { timeframe, populate }, and returns the text "none".'],
  ['informative', [{ timeframe: '1x', populate: () => null }], '"1x" is not a timeframe.'],
  ['informative', [{ timeframe: '1h', populate: () => null, assset: 'BTC/USDT' }], 'of 1h, there is no "assset"; did you mean "asset"?'],
  ['informative', [{ timeframe: '1h' }], '"populate" of 1h must be a function, and is missing.'],
  ['informativePairs', 'BTC/USDT', "a list of [pair, timeframe], e.g. [['BTC/USDT', '1h']], and returns the text"],
  ['informativePairs', ['BTC/USDT'], 'and one of them is the text "BTC/USDT".'],
  ['informativePairs', [['BTC/USDT', '5']], '"5" is not a timeframe.'],
  [
    'informativePairs',
    [['BTC/USDT:USDT', '1h', 'marked']],
    'there are no candles of kind "marked" (BTC/USDT:USDT); there are mark, index,',
  ],
])('what %s returns is looked at: %j', (method, found, words) => {
  const strategy = withSet({ [method]: () => found });
  expect(() => wantedCandles(strategy, ['BTC/USDT'], 'USDT')).toThrow(words);
  expect(() => wantedCandles(strategy, ['BTC/USDT'], 'USDT')).toThrow(`Plain.${method} failed`);
});
