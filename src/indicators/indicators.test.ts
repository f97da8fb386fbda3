import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  accumulation,
  adosc,
  adx,
  apo,
  aroon,
  atr,
  averagePrice,
  bbands,
  bollinger,
  bop,
  Column,
  cci,
  cmf,
  cmo,
  dema,
  direction,
  ema,
  heikinAshi,
  highest,
  hma,
  kama,
  linearRegression,
  lowest,
  macd,
  medianPrice,
  mfi,
  momentum,
  natr,
  obv,
  type Prices,
  ppo,
  roc,
  rollingVwap,
  rsi,
  sar,
  sma,
  stddev,
  stoch,
  stochFast,
  stochRsi,
  sum,
  t3,
  tema,
  trima,
  trix,
  trueRange,
  typicalPrice,
  ultosc,
  variance,
  weightedClose,
  willr,
  wma,
} from './index.ts';

interface Entry {
  name: string;
  parameters: Record<string, number>;
  outputs: Record<string, { offset: number; length: number }>;
}

const golden = new URL('../../tests/golden/', import.meta.url);
const index = JSON.parse(readFileSync(new URL('indicators.json', golden), 'utf8')) as {
  columns: Record<string, { offset: number; length: number }>;
  functions: Entry[];
};
const bytes = gunzipSync(readFileSync(new URL('indicators.f64.gz', golden)));
const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const slice = ({ offset, length }: { offset: number; length: number }) => values.subarray(offset, offset + length);
const column = (name: string) => new Column(slice(index.columns[name]!));

/**
 * Equal to 1e-9, relative; next to zero, where both sides are rounding, to 1e-12 of the output's largest value (of the input's where
 * an output is a difference of sums over it).
 */
function expectEqual(ours: Column, theirs: Float64Array, label: string, scale = 0): void {
  const wrong: string[] = [];
  const largest = theirs.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), scale);
  theirs.forEach((expected, at) => {
    const actual = ours.values[at]!;
    const isEqual = Number.isNaN(expected)
      ? Number.isNaN(actual)
      : Math.abs(actual - expected) <= Math.max(1e-9 * Math.abs(expected), 1e-12 * largest);
    if (!isEqual) wrong.push(`${label}[${at}]: ${expected} / ${actual}`);
  });
  expect(wrong.slice(0, 5)).toEqual([]);
}

type Computed = Column | Readonly<Record<string, Column>>;
const close = () => column('close');
const prices = (): Prices => ({ open: column('open'), high: column('high'), low: column('low'), close: close(), volume: column('volume') });
const averages = [sma, ema, wma, dema, tema, trima, kama];

