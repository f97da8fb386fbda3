import { expect, it } from 'vitest';
import { DataFrame, Strategy } from '../index.ts';
import { attributeProblems, classProblems } from './attributes.ts';
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

const TYPES = { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false };

it.each([
  { maxOpenTrades: 1.5 },
  { maxOpenTrades: Number.POSITIVE_INFINITY },
  { maxEntryPositionAdjustment: 2.5 },
  { ignoreBuyingExpiredCandleAfter: -5 },
  { unfilledTimeout: { entry: 1.5, exit: 1, exit_timeout_count: 1.5 } },
  { orderTypes: { ...TYPES, stoploss_on_exchange_interval: -3, stoploss_on_exchange_limit_ratio: 0 } },
  { minimalRoi: { '-5': 0.1, 0: -2 } },
  { exitProfitOffset: -2 },
])('%j is as freqtrade takes it', (values) => {
  expect(attributeProblems(withSet(values))).toEqual([]);
});

it('of a class in Python, values that freqtrade refuses are named, unless the configuration sets them', () => {
  const strategy = withSet({
    unfilledTimeout: { entry: -5, exit: 10, other: 1 },
    orderTypes: { entry: ['limit'], stoploss_on_exchange_limit_ratio: 5 },
    maxEntryPositionAdjustment: -7,
    exitProfitOnly: 'no',
    useCustomStoploss: 'x',
  });
  expect(classProblems(strategy, { exit_profit_only: true })).toEqual([
    'order_types.entry must be "limit" or "market", and is an array',
    'order_types.stoploss_on_exchange_limit_ratio must be a ratio from 0 to 1, and is 5',
    'unfilledtimeout.entry must be a number from 1 on, and is -5',
    'max_entry_position_adjustment must be a number, -1 for any, and is -7',
  ]);
  expect(classProblems(new Plain(), {})).toEqual([]);
});

