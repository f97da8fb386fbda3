import { describe, expect, it } from 'vitest';
import { SAMPLERS } from './by-name.ts';
import { randomNumbers } from './random-numbers.ts';
import type { Sampler, Trial } from './sampler.ts';
import { type Point, type Space, takesPart, valueCount } from './space.ts';

const SPACE: Space = [
  { kind: 'int', name: 'fast', low: 5, high: 30 },
  { kind: 'int', name: 'even', low: 2, high: 11, step: 3 },
  { kind: 'int', name: 'orders', low: 1, high: 1000, log: true },
  { kind: 'decimal', name: 'rsi', low: 0.2, high: 0.5, decimals: 2 },
  { kind: 'real', name: 'real', low: -1, high: 1 },
  { kind: 'real', name: 'small', low: 1e-5, high: 0.1, log: true },
  { kind: 'categorical', name: 'kind', choices: ['ema', null, true] },
  { kind: 'int', name: 'length', low: 1, high: 3, when: { name: 'kind', values: ['ema'] } },
];
const NAMES = Object.keys(SAMPLERS);

/** Some function of a point. */
function lossOf(point: Point): number {
  return (
    (Number(point['fast']) - 20) ** 2 / 100 + (Number(point['real']) - 0.3) ** 2 + (point['kind'] === 'ema' ? Number(point['length']) : 4)
  );
}

const trialOf = (point: Point): Trial => ({ point, losses: [lossOf(point)] });

function create(name: string, inFlight?: number): Sampler {
  return SAMPLERS[name]!(SPACE, 17, { objectives: 1, trials: 300, ...(inFlight !== undefined && { inFlight }) });
}

/** Workers take points as they are free, each as fast as chance will have it. @returns points in the order in which they were asked for */
function race(sampler: Sampler, workers: number, trials: number, seed: number): Point[] {
  const random = randomNumbers(seed);
  const asked: Point[] = [];
  const running: Point[] = [];
  while (asked.length < trials || running.length > 0) {
    const points = sampler.ask(Math.min(workers - running.length, trials - asked.length));
    asked.push(...points);
    running.push(...points);
    const [done] = running.splice(Math.floor(random() * running.length), 1);
    sampler.tell([trialOf(done!)]);
  }
  return asked;
}

describe.each(NAMES)('%s', (name) => {
  it('gives the same points for the same seed, whatever the order of results in a batch', () => {
    const run = (isTurned: boolean): Point[] => {
      const sampler = create(name);
      const all: Point[] = [];
      while (all.length < 150) {
        const points = sampler.ask(12);
        const trials = points.map(trialOf);
        sampler.tell(isTurned ? trials.toReversed() : trials);
        all.push(...points);
      }
      return all;
    };
    expect(run(true)).toEqual(run(false));
  });

  it('gives the same points to any number of workers, whoever is faster', () => {
    const alone = race(create(name, 8), 1, 200, 1);
    expect(alone).toHaveLength(200);
    for (const [workers, seed] of [
      [8, 2],
      [8, 3],
      [5, 4],
      [40, 5],
    ] as const)
      expect(race(create(name, 8), workers, 200, seed)).toEqual(alone);
  });

  it('gives points of the space only', () => {
    for (const point of race(create(name, 4), 4, 200, 6)) {
      expect(Object.keys(point)).toEqual(SPACE.filter((dimension) => takesPart(dimension, point)).map((dimension) => dimension.name));
      for (const dimension of SPACE) {
        const value = point[dimension.name];
        if (value === undefined) continue;
        if (dimension.kind === 'categorical') {
          expect(dimension.choices).toContain(value);
          continue;
        }
        expect(value).toBeGreaterThanOrEqual(dimension.low);
        expect(value).toBeLessThanOrEqual(dimension.high);
        if (dimension.kind === 'int') expect(Number.isInteger(value)).toBe(true);
        if (dimension.kind === 'decimal') expect(Number(value).toFixed(dimension.decimals)).toBe(String(value).padEnd(4, '0'));
        if (dimension.name === 'even') expect((Number(value) - 2) % 3).toBe(0);
      }
    }
  });

  it('goes on when trials have no result, or all the same', () => {
    for (const losses of [null, [Number.NaN], [100_000]]) {
      const sampler = create(name);
      let count = 0;
      for (let round = 0; round < 30; round++) {
        const points = sampler.ask(10);
        count += points.length;
        sampler.tell(points.map((point) => ({ point, losses })));
      }
      expect(count).toBeGreaterThanOrEqual(200);
    }
  });

  it('takes several losses, and points of others', () => {
    const sampler = SAMPLERS[name]!(SPACE, 1, { objectives: 2, trials: 200 });
    const other = SAMPLERS['RandomSampler']!(SPACE, 2, { objectives: 2, trials: 60 }).ask(60);
    const told = (point: Point): Trial => ({ point, losses: [lossOf(point), -Number(point['fast'])] });
    sampler.tell(other.map(told));
    for (let round = 0; round < 15; round++) {
      const points = sampler.ask(10);
      expect(points.length).toBeGreaterThan(0);
      sampler.tell(points.map(told));
    }
  });

  it('names what is wrong with a space', () => {
    const fault = (space: Space) => () => SAMPLERS[name]!(space, 1, { objectives: 1, trials: 1 });
    expect(fault([{ kind: 'int', name: 'a', low: 3, high: 2 }])).toThrow('Dimension "a" has no values');
    expect(fault([SPACE[7]!])).toThrow('depends on "kind", which does not come before it');
    expect(fault([SPACE[0]!, SPACE[0]!])).toThrow('the same name');
  });
});

describe('samplers that learn', () => {
  it.each(NAMES.filter((name) => !['RandomSampler', 'QMCSampler'].includes(name)))('%s finds better points than chance', (name) => {
    const best = (of: string) =>
      [1, 2, 3, 4, 5]
        .map((seed) => Math.min(...race(SAMPLERS[of]!(SPACE, seed, { objectives: 1, trials: 300 }), 1, 300, 1).map(lossOf)))
        .sort((a, b) => a - b)[2]!;
    expect(best(name)).toBeLessThan(best('RandomSampler'));
  });

  it.each(['TPESampler', 'CmaEsSampler', 'NSGAIISampler', 'NSGAIIISampler'])('%s tries a point of a small space once', (name) => {
    const small: Space = [
      { kind: 'int', name: 'a', low: 1, high: 6 },
      { kind: 'categorical', name: 'b', choices: [1, 2, 3] },
    ];
    const sampler = SAMPLERS[name]!(small, 5, { objectives: 1, trials: 18 });
    const seen = new Set<string>();
    for (let trial = 0; trial < 15; trial++) {
      const [point] = sampler.ask(1);
      seen.add(JSON.stringify(point));
      sampler.tell([{ point: point!, losses: [Number(point!['a']) + Number(point!['b'])] }]);
    }
    expect(small.reduce((product, dimension) => product * valueCount(dimension), 1)).toBe(18);
    expect(seen.size).toBeGreaterThanOrEqual(12);
  });
});
