import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { groundOf, NOWHERE } from '../src/app/strategies/python-place.ts';
import { loadPythonStrategy } from '../src/python/python-strategy.ts';
import { equipForAnalysis } from '../src/research/equip-analysis.ts';
import { aTrade } from '../tests/fakes/stored-trades.ts';
import { freePort, ROOT, removeFolder, temporaryFolder } from '../tests/process/harness.ts';
import { PEERS } from './api.ts';
import { measure, serveMarkets, writeCandles, writeConfig, writePeer } from './backtest.ts';

const PAIRS = 20;
const DAYS = 180;
const ASKED = 20_000;
/** The same signals, and two callbacks that decide on every candle of an open trade. */
const CALLBACKS = `
from peer import RoiStoploss

class WithCallbacks(RoiStoploss):
    use_custom_stoploss = True

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        return -0.005 if current_profit > 0.015 else None

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        return "late" if (current_time - trade.date_entry_fill_utc).total_seconds() > 36000 and current_profit > 0 else None
`;

/** A strategy in Python, here and in the real freqtrade: whole processes on the same files, then one question by itself. */
export async function benchPython(): Promise<void> {
  const folder = temporaryFolder();
  const names = Array.from({ length: PAIRS }, (_value, index) => `B${String(index).padStart(2, '0')}`);
  const port = await freePort();
  const server = await serveMarkets(names, port);
  try {
    await writeCandles(join(folder, 'data'), names, DAYS);
    const config = writeConfig(folder, names, port, 5);
    writePeer(folder);
    writeFileSync(join(folder, 'strategies', 'with_callbacks.py'), CALLBACKS);
    for (const strategy of ['RoiStoploss', 'WithCallbacks']) {
      const common = ['backtesting', '-c', config, '--userdir', folder, '-d', join(folder, 'data'), '-s', strategy, '--cache', 'none'];
      const ours = await measure(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...common, '--python', join(PEERS, 'bin/python')]);
      const theirs = await measure(join(PEERS, 'bin/freqtrade'), common);
      const trades = ({ output }: { output: string }) => /TOTAL +│ +(\d+) /.exec(output)?.[1] ?? '?';
      console.log(`${strategy}: ${PAIRS} pairs x ${DAYS} days x 5m`);
      console.log(`  trades    ${trades(ours)}  freqtrade ${trades(theirs)}`);
      console.log(
        `  time      ${ours.seconds.toFixed(2)} s  freqtrade ${theirs.seconds.toFixed(2)} s  ${(theirs.seconds / ours.seconds).toFixed(1)}x`,
      );
      const traded = Number(/traded in ([\d.]+) s/.exec(ours.output)?.[1] ?? 0);
      console.log(`  traded in ${traded.toFixed(2)} s, ${((100 * traded) / ours.seconds).toFixed(0)} % of it`);
    }
    await askAlone(folder);
  } finally {
    server.close();
    removeFolder(folder);
  }
}

/** One question and its answer, with a method that does nothing. */
async function askAlone(folder: string): Promise<void> {
  const file = join(folder, 'strategies', 'nothing.py');
  writeFileSync(
    file,
    'from peer import RoiStoploss\n\nclass Nothing(RoiStoploss):\n    def custom_exit(self, pair, trade, **kwargs):\n        return None\n',
  );
  const place = {
    ...NOWHERE,
    python: join(PEERS, 'bin/python'),
    userFolder: folder,
    dataFolder: join(folder, 'data'),
    runmode: 'backtest' as const,
  };
  const config = { stake_currency: 'USDT', stake_amount: 50, dry_run: true, dry_run_wallet: 1000, tradable_balance_ratio: 0.99 };
  const ground = groundOf({ ...place }, {}, () => undefined);
  const strategy = await loadPythonStrategy('Nothing', file, ground);
  equipForAnalysis(strategy, {
    runMode: 'backtest',
    config: config as never,
    pairs: ['B00/USDT'],
    marketOf: () => null,
    informative: new Map(),
    known: () => Number.POSITIVE_INFINITY,
    stored: async () => null,
  });
  await strategy.beginAnalysis(['B00/USDT']);
  const trade = aTrade({ pair: 'B00/USDT' });
  const times = new Float64Array(ASKED);
  for (let index = 0; index < ASKED; index++) {
    trade.maxRate = 100 + index;
    const begun = performance.now();
    strategy.customExit?.({ pair: trade.pair, trade, currentTime: index, currentRate: 1, currentProfit: 0 });
    times[index] = performance.now() - begun;
  }
  strategy.close();
  times.sort();
  const at = (part: number) => (times[Math.floor(part * ASKED)]! * 1000).toFixed(0);
  console.log(`One question: ${at(0.5)} µs at the median, ${at(0.99)} µs at the 99th percentile`);
}
