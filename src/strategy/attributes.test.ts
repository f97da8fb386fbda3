import { expect, it } from 'vitest';
import { DataFrame, Strategy } from '../index.ts';
import { attributeProblems } from './attributes.ts';
import { foreignNames } from './foreign-names.ts';
import { annotationsOf } from './guard.ts';
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
    plotConfig: {
      main_plot: { ema: {}, upper: { fill_to: 'lower', fill_label: 'band', fill_color: 'rgba(0,0,255,0.2)' } },
      subplots: { RSI: { rsi: { color: 'red', type: 'bar', plotly: { opacity: 0.5 } }, dots: { type: 'scatter', scatterSymbolSize: 4 } } },
    },
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
  [{ plotConfig: { main_plot: { ema: { colour: 'red' } } } }, 'plotConfig.main_plot.ema: there is no "colour"; did you mean "color"?'],
  [{ plotConfig: { main_plot: { ema: { fillTo: 'x' } } } }, 'plotConfig.main_plot.ema: there is no "fillTo"; did you mean "fill_to"?'],
  [{ plotConfig: { main_plot: { ema: 'red' } } }, 'plotConfig.main_plot.ema must be an object with any of color, type, fill_to,'],
  [
    { plotConfig: { subplots: { RSI: { rsi: { kind: 'bar' } } } } },
    'plotConfig.subplots.RSI.rsi: there is no "kind"; there are color, type, fill_to',
  ],
  [{ plotConfig: { subplots: { RSI: ['rsi'] } } }, 'plotConfig.subplots.RSI must be an object of columns, and is an array'],
  [{ plotConfig: { subplots: { rsi: { color: 'red' } } } }, 'plotConfig.subplots.rsi.color must be an object with any of color,'],
  [
    { plotConfig: { main_plot: { ema: { type: 'lines' } } } },
    'plotConfig.main_plot.ema.type must be "line", "bar" or "scatter", and is the text "lines"',
  ],
  [{ hyperOpt: { roispace: () => [] } }, 'hyperOpt: there is no "roispace"; did you mean "roiSpace"?'],
  [{ trailingStop: undefined }, 'trailingStop has no value: give it one, or leave its line out'],
  [{ customExit: 'sold' }, 'customExit must be a method, and is the text "sold"'],
])('%j is named', (values, words) => {
  const problems = attributeProblems(withSet(values));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(words);
});

it('an entry of plotAnnotations with a key that nothing reads is named and left out; the others stay', () => {
  const values = Float64Array.of(1, 2);
  const frame = new DataFrame({ length: 2, time: values, open: values, high: values, low: values, close: values, volume: values });
  const drawn = (...entries: unknown[]) => {
    const said: string[] = [];
    const strategy = withSet({ plotAnnotations: () => entries });
    return { entries: annotationsOf(strategy, 'A/USDT', frame, (error) => said.push(error.message)), said };
  };
  const sound = [
    { type: 'area', start: 1, end: 2, yStart: 1, yEnd: 2, color: 'red', label: 'here', zLevel: 1 },
    { type: 'line', width: 2, lineStyle: 'dotted' },
    { type: 'point', x: 1, y: 2, size: 4, shape: 'pin', rotate: 90 },
  ];
  expect(drawn(...sound)).toEqual({ entries: sound, said: [] });
  const head = 'Plain.plotAnnotations failed: ';
  for (const [entry, words] of [
    [{ type: 'line', y_start: 1 }, 'of an entry of type "line", there is no "y_start"; did you mean "yStart"?'],
    [{ type: 'area', width: 2 }, 'of an entry of type "area", there is no "width"; there are type, color, label, zLevel, start,'],
    [{ type: 'dot' }, 'the type of an entry must be "area", "line" or "point", and is the text "dot".'],
    ['here', 'an entry must be an object with a type, and is the text "here".'],
  ] as const) {
    const { entries, said } = drawn(sound[0], entry);
    expect(entries).toEqual([sound[0]]);
    expect(said).toEqual([expect.stringContaining(`${head}${words}`)]);
  }
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
