export { bollinger } from './bollinger.ts';
export { Column, Mask, type Operand } from './column.ts';
export { adx, type Direction, direction } from './direction.ts';
export {
  apo,
  aroon,
  bop,
  cci,
  cmo,
  macd,
  mfi,
  momentum,
  ppo,
  roc,
  stoch,
  stochFast,
  stochRsi,
  trix,
  ultosc,
  willr,
} from './momentum.ts';
export { dema, ema, hma, kama, sma, t3, tema, trima, wma } from './moving-average.ts';
export { averagePrice, heikinAshi, medianPrice, type Prices, typicalPrice, weightedClose } from './prices.ts';
export { rsi } from './rsi.ts';
export { atr, bbands, natr, sar, trueRange } from './volatility.ts';
export { accumulation, adosc, cmf, obv, rollingVwap } from './volume.ts';
export { highest, linearRegression, lowest, stddev, sum, variance } from './window.ts';
