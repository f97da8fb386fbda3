import { execFileSync, spawn } from 'node:child_process';
import { linkSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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
import { expectLedgerEqualsDatabase, integrity } from './ledger-check.ts';

/** What becomes of a database file while a bot trades live on it: others that use it, no room, files that are taken away. */
const MARKET = { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false };

describe('a bot whose database file is in trouble', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let config: Record<string, unknown>;
  const folders: string[] = [];

  const lockCount = async () => (await bot.api<{ lock_count: number }>('GET', 'locks')).body.lock_count;
  const addLock = (reason: string) => bot.api('POST', 'locks', [{ pair: 'SOL/USDT', until: '2099-01-01 00:00:00Z', reason, side: '*' }]);
  const enter = (pair: string) => bot.ask<{ error?: string; detail?: string }>('POST', 'forceenter', { pair });
  const problems = async () => (await bot.ask<{ problems: string[] }>('GET', 'health/ready')).body.problems.join();
  const isReady = () => until(async () => (await problems()) === '', 'the bot to be well again');
  const restart = async () => {
    await bot.stop();
    bot = await startBotProcess({ config, folder: bot.folder });
  };
  /** Runs another bot to its end, which comes at once. */
  const other = async (program: readonly string[], cwd: string): Promise<string> => {
    const child = spawn(process.execPath, program, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (part: Buffer) => {
        text += part.toString();
      });
    const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await new Promise((resolve) => child.once('close', resolve));
    clearTimeout(limit);
    expect(child.exitCode, text).toBeGreaterThan(0);
    return text;
  };

  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    config = botConfig(simulator, await freePort(), { dry_run: false, order_types: MARKET, internals: { process_throttle_secs: 0.5 } });
    bot = await startBotProcess({ config });
    expect((await enter('ETH/USDT')).status).toBe(200);
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    for (const folder of [bot?.folder, ...folders]) if (folder !== undefined) removeFolder(folder);
  });

  it('has it alone, by whatever name or program another comes; one that was killed holds nobody up', async () => {
    const elsewhere = temporaryFolder();
    folders.push(elsewhere);
    const named = join(elsewhere, 'hard.sqlite');
    linkSync(bot.database, named);
    const linked = join(elsewhere, 'linked');
    symlinkSync(bot.folder, linked);
    const user = join(elsewhere, 'user_data');
    mkdirSync(user);
    const port = await freePort();
    const trade = async (url: string) => {
      writeFileSync(join(user, 'config.json'), JSON.stringify({ ...config, ...apiOn(config, port), db_url: url }));
      const more = ['--config', join(user, 'config.json'), '--userdir', user, '--strategy-path', join(ROOT, 'tests/process/strategies')];
      return other([join(ROOT, 'src/cli/main.ts'), 'trade', ...more], elsewhere);
    };
    const holder = `in use by another bot (process ${bot.process.pid}`;
    expect(await trade(`sqlite:///${named}`)).toContain(holder);
    expect(await trade(`sqlite+pysqlite:///${join(linked, 'trades.sqlite')}`)).toContain(holder);
    // what `npm start` runs, with the same database in its configuration
    writeFileSync(
      join(user, 'config.json'),
      JSON.stringify({ ...botConfig({ port: await freePort() }, port), db_url: `sqlite:///${named}` }),
    );
    const demo = [join(ROOT, 'src/cli/demo.ts'), '--strategy-path', join(ROOT, 'tests/process/strategies')];
    expect(await other(demo, elsewhere)).toContain(holder);
    rmSync(named);
    const before = bot.process.pid;
    bot.process.kill('SIGKILL');
    await bot.ended();
    bot = await startBotProcess({ config, folder: bot.folder });
    expect(bot.process.pid).not.toBe(before);
    expect((await bot.api<unknown[]>('GET', 'status')).body).toHaveLength(1);
  });

  it('is refused with open trades of another exchange, which are not touched', async () => {
    await bot.stop();
    const orders = (await simulator.ledger()).orders.length;
    const name = (exchange: string) => {
      const database = new DatabaseSync(bot.database);
      database.prepare('UPDATE trades SET exchange = ?').run(exchange);
      database.close();
    };
    name('kraken');
    await expect(startBotProcess({ config, folder: bot.folder })).rejects.toThrow(
      /ended with 78[\s\S]*open trades of kraken, whose coins are not on binance: #1 ETH\/USDT/,
    );
    expect((await simulator.ledger()).orders).toHaveLength(orders);
    name('binance');
    bot = await startBotProcess({ config, folder: bot.folder });
    expect((await bot.api<unknown[]>('GET', 'status')).body).toHaveLength(1);
  });

  it('answers in milliseconds while another program holds it, and loses nothing', async () => {
    const holder = new DatabaseSync(bot.database);
    const before = await lockCount();
    const pinging = async (isGoingOn: (count: number) => boolean): Promise<number[]> => {
      const times: number[] = [];
      while (isGoingOn(times.length)) {
        const at = performance.now();
        await bot.api('GET', 'ping');
        times.push(performance.now() - at);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return times.sort((one, other) => one - other);
    };
    // what the machine's other programs make of it
    const usual = (await pinging((count) => count < 40))[38]!;
    holder.exec('BEGIN EXCLUSIVE');
    let isHeld = true;
    const pings = pinging(() => isHeld);
    try {
      const refused = await enter('BTC/USDT');
      expect([refused.status, JSON.stringify(refused.body)]).toEqual([502, expect.stringContaining('database is locked')]);
      expect((await addLock('while it was held')).status).toBe(200);
      expect([await problems(), bot.output()]).toEqual([
        expect.stringContaining('could not be written'),
        expect.stringContaining('nothing is entered until they are: database is locked'),
      ]);
      await new Promise((resolve) => setTimeout(resolve, 4000));
    } finally {
      isHeld = false;
      await pings;
      holder.exec('ROLLBACK');
      holder.close();
    }
    const times = await pings;
    // standing still would show in many, or in one of four seconds
    expect(times[Math.floor(times.length * 0.95)]).toBeLessThan(100 + 5 * usual);
    expect(times.at(-1)).toBeLessThan(2000);
    await isReady();
    await restart();
    expect(await lockCount()).toBe(before + 1);
    await expectLedgerEqualsDatabase(simulator, bot);
  });

  it('enters nothing without room on the disk, says so, and goes on when there is some', async () => {
    // files of this process may not grow any more
    const limitTo = (size: string) => execFileSync('prlimit', ['--pid', String(bot.process.pid), `--fsize=${size}:`]);
    limitTo(String(statSync(`${bot.database}-wal`).size));
    expect((await addLock('without room')).status).toBe(200);
    expect((await enter('BTC/USDT')).status).toBe(502);
    expect(await problems()).toContain('could not be written to the database');
    expect(bot.output()).toMatch(/nothing is entered until they are: .*no room/);
    expect(bot.output()).not.toContain('cannot rollback');
    limitTo('unlimited');
    await isReady();
    expect((await enter('BTC/USDT')).status).toBe(200);
    // trades are left all the same, and known to be when the bot ends before there is room
    limitTo(String(statSync(`${bot.database}-wal`).size));
    expect((await bot.api('POST', 'forceexit', { tradeid: 'all' })).status).toBe(200);
    expect((await simulator.ledger()).orders.filter(({ side, status }) => side === 'SELL' && status === 'FILLED')).toHaveLength(2);
    bot.process.kill('SIGKILL');
    await bot.ended();
    bot = await startBotProcess({ config, folder: bot.folder });
    await until(async () => (await bot.api<unknown[]>('GET', 'status')).body.length === 0, 'what was sold to be known');
    await expectLedgerEqualsDatabase(simulator, bot);
    expect((await enter('BTC/USDT')).status).toBe(200);
    await restart();
    const { locks } = (await bot.api<{ locks: { reason: string }[] }>('GET', 'locks')).body;
    expect(locks.filter(({ reason }) => reason === 'without room')).toHaveLength(1);
    await expectLedgerEqualsDatabase(simulator, bot);
  });

  it('notices that its write-ahead file was taken away, and saves what was in it', async () => {
    expect((await bot.api('POST', 'forceexit', { tradeid: 'all' })).status).toBe(200);
    expect((await enter('SOL/USDT')).status).toBe(200);
    rmSync(`${bot.database}-wal`);
    await until(async () => bot.output().includes('-wal was removed while the bot used it'), 'the bot to notice');
    await isReady();
    expect((await enter('ETH/USDT')).status).toBe(200);
    // as after a crash: nothing is brought in at the end
    bot.process.kill('SIGKILL');
    await bot.ended();
    expect(integrity(bot.database)).toBe('ok');
    bot = await startBotProcess({ config, folder: bot.folder });
    await expectLedgerEqualsDatabase(simulator, bot);
  });

  it('orders nothing while its database is another file, and goes on when the right one is back', async () => {
    const aside = `${bot.database}.aside`;
    const orders = (await simulator.ledger()).orders.length;
    renameSync(bot.database, aside);
    expect((await enter('BTC/USDT')).body).toMatchObject({ error: expect.stringContaining('was removed') });
    writeFileSync(bot.database, '');
    await until(async () => bot.output().includes('was replaced by another'), 'the bot to notice');
    const refused = await bot.ask<{ error: string }>('POST', 'forceexit', { tradeid: 'all' });
    expect([refused.status, refused.body.error]).toEqual([502, expect.stringContaining('was replaced by another')]);
    expect((await simulator.ledger()).orders).toHaveLength(orders);
    renameSync(aside, bot.database);
    await isReady();
    expect((await bot.api('POST', 'forceexit', { tradeid: 'all' })).status).toBe(200);
    await expectLedgerEqualsDatabase(simulator, bot);
  });
});

function apiOn(config: Record<string, unknown>, port: number): Record<string, unknown> {
  return { api_server: { ...(config['api_server'] as object), listen_port: port } };
}
