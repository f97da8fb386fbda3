import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { redact } from '../log/redaction.ts';
import { loadConfig } from './load.ts';
import { childSchema, configSchema, typesOf } from './schema.ts';
import type { SchemaNode } from './schema-node.ts';
import { secretTexts, withoutSecrets } from './secrets.ts';

/** Every text of the schema that is secret; `0` is a place in a list. */
const SECRET = [
  'api_server.jwt_secret_key',
  'api_server.metrics_token',
  'api_server.password',
  'api_server.read_only_users.0.password',
  'api_server.ws_token',
  'coingecko.api_key',
  'db_url',
  'discord.webhook_url',
  'exchange.account_id',
  'exchange.api_key',
  'exchange.key',
  'exchange.password',
  'exchange.private_key',
  'exchange.secret',
  'exchange.uid',
  'exchange.wallet_address',
  'external_message_consumer.producers.0.ws_token',
  'telegram.chat_id',
  'telegram.token',
  'webhook.url',
];
/** Secrets at places of which the schema says nothing. */
const BEYOND: Readonly<Record<string, unknown>> = {
  'exchange.ccxt_config.apiKey': 'planted-a',
  'exchange.ccxt_config.headers.X-MBX-APIKEY': 'planted-b',
  'exchange.ccxt_config.httpProxy': 'http://user:planted-c@proxy:3128',
  'exchange.ccxt_config.proxies.http': 'user:planted-d@proxy:3128',
  'exchange.ccxt_async_config.aiohttp_proxy': 'http://user:planted-e@proxy:3128',
  'exchange.ccxt_config.options.privateKey': 'planted-f',
  'exchange.ccxt_config.urls.api.public': 'https://user:planted-g@exchange.example/v1',
  'pairlists.0.bearer_token': 'planted-h',
  'pairlists.0.pairlist_url': 'https://pairs.example/list?token=planted-i',
  'webhook.entry.token': 'planted-j',
  'my_strategy.apiSecret': 'planted-k',
  'my_strategy.nested.0.password': 'planted-l',
  'exchange.apiKey': 'planted-m',
};

/** Every place of the schema where a text may stand. */
function textPlaces(node: SchemaNode, path: readonly string[] = []): { path: string; isChoice: boolean }[] {
  const own = path.length === 0 ? node : node;
  const here = typesOf(own)?.includes('string') ? [{ path: path.join('.'), isChoice: own.enum !== undefined }] : [];
  const inner = Object.keys(own.properties ?? {}).flatMap((key) => textPlaces(childSchema(own, key)!, [...path, key]));
  const items = childSchema(own, 0);
  return [...here, ...inner, ...(items === null ? [] : textPlaces(items, [...path, '0']))];
}

/** A configuration with a value at one place. */
function planted(path: string, value: unknown): Record<string, unknown> {
  return path.split('.').reduceRight<unknown>((inner, key) => (/^\d+$/.test(key) ? [inner] : { [key]: inner }), value) as Record<
    string,
    unknown
  >;
}

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
function complaintOf(config: object): string {
  const file = join(folder, `${files++}.json`);
  writeFileSync(file, JSON.stringify(config));
  try {
    const { warnings } = loadConfig({ files: [file], environment: {} });
    return warnings.join('\n');
  } catch (error) {
    return (error as Error).message;
  }
}
function merged(base: Record<string, unknown>, added: Record<string, unknown>): Record<string, unknown> {
  const result = { ...base };
  for (const [key, value] of Object.entries(added)) {
    const before = result[key];
    const isSection = typeof before === 'object' && before !== null && !Array.isArray(before);
    result[key] =
      isSection && typeof value === 'object' ? merged(before as Record<string, unknown>, value as Record<string, unknown>) : value;
  }
  return result;
}

