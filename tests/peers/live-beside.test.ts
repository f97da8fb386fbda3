import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type BesideCase, beside, differences, FUTURES, PEERS, SPOT } from './beside/beside.ts';

/** The real one takes its time to start, and others have their share of the machine. */
const LIMIT_MS = 400_000;

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('live beside the real freqtrade', () => {
  // one of each; `npm run beside` takes them all
  const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 1e6));
  const chosen = [SPOT, FUTURES].map((cases): [string, BesideCase] => {
    const one = cases[seed % cases.length]!;
    return [`${one.what}, TEST_SEED=${seed}`, one];
  });

  it.each(chosen)('%s: the same orders, trades and money', { timeout: LIMIT_MS }, async (_what, one) => {
    const result = await beside(one);
    expect(differences(result)).toEqual([]);
    // profit, stop, trailing stop, the strategy's own exit; a pair that is added to and taken from
    expect(result.ours.trades.map(({ exit_reason: reason }) => reason)).toEqual([
      'gave up',
      'roi',
      'stop_loss',
      'roi',
      'trailing_stop_loss',
    ]);
    expect(result.ours.orders.map(({ pair }) => pair).join(' ')).toBe('ADA ADA BTC BTC ETH ETH LINK LINK LINK LINK SOL SOL');
  });
});
