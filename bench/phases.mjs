// Preloaded by the bench into a backtest of ours: a thread beside notes CPU time and memory every few milliseconds; at its end they are written down.
import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';

const target = process.env['BENCH_PHASES'];
const MOST = 100_000;
/** Moment (ms since epoch), CPU time (s), memory (MB). */
const WIDTH = 3;

if (target !== undefined && isMainThread) {
  const numbers = new Float64Array(new SharedArrayBuffer(8 * (1 + WIDTH * MOST)));
  /** @type {{ at: number, line: string }[]} */
  const lines = [];
  const now = () => performance.timeOrigin + performance.now();
  const look = `
    const { workerData: numbers } = require('node:worker_threads');
    const { openSync, readSync } = require('node:fs');
    const file = openSync('/proc/self/statm', 'r');
    const bytes = Buffer.alloc(128);
    setInterval(() => {
      const pages = Number(bytes.toString('latin1', 0, readSync(file, bytes, 0, 128, 0)).split(' ')[1]);
      const { user, system } = process.cpuUsage();
      const row = numbers[0];
      if (row >= ${MOST}) return;
      numbers.set([performance.timeOrigin + performance.now(), (user + system) / 1e6, pages / 256], 1 + ${WIDTH} * row);
      numbers[0] = row + 1;
    }, 5);`;
  new Worker(look, { eval: true, workerData: numbers, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (/** @type {any} */ text, /** @type {any[]} */ ...rest) => {
    lines.push({ at: now(), line: String(text) });
    return write(text, ...rest);
  };
  process.once('exit', () => {
    const samples = Array.from({ length: numbers[0] ?? 0 }, (_value, row) => [...numbers.subarray(1 + WIDTH * row, 1 + WIDTH * (row + 1))]);
    const peakMb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
    writeFileSync(target, JSON.stringify({ began: performance.timeOrigin, ended: now(), samples, lines, peakMb }));
  });
}
