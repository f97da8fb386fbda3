import { describe, expect, it } from 'vitest';
import { parameters } from './arguments.mjs';
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

  it('fits tables to the terminal', () => {
    const text = readable([{ pair: 'BTC/USDT', profit: 0.123456789012, note: 'x'.repeat(300) }], 60);
    expect(text.split('\n').every((line) => line.length <= 60)).toBe(true);
    expect(text).toContain('0.12345679');
  });
});
