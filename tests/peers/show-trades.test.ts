import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BotProcess,
  botConfig,
  freePort,
  ROOT,
  removeFolder,
  runProgram,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from '../process/harness.ts';

const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');

const ours = (...args: string[]) => runProgram(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'show-trades', ...args]);

describe('show-trades', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let url: string;

  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const market = { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false };
    bot = await startBotProcess({ config: botConfig(simulator, await freePort(), { order_types: market }) });
    url = `sqlite:///${bot.database}`;
    for (const pair of ['ETH/USDT', 'BTC/USDT']) expect((await bot.api('POST', 'forceenter', { pair })).status).toBe(200);
    await until(async () => (await bot.api<unknown[]>('GET', 'status')).body.length === 2, 'two open trades');
    await bot.api('POST', 'forceexit', { tradeid: '1' });
    await until(async () => (await bot.api<unknown[]>('GET', 'status')).body.length === 1, 'one to be closed');
  });
  afterAll(async () => {
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  it('prints the trades of a bot that is running, open and closed', async () => {
    const { code, out } = await ours('--db-url', url);
    const lines = out.trim().split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toBe('Printing 2 Trades:');
    expect(lines[1]).toMatch(
      /^Trade\(id=1, pair=ETH\/USDT, amount=[\d.]+, is_short=False, leverage=1, open_rate=[\d.]+, open_since=closed\)$/,
    );
    expect(lines[2]).toMatch(/^Trade\(id=2, pair=BTC\/USDT, .*open_since=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\)$/);
  });

  it('prints one as JSON, the same as the API tells', async () => {
    const { out } = await ours('--db-url', url, '--trade-ids', '1', '--print-json');
    const { body } = await bot.api<{ trades: unknown[] }>('GET', 'trades');
    expect(JSON.parse(out)).toEqual(body.trades);
  });

  it.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('prints what the real freqtrade prints of the same file', async () => {
    const real = await runProgram(join(PEERS, 'bin/freqtrade'), ['show-trades', '--userdir', bot.folder, '--db-url', url]);
    const trades = (text: string) => text.split('\n').filter((line) => line.startsWith('Trade('));
    expect(trades(real.out)).toHaveLength(2);
    expect(trades((await ours('--db-url', url)).out)).toEqual(trades(real.out));
  });

  it('makes no database, and says what is missing', async () => {
    expect((await ours()).err).toContain('--db-url: name the database');
    const missing = join(bot.folder, 'none.sqlite');
    expect((await ours('--db-url', `sqlite:///${missing}`)).err).toContain(`there is no file ${missing}`);
    expect(existsSync(missing)).toBe(false);
    expect((await ours('--db-url', url, '--trade-ids', 'x')).err).toContain('--trade-ids: write whole numbers');
  });
});
