import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  temporaryFolder,
  until,
} from './harness.ts';

const FILE = join(ROOT, 'tests/process/strategies/restless-strategy.ts');

describe('a strategy whose callbacks never end and whose errors nobody catches', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;

  beforeAll(async () => {
    simulator = await startSimulatorProcess(['--pairs', 'BTC/USDT,ETH/USDT']);
    const config = botConfig(simulator, await freePort(), {
      strategy: 'RestlessStrategy',
      exchange: { pair_whitelist: ['BTC/USDT', 'ETH/USDT'] },
    });
    bot = await startBotProcess({ config, waitForRunning: false });
    await until(async () => bot.output().includes('to: RUNNING'), 'the loop to start');
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  it('is told with file and line of each error, those that come again and again once', async () => {
    const line = (text: string) =>
      readFileSync(FILE, 'utf8')
        .split('\n')
        .findIndex((row) => row.includes(text)) + 1;
    await until(async () => bot.output().includes('again and again'), 'the errors to be told');
    await until(async () => bot.output().includes('all goes on: null'), 'null to be told');
    for (const text of ['nobody awaits this', 'a timer throws this', 'again and again'])
      expect(bot.output()).toMatch(new RegExp(`ERROR - .*${text}.* \\(${FILE}:${line(text)}:\\d+`));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(bot.output().match(/all goes on: again and again/g)).toHaveLength(1);
    expect(bot.process.exitCode).toBe(null);
  });

  it('leaves commands answered while a callback hangs', async () => {
    const asked = performance.now();
    for (const [path, body] of [
      ['blacklist', { blacklist: ['SOL/USDT'] }],
      ['stopbuy', {}],
      ['start', {}],
      ['reload_config', {}],
    ] as const)
      expect((await bot.api('POST', path, body)).status).toBe(200);
    expect(performance.now() - asked).toBeLessThan(15_000);
    expect(bot.output()).not.toContain('has not ended for 30 s');
  });

  it('is told after half a minute, and the other pairs are traded', async () => {
    await until(async () => /botLoopStart has not ended for 30 s/.test(bot.output()), 'the hanging callback to be told', 40_000);
    const entered = await bot.api<{ pair: string }>('POST', 'forceenter', { pair: 'BTC/USDT', ordertype: 'market' });
    expect(entered.body).toMatchObject({ pair: 'BTC/USDT' });
    const candles = await bot.api<{ length: number }>('GET', 'pair_candles?pair=BTC/USDT&timeframe=1m&limit=5');
    expect(candles.body.length).toBe(5);
    expect((await bot.api('POST', 'forceexit', { tradeid: 'all', ordertype: 'market' })).status).toBe(200);
    expect(bot.process.exitCode).toBe(null);
  }, 100_000);
});

describe('the watchdog', () => {
  const folder = temporaryFolder();
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    removeFolder(folder);
  });

  async function watched(name: string, source: string | null): Promise<{ child: ChildProcess; log: string; said: () => string }> {
    const log = join(folder, `${name}.log`);
    const file = join(folder, `${name}.mjs`);
    if (source !== null) writeFileSync(file, source);
    const child = spawn(process.execPath, [join(ROOT, 'tests/process/watched-program.ts'), log, ...(source === null ? [] : [file])], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let text = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await once(child.stdout!, 'data');
    return { child, log, said: () => text };
  }

  it('says where an endless loop is, on standard error and in the log file, and ends the process', async () => {
    const { child, log, said } = await watched('looping', 'export function run() {\n  let turns = 0;\n  for (;;) turns++;\n}\n');
    const [code] = await once(child, 'exit');
    expect(code).toBe(75);
    for (const text of [said(), readFileSync(log, 'utf8')])
      expect(text).toContain(`its event loop stands in run (${folder}/looping.mjs:3:`);
  });

  it('says so where the loop is an expression that backtracks', async () => {
    const { child, said } = await watched('matching', "export function run() {\n  /^(a+)+$/.test('a'.repeat(60) + 'b');\n}\n");
    expect((await once(child, 'exit'))[0]).toBe(75);
    expect(said()).toContain('/matching.mjs:2:');
  });

  it('ends a process that native code holds', async () => {
    const { child, said } = await watched(
      'waiting',
      "import { execSync } from 'node:child_process';\nexport const run = () => execSync('sleep 20');\n",
    );
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');
    expect(said()).toContain('its event loop stands');
  });

  it('leaves a process alone that was stopped for longer', async () => {
    const { child, said } = await watched('idle', null);
    child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    child.kill('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(child.exitCode ?? child.signalCode).toBe(null);
    expect(said()).toBe('');
  });
});