it('candles of the kind that is traded by are those without a kind', () => {
  const populate = (frame: DataFrame) => frame;
  for (const [mode, own] of [
    ['spot', 'spot'],
    ['futures', 'futures'],
    [undefined, 'spot'],
  ] as const) {
    const strategy = withSet({
      config: { trading_mode: mode },
      informativePairs: () => [
        ['A/USDT', '1h', own],
        ['B/USDT', '1h', ''],
        ['C/USDT', '1h', 'mark'],
      ],
      informative: () => [
        { timeframe: '4h', kind: own, populate },
        { timeframe: '8h', kind: '', populate },
      ],
    });
    const wanted = wantedCandles(strategy, ['D/USDT'], 'USDT').map(({ pair, timeframe }) => `${pair} ${timeframe}`);
    expect(wanted).toEqual(['A/USDT 1h', 'B/USDT 1h', 'D/USDT 4h', 'D/USDT 8h']);
    expect(otherCandlesOf(strategy, ['D/USDT'], 'USDT')).toEqual([{ pair: 'C/USDT', timeframe: '1h', kind: 'mark' }]);
  }
});

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
  [
    { plotConfig: { main_plot: { ema: { color: 5, fill_to: 7, plotly: 'x' } } } },
    'plotConfig.main_plot.ema.color must be a text, and is 5',
  ],
  [{ plotConfig: { main_plot: { ema: { plotly: 'x' } } } }, 'plotConfig.main_plot.ema.plotly must be an object, and is the text "x"'],
  // what freqtrade's schema refuses
  [{ unfilledTimeout: { entry: -5, exit: 10 } }, 'unfilledTimeout.entry must be a number from 1 on, and is -5'],
  [{ unfilledTimeout: { entry: 10, exit: 0 } }, 'unfilledTimeout.exit must be a number from 1 on, and is 0'],
  [{ unfilledTimeout: { exit_timeout_count: -1 } }, 'unfilledTimeout.exit_timeout_count must be a number from 0 on, and is -1'],
  [{ orderTypes: { ...TYPES, stoploss_on_exchange_limit_ratio: 5 } }, 'limit_ratio must be a ratio from 0 to 1, and is 5'],
  [{ orderTypes: { ...TYPES, entry: ['limit'] } }, 'orderTypes.entry must be "limit" or "market", and is an array'],
  [{ orderTimeInForce: { entry: ['GTC'], exit: 'GTC' } }, 'orderTimeInForce.entry must be "GTC", "FOK", "IOC" or "PO", and is an array'],
  [
    { orderTimeInForce: { entry: 'Gtc', exit: 'GTC' } },
    'orderTimeInForce.entry must be "GTC", "FOK", "IOC" or "PO", and is the text "Gtc"',
  ],
  [{ maxOpenTrades: -7 }, 'maxOpenTrades must be a number, -1 for any, and is -7'],
  [{ maxEntryPositionAdjustment: -7 }, 'maxEntryPositionAdjustment must be a number, -1 for any, and is -7'],
  [{ minimalRoi: { '': 0.1 } }, 'without ": 0.1"'],
  [{ minimalRoi: { ' ': 0.1 } }, 'without " : 0.1"'],
  [{ minimalRoi: { '1.5': 0.1 } }, 'without "1.5: 0.1"'],
  [{ minimalRoi: { '1e3': 0.1 } }, 'without "1e3: 0.1"'],
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
    [{ type: 'area', start: '2026-01-01' }, 'of an entry of type "area", start must be a moment in ms since epoch, and is the text'],
    [{ type: 'area', yStart: '4' }, 'of an entry of type "area", yStart must be a number, and is the text "4".'],
    [{ type: 'line', yEnd: Number.NaN }, 'of an entry of type "line", yEnd must be a number, and is NaN.'],
    [{ type: 'line', color: 5 }, 'of an entry of type "line", color must be a text, and is 5.'],
    [{ type: 'line', lineStyle: 'wavy' }, 'lineStyle must be "solid", "dashed" or "dotted", and is the text "wavy".'],
    [{ type: 'point', shape: 'star' }, 'of an entry of type "point", shape must be "circle", "rect",'],
    ['here', 'an entry must be an object with a type, and is the text "here".'],
  ] as const) {
    const { entries, said } = drawn(sound[0], entry);
    expect(entries).toEqual([sound[0]]);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(head);
    expect(said[0]).toContain(words);
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

it('members that nobody uses are named where they look like one that counts', () => {
  class Typing extends Plain {
    trailingStopPositve = 0.02;
    startupCandles = 100;
    useCustomStoplos = true;
    exitProfitOnlyy = true;
    orderType = {};
    plotConfigs = {};
    ticker_interval = '5m';
    tickerInterval = '5m';
    max_open_trade = 3;
    timefraem = '1h';
    confirmTradeEntries(): boolean {
      return false;
    }
    onOrderFilled(): void {}
    populateBuyTrend(): void {}
    customStop(): number {
      return -0.01;
    }
    confirmEntry(): boolean {
      return true;
    }
    static trailingStop = true;
  }
  expect(foreignNames(new Typing()).sort()).toEqual([
    '"static trailingStop" is read by nobody: write it without "static"',
    'populateBuyTrend is called populateEntryTrend here',
    'there is no confirmEntry; did you mean confirmTradeEntry?',
    'there is no confirmTradeEntries; did you mean confirmTradeEntry?',
    'there is no customStop; did you mean customStoploss?',
    'there is no exitProfitOnlyy; did you mean exitProfitOnly?',
    'there is no max_open_trade; did you mean maxOpenTrades?',
    'there is no onOrderFilled; did you mean orderFilled?',
    'there is no orderType; did you mean orderTypes?',
    'there is no plotConfigs; did you mean plotConfig?',
    'there is no startupCandles; did you mean startupCandleCount?',
    'there is no timefraem; did you mean timeframe?',
    'there is no trailingStopPositve; did you mean trailingStopPositive?',
    'there is no useCustomStoplos; did you mean useCustomStoploss?',
    'tickerInterval is called timeframe here',
    'ticker_interval is called timeframe here',
  ]);
});

it('members of its own are left to a strategy, whatever they look like', () => {
  class Own extends Plain {
    timeframes = ['1h', '4h'];
    stoplosses = -0.2;
    startupCandles = 100;
    orderType = { entry: 'limit' };
    trailingStops: number[] = [];
    leverages = 3;
    roi = { 0: 0.1 };
    exitProfits = new Map<string, number>();
    customData = {};
    customStop(): number {
      return this['stoplosses'];
    }
    customSell(): boolean {
      return true;
    }
    override customStoploss = (): number => this.customStop() * this.startupCandles;
    override customExit(): boolean {
      const { orderType } = this;
      return orderType.entry === 'limit' && this.customSell();
    }
    stopDistance(): void {}
    entrySignal(): void {}
  }
  expect(foreignNames(new Own())).toEqual([]);
  class Elsewhere extends Plain {
    startupCandles = 100;
  }
  expect(foreignNames(new Elsewhere())).toHaveLength(1);
  expect(foreignNames(new Elsewhere(), 'const rows = (own: Elsewhere) => own.startupCandles;')).toEqual([]);
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
    [['BTC/USDT', '1h', 'futures']],
    'of kind "futures" (BTC/USDT) where "trading_mode" is "spot"; there are spot, mark',
  ],
  ['informative', [{ timeframe: '1h', kind: 'futures', populate: () => null }], 'of kind "futures" (1h) where "trading_mode" is "spot"'],
  [
    'informativePairs',
    [['BTC/USDT:USDT', '1h', 'marked']],
    'there are no candles of kind "marked" (BTC/USDT:USDT); there are spot, mark, index,',
  ],
])('what %s returns is looked at: %j', (method, found, words) => {
  const strategy = withSet({ [method]: () => found });
  expect(() => wantedCandles(strategy, ['BTC/USDT'], 'USDT')).toThrow(words);
  expect(() => wantedCandles(strategy, ['BTC/USDT'], 'USDT')).toThrow(`Plain.${method} failed`);
});
