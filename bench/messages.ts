import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { programFile } from '../scripts/program.mjs';
import { NODE_ENVIRONMENT, NODE_FLAGS, nodeBinary } from '../scripts/setup.mjs';
import { botConfig, ROOT, type SimulatorProcess, startSimulatorProcess } from '../tests/process/harness.ts';
import { type Contender, cpuSeconds, end, launch, memoryMb, PEERS } from './api.ts';
import { BARE } from './bare.ts';

const SUBSCRIBERS = Number(process.env['BENCH_SUBSCRIBERS'] ?? 1000);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20);
const DEAF = 100;
const CONNECT_AT_ONCE = 20;
/** Of so many subscribers one is read and timed. */
const TIMED_OF = 10;

/** Tells the time once a second. */
const PYTHON_STRATEGY = `
import time
from freqtrade.strategy import IStrategy
class AnnouncingStrategy(IStrategy):
    timeframe = '1m'; minimal_roi = {"0": 10}; stoploss = -0.5; startup_candle_count = 5
    def bot_loop_start(self, current_time, **kwargs): self.dp.send_msg(f"t={time.time() * 1000}", always_send=True)
    def populate_indicators(self, d, m): d['sma'] = d['close'].rolling(3).mean(); return d
    def populate_entry_trend(self, d, m): d['enter_long'] = 0; return d
    def populate_exit_trend(self, d, m): d['exit_long'] = 0; return d
`;

function writeConfig(folder: string, port: number, simulator: SimulatorProcess): string {
  const file = join(folder, 'config.json');
  mkdirSync(join(folder, 'strategies'), { recursive: true });
  const changes = {
    strategy: 'AnnouncingStrategy',
    internals: { process_throttle_secs: 1 },
    // freqtrade sends a strategy's own messages into its stream only under this name
    apiserver: { allow_custom_messages: true },
  };
  writeFileSync(file, JSON.stringify(botConfig(simulator, port, changes)));
  return file;
}

const OURS: Contender = {
  name: 'freqtrade-ts',
  start: (folder, port, simulator) => {
    const args = ['trade', '--config', writeConfig(folder, port, simulator), '--userdir', folder];
    args.push('--strategy-path', join(ROOT, 'bench/strategies'));
    const command = [...NODE_FLAGS, programFile('src/cli/main.ts'), ...args];
    return spawn(nodeBinary(), command, { stdio: 'ignore', cwd: folder, env: { ...process.env, ...NODE_ENVIRONMENT } });
  },
};

const THEIRS: Contender = {
  name: 'freqtrade',
  start: (folder, port, simulator) => {
    const file = writeConfig(folder, port, simulator);
    writeFileSync(join(folder, 'strategies/announcing.py'), PYTHON_STRATEGY);
    const args = ['trade', '--config', file, '--userdir', folder, '--dry-run'];
    return spawn(join(PEERS, 'bin/freqtrade'), args, { stdio: 'ignore', cwd: folder });
  },
};

interface Load {
  readonly median: number;
  readonly p99: number;
  readonly perSubscriber: number;
  /** CPU time of the bot, µs. */
  readonly costPerMessage: number;
  readonly memoryBefore: number;
  readonly memoryAfter: number;
  readonly memoryWithDeaf: number;
  readonly pingWithDeaf: number;
}

/** The value below which a part of sorted values lies. */
export const share = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Opens subscribers and counts how long each message takes to one of ten of them, ms, evenly spread. To read a message costs here about what
 * it costs the bot to send it; a thousand subscribers have their own machines for that, so on this one what most are sent stays with the
 * system, a few kB each. Those that are timed read bytes from their sockets and no more.
 */
export async function subscribe(url: string, subscribers: number, delays: number[], isCounting: () => boolean): Promise<Socket[]> {
  const sockets: Socket[] = [];
  const open = async (): Promise<void> => {
    const socket = await upgraded(url);
    sockets.push(socket);
    if (sockets.length % TIMED_OF !== 0) socket.pause();
    else
      socket.on('data', (data) => {
        const now = performance.timeOrigin + performance.now();
        const from = data.indexOf('t=');
        if (from >= 0 && isCounting()) delays.push(now - Number.parseFloat(data.toString('latin1', from + 2, from + 20)));
      });
    socket.write(masked({ type: 'subscribe', data: ['strategy_msg'] }));
  };
  for (let count = 0; count < subscribers; count += CONNECT_AT_ONCE)
    await Promise.all(Array.from({ length: CONNECT_AT_ONCE }, () => open()));
  return sockets;
}

