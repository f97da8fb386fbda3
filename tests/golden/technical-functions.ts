import * as ta from '../../src/indicators/index.ts';
import { Column, Mask, type Prices } from '../../src/indicators/index.ts';
import type { DataFrame } from '../../src/strategy/data-frame.ts';
import { resampledMerge, resampleToInterval } from '../../src/strategy/resampled.ts';

/** How each function of the packages technical and qtpylib is written here, its outputs in their order. */

type Output = Column | Mask | readonly string[];

const COLOURS: Readonly<Record<string, number>> = { lime: 2, green: 1, aqua: 4, yellow: 3, grey: 0, red: -2, maroon: -1, fuchsia: -4 };

/** Numbers, truth as 1 and 0, colours as they were recorded. */
export function numbersOf(output: Output): Column {
  if (output instanceof Column) return output;
  if (output instanceof Mask) return Column.from(Array.from(output.values));
  return Column.from(output.map((colour) => COLOURS[colour] ?? Number.NaN));
}

function medianOf(column: Column): number {
  const sorted = [...column.values].sort((a, b) => a - b);
  return (sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2;
}

const PMAX_AVERAGES = ['dema', 't3', 'sma', 'vidya', 'tema', 'wma', 'vwma'] as const;

export function technicalOn(frame: () => DataFrame): Readonly<Record<string, () => readonly Output[]>> {
  const prices = (): Prices => frame();
  const close = (): Column => frame().close;
  const ribbon = (all: Readonly<Record<string, readonly string[]>>): Output[] => Object.values(all);
  const ichimoku = (...periods: [number?, number?, number?, number?]): Output[] => {
    const found = ta.ichimoku(prices(), ...periods);
    const { conversion, base, cloudA, cloudB, leadingA, leadingB, lagging, isCloudGreen, isCloudRed } = found;
    return [conversion, base, cloudA, cloudB, leadingA, leadingB, lagging, isCloudGreen, isCloudRed];
  };
  const squeeze = (): Output[] => {
    const found = ta.madridSqueeze(close());
    return [found.close, found.reference, found.squeeze];
  };
  const band = ({ upper, middle, lower }: ta.Band): Output[] => [upper, middle, lower];
  const rates = ({ rate, middle, upper, lower }: ta.Band & { rate: Column }): Output[] => [rate, middle, upper, lower];
  const stop = ({ line, trend }: ta.TrendStop): Output[] => [line, trend];
  const pmax = (...rules: [number, number, number, ta.PmaxAverage, ta.PmaxSource]): Output[] => {
    const { atr, line, trend } = ta.pmax(prices(), ...rules);
    return [atr, line, trend];
  };
  const pivots = (period: number, levels: number): Output[] => Object.values(ta.pivotsPoints(prices(), period, levels));
  const resampled = (minutes: number, merged: DataFrame): Output[] =>
    ['open', 'high', 'low', 'close', 'volume'].map((name) => merged.get(`resample_${minutes}_${name}`));
  const shape = (): Output[] => {
    const { open, high, low, close: last, flatBottom, flatTop, smallBody, candle, reversal, lowerWick, upperWick } = ta.heikinAshiShape(prices());
    return [open!, high!, low!, last!, flatBottom!, flatTop!, smallBody!, candle!, reversal!, lowerWick!, upperWick!];
  };
  const gaps = (): Column => frame().volume.map((value, row) => (row % 17 === 5 ? 0 : value));
  return {
    ichimoku: () => ichimoku(),
    'ichimoku 20': () => ichimoku(20, 60, 120, 30),
    laguerre: () => [ta.laguerre(close())],
    'laguerre 0.5': () => [ta.laguerre(close(), 0.5)],
    mmar: () => ribbon(ta.mmar(close())),
    'mmar sma': () => ribbon(ta.mmar(close(), 'sma')),
    madridSqueeze: squeeze,
    osc: () => [ta.osc(prices(), 14)],
    vfi: () => Object.values(ta.vfi(prices())),
    'vfi 30': () => Object.values(ta.vfi(prices(), 30, 0.1, 1.5, 3, true)),
    stc: () => [ta.stc(close())],
    vpci: () => [ta.vpci(prices())],
    vpcii: () => [ta.vpcii(prices())],
    fibonacciRetracements: () => [ta.fibonacciRetracements(close())],
    'fibonacciRetracements 30': () => [ta.fibonacciRetracements(close(), 30)],
    returnOnInvestment: () => [ta.returnOnInvestment(close(), Mask.from(Array.from(close().values, (_value, row) => row % 23 === 7)))],
    tdSequential: () => [ta.tdSequential(prices())],
    'tdSequential gaps': () => [ta.tdSequential({ close: close(), volume: gaps() })],
    tke: () => Object.values(ta.tke(prices())),
    vwmacd: () => Object.values(ta.vwmacd(prices())),
    rmi: () => [ta.rmi(close())],
    'rmi 9': () => [ta.rmi(close(), 9, 3)],
    vidya: () => [ta.vidya(close())],
    'vidya deviation': () => [ta.vidya(close(), 14, true)],
    madr: () => rates(ta.madr(close())),
    'madr ema': () => rates(ta.madr(close(), 14, 3, 'ema')),
    sslChannels: () => Object.values(ta.sslChannels(prices())),
    'sslChannels ema': () => Object.values(ta.sslChannels(prices(), 14, 'ema')),
    pmax: () => pmax(10, 3, 12, 'ema', 'close'),
    ...Object.fromEntries(PMAX_AVERAGES.map((type, index) => [`pmax ${index + 2}`, () => pmax(7, 1.5, 9, type, 'median')])),
    'pmax average': () => pmax(10, 2, 30, 'sma', 'average'),
    tvWma: () => [ta.tvWma(close())],
    'tvWma 5': () => [ta.tvWma(close(), 5)],
    tvHma: () => [ta.tvHma(close(), 16)],
    tvAlma: () => [ta.tvAlma(close())],
    'tvAlma bell': () => [ta.tvAlma(close(), 9, 0.85, 6)],
    tvTrama: () => [ta.tvTrama(prices())],
    'tvTrama 20': () => [ta.tvTrama(prices(), 20)],
    williamsPercent: () => [ta.williamsPercent(prices())],
    bollingerAround: () => band(ta.bollingerAround(close())),
    'bollingerAround tema': () => band(ta.bollingerAround(close(), 14, 3, 'tema')),
    zema: () => [ta.zema(close(), 20)],
    rma: () => [ta.rma(close(), 14)],
    vwma: () => [ta.vwma(close(), frame().volume, 20)],
    hullMovingAverage: () => [ta.hullMovingAverage(close(), 16)],
    plainSuperTrend: () => stop(ta.plainSuperTrend(prices())),
    'plainSuperTrend 7': () => stop(ta.plainSuperTrend(prices(), 7, 2)),
    atrPercent: () => [ta.atrPercent(prices())],
    'chopiness technical': () => [ta.chopiness(prices(), 14, false)],
    chaikinMoneyFlow: () => [ta.chaikinMoneyFlow(prices())],
    superSmoother: () => [ta.superSmoother(close())],
    'superSmoother 10': () => [ta.superSmoother(close(), 10)],
    fishersInverse: () => [ta.fishersInverse(ta.rsi(close()))],
    'fishersInverse 9': () => [ta.fishersInverse(ta.rsi(close()), 9)],
    wentUp: () => [ta.wentUp(close())],
    wentDown: () => [ta.wentDown(close())],
    pivotsPoints: () => pivots(30, 3),
    'pivotsPoints 10': () => pivots(10, 5),
    touches: () => [ta.touches(prices(), medianOf(close()))],
    bounces: () => [ta.bounces(prices(), medianOf(close()))],
    doji: () => [ta.doji(prices())],
    'doji exact': () => [ta.doji(prices(), true)],
    heikinAshiShape: shape,
    tdi: () => {
      const { rsi, signal, smooth, upper, lower, middle } = ta.tdi(close());
      return [rsi, signal, smooth, upper, lower, middle];
    },
    awesomeOscillator: () => [ta.awesomeOscillator(prices())],
    'awesomeOscillator weighted': () => [ta.awesomeOscillator(prices(), true)],
    medianPrice: () => [ta.medianPrice(prices())],
    ibs: () => [ta.ibs(prices())],
    wholeTrueRange: () => [ta.wholeTrueRange(prices())],
    rollingAtr: () => [ta.rollingAtr(prices())],
    'rollingAtr exponential': () => [ta.rollingAtr(prices(), 10, true)],
    seededRsi: () => [ta.seededRsi(close())],
    weightedMacd: () => Object.values(ta.weightedMacd(close())),
    weightedBollinger: () => band(ta.weightedBollinger(close())),
    returns: () => [ta.returns(close())],
    logReturns: () => [ta.logReturns(close())],
    impliedVolatility: () => [ta.impliedVolatility(close(), 30)],
    pctChange: () => [close().pctChange(14)],
    'plainStoch fast': () => {
      const { fastK, fastD } = ta.plainStoch(prices());
      return [fastK, fastD];
    },
    'plainStoch slow': () => {
      const { slowK, slowD } = ta.plainStoch(prices());
      return [slowK, slowD];
    },
    zeroLagHull: () => [ta.zeroLagHull(close(), 20)],
    zscore: () => [ta.zscore(close())],
    'zscore 30': () => [ta.zscore(close(), 30, 2)],
    pvt: () => [ta.pvt(prices())],
    chopiness: () => [ta.chopiness(prices())],
    crossed: () => {
      const average = close().rolling(9).mean();
      return [close().crossedAbove(average).or(close().crossedBelow(average))];
    },
    'resampledMerge 15m': () => {
      const merged = frame();
      return resampled(15, resampledMerge(merged, resampleToInterval(merged, 15)));
    },
    'resampledMerge 1h sparse': () => {
      const merged = frame();
      return resampled(60, resampledMerge(merged, resampleToInterval(merged, '1h'), false));
    },
  };
}
