import { describe, expect, it } from 'vitest';
import { newLocks } from './new-locks.ts';
import type { ClosedTrade } from './protection.ts';
import { type ProtectionSetting, protectionRules, withoutStrayKeys } from './protection-rules.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 0, 10, 12);

const closed = (minutes: number, closeProfit: number, changes: Partial<ClosedTrade> = {}): ClosedTrade => ({
  pair: 'BTC/USDT',
  isShort: false,
  closeDate: NOON + minutes * MINUTE,
  closeProfit,
  closeProfitAbs: closeProfit * 100,
  exitReason: closeProfit < 0 ? 'stop_loss' : 'roi',
  ...changes,
});

/** What one protection locks a minute after the last of these trades, and until which minute. */
function locked(setting: ProtectionSetting, trades: readonly ClosedTrade[], startingBalance = 1000) {
  const now = trades.at(-1)!.closeDate! + MINUTE;
  const book = { closed: trades, profitUntil: () => 0, startingBalance };
  const trade = { pair: 'BTC/USDT', side: trades.at(-1)!.isShort ? ('short' as const) : ('long' as const) };
  return newLocks(protectionRules([setting], MINUTE), book, trade, [], now, MINUTE).map(({ pair, side, reason, endTime }) => ({
    pair,
    side,
    reason,
    // candles are a minute long: locks end with one
    until: (endTime - NOON) / MINUTE - 1,
  }));
}

