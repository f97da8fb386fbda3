import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFile } from '../scripts/program.mjs';
import { groundOf, NOWHERE } from '../src/app/strategies/python-place.ts';
import { loadPythonStrategy } from '../src/python/python-strategy.ts';
import { equipForAnalysis, NO_CANDLES } from '../src/research/equip-analysis.ts';
import { aTrade } from '../tests/fakes/stored-trades.ts';
import { freePort, removeFolder, temporaryFolder } from '../tests/process/harness.ts';
import { PEERS } from './api.ts';
import { measure, serveMarkets, writeCandles, writeConfig, writePeer } from './backtest.ts';

const SIZES = [
  { pairs: 1, days: 10 },
  { pairs: 4, days: 30 },
  { pairs: 20, days: 180 },
];
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
/** The same, and each decision looks at frames, trades and money. */
const LOOKING = `
from freqtrade.persistence import Trade
from with_callbacks import WithCallbacks

class Looking(WithCallbacks):
    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        frame, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        return -0.005 if current_profit > 0.015 and frame.iloc[-1]["rsi"] > 50 else None

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        return "many" if len(Trade.get_trades_proxy(is_open=True)) > 3 and current_profit > 0.01 else None

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        return len(Trade.get_trades_proxy(pair=pair, is_open=False)) < 1000 and self.wallets.get_total_stake_amount() > 0
`;

const QUESTION = 'question';

/**
 * A strategy in Python, here and in the real freqtrade: whole processes on the same files, then one question by itself.
 * @param rows pairs and days such as `20x180`, or `question`; all where there are none
 */
export async function benchPython(rows: readonly string[]): Promise<void> {
  const nameOf = ({ pairs, days }: (typeof SIZES)[number]) => `${pairs}x${days}`;
  const known = [...SIZES.map(nameOf), QUESTION];
  const strange = rows.find((row) => !known.includes(row));
  if (strange !== undefined) throw new Error(`There is no row "${strange}" of python. There are: ${known.join(', ')}.`);
  const isWanted = (row: string) => rows.length === 0 || rows.includes(row);
  const most = Math.max(...SIZES.map(({ pairs }) => pairs));
  const names = Array.from({ length: most }, (_value, index) => `B${String(index).padStart(2, '0')}`);
  const port = await freePort();
  const server = await serveMarkets(names, port);
  const folders: string[] = [];
  try {
    for (const size of SIZES.filter((one) => isWanted(nameOf(one)) || (one === SIZES[0] && isWanted(QUESTION)))) {
      const folder = temporaryFolder();
      folders.push(folder);
      await writeCandles(join(folder, 'data'), names.slice(0, size.pairs), size.days);
      writePeer(folder);
      writeFileSync(join(folder, 'strategies', 'with_callbacks.py'), CALLBACKS);
      writeFileSync(join(folder, 'strategies', 'looking.py'), LOOKING);
      const config = writeConfig(folder, names.slice(0, size.pairs), port, 5);
      if (!isWanted(nameOf(size))) continue;
      for (const strategy of ['RoiStoploss', 'WithCallbacks', 'Looking']) {
        console.log(`${strategy}: ${size.pairs} pairs x ${size.days} days x 5m`);
        await compare(['backtesting', '-c', config, '--userdir', folder, '-d', join(folder, 'data'), '-s', strategy, '--cache', 'none']);
      }
    }
    if (isWanted(QUESTION)) await askAlone(folders[0]!);
  } finally {
    server.close();
    for (const folder of folders) removeFolder(folder);
  }
}

/** Both with the same words; of ours, how much of it were questions to the class. */
async function compare(words: readonly string[]): Promise<void> {
  const named = [programFile('src/cli/main.ts'), ...words, '--python', join(PEERS, 'bin/python')];
  const ours = await measure(process.execPath, named);
  const theirs = await measure(join(PEERS, 'bin/freqtrade'), words);
  const trades = ({ output }: { output: string }) => /TOTAL +│ +(\d+) /.exec(output)?.[1] ?? '?';
  const times = (mine: number, other: number) => `${mine.toFixed(2)} s  freqtrade ${other.toFixed(2)} s  ${(other / mine).toFixed(1)}x`;
  console.log(`  trades    ${trades(ours)}  freqtrade ${trades(theirs)}`);
  console.log(`  time      ${times(ours.seconds, theirs.seconds)}`);
  console.log(`  CPU       ${times(ours.cpuSeconds, theirs.cpuSeconds)}, of all processes`);
  const [, count, asked, median] = /asked (\d+) times, for ([\d.]+) s: (\d+) µs/.exec(ours.output) ?? [];
  if (count !== undefined)
    console.log(
      `  questions ${count}, ${median} µs at the median with the method, ${((100 * Number(asked)) / ours.seconds).toFixed(0)} % of the time`,
    );
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
    ...NO_CANDLES,
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
