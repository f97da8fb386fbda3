import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { SAMPLERS } from '../../samplers/by-name.ts';
import type { Point, Space } from '../../samplers/space.ts';
import { LossesByPoint } from './losses-by-point.ts';
import { pointKey, runStudy } from './study-loop.ts';
import { TriedPoints } from './tried-points.ts';

const SPACE: Space = [
  ...Array.from(
    { length: 8 },
    (_value, index) => ({ kind: 'decimal', name: `some_level_${index}`, low: 0, high: 1, decimals: 3 }) as const,
  ),
  ...Array.from({ length: 4 }, (_value, index) => ({ kind: 'int', name: `some_length_${index}`, low: 1, high: 200 }) as const),
  { kind: 'categorical', name: 'some_kind', choices: ['a', 'b', 'c'] },
];
const lossOf = (point: Point): number =>
  Object.values(point).reduce<number>((sum, value) => sum + (typeof value === 'number' ? (value - 0.4) ** 2 : 1), 0);

/**
 * From which try to which is looked at, in whole pieces of what is kept; generations of CMA-ES grow for a while, and TPE takes its time.
 * Long enough that code which is compiled meanwhile does not count.
 */
const rangeOf = (name: string): [first: number, last: number] => (name === 'TPESampler' ? [512, 2560] : [1536, 5632]);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is given up a moment later does not count. */
async function usedBytes(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) {
    await setImmediate();
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    least = Math.min(least, heapUsed + arrayBuffers);
  }
  return least;
}

/** Tries many points. @returns what each try behind the first ones leaves in memory, bytes */
async function bytesATry(name: string, first: number, last: number): Promise<number> {
  const sampler = SAMPLERS[name]!(SPACE, 5, { objectives: 2, trials: last, inFlight: 10 });
  const tries = new TriedPoints(SPACE);
  let before = 0;
  await runStudy<null>(
    { epochs: last, earlyStop: 0, ahead: 10, known: new LossesByPoint() },
    sampler,
    async (point) => ({ losses: [lossOf(point), -lossOf(point)], kept: null }),
    async ({ point, losses, epoch }) => {
      tries.add(point, losses[0]!);
      if (epoch === first) before = await usedBytes();
    },
    new AbortController().signal,
  );
  const after = await usedBytes();
  expect(tries.count).toBe(last);
  return (after - before) / (last - first);
}

describe('a long search', () => {
  it.each(Object.keys(SAMPLERS))('keeps some dozen bytes of a try and of each of its values with %s', async (name) => {
    // compiles what runs often
    await bytesATry(name, 100, 600);
    expect(await bytesATry(name, ...rangeOf(name))).toBeLessThan(400);
  });
});

describe('what is known of points', () => {
  it('is told by their text, many of them and much alike', () => {
    const losses = new LossesByPoint();
    const keyOf = (index: number): string => pointKey({ length: index % 1000, level: Math.floor(index / 1000) / 100, kind: 'long' });
    for (let index = 0; index < 20_000; index++) losses.set(keyOf(index), [index, -index]);
    expect(losses.size).toBe(20_000);
    for (const index of [0, 1, 999, 1000, 19_999]) expect(losses.get(keyOf(index))).toEqual([index, -index]);
    expect(losses.get(keyOf(20_000))).toBeUndefined();
    losses.set(keyOf(7), [1, 2]);
    expect([losses.get(keyOf(7)), losses.size]).toEqual([[1, 2], 20_000]);
  });
});