describe('protections', () => {
  it('CooldownPeriod locks the pair from its last trade on', () => {
    expect(locked({ method: 'CooldownPeriod', stop_duration_candles: 5 }, [closed(0, 0.1), closed(10, 0.1)])).toEqual([
      { pair: 'BTC/USDT', side: '*', reason: 'Cooldown period for for 5 candles.', until: 15 },
    ]);
    expect(locked({ method: 'CooldownPeriod', unlock_at: '12:30' }, [closed(10, 0.1)])).toMatchObject([{ until: 30 }]);
    expect(locked({ method: 'CooldownPeriod', unlock_at: '09:00' }, [closed(10, 0.1)])).toMatchObject([{ until: 21 * 60 }]);
  });

  it('StoplossGuard counts stops with a loss within its look-back, of the pair or of all', () => {
    const guard = { method: 'StoplossGuard', trade_limit: 2, lookback_period: 30, stop_duration: 20 };
    const other = closed(5, -0.01, { pair: 'ETH/USDT' });
    expect(locked(guard, [closed(0, -0.01), closed(10, 0.2)])).toEqual([]);
    expect(locked(guard, [other, closed(10, -0.01)])).toMatchObject([{ pair: '*', until: 30 }]);
    expect(locked({ ...guard, only_per_pair: true }, [other, closed(10, -0.01)])).toEqual([]);
    expect(locked(guard, [closed(0, -0.01), closed(10, -0.01)]).map(({ pair }) => pair)).toEqual(['BTC/USDT', '*']);
    // a minute too old
    expect(locked(guard, [closed(0, -0.01), closed(30, -0.01)])).toEqual([]);
    const short = closed(10, -0.01, { isShort: true });
    expect(locked({ ...guard, only_per_side: true }, [closed(0, -0.01), short])).toEqual([]);
    expect(locked({ ...guard, only_per_side: true, only_per_pair: true }, [short, short])).toMatchObject([{ side: 'short' }]);
    expect(locked({ ...guard, required_profit: -0.05 }, [closed(0, -0.01), closed(10, -0.01)])).toEqual([]);
  });

  it('MaxDrawdown measures the fall of the ratios, or of the balance', () => {
    const trades = [closed(0, 0.2), closed(5, -0.3), closed(10, 0.05)];
    const rule = { method: 'MaxDrawdown', trade_limit: 3, max_allowed_drawdown: 0.25, stop_duration: 20 };
    expect(locked(rule, trades)).toMatchObject([
      { pair: '*', reason: '0.3 passed 0.25 in 60 minutes, locking for 20 minutes.', until: 30 },
    ]);
    expect(locked({ ...rule, trade_limit: 4 }, trades)).toEqual([]);
    // 30 of 1020
    expect(locked({ ...rule, calculation_mode: 'equity' }, trades)).toEqual([]);
    const small = locked({ ...rule, calculation_mode: 'equity', max_allowed_drawdown: 0.029 }, trades);
    expect(small[0]!.reason).toMatch(/^0\.0294\d+ passed 0\.029 /);
    expect(locked({ ...rule, calculation_mode: 'equity' }, trades, 50)).toHaveLength(1);
  });

  it('LowProfitPairs sums up what a pair has earned', () => {
    // freqtrade's own example has only_per_pair, which it does not read here
    const rule = { method: 'LowProfitPairs', trade_limit: 2, required_profit: 0.02, stop_duration: 20, only_per_pair: false };
    expect(locked(rule, [closed(0, 0.015), closed(10, 0.01)])).toEqual([]);
    expect(locked(rule, [closed(0, 0.015), closed(10, -0.01)])).toMatchObject([{ pair: 'BTC/USDT', side: '*', until: 30 }]);
    expect(locked(rule, [closed(5, -0.5, { pair: 'ETH/USDT' }), closed(10, 0.01)])).toEqual([]);
  });

  it('that hold already are not asked for again', () => {
    const rules = protectionRules([{ method: 'CooldownPeriod', stop_duration: 20 }], MINUTE);
    const book = { closed: [closed(0, 0.1)], profitUntil: () => 0, startingBalance: 1000 };
    const trade = { pair: 'BTC/USDT', side: 'long' } as const;
    const held = newLocks(rules, book, trade, [], NOON + MINUTE, MINUTE);
    expect(held).toHaveLength(1);
    expect(newLocks(rules, book, trade, held, NOON + MINUTE, MINUTE)).toEqual([]);
  });

  it.each<[ProtectionSetting, string]>([
    [{ method: 'NoSuch' }, 'There is no protection "NoSuch". There are: CooldownPeriod'],
    [{ method: 'CooldownPeriod', unlock_at: '12:30', stop_duration: 5 }, 'write unlock_at or stop_duration, not both'],
    [{ method: 'CooldownPeriod', stop_duration: 5, stop_duration_candles: 5 }, 'write stop_duration or stop_duration_candles, not both'],
    [{ method: 'CooldownPeriod', unlock_at: '25:00' }, '"25:00" is not a time of day'],
    [
      { method: 'CooldownPeriod', stopDurationCandles: 5 },
      'CooldownPeriod: there is no "stopDurationCandles"; did you mean "stop_duration_candles"?',
    ],
    [{ method: 'CooldownPeriod', only_per_pair: true }, 'there is no "only_per_pair"; there are method, stop_duration,'],
    [{ method: 'CooldownPeriod', stop_duration: '5' as never }, 'CooldownPeriod: stop_duration must be a number, and is "5".'],
    [{ method: 'CooldownPeriod', lookback_period: Number.NaN }, 'lookback_period must be a number, and is null.'],
    [{ method: 'StoplossGuard', trade_limit: '4' as never }, 'StoplossGuard: trade_limit is "4", which is no number.'],
  ])('%j is refused', (setting, words) => expect(() => protectionRules([setting], MINUTE)).toThrow(words));

  it.each([[['CooldownPeriod']], [{ method: 'CooldownPeriod' }], [[null]]])('what is no list of objects is refused: %j', (given) => {
    expect(() => protectionRules(given as never, MINUTE)).toThrow('e.g. [{ method: "CooldownPeriod", stop_duration_candles: 5 }]');
  });
  it.each([['CooldownPeriod'], [{ method: 'CooldownPeriod' }], [[null, 'CooldownPeriod']]])('is left for whoever uses it: %j', (given) => {
    expect(withoutStrayKeys(given as never)).toEqual(given);
  });
  it('a strategy in Python may write what nothing reads, as with freqtrade', () => {
    const setting = { method: 'CooldownPeriod', stop_duration: 5, only_per_pair: true };
    expect(withoutStrayKeys([setting, { method: 'Gone', x: 1 }])).toEqual([
      { method: 'CooldownPeriod', stop_duration: 5 },
      { method: 'Gone', x: 1 },
    ]);
  });
});
