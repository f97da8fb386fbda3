// Made by "npm run generate"; not to be edited by hand.
import { checked } from './check-arguments.ts';
import * as of from './index.ts';

export {
  type AverageType,
  type Band,
  Column,
  type Direction,
  type ExponentialWeights,
  type MacdLines,
  Mask,
  type Operand,
  PATTERNS,
  type PatternName,
  type PmaxAverage,
  type PmaxSource,
  type Prices,
  type RibbonColour,
  Rolling,
  type SarOptions,
  type StochasticLines,
  TALIB_PATTERNS,
  type TrendStop,
} from './index.ts';

/** A moving average of a type. A period of 1 gives the values themselves. Source: TA-Lib MA. */
export const movingAverage: typeof of.movingAverage = checked('movingAverage', of.movingAverage, [
  ['column', 'column'],
  ['period', 'count'],
  ['type', 'one of sma,ema,wma,dema,tema,trima,kama,mama,t3,hma,zlema,rma', true],
]);
/** A moving average whose period differs from candle to candle, within limits. Source: TA-Lib MAVP. */
export const variableAverage: typeof of.variableAverage = checked('variableAverage', of.variableAverage, [
  ['column', 'column'],
  ['periods', 'column'],
  ['shortest', 'count', true],
  ['longest', 'count', true],
  ['type', 'one of sma,ema,wma,dema,tema,trima,kama,mama,t3,hma,zlema,rma', true],
]);
/**
 * Bollinger bands: the average and `deviations` sample standard deviations around it. The first windows are as long as
 * there are candles, so the bands begin with the second candle. Source: qtpylib bollinger_bands.
 */
export const bollinger: typeof of.bollinger = checked('bollinger', of.bollinger, [
  ['column', 'column'],
  ['period', 'count', true],
  ['deviations', 'width', true],
]);
/**
 * Where a candlestick pattern ends: 100 bullish, -100 bearish, 0 elsewhere (80 where it only just fits, 200 where it was confirmed).
 * @param penetration how far into the first body another candle must reach, a share of that body; only some patterns ask
 * Source: TA-Lib's CDL functions.
 */
export const candlestick: typeof of.candlestick = checked('candlestick', of.candlestick, [
  ['prices', 'prices open,high,low,close'],
  ['name', 'text'],
  ['penetration', 'number', true],
]);
/** Acceleration bands: averages of high and low, widened by the range beside the price. Source: TA-Lib ACCBANDS. */
export const accelerationBands: typeof of.accelerationBands = checked('accelerationBands', of.accelerationBands, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** Highest high and lowest low of a window. Source: TA-Lib DONCHIAN. */
export const donchian: typeof of.donchian = checked('donchian', of.donchian, [
  ['prices', 'prices high,low'],
  ['period', 'count', true],
]);
/** Average true range around an exponential average of the typical price. Source: TA-Lib KC. */
export const keltner: typeof of.keltner = checked('keltner', of.keltner, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
  ['range', 'count', true],
  ['deviations', 'width', true],
]);
/** Average true range around a plain average of the typical price. Source: qtpylib keltner_channel. */
export const keltnerTypical: typeof of.keltnerTypical = checked('keltnerTypical', of.keltnerTypical, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['deviations', 'width', true],
]);
/** A stop that trails the trend by a number of average true ranges, and the trend: 1 up, -1 down. Source: TA-Lib SUPERTREND. */
export const superTrend: typeof of.superTrend = checked('superTrend', of.superTrend, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
  ['multiplier', 'width', true],
]);
/**
 * Ichimoku's cloud. The leading spans are shown where they were made: shifted into the future they would look ahead.
 * Source: technical ichimoku.
 */
