// Made by "npm run generate"; not to be edited by hand.
export { type AverageType, movingAverage, variableAverage } from './average-type.ts';
export { bollinger } from './bollinger.ts';
export { candlestick, PATTERNS, type PatternName } from './candlestick/pattern.ts';
export { TALIB_PATTERNS } from './candlestick/talib-names.ts';
export { accelerationBands, type Band, donchian, ichimoku, keltner, keltnerTypical, superTrend } from './channel.ts';
export { Column, type ExponentialWeights, Mask, type Operand, Rolling } from './column.ts';
export {
  adx,
  adxr,
  type Direction,
  direction,
  dx,
  efficiency,
  horizontalFilter,
  minusDi,
  minusDm,
  plusDi,
  plusDm,
  vortex,
} from './direction.ts';
export { fractal } from './fractal.ts';
export { cyclePeriod, cyclePhase, cyclePhasor, cycleSine, cycleTrendline, mama, trendMode } from './hilbert.ts';
export {
  apo,
  aroon,
  bop,
  cci,
  type MacdLines,
  macd,
  macdFix,
  mfi,
  momentum,
  ppo,
  rateOfChange,
  rateOfChangePercent,
  roc,
  type StochasticLines,
  stoch,
  stochFast,
  stochRsi,
  trix,
  ultosc,
  willr,
} from './momentum.ts';
export { dema, ema, hma, kama, rma, sma, t3, tema, trima, wma, zlema } from './moving-average.ts';
export {
  accelerator,
  awesome,
  cmoUnsmoothed,
  coppock,
  detrended,
  elderRay,
  forecastOscillator,
  intradayMomentum,
  kdj,
  macdOf,
  qstick,
  relativeVolatility,
  smi,
  tsi,
} from './oscillator.ts';
export { averagePrice, heikinAshi, medianPrice, type Prices, typicalPrice, weightedClose } from './prices.ts';
export {
  atrPercent,
  awesomeOscillator,
  chopiness,
  hullMovingAverage,
  ibs,
  impliedVolatility,
  logReturns,
  plainStoch,
  pvt,
  returns,
  rollingAtr,
  seededRsi,
  tdi,
  weightedBollinger,
  weightedMacd,
  wholeTrueRange,
  zeroLagEma,
  zeroLagHull,
  zscore,
} from './qtpylib.ts';
export { cmo, rsi } from './rsi.ts';
export { laguerre, madr, superSmoother, tvAlma, tvHma, tvTrama, tvWma, vidya, zema } from './technical/adaptive.ts';
export {
  bollingerAround,
  bounces,
  doji,
  fibonacciRetracements,
  heikinAshiShape,
  pivotsPoints,
  returnOnInvestment,
  touches,
  wentDown,
  wentUp,
} from './technical/levels.ts';
export { fishersInverse, osc, rmi, stc, tdSequential, tke, williamsPercent } from './technical/pressure.ts';
export { madridSqueeze, mmar, type RibbonColour } from './technical/ribbon.ts';
export { type PmaxAverage, type PmaxSource, plainSuperTrend, pmax, sslChannels, type TrendStop } from './technical/trend-stop.ts';
export { chaikinMoneyFlow, vfi, vpci, vpcii, vwmacd } from './technical/volume-flow.ts';
export {
  atr,
  averageDayRange,
  bbands,
  chaikinVolatility,
  massIndex,
  natr,
  type SarOptions,
  sar,
  sarExtended,
  trueRange,
} from './volatility.ts';
export {
  accumulation,
  adosc,
  cmf,
  elderForce,
  marketFacilitation,
  obv,
  priceVolumeTrend,
  pvo,
  relativeVolume,
  rollingVwap,
  runningTotal,
  volumeIndex,
  vwap,
  vwma,
  williamsAccumulation,
} from './volume.ts';
export {
  averageDeviation,
  beta,
  correlation,
  extremeRows,
  highest,
  highestRow,
  linearRegression,
  lowest,
  lowestRow,
  midpoint,
  midprice,
  percentile,
  percentRank,
  regressionAngle,
  regressionIntercept,
  regressionSlope,
  regressionValue,
  stddev,
  sum,
  timeSeriesForecast,
  variance,
} from './window.ts';
