import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SAMPLERS } from '../../samplers/by-name.ts';
import { randomNumbers } from '../../samplers/random-numbers.ts';
import type { Sampler } from '../../samplers/sampler.ts';
import type { Point, Space } from '../../samplers/space.ts';
import { runStudy, type StudyEnd, type StudyPlan } from './study-loop.ts';

const SPACE: Space = [
  { kind: 'int', name: 'length', low: 1, high: 40 },
  { kind: 'decimal', name: 'level', low: 0, high: 1, decimals: 2 },
  { kind: 'categorical', name: 'kind', choices: ['a', 'b'] },
];
const lossOf = (point: Point): number => (Number(point['length']) - 13) ** 2 + Number(point['level']) + (point['kind'] === 'a' ? 1 : 0);

/** @param seed of how long each try takes */
async function study(name: string, space: Space, plan: Partial<StudyPlan>, seed: number): Promise<{ end: StudyEnd; points: Point[] }> {
  const random = randomNumbers(seed);
  const whole = { epochs: 150, earlyStop: 0, ahead: 10, known: new Map(), ...plan };
  const sampler = SAMPLERS[name]!(space, 5, { objectives: 1, trials: whole.epochs, inFlight: whole.ahead });
  const points: Point[] = [];
  const end = await runStudy<null>(
    whole,
    sampler,
    async (point) => {
      if (random() < 0.1) await pause(1);
      return { losses: [lossOf(point)], kept: null };
    },
    async ({ point }) => {
      points.push(point);
    },
    new AbortController().signal,
  );
  return { end, points };
}

describe('the loop of a search', () => {
  it.each(Object.keys(SAMPLERS))('tries as many points as are wanted with %s, the same whoever is faster', async (name) => {
    const [one, other] = [await study(name, SPACE, {}, 1), await study(name, SPACE, {}, 2)];
    expect(one.end).toMatchObject({ epochs: 150, reason: 'done' });
    expect(one.points).toEqual(other.points);
    expect(new Set(one.points.map((point) => JSON.stringify(point))).size).toBe(150);
  });

  it.each(Object.keys(SAMPLERS))('ends with %s when there is no other point, none tried twice', async (name) => {
    const small: Space = [SPACE[2]!, { kind: 'int', name: 'length', low: 12, high: 14 }];
    const { end, points } = await study(name, small, {}, 3);
    expect(end.reason).toBe('exhausted');
    expect(points.length).toBeGreaterThanOrEqual(4);
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(points.length);
  });

  it('that is stopped takes what is done, and waits for nothing that is not', async () => {
    const stop = new AbortController();
    const taken: number[] = [];
    let next = 0;
    const sampler: Sampler = { ask: () => [{ at: ++next }], tell: () => undefined };
    const end = await runStudy<null>(
      { epochs: 100, earlyStop: 0, ahead: 10, known: new Map() },
      sampler,
      async ({ at }) => {
        // the tenth never ends, and those behind it are done before
        if (at === 10) await new Promise<never>(() => undefined);
        if (at === 15) setImmediate(() => stop.abort());
        return { losses: [Number(at)], kept: null };
      },
      async ({ epoch }) => {
        taken.push(epoch);
      },
      stop.signal,
    );
    expect(end).toEqual({ epochs: 9, skipped: 0, reason: 'stopped' });
    expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(next, 'as many as are tried at once').toBe(19);
  });

  it.each([1, 10])('with %i at a time ends one try after as many as are put up with, bad first ones among them', async (ahead) => {
    const after = async (losses: readonly number[], earlyStop: number): Promise<StudyEnd> => {
      let next = 0;
      const sampler: Sampler = { ask: () => [{ at: next++ }], tell: () => undefined };
      const tried = async ({ at }: Point) => ({ losses: [losses[Number(at)] ?? 100_000], kept: null });
      return runStudy<null>(
        { epochs: 60, earlyStop, ahead, known: new Map() },
        sampler,
        tried,
        async () => undefined,
        new AbortController().signal,
      );
    };
    expect(await after([3, 2, 5, 1], 20)).toMatchObject({ epochs: 25, reason: 'stagnation' });
    expect(await after([], 20), 'the first counts as the best').toMatchObject({ epochs: 22, reason: 'stagnation' });
    expect(await after([3, 2, 5, 1], 56)).toMatchObject({ epochs: 60, reason: 'done' });
    expect(await after([3], 0)).toMatchObject({ epochs: 60, reason: 'done' });
  });
});
