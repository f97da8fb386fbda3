import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Candles } from '../src/core/market/candles.ts';
import { giveUp, mark } from '../src/indicators/arena.ts';
import {
  adx,
  atr,
  bollinger,
  candlestick,
  cci,
  ema,
  hullMovingAverage,
  keltnerTypical,
  macd,
  mfi,
  type Prices,
  roc,
  rollingVwap,
  rsi,
  sar,
  sma,
  stochFast,
  tema,
  typicalPrice,
  willr,
} from '../src/indicators/index.ts';
import { DataFrame } from '../src/strategy/data-frame.ts';
import { PEERS } from './api.ts';

const ROUNDS = 15;

/** The same strategy as it is usually written for freqtrade, without Heikin-Ashi, a loop in Python that takes longer than all the rest. */
const PYTHON = `
import sys, time, numpy as np, pandas as pd, talib.abstract as ta
from technical import qtpylib as q
rows = int(sys.argv[2])
data = np.fromfile(sys.argv[1], dtype='<f8').reshape(6, rows)
frame = pd.DataFrame({name: data[i] for i, name in enumerate(['open', 'high', 'low', 'close', 'volume'])})
def populate(d):
    d['rsi'] = ta.RSI(d); d['adx'] = ta.ADX(d); d['mfi'] = ta.MFI(d); d['cci'] = ta.CCI(d); d['willr'] = ta.WILLR(d); d['atr'] = ta.ATR(d)
    stoch = ta.STOCHF(d); d['fastk'] = stoch['fastk']; d['fastd'] = stoch['fastd']
    m = ta.MACD(d); d['macd'] = m['macd']; d['macdsignal'] = m['macdsignal']; d['macdhist'] = m['macdhist']
    d['ema10'] = ta.EMA(d, timeperiod=10); d['ema50'] = ta.EMA(d, timeperiod=50); d['sma200'] = ta.SMA(d, timeperiod=200); d['tema'] = ta.TEMA(d, timeperiod=9)
    d['sar'] = ta.SAR(d); d['roc'] = ta.ROC(d); d['hammer'] = ta.CDLHAMMER(d)
    b = q.bollinger_bands(q.typical_price(d), window=20, stds=2); d['bb_lower'] = b['lower']; d['bb_middle'] = b['mid']; d['bb_upper'] = b['upper']
    d['hma'] = q.hull_moving_average(d['close'], 14); d['vwap'] = q.rolling_vwap(d, window=20)
    k = q.keltner_channel(d, 14, 2); d['kc_upper'] = k['upper']; d['kc_lower'] = k['lower']
    d['enter_long'] = (q.crossed_above(d['rsi'], 30) & (d['tema'] <= d['bb_middle']) & (d['tema'] > d['tema'].shift(1)) & (d['volume'] > 0)).astype(int)
    d['exit_long'] = (q.crossed_above(d['rsi'], 70) & (d['tema'] > d['bb_middle']) & (d['tema'] < d['tema'].shift(1)) & (d['volume'] > 0)).astype(int)
    return d
populate(frame.copy())
best = 1e9
for _ in range(${ROUNDS}):
    d = frame.copy(); t = time.perf_counter(); populate(d); best = min(best, time.perf_counter() - t)
print(best * 1000)
`;

function populate(frame: DataFrame): DataFrame {
  const { k, d } = stochFast(frame);
  const lines = macd(frame.close);
  const bands = bollinger(typicalPrice(frame), 20, 2);
  const channel = keltnerTypical(frame, 14, 2);
  const strength = rsi(frame.close);
  const average = tema(frame.close, 9);
  frame.set('rsi', strength).set('adx', adx(frame)).set('mfi', mfi(frame)).set('cci', cci(frame)).set('willr', willr(frame));
  frame.set('atr', atr(frame)).set('fastk', k).set('fastd', d);
  frame.set('macd', lines.macd).set('macdsignal', lines.signal).set('macdhist', lines.histogram);
  frame.set('ema10', ema(frame.close, 10)).set('ema50', ema(frame.close, 50)).set('sma200', sma(frame.close, 200)).set('tema', average);
  frame.set('sar', sar(frame)).set('roc', roc(frame.close)).set('hammer', candlestick(frame, 'hammer'));
  frame.set('bb_lower', bands.lower).set('bb_middle', bands.middle).set('bb_upper', bands.upper);
  frame.set('hma', hullMovingAverage(frame.close, 14)).set('vwap', rollingVwap(frame, 20));
  frame.set('kc_upper', channel.upper).set('kc_lower', channel.lower);
  const isTraded = frame.volume.above(0);
  const before = average.shift(1);
  frame.signal('enter_long', strength.crossedAbove(30).and(average.atMost(bands.middle), average.above(before), isTraded));
  return frame.signal('exit_long', strength.crossedAbove(70).and(average.above(bands.middle), average.below(before), isTraded));
}

/** A strategy of twenty indicators over the same candles, beside the same in pandas and TA-Lib. @param file candles as Python reads them */
export function benchTwentyIndicators(prices: Prices, file: string): void {
  const { length } = prices.close;
  const values = Object.fromEntries(Object.entries(prices).map(([name, column]) => [name, (column as Prices['close']).peek()]));
  const candles = { length, time: Float64Array.from({ length }, (_time, index) => index * 300_000), ...values } as unknown as Candles;
  let ours = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS + 10; round++) {
    const since = mark();
    const frame = new DataFrame(candles);
    const began = performance.now();
    populate(frame);
    ours = Math.min(ours, performance.now() - began);
    giveUp(since, []);
  }
  const theirs = Number(execFileSync(join(PEERS, 'bin/python'), ['-c', PYTHON, file, String(length)], { encoding: 'utf8' }));
  console.log(
    `strategy of 20 indicators, ${length} candles: pandas and TA-Lib ${theirs.toFixed(1)} ms, ours ${ours.toFixed(1)} ms, ${(theirs / ours).toFixed(2)}x (wanted 3x)`,
  );
}
