import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFile } from '../scripts/program.mjs';
import { must } from '../src/core/must.ts';
import { candleFile, readCandles } from '../src/data/candle-files.ts';
import { readResult } from '../src/research/results/result-files.ts';
import { freePort, ROOT, removeFolder, temporaryFolder } from '../tests/process/harness.ts';
import { measure, ourPhases, serveMarkets, writeConfig, writeMinutes } from './backtest.ts';

const DAYS = Number(process.env['BENCH_PEER_DAYS'] ?? 60);
const PAIR = 'B00';
const START = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
/** Until then, averages that begin otherwise differ. */
const SETTLED = START + DAY;

/** Pythons that have the libraries; what is not named is left out. */
const PYTHONS = {
  'vectorbt 1.2.0': { python: process.env['BENCH_VECTORBT_PYTHON'], variable: 'BENCH_VECTORBT_PYTHON', package: 'vectorbt==1.2.0' },
  'Jesse 3.5.3': { python: process.env['BENCH_JESSE_PYTHON'], variable: 'BENCH_JESSE_PYTHON', package: 'jesse==3.5.3' },
} as const;

const READ = `
import json, sys, time
import numpy as np
rows = np.fromfile(sys.argv[1]).reshape(-1, 6)
def timed(run):
    if len(sys.argv) > 2: run()  # what is compiled at first use is compiled by this one
    began = time.perf_counter()
    return run(), time.perf_counter() - began
def tell(seconds, trades): print(json.dumps({"seconds": seconds, "trades": trades}))
`;

const SCRIPTS: Readonly<Record<keyof typeof PYTHONS, string>> = {
  'vectorbt 1.2.0': `${READ}
import pandas as pd
import vectorbt as vbt
index = pd.to_datetime(rows[:, 0], unit='ms')
opens, close = pd.Series(rows[:, 1], index=index), pd.Series(rows[:, 2], index=index)
def run():
    fast, slow = vbt.MA.run(close, 9, ewm=True), vbt.MA.run(close, 21, ewm=True)
    entries, exits = fast.ma_crossed_above(slow), fast.ma_crossed_below(slow)
    shift = lambda signals: signals.vbt.signals.fshift(1)
    return vbt.Portfolio.from_signals(close, shift(entries), shift(exits), price=opens, size=50, size_type='value', fees=0.001,
        init_cash=100000, freq='1min').trades.records
found, seconds = timed(run)
times = rows[:, 0]
tell(seconds, [[times[int(e)], times[int(x)], float(p), float(q)] for e, x, p, q in zip(found.entry_idx, found.exit_idx, found.entry_price, found.exit_price)])
`,
  'Jesse 3.5.3': `${READ}
import jesse.indicators as ta
from jesse import utils
from jesse.research import backtest
from jesse.strategies import Strategy
class Crossing(Strategy):
    def averages(self): return ta.ema(self.candles, 9, sequential=True), ta.ema(self.candles, 21, sequential=True)
    def before(self): self.fast, self.slow = self.averages()
    def should_long(self): return self.fast[-1] > self.slow[-1] and self.fast[-2] <= self.slow[-2]
    def should_short(self): return False
    def should_cancel_entry(self): return True
    def go_long(self): self.buy = 50 / self.price, self.price
    def go_short(self): pass
    def update_position(self):
        if self.fast[-1] < self.slow[-1] and self.fast[-2] >= self.slow[-2]: self.liquidate()
candles = np.ascontiguousarray(rows)
warm = 300
config = {'starting_balance': 100000, 'fee': 0.001, 'type': 'spot', 'simulation_model': 'spot', 'annualization': 365, 'exchange': 'Binance Spot', 'warm_up_candles': 0,
    'futures_leverage': 1, 'futures_leverage_mode': 'cross'}
key = 'Binance Spot-BTC-USDT'
series = lambda part: {key: {'exchange': 'Binance Spot', 'symbol': 'BTC-USDT', 'candles': part}}
config['warm_up_candles'] = warm
routes = [{'exchange': 'Binance Spot', 'strategy': Crossing, 'symbol': 'BTC-USDT', 'timeframe': '1m'}]
result, seconds = timed(lambda: backtest(config, routes, [], series(candles[warm:].copy()), warmup_candles=series(candles[:warm].copy()), fast_mode=True))
tell(seconds, [[t['opened_at'], t['closed_at'], t['entry_price'], t['exit_price']] for t in result['trades']])
`,
};

/** When a trade was opened and closed, ms, and at what rates. */
type PlainTrade = readonly [opened: number, closed: number, entry: number, exit: number];