/** A connection that speaks WebSocket from here on. */
async function upgraded(url: string): Promise<Socket> {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(
    `GET ${pathname}/message/ws?token=ws-token-for-tests HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  if (!answer.toString().startsWith('HTTP/1.1 101')) throw new Error(`The stream was refused: ${answer.toString().split('\r\n')[0]}`);
  return socket;
}

/** A short message as a client sends it, with a mask that changes nothing. */
function masked(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body]);
}

/** Asks for every frame again and again and never reads. */
async function deafClient(url: string): Promise<Socket> {
  const socket = await upgraded(url);
  socket.pause();
  const request = masked({ type: 'analyzed_df', data: { limit: 1500, pair: null } });
  for (let count = 0; count < 50; count++) socket.write(request);
  return socket;
}

/** Processors of who sends, and of who listens and all else. */
const [SENDING, LISTENING] = [0, 1];

/**
 * Who sends and who listens have a processor each, where the system lets them: in life they are on different machines, and a sender that makes way
 * for those that it has just woken is late with all others. @returns whether it does
 */
function giveProcessor(pid: number, processor: number): boolean {
  return availableParallelism() > 1 && spawnSync('taskset', ['-acp', String(processor), String(pid)]).status === 0;
}

async function measure(contender: Contender, simulator: SimulatorProcess): Promise<Load> {
  const { child, folder, url }: { child: ChildProcess; folder: string; url: string } = await launch(contender, simulator);
  try {
    giveProcessor(child.pid!, SENDING);
    await pause(10_000);
    const memoryBefore = memoryMb(child.pid!);
    const delays: number[] = [];
    let isCounting = false;
    const sockets = await subscribe(url, SUBSCRIBERS, delays, () => isCounting);
    await pause(3000);
    isCounting = true;
    const usedBefore = cpuSeconds(child.pid!);
    await pause(SECONDS * 1000);
    isCounting = false;
    const used = cpuSeconds(child.pid!) - usedBefore;
    const memoryAfter = memoryMb(child.pid!);
    for (const socket of sockets) socket.destroy();
    const deaf: Socket[] = [];
    for (let count = 0; count < DEAF; count++) deaf.push(await deafClient(url));
    await pause(5000);
    const pings: number[] = [];
    for (let count = 0; count < 100; count++) {
      const began = performance.now();
      await fetch(`${url}/ping`).then((answer) => answer.text());
      pings.push(performance.now() - began);
    }
    const memoryWithDeaf = memoryMb(child.pid!);
    for (const socket of deaf) socket.destroy();
    delays.sort((a, b) => a - b);
    pings.sort((a, b) => a - b);
    return {
      median: share(delays, 0.5),
      p99: share(delays, 0.99),
      perSubscriber: (delays.length * TIMED_OF) / SUBSCRIBERS / SECONDS,
      costPerMessage: (used / (delays.length * TIMED_OF)) * 1e6,
      memoryBefore,
      memoryAfter,
      memoryWithDeaf,
      pingWithDeaf: share(pings, 0.99),
    };
  } finally {
    await end(child, folder);
  }
}

/**
 * One message a second to many subscribers, then clients that ask for everything and never read. Bare sockets, which do nothing but send, are
 * measured in the same way: what they take is the least that there can be on this machine.
 */
export async function benchMessages(): Promise<void> {
  const areApart = giveProcessor(process.pid, LISTENING);
  console.log(areApart ? 'who sends and who listens have a processor each' : 'who sends and who listens share processors');
  const simulator = await startSimulatorProcess();
  try {
    const ours = await measure(OURS, simulator);
    const theirs = await measure(THEIRS, simulator);
    const bare = await measure(BARE, simulator);
    const line = (name: string, of: (load: Load) => number, digits: number, wanted = '') =>
      console.log(
        `${name.padEnd(52)}${of(theirs).toFixed(digits).padStart(12)}${of(ours).toFixed(digits).padStart(14)}${`${(of(theirs) / of(ours)).toFixed(1)}x`.padStart(10)}${of(bare).toFixed(digits).padStart(14)}  ${wanted}`,
      );
    console.log(
      `${''.padEnd(52)}${THEIRS.name.padStart(12)}${OURS.name.padStart(14)}${'ratio'.padStart(10)}${BARE.name.padStart(14)}  wanted`,
    );
    line(`${SUBSCRIBERS} subscribers: messages a second to each`, (load) => load.perSubscriber, 2);
    line('delay of a message, ms, median', (load) => load.median, 1);
    line('delay of a message, ms, p99', (load) => load.p99, 1, '< 10');
    line('CPU time a message and subscriber, µs, all else included', (load) => load.costPerMessage, 1);
    line('memory before, MB', (load) => load.memoryBefore, 0);
    line('memory with subscribers, MB', (load) => load.memoryAfter, 0, 'bounded');
    line(`memory with ${DEAF} clients that never read, MB`, (load) => load.memoryWithDeaf, 0, 'bounded');
    line(`ping beside them, ms, p99`, (load) => load.pingWithDeaf, 1);
  } finally {
    await simulator.close();
  }
}
