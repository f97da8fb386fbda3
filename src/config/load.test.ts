import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_HANDLERS } from '../pairlists/all-handlers.ts';
import { applyEnvironment } from './environment.ts';
import { loadConfig } from './load.ts';
import { orderFlowSetting } from './order-flow.ts';
import { ConfigurationError } from './problem.ts';

const MINIMAL = { stake_currency: 'USDT', stake_amount: 100, dry_run: true, exchange: { name: 'binance' } };
const folder = mkdtempSync(join(tmpdir(), 'config-'));
let count = 0;

function file(content: object | string): string {
  const path = join(folder, `${count++}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const load = (content: object | string, environment: Record<string, string> = {}) => loadConfig({ files: [file(content)], environment });

function problemsOf(act: () => unknown): { file: string; key: string; found: string; allowed: string }[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigurationError) return [...error.problems];
    throw error;
  }
  throw new Error('It was accepted.');
}

const FLOW = { max_candles: 100, scale: 0.5, stacked_imbalance_range: 3, imbalance_volume: 1, imbalance_ratio: 3 };

describe('loadConfig', () => {
  it("reads comments and trailing commas, and fills in freqtrade's defaults", () => {
    const { config } = load(
      '{ // mine\n "stake_currency": "USDT", "stake_amount": "unlimited", /* x */ "exchange": { "name": "binance", }, }',
    );
    expect(config).toMatchObject({
      dry_run: true,
      tradable_balance_ratio: 0.99,
      dry_run_wallet: 1000,
      custom_price_max_distance_ratio: 0.02,
      cancel_open_orders_on_exit: false,
      last_stake_amount_min_ratio: 0.5,
      entry_pricing: { price_side: 'same' },
      exchange: { enable_ws: true, markets_refresh_interval: 60 },
      pairlists: [{ method: 'StaticPairList' }],
    });
  });

  it('reads variables as the schema says: digits stay a text where it wants one', () => {
    const values: Readonly<Record<string, [string, unknown]>> = {
      TELEGRAM__CHAT_ID: ['-1001234567890123456789', '-1001234567890123456789'],
      TELEGRAM__TOKEN: ['true', 'true'],
      TELEGRAM__TOPIC_ID: ['007', '007'],
      TELEGRAM__AUTHORIZED_USERS: ['[123, "456"]', ['123', '456']],
      API_SERVER__PASSWORD: ['12345678', '12345678'],
      API_SERVER__WS_TOKEN: ['12345678901234567', '12345678901234567'],
      API_SERVER__JWT_SECRET_KEY: ['{"not": "an object", "but": "a text"}', '{"not": "an object", "but": "a text"}'],
      API_SERVER__LISTEN_PORT: ['8090', 8090],
      API_SERVER__CORS_ORIGINS: ['["http://a.example"]', ['http://a.example']],
      API_SERVER__METRICS_TOKEN: ['1234567890123456', '1234567890123456'],
      EXCHANGE__KEY: ['0123', '0123'],
      EXCHANGE__SECRET: ['[secret', '[secret'],
      EXCHANGE__UID: ['1e5', '1e5'],
      EXCHANGE__CCXT_CONFIG__rateLimit: ['50', 50],
      EXCHANGE__CCXT_CONFIG__password: ['012345', '012345'],
      EXCHANGE__CCXT_CONFIG__options__recvWindow: ['9000', 9000],
      STAKE_AMOUNT: ['50', 50],
      MAX_OPEN_TRADES: ['4', 4],
      DRY_RUN: ['false', false],
      BOT_NAME: ['42', '42'],
      MY_OWN__NUMBER: ['1.5', 1.5],
      MY_OWN__LIST: ['[1]', [1]],
    };
    const variables = Object.fromEntries(Object.entries(values).map(([name, [text]]) => [`FREQTRADE__${name}`, text]));
    const set = applyEnvironment({}, variables, () => undefined);
    for (const [name, [, expected]] of Object.entries(values)) {
      const [first = '', ...rest] = name.split('__').map((key) => (/^[A-Z_]+$/.test(key) ? key.toLowerCase() : key));
      const found = [first, ...rest]
        .map((key) => (key === 'cors_origins' ? 'CORS_origins' : key))
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], set);
      expect(found, name).toEqual(expected);
    }
  });

  it('merges files in order, added files first, the environment over all, the command line last', () => {
    const added = file({ stake_amount: 5, max_open_trades: 1, exchange: { key: 'from-added' } });
    const first = file({ ...MINIMAL, stake_amount: 10, max_open_trades: 2, add_config_files: [added] });
    const second = file({ max_open_trades: 3, exchange: { pair_whitelist: ['BTC/USDT'] } });
    const { config } = loadConfig({
      files: [first, second],
      environment: {
        FREQTRADE__EXCHANGE__SECRET: 'from-environment',
        FREQTRADE__STAKE_AMOUNT: '77',
        FREQTRADE__EXCHANGE__PAIR_BLACKLIST: '["A/B"]',
        OTHER: 'x',
      },
      overrides: { fee: 0.002, strategy: undefined },
    });
    expect(config).toMatchObject({
      stake_amount: 77,
      max_open_trades: 3,
      fee: 0.002,
      exchange: { name: 'binance', key: 'from-added', secret: 'from-environment', pair_whitelist: ['BTC/USDT'], pair_blacklist: ['A/B'] },
    });
  });

  it('names every error at once, with file, key, what was found and what is allowed', () => {
    const path = file({
      ...MINIMAL,
      stake_amount: 'lots',
      stoploss: 0.1,
      timeframe: '5x',
      exchange: { pair_whitelist: 'BTC' },
      entry_pricing: { price_side: 'left' },
    });
    const problems = problemsOf(() => loadConfig({ files: [path], environment: {} }));
    expect(problems.map(({ key }) => key).sort()).toEqual([
      'entry_pricing.price_side',
      'exchange.name',
      'exchange.pair_whitelist',
      'stake_amount',
      'stoploss',
      'timeframe',
    ]);
    for (const problem of problems)
      expect(problem).toMatchObject({ file: path, found: expect.any(String), allowed: expect.stringMatching(/\S/) });
    expect(problems.find(({ key }) => key === 'entry_pricing.price_side')?.allowed).toContain('"ask", "bid", "same", "other"');
  });

  it.each<[string, string | object, string]>([
    ['no file', '', ''],
    ['truncated JSON', '{ "a": ', 'line 1'],
    ['an array', '[]', 'an array'],
    ['an empty object', {}, 'nothing'],
    ['a text for a number', { ...MINIMAL, max_open_trades: 'three' }, 'three'],
    ['a negative throttle', { ...MINIMAL, internals: { process_throttle_secs: -1 } }, '-1'],
    ['unlimited stake and trades', { ...MINIMAL, stake_amount: 'unlimited', max_open_trades: -1 }, 'unlimited'],
    [
      'a short secret',
      {
        ...MINIMAL,
        api_server: {
          enabled: true,
          listen_ip_address: '127.0.0.1',
          listen_port: 8080,
          username: 'u',
          password: 'p',
          jwt_secret_key: 'short',
        },
      },
      '5 characters',
    ],
  ])('explains %s', (_name, content, found) => {
    const path = content === '' ? join(folder, 'missing.json') : file(content);
    const problems = problemsOf(() => loadConfig({ files: [path], environment: {} }));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.map((problem) => problem.found).join()).toContain(found);
  });

  it.each([
    ['no rules', {}, ['orderflow: nothing; a section: Orderflow is a required configuration key when using public trades.']],
    [
      'half a level',
      { orderflow: { ...FLOW, stacked_imbalance_range: 1.5 } },
      ['orderflow.stacked_imbalance_range: 1.5; a whole number above 0'],
    ],
    ['no distance', { orderflow: { ...FLOW, scale: 0 } }, ['orderflow.scale: 0; the distance of two price levels, above 0']],
    ['all it takes', { orderflow: FLOW }, []],
  ])('order flow with %s', (_name, changes, said) => {
    const exchange = { ...MINIMAL.exchange, use_public_trades: true };
    const problems = said.length === 0 ? [] : problemsOf(() => load({ ...MINIMAL, exchange, ...changes }));
    expect(problems.map(({ key, found, allowed }) => `${key}: ${found}; ${allowed}`)).toEqual(said);
    if (said.length === 0)
      expect(orderFlowSetting(load({ ...MINIMAL, exchange, ...changes }).config)).toEqual({
        ...{ cacheSize: 1500, maxCandles: 100, scale: 0.5, stackedImbalanceRange: 3, imbalanceVolume: 1, imbalanceRatio: 3 },
      });
    // without being asked for, the section does nothing, as in freqtrade
    if (said.length === 0) expect(orderFlowSetting(load({ ...MINIMAL, ...changes }).config)).toBeNull();
  });

  it('never shows a secret in an error', () => {
    const api_server = {
      enabled: true,
      listen_ip_address: '127.0.0.1',
      listen_port: 8080,
      username: 'u',
      password: 12345678,
      jwt_secret_key: 'tiny-secret',
    };
    const text = JSON.stringify(problemsOf(() => load({ ...MINIMAL, api_server })));
    expect(text).not.toContain('12345678');
    expect(text).not.toContain('tiny-secret');
  });

  it('warns of a key that nobody reads, and guesses the one meant', () => {
    expect(load({ ...MINIMAL, max_open_trade: 3 }).warnings[0]).toContain('did you mean "max_open_trades"?');
    const exchange = { name: 'binance', pair_whitelst: ['BTC/USDT'], sandbox: true };
    expect(load({ ...MINIMAL, exchange }).warnings).toEqual([
      expect.stringMatching(/"exchange\.pair_whitelst" is not a known key and has no effect; did you mean "exchange\.pair_whitelist"\?$/),
    ]);
  });

  it("takes credentials in freqtrade's older spelling, and names that file where one is wrong", () => {
    const older = { name: 'hyperliquid', apiKey: 'a', accountId: 'i', walletAddress: '0x1', privateKey: '0x2' };
    const { config, warnings } = load({ ...MINIMAL, exchange: older });
    const names = { api_key: 'a', account_id: 'i', wallet_address: '0x1', private_key: '0x2' };
    expect([config.exchange, warnings]).toEqual([expect.objectContaining({ name: 'hyperliquid', ...names }), []]);
    expect(config.exchange).not.toHaveProperty('walletAddress');
    expect(load({ ...MINIMAL, exchange: { ...older, wallet_address: '0x3' } }).config.exchange.wallet_address).toBe('0x3');
    const [problem] = problemsOf(() => load({ ...MINIMAL, exchange: { name: 'hyperliquid', privateKey: [7] } }));
    expect(problem).toMatchObject({ key: 'exchange.private_key', file: expect.stringMatching(/\.json$/), found: 'an array' });
  });

  it('names a misspelt key together with the one that is missing', () => {
    const problems = problemsOf(() => load({ stake_curency: 'USDT', stake_amount: 100, exchange: { nmae: 'binance' } }));
    expect(problems.map(({ key, found, allowed }) => `${key}: ${found}; ${allowed}`)).toEqual([
      'exchange.name: nothing, but "exchange.nmae", which is not known; it is required; did you mean "name"?',
      'stake_currency: nothing, but "stake_curency", which is not known; it is required; did you mean "stake_currency"?',
    ]);
  });
});

describe('pairlists', () => {
  it.each(ALL_HANDLERS.map(({ name }) => name))('%s may be named', (method) => {
    const found = (() => {
      try {
        load({ ...MINIMAL, pairlists: [{ method: 'StaticPairList' }, { method }] });
        return [];
      } catch (error) {
        return error instanceof ConfigurationError ? error.problems.map(({ key }) => key) : [String(error)];
      }
    })();
    // some need a parameter
    expect(found.filter((key) => key.endsWith('.method'))).toEqual([]);
  });

  it('name no handler that is not there', () => {
    const problems = problemsOf(() => load({ ...MINIMAL, pairlists: [{ method: 'StaticPairlist' }] }));
    expect(problems.map(({ key }) => key)).toContain('pairlists.0.method');
  });
});