/** One pair and one strategy that Jesse and vectorbt can express, too: whole processes, and what the backtest itself takes. */
export async function benchPeers(): Promise<void> {
  const folder = temporaryFolder();
  const port = await freePort();
  const markets = await serveMarkets([PAIR], port);
  try {
    const rows = await writeRows(folder);
    const config = writeConfig(folder, [PAIR], port, 1);
    const files = ['-c', config, '--userdir', folder, '-d', join(folder, 'data'), '--strategy-path', join(ROOT, 'bench/strategies')];
    const args = ['backtesting', ...files, '-s', 'Crossing', '--cache', 'none'];
    console.log(`1 pair x ${DAYS} days x 1m, two averages that cross`);
    const ours = await measure(process.execPath, [programFile('src/cli/main.ts'), ...args]);
    const { load = 0 } = ourPhases(ours.output);
    const twice = await measure(process.execPath, [join(ROOT, 'bench/twice.ts'), config, folder, 'Crossing', '1m']);
    const [first = 0, second = 0] = twice.output.split(' ').map(Number);
    const [report] = Object.values(readResult(join(folder, 'backtest_results')).strategy);
    const mine = (report?.trades ?? []).map(
      (one): PlainTrade => [one.open_timestamp, one.close_timestamp ?? 0, one.open_rate, one.close_rate ?? 0],
    );
    console.log(
      `  freqtrade-ts    whole ${ours.seconds.toFixed(2)} s  itself ${first.toFixed(3)} s, again ${second.toFixed(3)} s (loading ${load.toFixed(3)} s)  ${ours.memoryMb.toFixed(0)} MB  ${mine.length} trades`,
    );
    for (const [name, { python, variable, package: wanted }] of Object.entries(PYTHONS)) {
      if (python === undefined || !existsSync(python)) {
        console.log(`  ${name}: left out. Name a Python that has it: ${variable}=VENV/bin/python (pip install ${wanted})`);
        continue;
      }
      const script = join(folder, 'peer.py');
      writeFileSync(script, SCRIPTS[name as keyof typeof PYTHONS]);
      // what they compile at first use is kept on disk
      await measure(python, [script, rows]);
      const run = await measure(python, [script, rows]);
      const again = await measure(python, [script, rows, 'twice']);
      const { trades } = lastLine(run.output);
      const { seconds } = lastLine(again.output);
      console.log(
        `  ${name.padEnd(15)} whole ${run.seconds.toFixed(2)} s  itself ${seconds.toFixed(3)} s  ${run.memoryMb.toFixed(0)} MB  ${trades.length} trades, ${same(mine, trades)}   ours ${(run.seconds / ours.seconds).toFixed(1)}x faster as a whole, ${(seconds / second).toFixed(1)}x itself, each for the second time, 1/${(run.memoryMb / ours.memoryMb).toFixed(1)} of its memory`,
      );
    }
  } finally {
    markets.close();
    removeFolder(folder);
  }
}

function lastLine(output: string): { readonly seconds: number; readonly trades: readonly PlainTrade[] } {
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as { seconds: number; trades: PlainTrade[] };
}

/** How many trades both have, at the same moments and rates. */
function same(mine: readonly PlainTrade[], theirs: readonly PlainTrade[]): string {
  const settled = (trades: readonly PlainTrade[]) => trades.filter(([opened]) => opened >= SETTLED);
  const key = ([opened, closed, entry, exit]: PlainTrade) => [opened, closed, entry.toFixed(2), exit.toFixed(2)].join(' ');
  const known = new Set(settled(mine).map(key));
  const both = settled(theirs).filter((trade) => known.has(key(trade))).length;
  return `${both} of ${known.size} the same after the first day`;
}

/** The candles as plain numbers: time, open, close, high, low, volume. @returns path of the file */
async function writeRows(folder: string): Promise<string> {
  const data = join(folder, 'data');
  await writeMinutes(data, [PAIR], DAYS);
  const candles = must(await readCandles(candleFile(data, `${PAIR}/USDT`, '1m', 'spot', 'feather'), 'spot', 'feather'), 'candles');
  const rows = new Float64Array(candles.length * 6);
  for (let row = 0; row < candles.length; row++) {
    const columns = [candles.time, candles.open, candles.close, candles.high, candles.low, candles.volume];
    rows.set(
      columns.map((column) => column[row]!),
      row * columns.length,
    );
  }
  const path = join(folder, 'rows.bin');
  writeFileSync(path, new Uint8Array(rows.buffer));
  return path;
}
