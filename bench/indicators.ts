import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Column, type Prices } from '../src/indicators/index.ts';
import { ROOT, removeFolder, temporaryFolder } from '../tests/e2e/harness.ts';
import { functionsOn } from '../tests/golden/indicator-functions.ts';
import { PEERS } from './api.ts';
import { benchTwentyIndicators } from './twenty-indicators.ts';

const CANDLES = 100_000;
const ROUNDS = 25;

interface Recorded {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Times every recorded function in Python, best of some rounds, ms. */
const PYTHON = `
import json, sys, time, numpy as np, pandas as pd, talib, talib.abstract
from technical import qtpylib as q
rows = int(sys.argv[2])
data = np.fromfile(sys.argv[1], dtype='<f8').reshape(6, rows)
o, h, l, c, v, periods = [np.ascontiguousarray(x) for x in data]
frame = pd.DataFrame({'open': o, 'high': h, 'low': l, 'close': c, 'volume': v})
close, volume = frame['close'], frame['volume']
columns = {'open': o, 'high': h, 'low': l, 'close': c, 'volume': v, 'periods': periods}
others = {
 'qtpylib.typical_price': lambda: q.typical_price(frame),
 'qtpylib.bollinger_bands': lambda: q.bollinger_bands(q.typical_price(frame), window=20, stds=2),
 'qtpylib.heikinashi': lambda: q.heikinashi(frame),
 'qtpylib.rolling_vwap_20': lambda: q.rolling_vwap(frame, window=20),
 'qtpylib.hull_moving_average_14': lambda: q.hull_moving_average(close, 14),
 'qtpylib.zlema_14': lambda: q.zlema(close, 14),
 'qtpylib.keltner_channel_14_2': lambda: q.keltner_channel(frame, 14, 2),
 'qtpylib.crossed_above_sma5_sma20': lambda: q.crossed_above(close.rolling(5).mean(), close.rolling(20).mean()),
 'qtpylib.crossed_below_sma5_sma20': lambda: q.crossed_below(close.rolling(5).mean(), close.rolling(20).mean()),
 'pandas.rolling_std_20': lambda: close.rolling(20).std(),
 'pandas.ewm_span_14': lambda: close.ewm(span=14).mean(),
 'pandas.ewm_alpha_adjust_false': lambda: close.ewm(alpha=0.1, adjust=False).mean(),
 'pandas.pct_change_3': lambda: close.pct_change(3),
 'pandas.rolling_quantile_30_0.25': lambda: close.rolling(30).quantile(0.25),
 'pandas.rolling_median_15': lambda: close.rolling(15).median(),
 'pandas.rolling_skew_30': lambda: close.rolling(30).skew(),
 'pandas.rolling_corr_30_close_volume': lambda: close.rolling(30).corr(volume),
 'pandas.rank_pct_50': lambda: close.rolling(50).rank(pct=True),
}
def of(entry):
    if entry['name'] in others: return others[entry['name']]
    function = getattr(talib, entry['name'])
    inputs = []
    for names in talib.abstract.Function(entry['name']).info['input_names'].values():
        for name in ([names] if isinstance(names, str) else names): inputs.append(columns[name])
    return lambda: function(*inputs, **entry['parameters'])
result = []
for entry in json.load(open(sys.argv[3])):
    run = of(entry)
    run()
    best = 1e9
    for _ in range(${ROUNDS}):
        t = time.perf_counter(); run(); best = min(best, time.perf_counter() - t)
    result.append(best * 1000)
print(json.dumps(result))
`;

/** A random walk, the same at every run. */
function candles(): { prices: Prices; periods: Column; bytes: Buffer } {
  let seed = 42;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const whole = new Float64Array(CANDLES * 6);
  const [open, high, low, close, volume, periods] = Array.from({ length: 6 }, (_column, index) =>
    whole.subarray(index * CANDLES, (index + 1) * CANDLES),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  let last = 100;
  for (let index = 0; index < CANDLES; index++) {
    open[index] = last;
    last *= 1 + (random() - 0.5) * 0.006;
    close[index] = last;
    high[index] = Math.max(open[index]!, last) * (1 + random() * 0.002);
    low[index] = Math.min(open[index]!, last) * (1 - random() * 0.002);
    volume[index] = 10 + random() * 1000;
    periods[index] = (index % 20) + 2;
  }
  const column = (values: Float64Array) => new Column(values);
  const prices = { open: column(open), high: column(high), low: column(low), close: column(close), volume: column(volume) };
  return { prices, periods: column(periods), bytes: Buffer.from(whole.buffer) };
}

/** Every function beside TA-Lib's C called from Python (pandas and qtpylib where it is theirs), on the same candles. */
export async function benchIndicators(): Promise<void> {
  const folder = temporaryFolder();
  try {
    const { prices, periods, bytes } = candles();
    const recorded = (JSON.parse(readFileSync(join(ROOT, 'tests/golden/indicators.json'), 'utf8')) as { functions: Recorded[] }).functions;
    writeFileSync(join(folder, 'candles'), bytes);
    writeFileSync(join(folder, 'functions'), JSON.stringify(recorded));
    // first: a strategy runs in a process that has not compiled two hundred other loops
    benchTwentyIndicators(prices, join(folder, 'candles'));
    const args = ['-c', PYTHON, join(folder, 'candles'), String(CANDLES), join(folder, 'functions')];
    const theirs = JSON.parse(execFileSync(join(PEERS, 'bin/python'), args, { encoding: 'utf8' })) as number[];
    const ours = recorded.map(({ name, parameters }) => {
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round < ROUNDS + 3; round++) {
        // columns of their own, so that nothing kept from the round before helps
        const fresh = Object.fromEntries(
          Object.entries(prices).map(([key, value]) => [key, new Column((value as Column).values)]),
        ) as unknown as Prices;
        const compute = functionsOn({ prices: fresh, periods })[name]!;
        const began = performance.now();
        compute(parameters);
        best = Math.min(best, performance.now() - began);
      }
      return best;
    });
    let slower = 0;
    recorded.forEach(({ name, parameters }, index) => {
      const ratio = theirs[index]! / ours[index]!;
      if (ratio < 1) slower++;
      const label = `${name} ${Object.values(parameters).join(' ')}`.padEnd(40);
      console.log(
        `${label}${theirs[index]!.toFixed(3).padStart(10)} ms${ours[index]!.toFixed(3).padStart(10)} ms${`${ratio.toFixed(2)}x`.padStart(9)}`,
      );
    });
    const total = (times: readonly number[]) => times.reduce((sum, time) => sum + time, 0);
    console.log(
      `all ${recorded.length}: Python ${total(theirs).toFixed(0)} ms, ours ${total(ours).toFixed(0)} ms, ${(total(theirs) / total(ours)).toFixed(2)}x; ${slower} slower`,
    );
  } finally {
    removeFolder(folder);
  }
}
