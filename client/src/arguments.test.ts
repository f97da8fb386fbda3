import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connection, parameters } from './arguments.mjs';
import { COMMANDS } from './commands.mjs';
import { readable } from './table.mjs';

describe('freqtrade-client', () => {
  it.each<[string, string[], object]>([
    ['forceenter', ['BTC/USDT', 'long', '100.5'], { pair: 'BTC/USDT', side: 'long', price: 100.5 }],
    [
      'forceenter',
      ['BTC/USDT', 'side=long', 'stake_amount=50', 'ordertype=market'],
      { pair: 'BTC/USDT', side: 'long', stake_amount: 50, order_type: 'market' },
    ],
    ['blacklist', ['A/B', 'C/D'], { add: ['A/B', 'C/D'] }],
    ['trades', ['limit=5', 'order_by_id=false'], { limit: 5, order_by_id: false }],
    ['daily', ['3'], { days: 3 }],
  ])('%s %j', (name, words, expected) => expect(parameters(name, words)).toEqual(expected));

  it.each<[string, string[], string]>([
    ['daily', ['x'], 'not a number'],
    ['ping', ['x'], 'takes no parameter'],
    ['forceenter', ['BTC/USDT', 'colour=red'], 'no parameter "colour"'],
  ])('%s %j is refused', (name, words, reason) => expect(() => parameters(name, words)).toThrow(reason));

  it('has every command of the real one', () => {
    const real =
      'available_pairs balance blacklist cancel_open_order count daily delete_lock delete_trade entries exits forcebuy forceenter forceexit health list_custom_data list_open_trades_custom_data lock_add locks logs mix_tags monthly pair_candles pair_history pairlists_available performance ping plot_config profit reload_config show_config start stats status stop stopbuy strategies strategy sysinfo trade trades version weekly whitelist';
    expect(real.split(' ').filter((name) => !(name in COMMANDS))).toEqual([]);
  });

  it('finds the configuration by itself, as the bot does, and takes the same environment', () => {
    const folder = mkdtempSync(join(tmpdir(), 'client-'));
    const write = (path: string, port: number) =>
      writeFileSync(
        join(folder, path),
        `// mine\n${JSON.stringify({ api_server: { listen_ip_address: '0.0.0.0', listen_port: port, username: 'me', password: 'p' } })}`,
      );
    expect(connection(undefined, {}, folder)).toMatchObject({ url: 'http://127.0.0.1:8080', username: '' });
    write('config.json', 8081);
    expect(connection(undefined, {}, folder)).toMatchObject({ url: 'http://127.0.0.1:8081', username: 'me', password: 'p' });
    mkdirSync(join(folder, 'user_data'));
    write('user_data/config.json', 8082);
    expect(connection(undefined, {}, folder).url).toBe('http://127.0.0.1:8082');
    const environment = { FREQTRADE__API_SERVER__PASSWORD: 'from outside', FREQTRADE__API_SERVER__LISTEN_PORT: '8083' };
    expect(connection(undefined, environment, folder)).toMatchObject({
      url: 'http://127.0.0.1:8083',
      username: 'me',
      password: 'from outside',
    });
    expect(connection(undefined, { ...environment, FREQTRADE_CLIENT_PASSWORD: 'q' }, folder).password).toBe('q');
  });

  it('writes visibly what would command the terminal', () => {
    const tag = 'my\ttag\r\n\u001b[2J\u009b1A\u202e';
    const written = 'my\\ttag\\r\\n\\x1b[2J\\x9b1A\\u202e';
    expect(readable([{ pair: tag, profit: 1 }], 200).split('\n')).toEqual([expect.any(String), expect.any(String), `${written}  1`]);
    expect(readable({ strategy: tag, [tag]: [{ pair: tag }] }, 200)).toBe(
      `strategy  ${written}\n\n${written}\npair\n${'-'.repeat(written.length)}\n${written}`,
    );
    expect(readable([tag], 200)).toBe(written);
  });

  it('fits tables to the terminal', () => {
    const text = readable([{ pair: 'BTC/USDT', profit: 0.123456789012, note: 'x'.repeat(300) }], 60);
    expect(text.split('\n').every((line) => line.length <= 60)).toBe(true);
    expect(text).toContain('0.12345679');
  });
});
