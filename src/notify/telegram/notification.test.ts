import { describe, expect, it } from 'vitest';
import type { EntryEvent, ExitEvent, ProposalEvent } from '../../bot/events.ts';
import { notificationText } from './notification.ts';
import { volumeOf } from './volume.ts';

const ENTRY: EntryEvent = {
  kind: 'entry_fill',
  tradeId: 3,
  exchange: 'binance',
  pair: 'A/USDT',
  base: 'A',
  stakeCurrency: 'USDT',
  leverage: 1,
  isShort: false,
  orderType: 'limit',
  enterTag: null,
  orderRate: 100,
  openRate: 100,
  openDate: 0,
  stakeAmount: 50,
  amount: 0.5,
  currentRate: 101,
  isPart: false,
};
const EXIT: ExitEvent = {
  ...ENTRY,
  kind: 'exit_fill',
  profit: 5,
  profitRatio: 0.1,
  exitReason: 'roi',
  closeDate: 90 * 60_000,
  closeRate: 110,
  cumulativeProfit: 0,
  finalProfitRatio: 0.1,
  isFinal: true,
};
/** Without tags, as one reads it. */
const text = (event: Parameters<typeof notificationText>[0], isDry = false) =>
  notificationText(event, isDry)?.replaceAll(/<[^>]+>/g, '') ?? null;

describe('what Telegram says of events', () => {
  it('of an entry: what, how much, at what rate; the price of the moment while it is no more than an order', () => {
    expect(text({ ...ENTRY, enterTag: 'dip' }, true)).toBe(
      '✓ Binance (dry): New trade A/USDT (#3)\nEnter Tag: dip\nAmount: 0.5\nDirection: Long\nOpen Rate: 100 USDT\nTotal: 50.000 USDT',
    );
    expect(text({ ...ENTRY, kind: 'entry', isShort: true, leverage: 3 })).toBe(
      '🔵 Binance: Entering A/USDT (#3)\nAmount: 0.5\nDirection: Short (3x)\nOpen Rate: 100 USDT\nCurrent Rate: 101 USDT\nTotal: 50.000 USDT',
    );
    expect(text({ ...ENTRY, isPart: true })).toMatch(/^✓ Binance: Added to position A\/USDT [\s\S]*\nNew Total: 50\.000 USDT$/);
  });

  it.each([
    [0.05, 'roi', '🚀'],
    [0.0499, 'roi', '✳'],
    [0, 'roi', '✳'],
    [-0.001, 'stop_loss', '⚠'],
    [-0.001, 'exit_signal', '❌'],
  ])('of an exit with %f by %s: the sign %s', (profitRatio, exitReason, sign) => {
    expect(text({ ...EXIT, profitRatio, exitReason })).toMatch(new RegExp(`^${sign} Binance: Exited A/USDT`));
  });

  it('of an exit: profit and how long it took; of a part what remains and what all parts made', () => {
    expect(text(EXIT)).toBe(
      '🚀 Binance: Exited A/USDT (#3)\nProfit: 10.00% (profit: 5.000 USDT)\nExit Reason: roi\nDirection: Long\nAmount: 0.5\nOpen Rate: 100 USDT\nExit Rate: 110 USDT\nDuration: 1 h 30 min',
    );
    const part = text({ ...EXIT, isPart: true, isFinal: false, cumulativeProfit: 7 });
    expect(part).toMatch(
      /Exited in part A\/USDT[\s\S]*\nSub Profit: [\s\S]*\nCumulative Profit: 7\.000 USDT\n[\s\S]*\nRemaining: 50\.000 USDT$/,
    );
    expect(text({ ...EXIT, cumulativeProfit: 7 })).toContain('\nFinal Profit: 7.000 USDT\n');
    expect(text({ ...EXIT, kind: 'exit', profitRatio: -0.1, profit: -5 })).toContain('\nUnrealized Profit: -10.00% (loss: -5.000 USDT)\n');
  });

  it('of parameters that are proposed: old beside new, in and out of sample, and that nothing is applied', () => {
    const changes = Array.from({ length: 31 }, (_value, index) => ({ name: `p${index}`, before: '1', after: '2' }));
    const proposal: ProposalEvent = {
      ...{ kind: 'proposal' as const, strategy: 'Mine', searchFile: 'x.fthypt', epoch: 35, changes: changes.slice(0, 1) },
      ...{ inSample: { before: 0.01, after: 0.05 }, outOfSample: { before: null, after: -0.02 } },
    };
    expect(text(proposal)).toBe(
      '💡 Parameters proposed for Mine, not applied\nProfit where was searched: 1.00% → 5.00%\nProfit on the days behind: no candles → -2.00%\np0: 1 → 2\nEpoch: 35 of x.fthypt',
    );
    expect(text({ ...proposal, changes })).toContain('p29: 1 → 2\n… and 1 more\n');
    expect(volumeOf(proposal, {})).toBe('on');
    expect(volumeOf(proposal, { proposal: 'off' })).toBe('off');
  });

  it('of locks, sentences, and nothing of what is for programs', () => {
    const lock = { id: 1, pair: 'A/USDT', side: '*', reason: 'Cooldown <1>', lockTime: 0, endTime: 60_000, isActive: true } as const;
    expect(notificationText({ kind: 'protection', lock }, false)).toBe(
      '⚠ <b>Protection</b> Cooldown &lt;1&gt; A/USDT is locked until 1970-01-01 00:01:00.',
    );
    expect(text({ kind: 'protection', lock: { ...lock, pair: '*' } })).toMatch(/All pairs are locked until 1970-01-01 00:01:00\.$/);
    expect(text({ kind: 'startup', text: '*Exchange:* `binance`' })).toBe('Exchange: binance');
    expect(text({ kind: 'warning', text: 'x' })).toBe('⚠ Warning: x');
    expect(text({ kind: 'whitelist', pairs: [] })).toBeNull();
    expect(text({ kind: 'analyzed', pair: 'A/USDT', timeframe: '5m', candleType: 'spot' })).toBeNull();
  });
});

describe('how loud Telegram says it', () => {
  it('as configured, by freqtrade’s names; fills of entries only where they are asked for', () => {
    expect([volumeOf(ENTRY, {}), volumeOf(EXIT, {}), volumeOf({ ...ENTRY, kind: 'entry' }, {})]).toEqual(['off', 'on', 'on']);
    expect(volumeOf(ENTRY, { entry_fill: 'silent' })).toBe('silent');
    expect(volumeOf({ kind: 'strategy_message', text: 'x' }, { strategy_msg: 'off' })).toBe('off');
    const lock = { id: 1, pair: '*', side: '*', reason: null, lockTime: 0, endTime: 0, isActive: true } as const;
    expect(volumeOf({ kind: 'protection', lock }, { protection_trigger: 'off', protection_trigger_global: 'silent' })).toBe('silent');
  });

  it('of exits by their reason too, `*` for all others', () => {
    const settings = { exit_fill: { roi: 'silent', '*': 'off' } } as const;
    expect(volumeOf(EXIT, settings)).toBe('silent');
    expect(volumeOf({ ...EXIT, exitReason: 'stop_loss' }, settings)).toBe('off');
    expect(volumeOf({ ...EXIT, exitReason: null }, { exit_fill: { roi: 'off' } })).toBe('on');
  });
});
