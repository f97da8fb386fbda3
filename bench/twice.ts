import { join } from 'node:path';
import { marketsAndPairs } from '../src/app/research/backtest-pairs.ts';
import { createTaskWorld } from '../src/app/research/task-world.ts';
import { loadConfig } from '../src/config/load.ts';
import { runStrategy } from '../src/research/tasks/run-strategy.ts';
import { ROOT } from '../tests/process/harness.ts';

/** Backtests twice in this process, and prints what analysing and trading take each time, s: what is compiled at first use is compiled by the first. */

const [config = '', folder = '', strategy = '', timeframe = ''] = process.argv.slice(2);
const loaded = loadConfig({ files: [config], environment: {}, purpose: 'backtest', overrides: { timeframe } }).config;
const { pairs, markets } = await marketsAndPairs(loaded, null, () => undefined);
const request = {
  ...{ config: loaded, timerange: '', timeframeDetail: '', enableProtections: false },
  ...{ positionStacking: false, keepsRejected: false, fee: loaded.fee ?? null },
};
const store = { folder: join(folder, 'data'), format: 'feather' } as const;
const input = {
  ...{ config: loaded, store, folders: [join(ROOT, 'bench/strategies')], timeframe, timerange: '', strategy, pairs },
  markets: [...markets.values()],
};
const world = { ...createTaskWorld(() => undefined), now: () => performance.timeOrigin + performance.now() };
const took: number[] = [];
for (let round = 0; round < 2; round++) {
  const { run } = await runStrategy(input, request, world, () => undefined);
  took.push((run.phases.analyze + run.phases.trade) / 1000);
}
process.stdout.write(took.join(' '));
