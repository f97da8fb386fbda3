import { expect, it } from 'vitest';
import { configSchema } from './schema.ts';
import { validate } from './validate.ts';

const BASIC = { stake_currency: 'USDT', stake_amount: 100, dry_run: true, exchange: { name: 'binance' } };

it('what the type says is always there is there once a configuration is checked', () => {
  const { config } = validate(BASIC, new Map(), 'config.json', 'trade');
  const filled = Object.entries(configSchema().properties ?? {}).filter(([, node]) => node.default !== undefined);
  expect(filled.length).toBeGreaterThan(10);
  for (const [key] of filled) expect(config, key).toHaveProperty(key);
  expect(config.exchange).toMatchObject({ name: 'binance', enable_ws: true, markets_refresh_interval: 60 });
});

it('limits that draft 4 writes with booleans are limits', () => {
  const { stoploss, entry_pricing, stake_amount } = configSchema().properties ?? {};
  expect(stoploss).toMatchObject({ exclusiveMaximum: 0 });
  expect(stoploss).not.toHaveProperty('maximum');
  expect(entry_pricing?.properties?.['price_last_balance']).toMatchObject({ minimum: 0, maximum: 1 });
  expect(JSON.stringify(configSchema())).not.toContain('"exclusiveMaximum":false');
  expect(stake_amount).toMatchObject({ pattern: '^unlimited$', minimum: 0.0001 });
});
