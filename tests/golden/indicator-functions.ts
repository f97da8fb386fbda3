import * as ta from '../../src/indicators/index.ts';
import { Column, type Prices } from '../../src/indicators/index.ts';

/** Columns that a function may be made from. */
export interface Inputs {
  readonly prices: Prices;
  /** Periods for the average whose period varies. */
  readonly periods: Column;
}

export type Computed = Column | Readonly<Record<string, Column>>;
export type Parameters = Readonly<Record<string, number>>;

const TYPES = ['sma', 'ema', 'wma', 'dema', 'tema', 'trima', 'kama', 'mama', 't3', 'hma', null, null, 'zlema', 'rma'] as const;
const typeOf = (matype: number | undefined): ta.AverageType => TYPES[matype ?? 0] ?? 'sma';

/** How each function of TA-Lib, qtpylib and pandas is written here; outputs by their names. */
export function functionsOn({ prices: all, periods }: Inputs): Readonly<Record<string, (p: Parameters) => Computed>> {
  const prices = () => all;
  const close = () => all.close;
  const volume = () => all.volume;
  return {
  SMA: (p) => ta.sma(close(), p['timeperiod']!),
  EMA: (p) => ta.ema(close(), p['timeperiod']!),
  WMA: (p) => ta.wma(close(), p['timeperiod']!),
  DEMA: (p) => ta.dema(close(), p['timeperiod']!),
  TEMA: (p) => ta.tema(close(), p['timeperiod']!),
  TRIMA: (p) => ta.trima(close(), p['timeperiod']!),
  KAMA: (p) => ta.kama(close(), p['timeperiod']!),
  HMA: (p) => ta.hma(close(), p['timeperiod']!),
  T3: (p) => ta.t3(close(), p['timeperiod']!, p['vfactor']!),
  MA: (p) => ta.movingAverage(close(), p['timeperiod']!, typeOf(p['matype'])),
  RSI: (p) => ta.rsi(close(), p['timeperiod']!),
  CMO: (p) => ta.cmo(close(), p['timeperiod']!),
  MOM: (p) => ta.momentum(close(), p['timeperiod']!),
  ROC: (p) => ta.roc(close(), p['timeperiod']!),
  TRIX: (p) => ta.trix(close(), p['timeperiod']!),
  APO: (p) => ta.apo(close(), p['fastperiod']!, p['slowperiod']!),
  PPO: (p) => ta.ppo(close(), p['fastperiod']!, p['slowperiod']!),
  MACD: (p) => {
    const { macd: line, signal, histogram } = ta.macd(close(), p['fastperiod']!, p['slowperiod']!, p['signalperiod']!);
    return { macd: line, macdsignal: signal, macdhist: histogram };
  },
  STOCH: (p) => {
    const { k, d } = ta.stoch(prices(), p['fastk_period']!, p['slowk_period']!, p['slowd_period']!);
    return { slowk: k, slowd: d };
  },
  STOCHF: (p) => {
    const { k, d } = ta.stochFast(prices(), p['fastk_period']!, p['fastd_period']!);
    return { fastk: k, fastd: d };
  },
  STOCHRSI: (p) => {
    const { k, d } = ta.stochRsi(close(), p['timeperiod']!, p['fastk_period']!, p['fastd_period']!);
    return { fastk: k, fastd: d };
  },
  WILLR: (p) => ta.willr(prices(), p['timeperiod']!),
  CCI: (p) => ta.cci(prices(), p['timeperiod']!),
  MFI: (p) => ta.mfi(prices(), p['timeperiod']!),
  AROON: (p) => {
    const { up, down } = ta.aroon(prices(), p['timeperiod']!);
    return { aroonup: up, aroondown: down };
  },
  AROONOSC: (p) => {
    const { up, down } = ta.aroon(prices(), p['timeperiod']!);
    return up.minus(down);
  },
  BOP: () => ta.bop(prices()),
  ULTOSC: (p) => ta.ultosc(prices(), p['timeperiod1']!, p['timeperiod2']!, p['timeperiod3']!),
  PLUS_DM: (p) => ta.plusDm(prices(), p['timeperiod']),
  MINUS_DM: (p) => ta.minusDm(prices(), p['timeperiod']),
  PLUS_DI: (p) => ta.plusDi(prices(), p['timeperiod']),
  MINUS_DI: (p) => ta.minusDi(prices(), p['timeperiod']),
  DX: (p) => ta.dx(prices(), p['timeperiod']),
  ADX: (p) => ta.adx(prices(), p['timeperiod']!),
  ADXR: (p) => ta.adxr(prices(), p['timeperiod']),
  TRANGE: () => ta.trueRange(prices()),
  ATR: (p) => ta.atr(prices(), p['timeperiod']!),
  NATR: (p) => ta.natr(prices(), p['timeperiod']!),
  BBANDS: (p) => {
    const average = p['matype'] === 1 ? 'ema' : 'sma';
    const { upper, middle, lower } = ta.bbands(close(), p['timeperiod']!, p['nbdevup']!, p['nbdevdn']!, average);
    return { upperband: upper, middleband: middle, lowerband: lower };
  },
  SAR: (p) => ta.sar(prices(), p['acceleration']!, p['maximum']!),
  OBV: () => ta.obv(prices()),
  AD: () => ta.accumulation(prices()),
  ADOSC: (p) => ta.adosc(prices(), p['fastperiod']!, p['slowperiod']!),
  CMF: (p) => ta.cmf(prices(), p['timeperiod']!),
  MAX: (p) => ta.highest(close(), p['timeperiod']!),
  MIN: (p) => ta.lowest(close(), p['timeperiod']!),
  SUM: (p) => ta.sum(close(), p['timeperiod']!),
  VAR: (p) => ta.variance(close(), p['timeperiod']!),
  STDDEV: (p) => ta.stddev(close(), p['timeperiod']!, p['nbdev']!),
  MIDPOINT: (p) => ta.midpoint(close(), p['timeperiod']),
  MIDPRICE: (p) => ta.midprice(prices(), p['timeperiod']),
  LINEARREG: (p) => ta.regressionValue(close(), p['timeperiod']),
  LINEARREG_SLOPE: (p) => ta.regressionSlope(close(), p['timeperiod']),
  LINEARREG_INTERCEPT: (p) => ta.regressionIntercept(close(), p['timeperiod']),
  LINEARREG_ANGLE: (p) => ta.regressionAngle(close(), p['timeperiod']),
  TSF: (p) => ta.timeSeriesForecast(close(), p['timeperiod']),
  AVGPRICE: () => ta.averagePrice(prices()),
  MEDPRICE: () => ta.medianPrice(prices()),
  TYPPRICE: () => ta.typicalPrice(prices()),
  WCLPRICE: () => ta.weightedClose(prices()),
  'qtpylib.typical_price': () => ta.typicalPrice(prices()),
  'qtpylib.heikinashi': () => ta.heikinAshi(prices()),
  'qtpylib.rolling_vwap_20': () => ta.rollingVwap(prices(), 20),
  'qtpylib.bollinger_bands': () => {
    const { upper, middle, lower } = ta.bollinger(ta.typicalPrice(prices()), 20, 2);
    return { upper, mid: middle, lower };
  },
  AC: (p) => ta.accelerator(prices(), p['fastperiod'], p['slowperiod'], p['signalperiod']),
  ACCBANDS: (p) => bands(ta.accelerationBands(prices(), p['timeperiod'])),
  ACOS: () => close().acos(),
  ADD: () => prices().high.plus(prices().low),
  ADR: (p) => ta.averageDayRange(prices(), p['timeperiod']),
  AO: (p) => ta.awesome(prices(), p['fastperiod'], p['slowperiod']),
  ASIN: () => close().asin(),
  ATAN: () => close().atan(),
  AVGDEV: (p) => ta.averageDeviation(close(), p['timeperiod']),
  BETA: (p) => ta.beta(prices().high, prices().low, p['timeperiod']),
  CEIL: () => close().ceil(),
  CMOU: (p) => ta.cmoUnsmoothed(close(), p['timeperiod']),
  COPPOCK: (p) => ta.coppock(close(), p['wmaperiod'], p['roc1period'], p['roc2period']),
  CORREL: (p) => ta.correlation(prices().high, prices().low, p['timeperiod']),
  COS: () => close().cos(),
  COSH: () => close().cosh(),
  CUMSUM: () => ta.runningTotal(close()),
  CVI: (p) => ta.chaikinVolatility(prices(), p['timeperiod'], p['rocperiod']),
  DIV: () => prices().high.over(prices().low),
  DONCHIAN: (p) => bands(ta.donchian(prices(), p['timeperiod'])),
  DPO: (p) => ta.detrended(close(), p['timeperiod']),
  EFI: (p) => ta.elderForce(prices(), p['timeperiod']),
  ER: (p) => ta.efficiency(close(), p['timeperiod']),
  ERI: (p) => {
    const { bull, bear } = ta.elderRay(prices(), p['timeperiod']);
    return { bullpower: bull, bearpower: bear };
  },
  EXP: () => close().exp(),
  FLOOR: () => close().floor(),
  FOSC: (p) => ta.forecastOscillator(close(), p['timeperiod']),
  FRACTAL: (p) => {
    const { high, low } = ta.fractal(prices(), p['leftbars'], p['rightbars']);
    return { swinghigh: high, swinglow: low };
  },
  HA: () => {
    const { open, high, low, close: last } = ta.heikinAshi(prices());
    return { haopen: open, hahigh: high, halow: low, haclose: last };
  },
  HT_DCPERIOD: () => ta.cyclePeriod(close()),
  HT_DCPHASE: () => ta.cyclePhase(close()),
  HT_PHASOR: () => {
    const { inPhase, quadrature } = ta.cyclePhasor(close());
    return { inphase: inPhase, quadrature };
  },
  HT_SINE: () => {
    const { sine, lead } = ta.cycleSine(close());
    return { sine, leadsine: lead };
  },
  HT_TRENDLINE: () => ta.cycleTrendline(close()),
  HT_TRENDMODE: () => ta.trendMode(close()),
  IMI: (p) => ta.intradayMomentum(prices(), p['timeperiod']),
  KC: (p) => bands(ta.keltner(prices(), p['timeperiod'], p['atrperiod'], p['nbdev'])),
  KDJ: (p) => ({
    ...ta.kdj(prices(), p['fastk_period'], p['slowk_period'], typeOf(p['slowk_matype']), p['slowd_period'], typeOf(p['slowd_matype'])),
  }),
  LN: () => close().log(),
  LOG10: () => close().log10(),
  MACDEXT: (p) => {
    const of = (name: string) => ({ period: p[`${name}period`]!, type: typeOf(p[`${name}matype`]) });
    return macdLines(ta.macdOf(close(), of('fast'), of('slow'), of('signal')));
  },
  MACDFIX: (p) => macdLines(ta.macdFix(close(), p['signalperiod'])),
  MAMA: (p) => ({ ...ta.mama(close(), p['fastlimit'], p['slowlimit']) }),
  MARKETFI: () => ta.marketFacilitation(prices()),
  MASSI: (p) => ta.massIndex(prices(), p['fastperiod'], p['slowperiod']),
  MAVP: (p) => ta.variableAverage(close(), periods, p['minperiod'], p['maxperiod'], typeOf(p['matype'])),
  MAXINDEX: (p) => ta.highestRow(close(), p['timeperiod']),
  MININDEX: (p) => ta.lowestRow(close(), p['timeperiod']),
  MINMAX: (p) => ({ min: ta.lowest(close(), p['timeperiod']!), max: ta.highest(close(), p['timeperiod']!) }),
  MINMAXINDEX: (p) => {
    const { lowest, highest } = ta.extremeRows(close(), p['timeperiod']);
    return { minidx: lowest, maxidx: highest };
  },
  MULT: () => prices().high.times(prices().low),
  NVI: () => ta.volumeIndex(prices(), 'negative'),
  PERCENTILE: (p) => ta.percentile(close(), p['timeperiod'], p['percentile']),
  PERCENTRANK: (p) => ta.percentRank(close(), p['timeperiod']),
  PVI: () => ta.volumeIndex(prices(), 'positive'),
  PVO: (p) => ta.pvo(prices(), p['fastperiod'], p['slowperiod'], typeOf(p['matype'])),
  PVT: () => ta.priceVolumeTrend(prices()),
  QSTICK: (p) => ta.qstick(prices(), p['timeperiod']),
  RMA: (p) => ta.rma(close(), p['timeperiod']!),
  ROCP: (p) => close().pctChange(p['timeperiod']),
  ROCR: (p) => ta.rateOfChange(close(), p['timeperiod']),
  ROCR100: (p) => ta.rateOfChangePercent(close(), p['timeperiod']),
  RVI: (p) => ta.relativeVolatility(close(), p['timeperiod'], p['stddevperiod']),
  RVOL: (p) => ta.relativeVolume(prices(), p['timeperiod']),
  SAREXT: (p) => {
    const side = (name: string) => ({
      initial: p[`accelerationinit${name}`]!,
      step: p[`acceleration${name}`]!,
      maximum: p[`accelerationmax${name}`]!,
    });
    return ta.sarExtended(prices(), { start: p['startvalue']!, offset: p['offsetonreverse']!, long: side('long'), short: side('short') });
  },
  SIN: () => close().sin(),
  SINH: () => close().sinh(),
  SMI: (p) => {
    const { smi, signal } = ta.smi(prices(), p['timeperiod'], p['fastperiod'], p['slowperiod'], p['signalperiod']);
    return { smi, smisignal: signal };
  },
  SQRT: () => close().sqrt(),
  SUB: () => prices().high.minus(prices().low),
  SUPERTREND: (p) => {
    const { line, trend } = ta.superTrend(prices(), p['timeperiod'], p['multiplier']);
    return { supertrend: line, trend };
  },
  TAN: () => close().tan(),
  TANH: () => close().tanh(),
  TSI: (p) => ta.tsi(close(), p['firstperiod'], p['secondperiod']),
  VHF: (p) => ta.horizontalFilter(close(), p['timeperiod']),
  VORTEX: (p) => {
    const { plus, minus } = ta.vortex(prices(), p['timeperiod']);
    return { plusvi: plus, minusvi: minus };
  },
  VWAP: () => ta.vwap(prices()),
  VWMA: (p) => ta.vwma(close(), volume(), p['timeperiod']),
  WAD: () => ta.williamsAccumulation(prices()),
  ZLEMA: (p) => ta.zlema(close(), p['timeperiod']!),
  'qtpylib.hull_moving_average_14': () => ta.hullMovingAverage(close(), 14),
  'qtpylib.zlema_14': () => ta.zeroLagEma(close(), 14),
  'qtpylib.keltner_channel_14_2': () => {
    const { upper, middle, lower } = ta.keltnerTypical(prices(), 14, 2);
    return { upper, mid: middle, lower };
  },
  'qtpylib.crossed_above_sma5_sma20': () => toColumn(close().rolling(5).mean().crossedAbove(close().rolling(20).mean())),
  'qtpylib.crossed_below_sma5_sma20': () => toColumn(close().rolling(5).mean().crossedBelow(close().rolling(20).mean())),
  'pandas.rolling_std_20': () => close().rolling(20).std(),
  'pandas.ewm_span_14': () => close().ewm({ span: 14 }),
  'pandas.ewm_alpha_adjust_false': () => close().ewm({ alpha: 0.1, adjust: false }),
  'pandas.pct_change_3': () => close().pctChange(3),
  'pandas.rolling_quantile_30_0.25': () => close().rolling(30).quantile(0.25),
  'pandas.rolling_median_15': () => close().rolling(15).median(),
  'pandas.rolling_skew_30': () => close().rolling(30).skew(),
  'pandas.rolling_corr_30_close_volume': () => close().rolling(30).corr(volume()),
  'pandas.rank_pct_50': () => close().rolling(50).rank(true),
  ...Object.fromEntries(
    Object.entries(ta.TALIB_PATTERNS).map(([name, pattern]) => [
      name,
      (p: Parameters) => ta.candlestick(prices(), pattern, p['penetration']),
    ]),
  ),
};
}

const bands = ({ upper, middle, lower }: ta.Band) => ({ upperband: upper, middleband: middle, lowerband: lower });
const macdLines = (lines: { macd: Column; signal: Column; histogram: Column }) => ({
  macd: lines.macd,
  macdsignal: lines.signal,
  macdhist: lines.histogram,
});
const toColumn = (mask: ta.Mask) => new Column(Float64Array.from(mask.values));

