import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { candleFile, type DataFormat } from '../src/data/candle-files.ts';
import { removeFolder, temporaryFolder } from '../tests/process/harness.ts';
import { PEERS } from './api.ts';
import { writeCandles } from './backtest.ts';

const ROUNDS = 20;
/** Candles of the other files: minutes of two years, about. */
const ROWS = 1_000_000;

/** Files as pandas and pyarrow write them. */
const MAKE = `
import sys
import numpy as np, pandas as pd, pyarrow as pa, pyarrow.feather as pf, pyarrow.parquet as pq
folder, n = sys.argv[1], ${ROWS}
walk = np.round(100 + np.cumsum(np.random.default_rng(1).normal(0, .05, n)), 2)
frame = pd.DataFrame({'date': pd.to_datetime(1577836800000 + np.arange(n) * 60000, unit='ms', utc=True), 'open': walk, 'high': walk + .1,
                      'low': walk - .1, 'close': walk + .03, 'volume': np.round(np.random.default_rng(2).exponential(10, n), 5)})
for codec in ('lz4', 'zstd', 'uncompressed'): frame.to_feather(f'{folder}/{codec}.feather', compression=codec)
frame.astype({name: 'float32' for name in ('open', 'high', 'low', 'close', 'volume')}).to_feather(f'{folder}/float32.feather')
table = pa.Table.from_pandas(frame)
dictionary = pa.table({name: table[name].dictionary_encode() if name == 'open' else table[name] for name in table.column_names})
pf.write_feather(dictionary, f'{folder}/dictionary.feather')
for codec in ('snappy', 'zstd', 'gzip'): frame.to_parquet(f'{folder}/{codec}.parquet', compression=codec)
pq.write_table(table, f'{folder}/pages-2.parquet', data_page_version='2.0', use_dictionary=False)
holes = frame.copy()
holes.loc[::7, 'volume'] = None
holes.to_parquet(f'{folder}/nulls.parquet')
`;
/** Prints how long pandas takes, at best and in the middle, in ms. */
const READ = `
import sys, time, pandas as pd
path = sys.argv[1]
read = pd.read_feather if path.endswith('.feather') else pd.read_parquet
for _ in range(3): read(path)
took = []
for _ in range(${ROUNDS}):
    at = time.perf_counter()
    read(path)
    took.append((time.perf_counter() - at) * 1000)
took.sort()
print(took[0], took[len(took) // 2])
`;

const READER = fileURLToPath(new URL('./read-candles.ts', import.meta.url));
const python = (...args: string[]): string => execFileSync(join(PEERS, 'bin/python'), ['-c', ...args], { encoding: 'utf8' });

/** Reading one year of 5m candles as freqtrade keeps them, and a million candles of every other kind, warm, beside pandas with pyarrow. */
export async function benchCandles(): Promise<void> {
  const folder = temporaryFolder();
  try {
    const data = join(folder, 'data');
    mkdirSync(data);
    await writeCandles(data, ['B00'], 365);
    const own = compared('105,120 of ours', candleFile(data, 'B00/USDT', '5m', 'spot', 'feather'), 'feather');
    console.log(`  asked: under 15 ms for those${own < 15 ? '' : ', MISSED'}; for the others at most three times pandas`);
    const others = join(folder, 'others');
    mkdirSync(others);
    python(MAKE, others);
    for (const name of readdirSync(others).sort()) {
      const format: DataFormat = extname(name) === '.parquet' ? 'parquet' : 'feather';
      compared(`${ROWS.toLocaleString('en')} of ${name}`, join(others, name), format);
    }
  } finally {
    removeFolder(folder);
  }
}

/** @returns how long ours takes, in the middle, in ms */
function compared(what: string, file: string, format: DataFormat): number {
  const ours = execFileSync(process.execPath, [...process.execArgv, READER, file, format, String(ROUNDS)], { encoding: 'utf8' });
  const [best, middle] = ours.split(' ').map(Number) as [number, number];
  const [theirBest, theirMiddle] = python(READ, file).split(' ').map(Number) as [number, number];
  const shown = (a: number, b: number) => `${a.toFixed(1).padStart(6)} ms, at best ${b.toFixed(1).padStart(6)}`;
  console.log(
    `${what.padEnd(32)} ${shown(middle, best)}   pandas ${shown(theirMiddle, theirBest)}   ${(middle / theirMiddle).toFixed(1)} times, at best ${(best / theirBest).toFixed(1)}`,
  );
  return middle;
}
