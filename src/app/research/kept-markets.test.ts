import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { marketAddresses, serveMarkets } from '../../../tests/golden/markets.ts';
import { loadConfig } from '../../config/load.ts';
import type { RawConfig } from '../../config/raw.ts';
import { marketsAndPairs } from './backtest-pairs.ts';

/** Markets that a backtest before has asked for. */

const MINUTE = 60_000;

describe('markets that were asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-markets-'));
  const file = join(folder, '.markets-binance-spot.json');
  let server: Server;
  let asked = 0;
  beforeAll(async () => {
    server = await serveMarkets();
    server.on('request', ({ url }: { url?: string }) => {
      if (url?.includes('exchangeInfo')) asked++;
    });
  });
  beforeEach(() => {
    rmSync(file, { force: true });
    asked = 0;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  function config(changes: object = {}, pairlists: readonly object[] = [{ method: 'StaticPairList' }]): RawConfig {
    const exchange = {
      name: 'binance',
      pair_whitelist: ['BTC/USDT', 'ETH/.*'],
      ccxt_config: { urls: marketAddresses(server) },
      ...changes,
    };
    const overrides = { stake_currency: 'USDT', stake_amount: 50, dry_run: true, exchange, pairlists, user_data_dir: folder };
    return loadConfig({ files: [], environment: {}, purpose: 'backtest', overrides }).config;
  }

  const told: string[] = [];
  const ask = (wanted: RawConfig, pairs: readonly string[] | null = null) => {
    told.length = 0;
    return marketsAndPairs(wanted, pairs, (text) => told.push(text));
  };

  it('serve the next backtest as they were, bit by bit', async () => {
    const first = await ask(config());
    const second = await ask(config());
    expect(asked).toBe(1);
    expect(first.pairs).toContain('BTC/USDT');
    expect(second.pairs).toEqual(first.pairs);
    expect([...second.markets]).toEqual([...first.markets]);
    expect(serialize(second.markets).equals(serialize(first.markets))).toBe(true);
    expect(readdirSync(folder)).toEqual(['.markets-binance-spot.json']);
  });

  it('are asked for again where a pair is not among them, which may be new', async () => {
    await ask(config());
    const { pairs } = await ask(config(), ['NEWCOIN/USDT', 'BTC/USDT']);
    expect([asked, pairs]).toEqual([2, ['BTC/USDT']]);
    expect(told).toEqual([expect.stringContaining('Pair NEWCOIN/USDT is not traded on binance. Left out.')]);
  });

  it.each<[string, () => RawConfig, number]>([
    ['by other settings of ccxt', () => config({ ccxt_config: { urls: marketAddresses(server), timeout: 5000 } }), 2],
    ['by a list that asks for more', () => config({}, [{ method: 'StaticPairList' }, { method: 'PriceFilter' }]), 2],
    ['never to be kept', () => config({ markets_refresh_interval: 0 }), 2],
    ['by the same settings, for other pairs', () => config({ pair_whitelist: ['ETH/USDT'] }), 1],
  ])('%s', async (_name, wanted, times) => {
    await ask(config());
    await ask(wanted()).catch(() => undefined);
    expect(asked).toBe(times);
  });

  it.each<[string, (kept: string) => string, number]>([
    ['as long as the configuration lets a bot keep them', (kept) => aged(kept, 59 * MINUTE), 1],
    ['no longer', (kept) => aged(kept, 61 * MINUTE), 2],
    ['not where they come from a clock that went ahead', (kept) => aged(kept, -5 * MINUTE), 2],
    ['not where half of the file is gone', (kept) => kept.slice(0, kept.length / 2), 2],
    ['not where it holds something else', () => '[]', 2],
  ])('are taken %s', async (_name, change, times) => {
    await ask(config());
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    expect((await ask(config())).pairs).toContain('BTC/USDT');
    expect(asked).toBe(times);
  });

  function aged(kept: string, byMs: number): string {
    const content = JSON.parse(kept) as { asked_at: number };
    return JSON.stringify({ ...content, asked_at: content.asked_at - byMs });
  }
});
