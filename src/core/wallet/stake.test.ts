import { describe, expect, it } from 'vitest';
import { availableStake, proposeStake, type StakeRules, validateStake } from './stake.ts';

const RULES: StakeRules = {
  maxOpenTrades: 3,
  stakeAmount: 100,
  tradableBalanceRatio: 0.99,
  availableCapital: null,
  amendLastStakeAmount: false,
  lastStakeAmountMinRatio: 0.5,
  amountReserveRatio: 0.05,
  stoploss: -0.1,
};

describe('stake', () => {
  it('keeps the share of the balance that is not to be traded', () => {
    expect(availableStake({ free: 750.199734, tied: 249.800266, openTrades: 3 }, RULES).available).toBeCloseTo(740.199734, 9);
  });
  it('takes the fixed amount while there is enough', () => {
    expect(proposeStake({ free: 500, tied: 0, openTrades: 0 }, RULES)).toBe(100);
    expect(proposeStake({ free: 90, tied: 0, openTrades: 0 }, RULES)).toMatchObject({ refused: 'insufficient_balance' });
  });
  it('shares an unlimited stake among the slots', () => {
    const rules = { ...RULES, stakeAmount: 'unlimited' as const };
    expect(proposeStake({ free: 1000, tied: 0, openTrades: 0 }, rules)).toBeCloseTo(330, 9);
    expect(proposeStake({ free: 670, tied: 330, openTrades: 1 }, rules)).toBeCloseTo(330, 9);
  });
  it('lowers the last stake when allowed', () => {
    expect(proposeStake({ free: 80, tied: 0, openTrades: 0 }, { ...RULES, amendLastStakeAmount: true })).toBeCloseTo(79.2, 9);
  });
  it('raises a stake that is a little too small, refuses one that is far too small', () => {
    expect(validateStake(9, { min: 10, max: 1000 }, 500)).toBe(10);
    expect(validateStake(7, { min: 10, max: 1000 }, 500)).toMatchObject({ refused: 'stake_below_minimum' });
    expect(validateStake(7, { min: 10, max: 1000 }, 8)).toMatchObject({ refused: 'insufficient_balance' });
    expect(validateStake(2000, { min: 10, max: 1000 }, 5000)).toBe(1000);
    expect(validateStake(-5, { min: 10, max: 1000 }, 5000)).toMatchObject({ refused: 'stake_below_minimum' });
  });
});
