import { describe, expect, it } from 'vitest';
import type { RawConfig } from '../../config/raw.ts';
import { validate } from '../../config/validate.ts';
import { fixedSettings } from './fixed-settings.ts';

const configuration = (changes: object = {}): RawConfig =>
  validate(
    {
      stake_currency: 'USDT',
      stake_amount: 100,
      dry_run: true,
      dry_run_wallet: 1000,
      max_open_trades: 3,
      exchange: { name: 'binance', key: 'k1', pair_whitelist: ['BTC/USDT'] },
      ...changes,
    },
    new Map(),
    'test',
    'trade',
  ).config;

const exchange = (changes: object) => ({ exchange: { name: 'binance', key: 'k1', pair_whitelist: ['BTC/USDT'], ...changes } });

describe('a reload', () => {
  it.each([
    ['dry_run', { dry_run: false }],
    ['dry_run_wallet', { dry_run_wallet: 5000 }],
    ['stake_currency', { stake_currency: 'USDC' }],
    ['trading_mode', { trading_mode: 'futures', margin_mode: 'isolated' }],
    ['db_url', { db_url: 'sqlite:///other.sqlite' }],
    ['exchange.name', exchange({ name: 'kraken' })],
    ['exchange.key', exchange({ key: 'k2' })],
    ['exchange.ccxt_config', exchange({ ccxt_config: { enableRateLimit: false } })],
  ])('of another %s is refused by name, without the values', (key, changes) => {
    const refused = () => fixedSettings(configuration(), configuration(changes), 'config.json');
    expect(refused).toThrow(`config.json: ${key}: found another value than the bot was started with`);
    expect(refused).not.toThrow('k2');
  });

  it('of what is read each time is done, and what is opened at the start is told', () => {
    const changes = {
      ...exchange({ pair_whitelist: ['ETH/USDT'], markets_refresh_interval: 5 }),
      max_open_trades: 1,
      stake_amount: 50,
      timeframe: '5m',
    };
    expect(fixedSettings(configuration(), configuration(changes), 'config.json')).toEqual([]);
    const webhook = { webhook: { enabled: true, url: 'http://127.0.0.1:1/' } };
    expect(fixedSettings(configuration(), configuration(webhook), 'config.json')).toEqual(['webhook']);
  });
});
