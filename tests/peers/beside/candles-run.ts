import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { candlesBeside } from './candles.ts';

const HELP = `usage: npm run beside -- candles STRATEGY --strategy-path FOLDER --data FOLDER --from TIME [options]

The real freqtrade and ours trade in a dry run beside each other: one strategy in Python, one built-in exchange that shows recorded candles.
After every candle their trades must be the same, every field. The clock of all of it is moved to the recorded time, and goes faster where
that is wanted; faketime (Debian's package of that name) does that. FREQTRADE_PEERS names a Python environment with the real freqtrade
and all that the strategy imports.

options:
  --strategy-path FOLDER  where the strategy lies
  --data FOLDER           recorded candles, as freqtrade keeps them (feather), of the strategy's timeframe
  --mode MODE             spot or futures (default spot)
  --pairs LIST            traded (default XRP/USDT,ADA/USDT,DOGE/USDT,SOL/USDT)
  --informative LIST      more pairs that the strategy looks at (default BTC/USDT)
  --timeframe TIMEFRAME   in minutes, such as 5m (default 5m)
  --from TIME             of the clock at the start, such as 2024-05-31T13:00; the first candle is the second one from then on
  --hours HOURS           (default 1)
  --speed FACTOR          of the clock (default 4); too high where a candle's work takes longer than a candle
  --settings FILE         more of the configuration
  --logs FOLDER           for what both printed and what each candle came to (default .)
`;

const OPTIONS = {
  'strategy-path': { type: 'string' },
  data: { type: 'string' },
  mode: { type: 'string', default: 'spot' },
  pairs: { type: 'string', default: 'XRP/USDT,ADA/USDT,DOGE/USDT,SOL/USDT' },
  informative: { type: 'string', default: 'BTC/USDT' },
  timeframe: { type: 'string', default: '5m' },
  from: { type: 'string' },
  hours: { type: 'string', default: '1' },
  speed: { type: 'string', default: '4' },
  settings: { type: 'string' },
  logs: { type: 'string', default: '.' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The program again, with another clock, which its children share. @returns its exit code */
function atThatTime(from: string, speed: number): number {
  const start = new Date(`${from}Z`);
  if (!Number.isFinite(start.getTime())) throw new Error(`--from: "${from}" is not a time. Write it like 2024-05-31T13:00.`);
  const clock = `@${start.toISOString().slice(0, 19).replace('T', ' ')} x${speed}`;
  const { status, error } = spawnSync('faketime', ['-m', '-f', clock, process.execPath, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, TZ: 'UTC', FAKETIME_DONT_RESET: '1', BESIDE_CLOCK: clock },
  });
  if (error) throw new Error(`faketime could not be started (${error.message}). Install the package "faketime".`);
  return status ?? 1;
}

/** @param args of the command line @returns exit code */
export async function runCandles(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [strategy] = positionals;
  const { from, data, 'strategy-path': strategyPath, timeframe } = values;
  const speed = Number(values.speed);
  if (values.help || strategy === undefined || from === undefined || data === undefined || strategyPath === undefined) {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  if (process.env['BESIDE_CLOCK'] === undefined) return atThatTime(from, speed);
  const candleMs = Number(/^(\d+)m$/.exec(timeframe)?.[1]) * 60_000;
  if (!(candleMs > 0)) throw new Error(`--timeframe: "${timeframe}" is not minutes, such as 5m.`);
  const run = {
    strategy,
    strategyPath: resolve(strategyPath),
    data: resolve(data),
    isFutures: values.mode === 'futures',
    pairs: values.pairs.split(','),
    informative: values.informative.split(','),
    timeframe,
    candleMs,
    candles: Math.ceil((Number(values.hours) * 3_600_000) / candleMs),
    settings: values.settings === undefined ? {} : (JSON.parse(readFileSync(values.settings, 'utf8')) as Record<string, unknown>),
    speed,
  };
  const results = await candlesBeside(run, resolve(values.logs), ({ at, ours, theirs, differences }) => {
    const counts = [ours, theirs].map((trades) => {
      const orders = Object.values(trades).map(({ orders: list }) => (list as readonly unknown[]).length);
      return `${Object.keys(trades).length} trades, ${orders.reduce((sum, count) => sum + count, 0)} orders`;
    });
    const said = differences.length === 0 ? 'the same' : 'NOT THE SAME';
    process.stdout.write(`${new Date(at).toISOString()} ${said}: ours ${counts[0]}; the real one ${counts[1]}\n`);
    for (const difference of differences.slice(0, 12)) process.stdout.write(`  ${difference.slice(0, 300)}\n`);
  });
  writeFileSync(join(values.logs, 'candles.json'), JSON.stringify(results, null, 1));
  const differing = results.filter(({ differences }) => differences.length > 0).length;
  process.stdout.write(`${strategy}, ${values.mode}: ${results.length} candles, ${differing} after which trades differ\n`);
  return differing === 0 ? 0 : 1;
}
