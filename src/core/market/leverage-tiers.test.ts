import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LeverageTier, maintenanceTier, maxLeverage, maxNotional } from './leverage-tiers.ts';

const TIERS: readonly LeverageTier[] = [
  { minNotional: 0, maxNotional: 5000, maintenanceRatio: 0.01, maxLeverage: 50, maintenanceAmount: 0 },
  { minNotional: 5000, maxNotional: 20_000, maintenanceRatio: 0.02, maxLeverage: 20, maintenanceAmount: 50 },
  { minNotional: 20_000, maxNotional: 100_000, maintenanceRatio: 0.05, maxLeverage: 5, maintenanceAmount: 650 },
];

test('the stake decides the leverage, the leverage the position', () => {
  expect([0, 100, 100.1, 1000, 1001, 20_000, 20_001].map((stake) => maxLeverage(TIERS, stake))).toEqual([50, 50, 20, 20, 5, 5, null]);
  expect([1, 5, 6, 20, 21, 50, 51].map((leverage) => maxNotional(TIERS, leverage))).toEqual([
    100_000,
    100_000,
    20_000,
    20_000,
    5000,
    5000,
    Number.POSITIVE_INFINITY,
  ]);
  expect([0, 4999, 5000, 99_999_999].map((stake) => maintenanceTier(TIERS, stake)?.maintenanceRatio)).toEqual([0.01, 0.01, 0.02, 0.05]);
});

test('a larger stake never gets a larger leverage', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 20_000, noNaN: true }), fc.double({ min: 0, max: 20_000, noNaN: true }), (one, other) => {
      const [small, large] = [Math.min(one, other), Math.max(one, other)];
      expect(maxLeverage(TIERS, large)!).toBeLessThanOrEqual(maxLeverage(TIERS, small)!);
    }),
  );
});

test('without tiers nothing is said', () => {
  expect([maxLeverage([], 1), maxNotional([], 1), maintenanceTier([], 1)]).toEqual([null, Number.POSITIVE_INFINITY, null]);
});
