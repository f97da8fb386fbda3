import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seedOf } from '../seed.ts';
import { type BesideCase, beside, differences, FUTURES, SPOT, STOPS } from './beside/beside.ts';
import { PEERS } from './beside/real.ts';

/** The real one takes its time to start, and others have their share of the machine. */
const LIMIT_MS = 400_000;

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('live beside the real freqtrade', () => {
  // one of each; `npm run beside` takes them all
  const seed = seedOf(1);
  const spot = [...SPOT, ...STOPS.filter(({ isFutures }) => !isFutures)];
  const futures = [...FUTURES, ...STOPS.filter(({ isFutures }) => isFutures)];
  const chosen = [spot, futures].map((cases): [string, BesideCase] => {
    const one = cases[seed % cases.length]!;
    return [`${one.what}, TEST_SEED=${seed}`, one];
  });

  it.each(chosen)('%s: the same orders, trades and money', { timeout: LIMIT_MS }, async (_what, one) => {
    const result = await beside(one);
    expect(differences(one, result)).toEqual([]);
    // the strategy's own exit, profit, stop, a pair that is added to and taken from, a stop that trailed
    const { trades, orders, stops } = result.ours;
    const [stop, trailed] = one.stopsOnExchange ? ['stoploss_on_exchange', 'stoploss_on_exchange'] : ['stop_loss', 'trailing_stop_loss'];
    expect(trades.map(({ exit_reason: reason }) => reason)).toEqual(['gave up', 'roi', stop, 'roi', trailed]);
    const filled = [...orders, ...stops].filter(({ status }) => status === 'FILLED').map(({ pair }) => String(pair));
    expect(filled.sort().join(' ')).toBe('ADA ADA BTC BTC ETH ETH LINK LINK LINK LINK SOL SOL');
    if (one.stopsOnExchange) expect(stops.length).toBeGreaterThanOrEqual(8);
    else expect(stops).toEqual([]);
  });
});
