import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { programFile } from '../scripts/program.mjs';
import { NODE_ENVIRONMENT, NODE_FLAGS, nodeBinary } from '../scripts/setup.mjs';
import { timeframeMs } from '../src/core/market/timeframe.ts';
import { botConfig, ROOT, startSimulatorProcess, until } from '../tests/process/harness.ts';
import { type Contender, cpuSeconds, end, launch, memoryMb } from './api.ts';
import { share } from './messages.ts';

const PAIRS = Number(process.env['BENCH_PAIRS'] ?? 500);
const TIMEFRAME = process.env['BENCH_TIMEFRAME'] ?? '5m';
const CANDLES = Number(process.env['BENCH_CANDLES'] ?? 3);
/** Longest wait for the first analysis of all, and for all of one candle, ms. */
const START_LIMIT_MS = 300_000;
const CANDLE_LIMIT_MS = 50_000;

/** A live bot with many pairs: how long after a candle's end the last pair is analysed, its memory, and what the exchange counts. */
export async function benchLive(): Promise<void> {
  const pairs = Array.from({ length: PAIRS }, (_value, index) => `P${index}/USDT`);
  const simulator = await startSimulatorProcess(['--pairs', pairs.join(',')]);
  const contender: Contender = {
    name: 'freqtrade-ts',
    start: (folder, port) => {
      const file = join(folder, 'config.json');
      mkdirSync(join(folder, 'strategies'), { recursive: true });
      const changes = { strategy: 'Watching', timeframe: TIMEFRAME, exchange: { pair_whitelist: pairs } };
      writeFileSync(file, JSON.stringify(botConfig(simulator, port, changes)));
      const args = ['trade', '--config', file, '--userdir', folder, '--strategy-path', join(ROOT, 'bench/strategies')];
      return spawn(nodeBinary(), [...NODE_FLAGS, programFile('src/cli/main.ts'), ...args], {
        stdio: 'ignore',
        cwd: folder,
        env: { ...process.env, ...NODE_ENVIRONMENT },
      });
    },
  };
  try {
    const { child, folder, url } = await launch(contender, simulator);
    const pid = child.pid!;
    const socket = new WebSocket(`${url.replace('http', 'ws')}/message/ws?token=ws-token-for-tests`);
    try {
      console.log(`${PAIRS} pairs x ${TIMEFRAME}: from a candle's end to the pairs' analyses`);
      const seen = new Map<string, number>();
      socket.on('message', (data: Buffer) => {
        const at = Date.now();
        const pair = /"key":\["([^"]+)"/.exec(data.toString())?.[1];
        if (pair !== undefined && !seen.has(pair)) seen.set(pair, at);
      });
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      socket.send(JSON.stringify({ type: 'subscribe', data: ['analyzed_df'] }));
      await until(async () => (seen.size === PAIRS ? true : null), 'the first analyses', START_LIMIT_MS);
      const step = timeframeMs(TIMEFRAME);
      for (let candle = 0; candle < CANDLES; candle++) {
        const endsAt = (Math.floor(Date.now() / step) + 1) * step;
        await new Promise((resolve) => setTimeout(resolve, endsAt - Date.now() - 100));
        seen.clear();
        const before = cpuSeconds(pid);
        await until(async () => (seen.size === PAIRS ? true : null), 'the analyses of a candle', CANDLE_LIMIT_MS).catch((error: Error) => {
          const missing = pairs.filter((pair) => !seen.has(pair));
          throw new Error(`${missing.length} pairs are missing, ${missing.slice(0, 3).join(', ')} …`, { cause: error });
        });
        const after = [...seen.values()].map((at) => (at - endsAt) / 1000).sort((a, b) => a - b);
        const cpu = cpuSeconds(pid) - before;
        console.log(
          `  first ${after[0]!.toFixed(2)} s  median ${share(after, 0.5).toFixed(2)} s  last ${after.at(-1)!.toFixed(2)} s  ${cpu.toFixed(2)} s of CPU  memory ${memoryMb(pid).toFixed(0)} MB (at most ${peakMb(pid).toFixed(0)})  weight this minute ${await usedWeight(simulator.url)}`,
        );
      }
    } finally {
      socket.terminate();
      await end(child, folder);
    }
  } finally {
    await simulator.close();
  }
}

function peakMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** What the exchange has counted of everybody's requests in the running minute. */
async function usedWeight(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v3/time`);
  await response.arrayBuffer();
  return response.headers.get('x-mbx-used-weight-1m') ?? 'unknown';
}
