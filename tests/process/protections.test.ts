import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import {
  type BotProcess,
  botConfig,
  freePort,
  removeFolder,
  type SimulatorProcess,
  startBotProcess,
  startSimulatorProcess,
  until,
} from './harness.ts';

const WS_TOKEN = 'protections-test-token-protections-test-token';

interface Lock {
  pair: string;
  reason: string;
  side: string;
  active: boolean;
  lock_timestamp: number;
  lock_end_timestamp: number;
}

describe('protections while trading', () => {
  let simulator: SimulatorProcess;
  let bot: BotProcess;
  let socket: WebSocket;
  const told: (Lock & { type: string })[] = [];
  beforeAll(async () => {
    simulator = await startSimulatorProcess();
    const config = botConfig(simulator, await freePort(), { strategy: 'GuardedStrategy' }) as { api_server: object };
    bot = await startBotProcess({ config: { ...config, api_server: { ...config.api_server, ws_token: WS_TOKEN } } });
    socket = new WebSocket(`${bot.url.replace('http', 'ws')}/api/v1/message/ws?token=${WS_TOKEN}`);
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Lock & { type: string };
      if (message.type.startsWith('protection')) told.push(message);
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'subscribe', data: ['protection_trigger', 'protection_trigger_global'] }));
  });
  afterAll(async () => {
    socket?.close();
    await bot?.stop();
    await simulator?.close();
    if (bot) removeFolder(bot.folder);
  });

  it('lock the pair, and all pairs, after a trade has closed; and say so', async () => {
    await bot.api('POST', 'forceenter', { pair: 'BTC/USDT', ordertype: 'market' });
    await bot.api('POST', 'forceexit', { tradeid: '1', ordertype: 'market' });
    await until(async () => (await bot.api<{ lock_count: number }>('GET', 'locks')).body.lock_count >= 3, 'three locks');
    const { locks } = (await bot.api<{ locks: Lock[] }>('GET', 'locks')).body;
    const cooldown = locks.find(({ reason }) => reason === 'Cooldown period for for 30 candles.')!;
    expect(cooldown).toMatchObject({ pair: 'BTC/USDT', side: '*', active: true });
    const minutes = (cooldown.lock_end_timestamp - cooldown.lock_timestamp) / 60_000;
    expect(minutes).toBeGreaterThanOrEqual(30);
    expect(minutes).toBeLessThanOrEqual(32);
    // a market order there and back loses at least its fees
    const [drawdown, ofBalance] = ['90', '200'].map((minutes) =>
      locks.find(({ pair, reason }) => pair === '*' && reason.includes(`${minutes} minutes`)),
    );
    expect(drawdown!.reason).toMatch(/^0\.00\d+ passed 1e-7 in 600 minutes, locking for 90 minutes\.$/);
    const { trades } = (await bot.api<{ trades: { profit_abs: number }[] }>('GET', 'trades')).body;
    const { starting_capital: capital } = (await bot.api<{ starting_capital: number }>('GET', 'balance')).body;
    expect(Number(ofBalance!.reason.split(' ')[0])).toBeCloseTo(-trades[0]!.profit_abs / capital, 9);
    await until(async () => told.length >= 3, 'three messages');
    expect(told.map(({ type, pair }) => [type, pair])).toEqual([
      ['protection_trigger', 'BTC/USDT'],
      ['protection_trigger_global', '*'],
      ['protection_trigger_global', '*'],
    ]);
    expect(told[0]).toMatchObject({ reason: cooldown.reason, lock_end_timestamp: cooldown.lock_end_timestamp });
  });
});
