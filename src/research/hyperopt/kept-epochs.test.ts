import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../samplers/random-numbers.ts';
import type { SearchedEpoch } from './epoch-text.ts';
import { evenEpochs, KeptEpochs } from './kept-epochs.ts';

const FIGURES = {
  ...{ trades: 4, wins: 3, draws: 0, defeats: 1, profitMean: 0, profitMedian: 0, profitRatio: 0, profitAbs: 0, drawdownAbs: 0 },
  ...{ drawdownRatio: 0, holdingAverage: '1:00:00', stakeCurrency: 'USDT', point: {} },
};

function searched(count: number): SearchedEpoch[] {
  const random = randomNumbers(4);
  let best = 100;
  return Array.from({ length: count }, (_value, index) => {
    const losses = [Math.floor(random() * 1_000_000) / 1000, Math.floor(random() * 1_000_000) / 1000];
    const isBest = losses[0]! < best;
    if (isBest) best = losses[0]!;
    return { ...FIGURES, epoch: index + 1, isBest, loss: losses[0]!, losses };
  });
}

function kept(rows: readonly SearchedEpoch[], mostEven: number, mostLow: number): KeptEpochs {
  const made = new KeptEpochs(mostEven, mostLow);
  for (const row of rows) made.add(row);
  return made;
}

describe('tries that are kept of a search', () => {
  it('are all of them while they are few', () => {
    const rows = searched(300);
    const shown = kept(rows, 300, 20).shown();
    expect(shown.rows).toEqual(rows);
    expect([shown.every, shown.count]).toEqual([1, 300]);
    expect(evenEpochs(shown)).toHaveLength(300);
  });

  it('are bounded though very many belong to the front with the same losses', () => {
    const rows = Array.from({ length: 5000 }, (_value, index) => ({
      ...FIGURES,
      epoch: index + 1,
      isBest: index === 0,
      loss: 1,
      losses: [1, 2],
    }));
    const shown = kept(rows, 300, 20).shown();
    expect(shown.rows.length).toBeLessThanOrEqual(300 + 20 + 20);
    expect(shown.front).toEqual(Array.from({ length: 20 }, (_value, index) => index + 1));
  });

  it('are bounded however many there are: the best, the front, and evenly spread others', () => {
    const rows = searched(5000);
    const shown = kept(rows, 300, 20).shown();
    const numbers = new Set(shown.rows.map(({ epoch }) => epoch));
    expect(shown.rows.length).toBeLessThan(300 + 20 + 100);
    expect(shown.rows.map(({ epoch }) => epoch)).toEqual([...numbers].sort((a, b) => a - b));
    expect([shown.every, shown.count]).toEqual([32, 5000]);
    expect(evenEpochs(shown).map(({ epoch }) => epoch)).toEqual(Array.from({ length: 157 }, (_value, index) => index * 32 + 1));
    for (const { epoch } of rows.filter(({ isBest }) => isBest)) expect(numbers).toContain(epoch);
    for (const { epoch } of rows.toSorted((a, b) => a.loss - b.loss).slice(0, 20)) expect(numbers).toContain(epoch);
    const isBeaten = (one: SearchedEpoch): boolean => rows.some(({ losses }) => losses[0]! < one.loss && losses[1]! < one.losses[1]!);
    expect(shown.front).toEqual(rows.filter((one) => !isBeaten(one)).map(({ epoch }) => epoch));
    for (const epoch of shown.front) expect(numbers).toContain(epoch);
    expect(shown.bestEpoch).toBe(rows.findLast(({ isBest }) => isBest)?.epoch);
  });
});
