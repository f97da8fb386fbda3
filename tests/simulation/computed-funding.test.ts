import { describe, expect, it } from 'vitest';
import { MINUTE, START } from '../fakes/scene.ts';
import { contractScene, PAIR } from './contract-scene.ts';

const HOUR = 60 * MINUTE;
/** From the scenes' beginning to the first funding that is due, ms. */
const TO_FUNDING = HOUR - (START % HOUR);

/** An exchange that does not list what was paid, with funding every hour. */
const start = (stopsThere = false) => contractScene({ facts: { tellsFunding: false, fundingMs: HOUR }, stopsThere });

describe.each(['long', 'short'] as const)('the funding of a %s that is computed', (side) => {
  const sign = side === 'long' ? -1 : 1;

  it('counts in an exit that a pushed price brings a moment after it was due', async () => {
    const { account, enter, later, push, trade } = await start();
    await enter(side);
    const open = trade();
    await later(1000);
    account.now = START + TO_FUNDING + 2000;
    await push(side === 'long' ? 95 : 105);
    expect(open.isOpen).toBe(false);
    const [payment, ...others] = account.engine.positions.payments;
    expect([others, Math.sign(payment!.amount)]).toEqual([[], sign]);
    expect(open.fundingFees).toBeCloseTo(payment!.amount, 6);
  });

  it('of a part that is left goes with that part, and what is left pays for itself', async () => {
    const { account, enter, leave, later, trade } = await start();
    await enter(side);
    const open = trade();
    account.now = START + TO_FUNDING + 2000;
    await leave(open.amount / 3);
    await later(HOUR);
    await leave(null);
    const { payments } = account.engine.positions;
    expect(payments).toHaveLength(2);
    expect(payments[1]!.amount / payments[0]!.amount).toBeCloseTo(2 / 3, 1);
    expect(open.orders.slice(1).map(({ fundingFee }) => fundingFee)).toEqual(payments.map(({ amount }) => expect.closeTo(amount, 6)));
    expect(open.fundingFees).toBeCloseTo(payments[0]!.amount + payments[1]!.amount, 6);
  });

  it('ends with the position, whenever the bot hears of that', async () => {
    const { account, enter, later, restart, trade } = await start(true);
    await enter(side);
    await later(1000);
    expect(account.resting(PAIR)).toHaveLength(1);
    // due once, then its stop is hit while nobody looks
    account.now = START + TO_FUNDING + 10 * MINUTE;
    account.move(PAIR, side === 'long' ? 95 : 105);
    expect(account.held(PAIR)).toBe(0);
    const open = trade();
    await restart();
    const kept = trade();
    expect(kept).not.toBe(open);
    await later(9 * HOUR);
    expect(kept).toMatchObject({ isOpen: false, exitReason: 'stoploss_on_exchange' });
    const { payments } = account.engine.positions;
    expect(payments).toHaveLength(1);
    expect(kept.fundingFees).toBeCloseTo(payments[0]!.amount, 6);
  });

  it('counts once, however often the bot is started again', async () => {
    const { account, enter, leave, later, restart, trade } = await start();
    await enter(side);
    for (let hour = 0; hour < 4; hour++) {
      await later(HOUR);
      await restart();
      await later(1000);
    }
    const open = trade();
    const { payments } = account.engine.positions;
    expect(payments).toHaveLength(4);
    const paid = payments.reduce((sum, { amount }) => sum + amount, 0);
    expect(open.fundingFees).toBeCloseTo(paid, 6);
    await leave(null);
    expect(open.fundingFees).toBeCloseTo(paid, 6);
  });
});
