import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { candleFile } from '../src/data/candle-files.ts';
import { readFeather } from '../src/data/feather/read-feather.ts';
import { removeFolder, temporaryFolder } from '../tests/e2e/harness.ts';
import { PEERS } from './api.ts';
import { writeCandles } from './backtest.ts';

const ROUNDS = 20;
const PYTHON = `
import sys, time, pandas as pd
for _ in range(3): pd.read_feather(sys.argv[1])
t = time.perf_counter()
for _ in range(${ROUNDS}): pd.read_feather(sys.argv[1])
print((time.perf_counter() - t) / ${ROUNDS} * 1000)
`;

/** Loading one year of 5m candles from feather, warm, beside pandas with pyarrow on the same file. */
export async function benchCandles(): Promise<void> {
  const folder = temporaryFolder();
  try {
    const data = join(folder, 'data');
    mkdirSync(data);
    await writeCandles(data, ['B00'], 365);
    const file = candleFile(data, 'B00/USDT', '5m', 'spot', 'feather');
    const load = () => readFeather(readFileSync(file));
    for (let round = 0; round < ROUNDS; round++) await load();
    const began = performance.now();
    for (let round = 0; round < ROUNDS; round++) await load();
    const ours = (performance.now() - began) / ROUNDS;
    const theirs = Number(execFileSync(join(PEERS, 'bin/python'), ['-c', PYTHON, file], { encoding: 'utf8' }));
    console.log(
      `load 105,120 candles  ${ours.toFixed(1)} ms  pandas ${theirs.toFixed(1)} ms  ${(theirs / ours).toFixed(2)}x  (asked: under 15 ms)`,
    );
  } finally {
    removeFolder(folder);
  }
}