export const ichimoku: typeof of.ichimoku = checked('ichimoku', of.ichimoku, [
  ['prices', 'prices '],
  ['conversion', 'count', true],
  ['base', 'count', true],
  ['span', 'count', true],
  ['displacement', 'count', true],
]);
/** All of them. One of them alone is quicker by its own function. */
export const direction: typeof of.direction = checked('direction', of.direction, [
  ['prices', 'prices '],
  ['period', 'count', true],
]);
/** Smoothed rise of the high. Source: TA-Lib PLUS_DM. */
export const plusDm: typeof of.plusDm = checked('plusDm', of.plusDm, [
  ['prices', 'prices high,low'],
  ['period', 'count', true],
]);
/** Smoothed fall of the low. Source: TA-Lib MINUS_DM. */
export const minusDm: typeof of.minusDm = checked('minusDm', of.minusDm, [
  ['prices', 'prices high,low'],
  ['period', 'count', true],
]);
/** The rise in percent of the true range. Source: TA-Lib PLUS_DI. */
export const plusDi: typeof of.plusDi = checked('plusDi', of.plusDi, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** The fall in percent of the true range. Source: TA-Lib MINUS_DI. */
export const minusDi: typeof of.minusDi = checked('minusDi', of.minusDi, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** How far rise and fall are apart, 0 to 100. Source: TA-Lib DX. */
export const dx: typeof of.dx = checked('dx', of.dx, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** Strength of the trend, 0 to 100. Source: TA-Lib ADX. */
export const adx: typeof of.adx = checked('adx', of.adx, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** Strength of the trend beside that of a period ago. Source: TA-Lib ADXR. */
export const adxr: typeof of.adxr = checked('adxr', of.adxr, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** Distance covered beside the way taken, 0 to 1. Source: TA-Lib ER. */
export const efficiency: typeof of.efficiency = checked('efficiency', of.efficiency, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Range of a window beside the way taken in it: high in a trend. Source: TA-Lib VHF. */
export const horizontalFilter: typeof of.horizontalFilter = checked('horizontalFilter', of.horizontalFilter, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Movement up and down beside the true range. Source: TA-Lib VORTEX. */
export const vortex: typeof of.vortex = checked('vortex', of.vortex, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/**
 * Highs above (lows below) those of the candles around them: 100 where that is known, when the candles to the right have
 * come, so that nothing looks ahead; 0 elsewhere. Source: TA-Lib FRACTAL.
 */
export const fractal: typeof of.fractal = checked('fractal', of.fractal, [
  ['prices', 'prices high,low'],
  ['left', 'count', true],
  ['right', 'count', true],
]);
/** Length of the dominant cycle, candles. Source: TA-Lib HT_DCPERIOD. */
export const cyclePeriod: typeof of.cyclePeriod = checked('cyclePeriod', of.cyclePeriod, [['column', 'column']]);
/** In-phase and quadrature part of the price. Source: TA-Lib HT_PHASOR. */
export const cyclePhasor: typeof of.cyclePhasor = checked('cyclePhasor', of.cyclePhasor, [['column', 'column']]);
/** Phase of the dominant cycle, degrees. Source: TA-Lib HT_DCPHASE. */
export const cyclePhase: typeof of.cyclePhase = checked('cyclePhase', of.cyclePhase, [['column', 'column']]);
/** Sine of the phase, and of the phase 45 degrees ahead. Source: TA-Lib HT_SINE. */
export const cycleSine: typeof of.cycleSine = checked('cycleSine', of.cycleSine, [['column', 'column']]);
/** The price without its dominant cycle. Source: TA-Lib HT_TRENDLINE. */
export const cycleTrendline: typeof of.cycleTrendline = checked('cycleTrendline', of.cycleTrendline, [['column', 'column']]);
/** 1 where the price trends, 0 where it cycles; 0 too before the first result. Source: TA-Lib HT_TRENDMODE. */
export const trendMode: typeof of.trendMode = checked('trendMode', of.trendMode, [['column', 'column']]);
/** MESA adaptive moving average and the one that follows it. Source: TA-Lib MAMA. */
export const mama: typeof of.mama = checked('mama', of.mama, [
  ['column', 'column'],
  ['fastLimit', 'number', true],
  ['slowLimit', 'number', true],
]);
/** Difference to `period` candles before. Source: TA-Lib MOM. */
export const momentum: typeof of.momentum = checked('momentum', of.momentum, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Change over `period` candles, in percent. Source: TA-Lib ROC. */
export const roc: typeof of.roc = checked('roc', of.roc, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Price beside that of `period` candles before, 1 for no change. Source: TA-Lib ROCR. */
export const rateOfChange: typeof of.rateOfChange = checked('rateOfChange', of.rateOfChange, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** The same, 100 for no change. Source: TA-Lib ROCR100. */
export const rateOfChangePercent: typeof of.rateOfChangePercent = checked('rateOfChangePercent', of.rateOfChangePercent, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Fast less slow average, its own average, and the difference. Source: TA-Lib MACD. */
export const macd: typeof of.macd = checked('macd', of.macd, [
  ['column', 'column'],
  ['fast', 'count', true],
  ['slow', 'count', true],
  ['signal', 'count', true],
]);
/** MACD with the weights 0.15 and 0.075 that stood for 12 and 26 candles when it was found. Source: TA-Lib MACDFIX. */
export const macdFix: typeof of.macdFix = checked('macdFix', of.macdFix, [
  ['column', 'column'],
  ['signal', 'count', true],
]);
/** Fast less slow exponential average. Source: TA-Lib APO with matype 1. */
export const apo: typeof of.apo = checked('apo', of.apo, [
  ['column', 'column'],
  ['fast', 'count', true],
  ['slow', 'count', true],
]);
/** The same in percent of the slow one. Source: TA-Lib PPO with matype 1. */
export const ppo: typeof of.ppo = checked('ppo', of.ppo, [
  ['column', 'column'],
  ['fast', 'count', true],
  ['slow', 'count', true],
]);
/** Change of a triple exponential average, in percent. Source: TA-Lib TRIX. */
export const trix: typeof of.trix = checked('trix', of.trix, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Where the close lies in the range of `period` candles, 0 to 100, and its average; both begin with the average. Source: TA-Lib STOCHF. */
export const stochFast: typeof of.stochFast = checked('stochFast', of.stochFast, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['average', 'count', true],
]);
/** The same, smoothed once more. Source: TA-Lib STOCH. */
export const stoch: typeof of.stoch = checked('stoch', of.stoch, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['slow', 'count', true],
  ['average', 'count', true],
]);
/** Fast stochastic of the relative strength index. Source: TA-Lib STOCHRSI. */
export const stochRsi: typeof of.stochRsi = checked('stochRsi', of.stochRsi, [
  ['column', 'column'],
  ['period', 'count', true],
  ['range', 'count', true],
  ['average', 'count', true],
]);
/** Where the close lies in the range of `period` candles, -100 to 0. Source: TA-Lib WILLR. */
export const willr: typeof of.willr = checked('willr', of.willr, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** Commodity channel index. Source: TA-Lib CCI. */
export const cci: typeof of.cci = checked('cci', of.cci, [
  ['prices', 'prices '],
  ['period', 'count', true],
]);
/** Money flow index, 0 to 100. Source: TA-Lib MFI. */
export const mfi: typeof of.mfi = checked('mfi', of.mfi, [
  ['prices', 'prices high,low,close,volume'],
  ['period', 'count', true],
]);
/** How long ago the high and the low of the window were, 0 (long) to 100 (now). Source: TA-Lib AROON. */
export const aroon: typeof of.aroon = checked('aroon', of.aroon, [
  ['prices', 'prices high,low'],
  ['period', 'count', true],
]);
/** Where the close lies between open and range, -1 to 1. Source: TA-Lib BOP. */
export const bop: typeof of.bop = checked('bop', of.bop, [['prices', 'prices open,high,low,close']]);
/** Buying pressure over three periods, 0 to 100. Source: TA-Lib ULTOSC. */
export const ultosc: typeof of.ultosc = checked('ultosc', of.ultosc, [
  ['prices', 'prices high,low,close'],
  ['short', 'count', true],
  ['medium', 'count', true],
  ['long', 'count', true],
]);
/** Simple moving average over `period` candles; NaN until the first full window. Source: TA-Lib SMA. */
export const sma: typeof of.sma = checked('sma', of.sma, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Exponential moving average, seeded with the simple average of the first window. Source: TA-Lib EMA. */
export const ema: typeof of.ema = checked('ema', of.ema, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Wilder's smoothed average: an exponential one of weight 1 / period. Source: TA-Lib RMA. */
export const rma: typeof of.rma = checked('rma', of.rma, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Weighted moving average: the latest candle counts `period` times, the oldest once. Source: TA-Lib WMA. */
export const wma: typeof of.wma = checked('wma', of.wma, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Double exponential moving average. Source: TA-Lib DEMA. */
export const dema: typeof of.dema = checked('dema', of.dema, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Triple exponential moving average. Source: TA-Lib TEMA. */
export const tema: typeof of.tema = checked('tema', of.tema, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Triangular moving average: the middle of the window counts most. Source: TA-Lib TRIMA. */
export const trima: typeof of.trima = checked('trima', of.trima, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Kaufman's adaptive moving average: quick in a trend, slow in noise. Source: TA-Lib KAMA. */
export const kama: typeof of.kama = checked('kama', of.kama, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Tillson's T3: six exponential averages, combined. Source: TA-Lib T3. */
export const t3: typeof of.t3 = checked('t3', of.t3, [
  ['column', 'column'],
  ['period', 'count'],
  ['factor', 'number', true],
]);
/** Hull moving average of whole-number windows. */
export const hma: typeof of.hma = checked('hma', of.hma, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Exponential average of a price that has its own lag added. Source: TA-Lib ZLEMA. */
export const zlema: typeof of.zlema = checked('zlema', of.zlema, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Short less long average of the median price. Source: TA-Lib AO. */
export const awesome: typeof of.awesome = checked('awesome', of.awesome, [
  ['prices', 'prices '],
  ['fast', 'count', true],
  ['slow', 'count', true],
]);
/** How far the awesome oscillator is from its own average. Source: TA-Lib AC. */
export const accelerator: typeof of.accelerator = checked('accelerator', of.accelerator, [
  ['prices', 'prices '],
  ['fast', 'count', true],
  ['slow', 'count', true],
  ['signal', 'count', true],
]);
/** Close of half a period ago less the average: the price without its trend. Source: TA-Lib DPO. */
export const detrended: typeof of.detrended = checked('detrended', of.detrended, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Distance of the price from its forecast of a candle before, in percent. Source: TA-Lib FOSC. */
export const forecastOscillator: typeof of.forecastOscillator = checked('forecastOscillator', of.forecastOscillator, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Weighted average of two rates of change. Source: TA-Lib COPPOCK. */
export const coppock: typeof of.coppock = checked('coppock', of.coppock, [
  ['column', 'column'],
  ['average', 'count', true],
  ['short', 'count', true],
  ['long', 'count', true],
]);
/** True strength: the change, smoothed twice, beside its size, -100 to 100. Source: TA-Lib TSI. */
export const tsi: typeof of.tsi = checked('tsi', of.tsi, [
  ['column', 'column'],
  ['first', 'count', true],
  ['second', 'count', true],
]);
/** Distance of the close from the middle of its range, smoothed twice, beside the range, -100 to 100; and its average. Source: TA-Lib SMI. */
export const smi: typeof of.smi = checked('smi', of.smi, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
  ['fast', 'count', true],
  ['slow', 'count', true],
  ['signal', 'count', true],
]);
/** Stochastic with smoothing of any type, and where the faster line runs ahead to. Source: TA-Lib KDJ. */
export const kdj: typeof of.kdj = checked('kdj', of.kdj, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['slow', 'count', true],
  ['slowType', 'one of sma,ema,wma,dema,tema,trima,kama,mama,t3,hma,zlema,rma', true],
  ['average', 'count', true],
  ['averageType', 'one of sma,ema,wma,dema,tema,trima,kama,mama,t3,hma,zlema,rma', true],
]);
/** Average distance of close and open. Source: TA-Lib QSTICK. */
export const qstick: typeof of.qstick = checked('qstick', of.qstick, [
  ['prices', 'prices open,close'],
  ['period', 'count', true],
]);
/** Share of rising bodies in all bodies of a window, 0 to 100. Source: TA-Lib IMI. */
export const intradayMomentum: typeof of.intradayMomentum = checked('intradayMomentum', of.intradayMomentum, [
  ['prices', 'prices open,close'],
  ['period', 'count', true],
]);
/** Chande's momentum oscillator of plain sums, -100 to 100. Source: TA-Lib CMOU. */
export const cmoUnsmoothed: typeof of.cmoUnsmoothed = checked('cmoUnsmoothed', of.cmoUnsmoothed, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** High and low beside an exponential average: the power of bulls and bears. Source: TA-Lib ERI. */
export const elderRay: typeof of.elderRay = checked('elderRay', of.elderRay, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** Deviation on rising candles beside that on all, 0 to 100. Source: TA-Lib RVI. */
export const relativeVolatility: typeof of.relativeVolatility = checked('relativeVolatility', of.relativeVolatility, [
  ['column', 'column'],
  ['period', 'count', true],
  ['deviation', 'count', true],
]);
/** MACD of any types of average. Source: TA-Lib MACDEXT. */
export const macdOf: typeof of.macdOf = checked('macdOf', of.macdOf, [
  ['column', 'column'],
  ['fast', 'average of sma,ema,wma,dema,tema,trima,kama,mama,t3,hma,zlema,rma', true],
  ['slow', 'average of sma,ema,wma,dema,tema,trima,kama,mama,t3,hma,zlema,rma', true],
  ['signal', 'average of sma,ema,wma,dema,tema,trima,kama,mama,t3,hma,zlema,rma', true],
]);
/** Source: TA-Lib AVGPRICE. */
export const averagePrice: typeof of.averagePrice = checked('averagePrice', of.averagePrice, [['prices', 'prices open,high,low,close']]);
/** Source: TA-Lib MEDPRICE. */
export const medianPrice: typeof of.medianPrice = checked('medianPrice', of.medianPrice, [['prices', 'prices high,low']]);
/** Source: TA-Lib TYPPRICE. */
export const typicalPrice: typeof of.typicalPrice = checked('typicalPrice', of.typicalPrice, [['prices', 'prices high,low,close']]);
/** Source: TA-Lib WCLPRICE. */
export const weightedClose: typeof of.weightedClose = checked('weightedClose', of.weightedClose, [['prices', 'prices high,low,close']]);
/** Candles that show the trend with less noise. Source: qtpylib heikinashi. */
export const heikinAshi: typeof of.heikinAshi = checked('heikinAshi', of.heikinAshi, [['prices', 'prices open,high,low,close']]);
/** Hull moving average of exponential weights. Source: qtpylib hull_moving_average. */
export const hullMovingAverage: typeof of.hullMovingAverage = checked('hullMovingAverage', of.hullMovingAverage, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Exponential average of a price that has its own lag added; its span is the lag. Source: qtpylib zlema. */
export const zeroLagEma: typeof of.zeroLagEma = checked('zeroLagEma', of.zeroLagEma, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Hull's average of a price that has its own lag added. Source: qtpylib zlhma. */
export const zeroLagHull: typeof of.zeroLagHull = checked('zeroLagHull', of.zeroLagHull, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** True range whose first candle has its own range; TA-Lib's begins with the second. Source: qtpylib true_range. */
export const wholeTrueRange: typeof of.wholeTrueRange = checked('wholeTrueRange', of.wholeTrueRange, [['prices', 'prices high,low,close']]);
/** Plain (or exponential) average of the true range; `atr` is TA-Lib's smoothed one. Source: qtpylib atr. */
export const rollingAtr: typeof of.rollingAtr = checked('rollingAtr', of.rollingAtr, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['isExponential', 'truth', true],
]);
/** That in percent of the close. Source: technical atr_percent. */
export const atrPercent: typeof of.atrPercent = checked('atrPercent', of.atrPercent, [
  ['prices', 'prices '],
  ['period', 'count', true],
]);
/** Choppiness, 0 to 100: high without a trend. @param isWhole false begins a candle later, as technical has it. Source: qtpylib chopiness. */
export const chopiness: typeof of.chopiness = checked('chopiness', of.chopiness, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['isWhole', 'truth', true],
]);
/** Relative strength as qtpylib begins it: with plain sums, which stand for the first candles. Source: qtpylib rsi. */
export const seededRsi: typeof of.seededRsi = checked('seededRsi', of.seededRsi, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Traders' dynamic index: relative strength, two averages of it, and bands around it. Source: qtpylib tdi. */
export const tdi: typeof of.tdi = checked('tdi', of.tdi, [
  ['column', 'column'],
  ['period', 'count', true],
  ['short', 'count', true],
  ['signal', 'count', true],
  ['range', 'count', true],
  ['deviations', 'width', true],
]);
/** Short less long average of the median price; exponential ones of these centres of mass. Source: qtpylib awesome_oscillator. */
export const awesomeOscillator: typeof of.awesomeOscillator = checked('awesomeOscillator', of.awesomeOscillator, [
  ['prices', 'prices high,low'],
  ['isWeighted', 'truth', true],
  ['fast', 'count', true],
  ['slow', 'count', true],
]);
/** Internal bar strength: where the close lies in its range, 0 to 1, to two decimals. Source: qtpylib ibs. */
export const ibs: typeof of.ibs = checked('ibs', of.ibs, [['prices', 'prices high,low,close']]);
/** MACD of qtpylib's exponential averages. Source: qtpylib macd. */
export const weightedMacd: typeof of.weightedMacd = checked('weightedMacd', of.weightedMacd, [
  ['column', 'column'],
  ['fast', 'count', true],
  ['slow', 'count', true],
  ['signal', 'count', true],
]);
/** Bands of sample deviations around an exponential average. Source: qtpylib weighted_bollinger_bands. */
export const weightedBollinger: typeof of.weightedBollinger = checked('weightedBollinger', of.weightedBollinger, [
  ['column', 'column'],
  ['period', 'count', true],
  ['deviations', 'width', true],
]);
/** Change since the candle before, 0.01 = 1 %. Source: qtpylib returns. */
export const returns: typeof of.returns = checked('returns', of.returns, [['column', 'column']]);
/** Logarithm of that change. Source: qtpylib log_returns. */
export const logReturns: typeof of.logReturns = checked('logReturns', of.logReturns, [['column', 'column']]);
/** Deviation of those, scaled to their window. Source: qtpylib implied_volatility. */
export const impliedVolatility: typeof of.impliedVolatility = checked('impliedVolatility', of.impliedVolatility, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Stochastic of plain means; TA-Lib's is `stoch`. Source: qtpylib stoch. */
export const plainStoch: typeof of.plainStoch = checked('plainStoch', of.plainStoch, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
  ['signal', 'count', true],
  ['average', 'count', true],
]);
/** Distance from the mean in standard deviations of a sample. @param scale deviations that make 1 Source: qtpylib zscore. */
export const zscore: typeof of.zscore = checked('zscore', of.zscore, [
  ['column', 'column'],
  ['period', 'count', true],
  ['scale', 'number', true],
]);
/** Relative change times volume, summed up; the first candle has none. Source: qtpylib pvt. */
export const pvt: typeof of.pvt = checked('pvt', of.pvt, [['prices', 'prices close,volume']]);
/** Relative strength index, 0 to 100, with Wilder's smoothing; NaN for the first `period` candles. Source: TA-Lib RSI. */
export const rsi: typeof of.rsi = checked('rsi', of.rsi, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Chande's momentum oscillator, -100 to 100, of the same smoothed gains and losses. Source: TA-Lib CMO. */
export const cmo: typeof of.cmo = checked('cmo', of.cmo, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** The same as `dema`, under its older name. Source: technical zema. */
export const zema: typeof of.zema = checked('zema', of.zema, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Relative strength after Laguerre's filter, 0 to 1. @param gamma 0 to 1: how slow it is Source: technical laguerre. */
export const laguerre: typeof of.laguerre = checked('laguerre', of.laguerre, [
  ['column', 'column'],
  ['gamma', 'number', true],
]);
/**
 * Chande's average whose weight grows with momentum. 0 before its first window.
 * @param usesDeviation its weight grows with the standard deviation instead Source: technical VIDYA.
 */
export const vidya: typeof of.vidya = checked('vidya', of.vidya, [
  ['column', 'column'],
  ['period', 'count', true],
  ['usesDeviation', 'truth', true],
]);
/** Weighted average of the candles before the last, without the oldest two. 0 for fewer than three. Source: technical tv_wma. */
export const tvWma: typeof of.tvWma = checked('tvWma', of.tvWma, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Hull's average of those. Source: technical tv_hma. */
export const tvHma: typeof of.tvHma = checked('tvHma', of.tvHma, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/**
 * Arnaud Legoux's average, whose weights are a bell.
 * @param offset where it is highest, 0 for the oldest candle to 1 for the newest @param sigma how narrow it is; 0 for all the same
 * Source: technical tv_alma.
 */
export const tvAlma: typeof of.tvAlma = checked('tvAlma', of.tvAlma, [
  ['column', 'column'],
  ['period', 'count', true],
  ['offset', 'number', true],
  ['sigma', 'number', true],
]);
/** An average that moves as often as new extremes are made. Source: technical tv_trama. */
export const tvTrama: typeof of.tvTrama = checked('tvTrama', of.tvTrama, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** Ehlers' smoother; the first two values stay. Source: technical ehlers_super_smoother. */
export const superSmoother: typeof of.superSmoother = checked('superSmoother', of.superSmoother, [
  ['column', 'column'],
  ['smoothing', 'number', true],
]);
/** Distance of the price from its average in percent, the average of that, and bands of deviations around it. Source: technical MADR. */
export const madr: typeof of.madr = checked('madr', of.madr, [
  ['column', 'column'],
  ['period', 'count', true],
  ['deviations', 'width', true],
  ['type', 'one of sma,ema', true],
]);
/** Highest of Fibonacci's retracements that the price exceeds in the range of a window, 0 to 1. Source: technical fibonacci_retracements. */
export const fibonacciRetracements: typeof of.fibonacciRetracements = checked('fibonacciRetracements', of.fibonacciRetracements, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Pivot, resistances (`r1` …) and supports (`s1` …) of average highs, lows and typical prices. Source: technical pivots_points. */
export const pivotsPoints: typeof of.pivotsPoints = checked('pivotsPoints', of.pivotsPoints, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['levels', 'count', true],
]);
/** Where a candle reaches over a level on both sides: 1 closing below its open, -1 else; 0 elsewhere. Source: technical touches. */
export const touches: typeof of.touches = checked('touches', of.touches, [
  ['prices', 'prices open,high,low,close'],
  ['level', 'operand'],
]);
/** Where a candle after one that touched a level from above stays above it (1) or falls below (-1). Source: technical bounce. */
export const bounces: typeof of.bounces = checked('bounces', of.bounces, [
  ['prices', 'prices '],
  ['level', 'operand'],
]);
/** Profit of a position since the last buy, in percent; 0 before the first. @param decimals it is rounded to Source: technical return_on_investment. */
export const returnOnInvestment: typeof of.returnOnInvestment = checked('returnOnInvestment', of.returnOnInvestment, [
  ['column', 'column'],
  ['buys', 'mask'],
  ['decimals', 'whole', true],
]);
/** Bodies of next to nothing: a tenth of what is above them, or exactly nothing. Source: technical doji. */
export const doji: typeof of.doji = checked('doji', of.doji, [
  ['prices', 'prices open,high,close'],
  ['isExact', 'truth', true],
]);
/**
 * Heikin Ashi candles and their shape: `candle` (1 rising, -1 not), `reversal` (1 from falling to rising, -1 the other way), `flatTop` and
 * `flatBottom` (1 on a rising candle, -1 on a falling one, 0 for none), `smallBody` (1 where the wicks are longer), `upperWick`,
 * `lowerWick`. Source: technical heikinashi.
 */
export const heikinAshiShape: typeof of.heikinAshiShape = checked('heikinAshiShape', of.heikinAshiShape, [['prices', 'prices ']]);
/** Whether a column is above what it was a candle ago. Source: technical went_up. */
export const wentUp: typeof of.wentUp = checked('wentUp', of.wentUp, [['column', 'column']]);
/** Whether a column is below what it was a candle ago. Source: technical went_down. */
export const wentDown: typeof of.wentDown = checked('wentDown', of.wentDown, [['column', 'column']]);
/** Bands of sample deviations around an average of any of four types. Source: technical bollinger_bands. */
export const bollingerAround: typeof of.bollingerAround = checked('bollingerAround', of.bollingerAround, [
  ['column', 'column'],
  ['period', 'count', true],
  ['deviations', 'width', true],
  ['type', 'one of sma,ema,dema,tema', true],
]);
/** Share of new highs in new highs and new lows of a window, 0 to 1. Source: technical osc. */
export const osc: typeof of.osc = checked('osc', of.osc, [
  ['prices', 'prices high,low'],
  ['period', 'count', true],
]);
/** Schaff's trend cycle. Source: technical stc. */
export const stc: typeof of.stc = checked('stc', of.stc, [
  ['column', 'column'],
  ['fast', 'count', true],
  ['slow', 'count', true],
  ['period', 'count', true],
]);
/** Momentum of averages of rises and falls over some candles, 0 to 100. @param momentum candles that a rise is measured over Source: technical RMI. */
export const rmi: typeof of.rmi = checked('rmi', of.rmi, [
  ['column', 'column'],
  ['period', 'count', true],
  ['momentum', 'number', true],
]);
/** Mean of seven oscillators, and its average. Source: technical TKE. */
export const tke: typeof of.tke = checked('tke', of.tke, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['average', 'count', true],
]);
/** Where the close lies in the range of some candles, -100 to 0; unknown where there is no range. Source: technical williams_percent. */
export const williamsPercent: typeof of.williamsPercent = checked('williamsPercent', of.williamsPercent, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** An oscillator of 0 to 100 pressed to its ends, -1 to 1. @param average weighted, before that, candles; 0 for none Source: technical fishers_inverse. */
export const fishersInverse: typeof of.fishersInverse = checked('fishersInverse', of.fishersInverse, [
  ['column', 'column'],
  ['average', 'whole', true],
]);
/**
 * Tom DeMark's count of candles that close above (or below) the close of four candles before, -9 to 9. Candles without volume count for
 * neither. Source: technical td_sequential.
 */
export const tdSequential: typeof of.tdSequential = checked('tdSequential', of.tdSequential, [['prices', 'prices close,volume']]);
/** Madrid's ribbon of averages: the colour of that of 5 candles (`lead`), and of those of 10 to 90 (`ma10` …). Source: technical mmar. */
export const mmar: typeof of.mmar = checked('mmar', of.mmar, [
  ['column', 'column'],
  ['type', 'one of ema,sma', true],
]);
/**
 * Madrid's squeeze, as colours: of the close beside the average (`close`: aqua, fuchsia), of a middle average (`reference`: green,
 * maroon, yellow where it turns), of a short one (`squeeze`: lime, red). Source: technical madrid_sqz.
 */
export const madridSqueeze: typeof of.madridSqueeze = checked('madridSqueeze', of.madridSqueeze, [
  ['column', 'column'],
  ['period', 'count', true],
  ['medium', 'count', true],
  ['short', 'count', true],
]);
/** A stop a number of plain average true ranges away; `superTrend` has TA-Lib's, of smoothed ones. Source: technical supertrend. */
export const plainSuperTrend: typeof of.plainSuperTrend = checked('plainSuperTrend', of.plainSuperTrend, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['multiplier', 'width', true],
]);
/**
 * A stop a number of average true ranges away from an average, which changes its side where the average crosses it.
 * @param period of the range @param length of the average, candles Source: technical PMAX.
 */
export const pmax: typeof of.pmax = checked('pmax', of.pmax, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['multiplier', 'width', true],
  ['length', 'count', true],
  ['type', 'one of ema,dema,t3,sma,vidya,tema,wma,vwma', true],
  ['source', 'one of close,median,average', true],
]);
/** Average high and low as a channel whose lines change places where the close crosses them. Source: technical SSLChannels. */
export const sslChannels: typeof of.sslChannels = checked('sslChannels', of.sslChannels, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
  ['type', 'one of sma,ema', true],
]);
/**
 * Volume flow: volume with the sign of the typical price's change where that is more than usual, beside the average volume.
 * @param coefficient part of the usual change that counts @param cutoff volume that counts at most, times the average
 * Source: technical vfi.
 */
export const vfi: typeof of.vfi = checked('vfi', of.vfi, [
  ['prices', 'prices '],
  ['period', 'count', true],
  ['coefficient', 'number', true],
  ['cutoff', 'number', true],
  ['signal', 'count', true],
  ['isSmooth', 'truth', true],
]);
/** Whether volume confirms the price: averages with and without volume, long and short. Source: technical vpci. */
export const vpci: typeof of.vpci = checked('vpci', of.vpci, [
  ['prices', 'prices '],
  ['short', 'count', true],
  ['long', 'count', true],
]);
/** Size of the relative change of that beside its own average. Source: technical vpcii. */
export const vpcii: typeof of.vpcii = checked('vpcii', of.vpcii, [
  ['prices', 'prices '],
  ['short', 'count', true],
  ['long', 'count', true],
  ['average', 'count', true],
]);
/** MACD of averages weighted by volume. Source: technical vwmacd. */
export const vwmacd: typeof of.vwmacd = checked('vwmacd', of.vwmacd, [
  ['prices', 'prices close,volume'],
  ['fast', 'count', true],
  ['slow', 'count', true],
  ['signal', 'count', true],
]);
/** Where closes lie in their ranges, weighted by volume, -1 to 1; unknown for a window with a candle without a range. Source: technical cmf. */
export const chaikinMoneyFlow: typeof of.chaikinMoneyFlow = checked('chaikinMoneyFlow', of.chaikinMoneyFlow, [
  ['prices', 'prices high,low,close,volume'],
  ['period', 'count', true],
]);
/** True range: how far a candle reached, the close before it included; NaN for the first. Source: TA-Lib TRANGE. */
export const trueRange: typeof of.trueRange = checked('trueRange', of.trueRange, [['prices', 'prices high,low,close']]);
/** Average true range with Wilder's smoothing. Source: TA-Lib ATR. */
export const atr: typeof of.atr = checked('atr', of.atr, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** Average true range in percent of the close. Source: TA-Lib NATR. */
export const natr: typeof of.natr = checked('natr', of.natr, [
  ['prices', 'prices high,low,close'],
  ['period', 'count', true],
]);
/** TA-Lib's Bollinger bands: population deviation, around a simple or an exponential average. Source: TA-Lib BBANDS. */
export const bbands: typeof of.bbands = checked('bbands', of.bbands, [
  ['column', 'column'],
  ['period', 'count', true],
  ['deviationsUp', 'number', true],
  ['deviationsDown', 'number', true],
  ['average', 'one of sma,ema', true],
]);
/** Wilder's stop and reverse. Source: TA-Lib SAR. */
export const sar: typeof of.sar = checked('sar', of.sar, [
  ['prices', 'prices high,low'],
  ['acceleration', 'number', true],
  ['maximum', 'number', true],
]);
/** Average range of a candle. Source: TA-Lib ADR. */
export const averageDayRange: typeof of.averageDayRange = checked('averageDayRange', of.averageDayRange, [
  ['prices', 'prices high,low'],
  ['period', 'count', true],
]);
/** Change of the smoothed range, in percent; 0 where there was none. Source: TA-Lib CVI. */
export const chaikinVolatility: typeof of.chaikinVolatility = checked('chaikinVolatility', of.chaikinVolatility, [
  ['prices', 'prices high,low'],
  ['period', 'count', true],
  ['change', 'count', true],
]);
/** Sum of the smoothed range beside itself smoothed once more: high before turns. Source: TA-Lib MASSI. */
export const massIndex: typeof of.massIndex = checked('massIndex', of.massIndex, [
  ['prices', 'prices high,low'],
  ['fast', 'count', true],
  ['slow', 'count', true],
]);
/** Wilder's stop and reverse with steps of its own for each side; negative while short. Source: TA-Lib SAREXT. */
export const sarExtended: typeof of.sarExtended = checked('sarExtended', of.sarExtended, [
  ['prices', 'prices high,low'],
  ['options', 'options start,offset,long,short', true],
]);
/** Volume summed up with the sign of each change. Source: TA-Lib OBV. */
export const obv: typeof of.obv = checked('obv', of.obv, [['prices', 'prices close,volume']]);
/** Volume summed up by where each close lies in its range. Source: TA-Lib AD. */
export const accumulation: typeof of.accumulation = checked('accumulation', of.accumulation, [['prices', 'prices high,low,close,volume']]);
/** Fast less slow exponential average of the accumulation. Source: TA-Lib ADOSC. */
export const adosc: typeof of.adosc = checked('adosc', of.adosc, [
  ['prices', 'prices high,low,close,volume'],
  ['fast', 'count', true],
  ['slow', 'count', true],
]);
/** Chaikin money flow: where closes lie in their ranges, weighted by volume, -1 to 1. */
export const cmf: typeof of.cmf = checked('cmf', of.cmf, [
  ['prices', 'prices high,low,close,volume'],
  ['period', 'count', true],
]);
/** Typical price weighted by volume over a window. Source: qtpylib rolling_vwap. */
export const rollingVwap: typeof of.rollingVwap = checked('rollingVwap', of.rollingVwap, [
  ['prices', 'prices '],
  ['period', 'count', true],
]);
/** Price change times volume, smoothed. Source: TA-Lib EFI. */
export const elderForce: typeof of.elderForce = checked('elderForce', of.elderForce, [
  ['prices', 'prices close,volume'],
  ['period', 'count', true],
]);
/** Range of a candle beside its volume. Source: TA-Lib MARKETFI. */
export const marketFacilitation: typeof of.marketFacilitation = checked('marketFacilitation', of.marketFacilitation, [
  ['prices', 'prices high,low,volume'],
]);
/** Sum of relative changes on candles whose volume fell (or rose), from 1000 on. Source: TA-Lib NVI, PVI. */
export const volumeIndex: typeof of.volumeIndex = checked('volumeIndex', of.volumeIndex, [
  ['prices', 'prices close,volume'],
  ['side', 'one of negative,positive'],
]);
/** Volume times relative change, summed up. Source: TA-Lib PVT. */
export const priceVolumeTrend: typeof of.priceVolumeTrend = checked('priceVolumeTrend', of.priceVolumeTrend, [
  ['prices', 'prices close,volume'],
]);
/** Fast less slow average of the volume, in percent of the slow one. Source: TA-Lib PVO. */
export const pvo: typeof of.pvo = checked('pvo', of.pvo, [
  ['prices', 'prices volume'],
  ['fast', 'count', true],
  ['slow', 'count', true],
  ['type', 'one of sma,ema,wma,dema,tema,trima,kama,mama,t3,hma,zlema,rma', true],
]);
/** Volume beside the average of the candles before. Source: TA-Lib RVOL. */
export const relativeVolume: typeof of.relativeVolume = checked('relativeVolume', of.relativeVolume, [
  ['prices', 'prices volume'],
  ['period', 'count', true],
]);
/** Typical price weighted by volume, from the first candle on. Source: TA-Lib VWAP. */
export const vwap: typeof of.vwap = checked('vwap', of.vwap, [['prices', 'prices high,low,close,volume']]);
/** Sum of all values so far; after a missing one all are missing, other than with `cumSum`. Source: TA-Lib CUMSUM. */
export const runningTotal: typeof of.runningTotal = checked('runningTotal', of.runningTotal, [['column', 'column']]);
/** A price weighted by volume over a window. Source: TA-Lib VWMA. */
export const vwma: typeof of.vwma = checked('vwma', of.vwma, [
  ['column', 'column'],
  ['volume', 'column'],
  ['period', 'count', true],
]);
/** Williams' accumulation and distribution. Source: TA-Lib WAD. */
export const williamsAccumulation: typeof of.williamsAccumulation = checked('williamsAccumulation', of.williamsAccumulation, [
  ['prices', 'prices high,low,close'],
]);
/** Highest value of each window. Source: TA-Lib MAX. */
export const highest: typeof of.highest = checked('highest', of.highest, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Lowest value of each window. Source: TA-Lib MIN. */
export const lowest: typeof of.lowest = checked('lowest', of.lowest, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Middle of the highest and the lowest value of each window. Source: TA-Lib MIDPOINT. */
export const midpoint: typeof of.midpoint = checked('midpoint', of.midpoint, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Middle of the highest high and the lowest low of each window. Source: TA-Lib MIDPRICE. */
export const midprice: typeof of.midprice = checked('midprice', of.midprice, [
  ['prices', 'prices high,low'],
  ['period', 'count', true],
]);
/** Sum of each window. Source: TA-Lib SUM. */
export const sum: typeof of.sum = checked('sum', of.sum, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Population variance of each window. Source: TA-Lib VAR. */
export const variance: typeof of.variance = checked('variance', of.variance, [
  ['column', 'column'],
  ['period', 'count'],
]);
/** Population standard deviation of each window, times `deviations`. Source: TA-Lib STDDEV. */
export const stddev: typeof of.stddev = checked('stddev', of.stddev, [
  ['column', 'column'],
  ['period', 'count'],
  ['deviations', 'width', true],
]);
/** Least-squares line through each window: where it ends, how it rises, where it begins, its angle in degrees, one candle ahead. */
export const linearRegression: typeof of.linearRegression = checked('linearRegression', of.linearRegression, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Where the least-squares line through each window ends. Source: TA-Lib LINEARREG. */
export const regressionValue: typeof of.regressionValue = checked('regressionValue', of.regressionValue, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** How the line rises, a candle. Source: TA-Lib LINEARREG_SLOPE. */
export const regressionSlope: typeof of.regressionSlope = checked('regressionSlope', of.regressionSlope, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Where the line begins. Source: TA-Lib LINEARREG_INTERCEPT. */
export const regressionIntercept: typeof of.regressionIntercept = checked('regressionIntercept', of.regressionIntercept, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Angle of the line, degrees. Source: TA-Lib LINEARREG_ANGLE. */
export const regressionAngle: typeof of.regressionAngle = checked('regressionAngle', of.regressionAngle, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Where the line will be a candle later. Source: TA-Lib TSF. */
export const timeSeriesForecast: typeof of.timeSeriesForecast = checked('timeSeriesForecast', of.timeSeriesForecast, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Mean distance from the mean of each window. Source: TA-Lib AVGDEV. */
export const averageDeviation: typeof of.averageDeviation = checked('averageDeviation', of.averageDeviation, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Row of the lowest value of each window, 0 before the first window. Source: TA-Lib MININDEX. */
export const lowestRow: typeof of.lowestRow = checked('lowestRow', of.lowestRow, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Row of the highest value of each window, 0 before the first window. Source: TA-Lib MAXINDEX. */
export const highestRow: typeof of.highestRow = checked('highestRow', of.highestRow, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Both. Source: TA-Lib MINMAXINDEX. */
export const extremeRows: typeof of.extremeRows = checked('extremeRows', of.extremeRows, [
  ['column', 'column'],
  ['period', 'count', true],
]);
/** Pearson's correlation of two columns in each window, 0 where one of them stands still. Source: TA-Lib CORREL. */
export const correlation: typeof of.correlation = checked('correlation', of.correlation, [
  ['column', 'column'],
  ['other', 'column'],
  ['period', 'count', true],
]);
/** How the relative changes of the second column answer those of the first, in each window. Source: TA-Lib BETA. */
export const beta: typeof of.beta = checked('beta', of.beta, [
  ['column', 'column'],
  ['other', 'column'],
  ['period', 'count', true],
]);
/** The value below which a share of each window lies: nearest rank. @param percentile 0 to 100. Source: TA-Lib PERCENTILE. */
export const percentile: typeof of.percentile = checked('percentile', of.percentile, [
  ['column', 'column'],
  ['period', 'count', true],
  ['percentile', 'number', true],
]);
/** Share of the `period` candles before whose value is below the last, 0 to 100. Source: TA-Lib PERCENTRANK. */
export const percentRank: typeof of.percentRank = checked('percentRank', of.percentRank, [
  ['column', 'column'],
  ['period', 'count', true],
]);