describe('secrets of a configuration', () => {
  const places = textPlaces(configSchema());

  it('are known at every text of the schema', () => {
    const hidden = places
      .map(({ path }) => path)
      .filter((path) => !JSON.stringify(withoutSecrets(planted(path, 'planted-secret'))).includes('planted-secret'));
    // a new text of the schema that is secret by its meaning belongs into this list
    expect([...new Set(hidden)].sort()).toEqual([...SECRET, 'api_server.ws_token.0'].sort());
    expect(places.length).toBeGreaterThan(80);
  });

  it('are struck out of what is shown, at places beyond the schema too', () => {
    for (const [path, value] of Object.entries(BEYOND))
      expect(JSON.stringify(withoutSecrets(planted(path, value))), path).not.toContain('planted-');
    for (const path of SECRET) {
      for (const value of ['planted-secret', 12345678, ['planted-secret'], { x: 'planted-secret' }, true])
        expect(JSON.stringify(withoutSecrets(planted(path, value))), path).not.toMatch(/planted-secret|12345678|true/);
      expect(withoutSecrets(planted(path, ''))).toEqual(planted(path, ''));
    }
  });

  it('leave what is none as it is', () => {
    const config = {
      stake_currency: 'USDT',
      db_url: 'sqlite:///trades.sqlite',
      exchange: { name: 'binance', key: '', secret: null, ccxt_config: { urls: { api: 'http://x/api' } }, pair_whitelist: ['BTC/USDT'] },
      api_server: { username: 'me', trusted_proxies: ['10.0.0.0/8'], ssl_keyfile: 'key.pem', password: 'p' },
      pairlists: [{ method: 'VolumePairList', sort_key: 'quoteVolume', pairlist_url: 'https://pairs.example/list' }],
      telegram: { keyboard: [['/daily']], chat_id: '1' },
    };
    expect(withoutSecrets(config)).toEqual({
      ...config,
      api_server: { ...config.api_server, password: 'REDACTED' },
      telegram: { ...config.telegram, chat_id: 'REDACTED' },
    });
  });

  it('are struck out of every line once they were read', () => {
    for (const [index, path] of [...SECRET, ...Object.keys(BEYOND)].entries()) {
      const secret = `se/cret "${index}"`;
      const value =
        path in BEYOND
          ? String(BEYOND[path]).replace(/planted-\w/, (_all, at) => (at === 0 ? secret : encodeURIComponent(secret)))
          : path === 'db_url'
            ? `postgresql://u:${secret}@h/n`
            : secret;
      complaintOf(merged({ stake_currency: 'USDT' }, planted(path, value)));
      expect(redact(`it was ${secret} here`), path).toBe('it was *** here');
      expect(redact(`GET /x?token=${encodeURIComponent(secret)}`)).toBe('GET /x?token=***');
      expect(redact(JSON.stringify({ it: secret }))).toBe('{"it":"***"}');
    }
    expect(secretTexts({ exchange: { uid: 1234567 } })).toEqual(['1234567']);
    expect(secretTexts({ bot_name: 'freqtrade@home', strategy: 'a:b' })).toEqual([]);
  });

  it('are in no error, whatever type they have and wherever they stand', () => {
    const wrong = [
      'planted-secret',
      ['planted-secret'],
      { x: 'planted-secret' },
      { x: ['planted-secret'] },
      [['planted-secret']],
      [{ x: 'planted-secret' }],
    ];
    const paths = new Set(
      [...SECRET, ...Object.keys(BEYOND)].flatMap((path) => path.split('.').map((_part, index, all) => all.slice(0, index + 1).join('.'))),
    );
    const sections = [...paths].filter((path) => !path.startsWith('my_strategy'));
    for (const path of sections)
      for (const value of wrong)
        expect(complaintOf(planted(path, value)), `${path} = ${JSON.stringify(value)}`).not.toContain('planted-secret');
    for (const path of SECRET) expect(complaintOf(planted(path, 8_765_432_109)), path).not.toContain('8765432109');
    expect(complaintOf(planted('api_server.password', 8_765_432_109))).toContain('found a number; allowed: string');
    expect(complaintOf(planted('timeframe', 5))).toContain('found 5');
  });
});

describe('a configuration that is nested without end', () => {
  it.each(['[', '{"a":', '{"exchange":{"ccxt_config":[', '// [[\n["', "{'[[[': ["])('is refused at once, in our words: %s', (piece) => {
    const file = join(folder, 'deep.json');
    const isQuote = piece.includes('"') && piece.startsWith('//');
    writeFileSync(file, isQuote ? `["${'['.repeat(100_000)}"]` : piece.repeat(100_000));
    const start = performance.now();
    let complaint = '';
    try {
      loadConfig({ files: [file], environment: {} });
    } catch (error) {
      complaint = (error as Error).message;
    }
    expect(performance.now() - start).toBeLessThan(200);
    // brackets inside a text or a comment are none
    expect(complaint).toContain(isQuote ? 'found an array' : 'more than 64 levels at line');
    expect(complaint).not.toMatch(/stack|undefined/i);
  });
});
