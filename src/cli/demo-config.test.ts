import JSON5 from 'json5';
import { expect, it } from 'vitest';
import { validate } from '../config/validate.ts';
import { DEMO_PAIRS, demoConfigText, demoFiles } from './demo-config.ts';

it('the configuration of the first start is sound, says what is unusual, and leaves the timeframe to strategies', () => {
  const text = demoConfigText({
    exchange: 'binance',
    ccxtConfig: { urls: { api: { public: 'http://127.0.0.1:9512/api/v3' } } },
    apiPort: 8089,
    contractsOnlyIn: null,
  });
  const config = JSON5.parse(text) as Record<string, unknown>;
  expect(config).not.toHaveProperty('timeframe');
  const { config: checked, warnings } = validate(config, new Map(), 'config.json', 'trade');
  expect(warnings).toEqual([]);
  expect(checked).toMatchObject({
    dry_run: true,
    force_entry_enable: true,
    max_open_trades: DEMO_PAIRS.length,
    api_server: { listen_ip_address: '127.0.0.1', listen_port: 8089 },
  });
  // nothing is switched on silently
  const [, comment = ''] = /^((?:\/\/.*\n)+)\{/.exec(text) ?? [];
  for (const key of ['force_entry_enable', 'ccxt_config', 'db_url', 'datadir']) expect(comment).toContain(`"${key}"`);
  expect(text).toContain('http://127.0.0.1:9512/api/v3');
});

it('trades contracts where an exchange has nothing else', () => {
  const config = JSON5.parse(
    demoConfigText({ exchange: 'krakenfutures', ccxtConfig: {}, apiPort: 8089, contractsOnlyIn: 'USD' }),
  ) as Record<string, unknown>;
  const { config: checked, warnings } = validate(config, new Map(), 'config.json', 'trade');
  expect(warnings).toEqual([]);
  expect(checked).toMatchObject({ trading_mode: 'futures', margin_mode: 'isolated', stake_currency: 'USD' });
  expect((config['exchange'] as { pair_whitelist: string[] }).pair_whitelist).toContain('BTC/USD:USD');
});

it('each language of the built-in exchange has its own files', () => {
  const files = ['binance', 'okx', 'kraken'].map(demoFiles);
  for (const name of ['config', 'database', 'dataDir'] as const) expect(new Set(files.map((one) => one[name])).size).toBe(3);
  expect(files[1]).toEqual({
    config: 'user_data/config-okx.json',
    database: 'user_data/demo-okx.sqlite',
    dataDir: 'user_data/data/demo-okx',
  });
});