/** How each of TA-Lib's functions is written here; outputs by TA-Lib's names. */
const COMPUTE: Readonly<Record<string, (p: Record<string, number>) => Computed | null>> = {
  SMA: (p) => sma(close(), p['timeperiod']!),
  EMA: (p) => ema(close(), p['timeperiod']!),
  WMA: (p) => wma(close(), p['timeperiod']!),
  DEMA: (p) => dema(close(), p['timeperiod']!),
  TEMA: (p) => tema(close(), p['timeperiod']!),
  TRIMA: (p) => trima(close(), p['timeperiod']!),
  KAMA: (p) => kama(close(), p['timeperiod']!),
  HMA: (p) => hma(close(), p['timeperiod']!),
  T3: (p) => t3(close(), p['timeperiod']!, p['vfactor']!),
  MA: (p) => (p['matype'] === 8 ? t3(close(), p['timeperiod']!) : (averages[p['matype']!]?.(close(), p['timeperiod']!) ?? null)),
  RSI: (p) => rsi(close(), p['timeperiod']!),
  CMO: (p) => cmo(close(), p['timeperiod']!),
  MOM: (p) => momentum(close(), p['timeperiod']!),
  ROC: (p) => roc(close(), p['timeperiod']!),
  TRIX: (p) => trix(close(), p['timeperiod']!),
  APO: (p) => apo(close(), p['fastperiod']!, p['slowperiod']!),
  PPO: (p) => ppo(close(), p['fastperiod']!, p['slowperiod']!),
  MACD: (p) => {
    const { macd: line, signal, histogram } = macd(close(), p['fastperiod']!, p['slowperiod']!, p['signalperiod']!);
    return { macd: line, macdsignal: signal, macdhist: histogram };
  },
  STOCH: (p) => {
    const { k, d } = stoch(prices(), p['fastk_period']!, p['slowk_period']!, p['slowd_period']!);
    return { slowk: k, slowd: d };
  },
  STOCHF: (p) => {
    const { k, d } = stochFast(prices(), p['fastk_period']!, p['fastd_period']!);
    return { fastk: k, fastd: d };
  },
  STOCHRSI: (p) => {
    const { k, d } = stochRsi(close(), p['timeperiod']!, p['fastk_period']!, p['fastd_period']!);
    return { fastk: k, fastd: d };
  },
  WILLR: (p) => willr(prices(), p['timeperiod']!),
  CCI: (p) => cci(prices(), p['timeperiod']!),
  MFI: (p) => mfi(prices(), p['timeperiod']!),
  AROON: (p) => {
    const { up, down } = aroon(prices(), p['timeperiod']!);
    return { aroonup: up, aroondown: down };
  },
  AROONOSC: (p) => {
    const { up, down } = aroon(prices(), p['timeperiod']!);
    return up.minus(down);
  },
  BOP: () => bop(prices()),
  ULTOSC: (p) => ultosc(prices(), p['timeperiod1']!, p['timeperiod2']!, p['timeperiod3']!),
  PLUS_DM: (p) => direction(prices(), p['timeperiod']!).plusDm,
  MINUS_DM: (p) => direction(prices(), p['timeperiod']!).minusDm,
  PLUS_DI: (p) => direction(prices(), p['timeperiod']!).plusDi,
  MINUS_DI: (p) => direction(prices(), p['timeperiod']!).minusDi,
  DX: (p) => direction(prices(), p['timeperiod']!).dx,
  ADX: (p) => adx(prices(), p['timeperiod']!),
  ADXR: (p) => direction(prices(), p['timeperiod']!).adxr,
  TRANGE: () => trueRange(prices()),
  ATR: (p) => atr(prices(), p['timeperiod']!),
  NATR: (p) => natr(prices(), p['timeperiod']!),
  BBANDS: (p) => {
    const average = p['matype'] === 1 ? 'ema' : 'sma';
    const { upper, middle, lower } = bbands(close(), p['timeperiod']!, p['nbdevup']!, p['nbdevdn']!, average);
    return { upperband: upper, middleband: middle, lowerband: lower };
  },
  SAR: (p) => sar(prices(), p['acceleration']!, p['maximum']!),
  OBV: () => obv(prices()),
  AD: () => accumulation(prices()),
  ADOSC: (p) => adosc(prices(), p['fastperiod']!, p['slowperiod']!),
  CMF: (p) => cmf(prices(), p['timeperiod']!),
  MAX: (p) => highest(close(), p['timeperiod']!),
  MIN: (p) => lowest(close(), p['timeperiod']!),
  SUM: (p) => sum(close(), p['timeperiod']!),
  VAR: (p) => variance(close(), p['timeperiod']!),
  STDDEV: (p) => stddev(close(), p['timeperiod']!, p['nbdev']!),
  MIDPOINT: (p) => highest(close(), p['timeperiod']!).plus(lowest(close(), p['timeperiod']!)).over(2),
  MIDPRICE: (p) => highest(prices().high, p['timeperiod']!).plus(lowest(prices().low, p['timeperiod']!)).over(2),
  LINEARREG: (p) => linearRegression(close(), p['timeperiod']!).value,
  LINEARREG_SLOPE: (p) => linearRegression(close(), p['timeperiod']!).slope,
  LINEARREG_INTERCEPT: (p) => linearRegression(close(), p['timeperiod']!).intercept,
  LINEARREG_ANGLE: (p) => linearRegression(close(), p['timeperiod']!).angle,
  TSF: (p) => linearRegression(close(), p['timeperiod']!).forecast,
  AVGPRICE: () => averagePrice(prices()),
  MEDPRICE: () => medianPrice(prices()),
  TYPPRICE: () => typicalPrice(prices()),
  WCLPRICE: () => weightedClose(prices()),
  'qtpylib.typical_price': () => typicalPrice(prices()),
  'qtpylib.heikinashi': () => heikinAshi(prices()),
  'qtpylib.rolling_vwap_20': () => rollingVwap(prices(), 20),
  'qtpylib.bollinger_bands': () => {
    const { upper, middle, lower } = bollinger(typicalPrice(prices()), 20, 2);
    return { upper, mid: middle, lower };
  },
};

const OF_DIFFERENCES = new Set(['LINEARREG_SLOPE', 'LINEARREG_ANGLE']);

describe('indicators, beside TA-Lib and qtpylib on 1,000 real candles', () => {
  for (const entry of index.functions) {
    const computed = COMPUTE[entry.name]?.(entry.parameters) ?? null;
    if (computed === null) continue;
    it(`${entry.name} ${Object.values(entry.parameters).join(' ')}`, () => {
      const ours = computed instanceof Column ? { real: computed } : computed;
      expect(Object.keys(ours).sort()).toEqual(Object.keys(entry.outputs).sort());
      for (const [output, place] of Object.entries(entry.outputs))
        expectEqual(ours[output]!, slice(place), `${entry.name} ${output}`, OF_DIFFERENCES.has(entry.name) ? close().values[0]! : 0);
    });
  }

  it('every written one is compared', () => {
    const known = new Set(index.functions.map(({ name }) => name));
    expect(Object.keys(COMPUTE).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('columns', () => {
  const a = new Column(Float64Array.of(1, 3, 2, Number.NaN, 5));
  it('cross only at the candle where they do', () => {
    expect([...a.crossedAbove(2).values]).toEqual([0, 1, 0, 0, 0]);
    expect([...a.crossedBelow(2.5).values]).toEqual([0, 0, 1, 0, 0]);
  });
  it('shift into NaN, compare NaN as false', () => {
    expect([...a.shift(2).values]).toEqual([Number.NaN, Number.NaN, 1, 3, 2]);
    expect([...a.above(0).values]).toEqual([1, 1, 1, 0, 1]);
    expect([...a.above(0).not().values]).toEqual([0, 0, 0, 1, 0]);
  });
});
