import type { Coordinates, Row } from '../coordinates.ts';
import { bestFirst, comparable, type Losses } from '../fronts.ts';
import { type Method, sampleInOrder } from '../in-order.ts';
import { KnownTexts } from '../known-texts.ts';
import { NumberRows } from '../number-rows.ts';
import { randomRow } from '../random.ts';
import { type RandomNumbers, randomNumbersOf } from '../random-numbers.ts';
import type { CreateSampler, SamplerOptions } from '../sampler.ts';
import { type Candidate, type Population, population } from './population.ts';
import { type Sample, type Surrogate, samplesLookedAt, surrogate } from './surrogate.ts';
import { type Trust, trust } from './trust.ts';

/** Step size to begin with, ratio of the space. Source: Optuna 5.0.0's `sigma0`. */
const SIGMA = 1 / 6;
/** Shorter steps find nothing better, ratio of the space. */
const LEAST_REACH = 1e-5;
/** So many more points of a generation are tried when the model was not right about the first. Source: Hansen, "A global surrogate assisted CMA-ES", 2019. */
const GROWTH = 1.5;
/** Generations get this many times as large at most. */
const MOST_DOUBLED = 8;
/** Generations whose points are all known already. */
const IDLE_GENERATIONS = 100;

/**
 * Evolution of a normal distribution. A quadratic model of what is known says which points of a generation are tried, and stands in for
 * the others as long as it is right. Where nothing gets better, it starts anew elsewhere, with twice the points.
 * Source: Hansen, "The CMA evolution strategy: a tutorial", 2016.
 * The model: Source: Hansen, "A global surrogate assisted CMA-ES", 2019.
 * Starting anew: Source: Auger and Hansen, "A restart CMA evolution strategy with increasing population size", 2005.
 */
export const createCmaSampler: CreateSampler = (space, seed, options) =>
  sampleInOrder(space, (coordinates) => inStages(coordinates, cma(coordinates, randomNumbersOf(seed, -1), options), options));

/** What is to be tried next as a whole. */
interface Stages {
  /** @param size how many are tried side by side */
  next(size: number): readonly Candidate[];
  /** @param candidate null for a point that somebody else has tried */
  learn(row: Row, losses: Losses, candidate: Candidate | null): void;
}

/** A stage is asked for when the one before is known as a whole. */
function inStages({ axes }: Coordinates, stages: Stages, { objectives, inFlight }: SamplerOptions): Method {
  let stage: readonly Candidate[] | null = null;
  let [start, answered, wanted] = [0, 0, 1];
  const current = (): readonly Candidate[] => {
    stage ??= stages.next(inFlight ?? wanted);
    return stage;
  };
  if (axes.length === 0) throw new Error('The space has no dimensions.');
  return {
    want: (count) => {
      wanted = count;
    },
    needed: (number) => (number < start + current().length ? start : start + current().length),
    choose: (number) => current()[number - start]!.row,
    learn: (row, losses, isOwn) => {
      const candidate = isOwn ? current()[answered]! : null;
      stages.learn(row, comparable(losses, objectives), candidate);
      if (!isOwn) return;
      answered++;
      if (answered < current().length) return;
      start += answered;
      answered = 0;
      stage = null;
    },
  };
}

function cma(coordinates: Coordinates, random: RandomNumbers, { objectives, inFlight = 1 }: SamplerOptions): Stages {
  const { axes } = coordinates;
  const ordered = axes.filter(({ isCategory }) => !isCategory).length;
  const tried = new KnownTexts();
  const triedLosses = new NumberRows(objectives);
  /** The newest of this run. */
  let samples: Sample[] = [];
  const first = Math.max(4 + Math.floor(3 * Math.log(axes.length)), inFlight);
  let lambda = first;
  let run: Population = population(coordinates, new Float64Array(ordered).fill(0.5), SIGMA, lambda);
  let generation: Candidate[] = [];
  let model: Surrogate | null = null;
  const mostSamples = samplesLookedAt(run.center.length, ordered);
  let confidence: Trust = trust();
  let [stageSize, best, flat] = [0, Number.POSITIVE_INFINITY, 0];

  const restart = (): void => {
    lambda = Math.min(2 * lambda, MOST_DOUBLED * first);
    run = population(coordinates, Float64Array.from({ length: ordered }, random), SIGMA, lambda);
    // the model would lead back to where it was
    samples = [];
    confidence = trust();
    [best, flat] = [Number.POSITIVE_INFINITY, 0];
  };
  const fit = (): Surrogate | null => (objectives > 1 || ordered === 0 ? null : surrogate(samples, run.center, run.scales(), ordered));
  const keep = (sample: Sample): void => {
    samples.push(sample);
    if (samples.length >= 2 * mostSamples) samples = samples.slice(-mostSamples);
  };
  const begin = (): void => {
    generation = run.generation(random);
    for (const candidate of generation) {
      const number = tried.numberOf(candidate.row.join());
      candidate.losses = number < 0 ? null : [...triedLosses.at(number)];
    }
    stageSize = 1;
  };
  const end = (): void => {
    const sorted = byRank(generation, model);
    run.update(sorted);
    const lowest = sorted[0]!.losses?.[0] ?? best;
    flat = lowest < best ? 0 : flat + 1;
    best = Math.min(lowest, best);
    generation = [];
    if (run.reach() < LEAST_REACH || flat > 20 + (30 * axes.length) / lambda) restart();
  };
  return {
    next: (least) => {
      for (let idle = 0; idle < IDLE_GENERATIONS; idle++) {
        if (generation.length === 0) begin();
        const open = generation.filter(({ losses }) => losses === null);
        model = fit();
        if (open.length === 0 || (open.length < lambda && model !== null && confidence.isEarned())) {
          end();
          continue;
        }
        if (model === null) return open;
        for (const candidate of open) candidate.expected = model.predict(candidate.features);
        const size = Math.max(least, Math.ceil(stageSize));
        stageSize *= GROWTH;
        return open.sort((a, b) => (a.expected ?? 0) - (b.expected ?? 0)).slice(0, size);
      }
      return [stranger(randomRow(coordinates, random))];
    },
    learn: (row, losses, candidate) => {
      const number = tried.add(row.join());
      if (number < triedLosses.count) triedLosses.at(number).set(losses);
      else triedLosses.add(losses);
      if (candidate === null) return;
      candidate.losses = losses;
      const loss = losses[0]!;
      if (candidate.features.length > 0 && Number.isFinite(loss)) keep({ features: candidate.features, loss });
      if (candidate.expected !== null) confidence.judge(candidate.expected, loss);
    },
  };
}

/** A point that is of no generation. */
function stranger(row: Row): Candidate {
  return { row, features: new Float64Array(0), step: new Float64Array(0), choices: [], losses: null, expected: null };
}

/** Best first; what was not tried is where the model has it. */
function byRank(generation: readonly Candidate[], model: Surrogate | null): Candidate[] {
  const losses = generation.map((one) => one.losses ?? [model?.predict(one.features) ?? Number.POSITIVE_INFINITY]);
  return bestFirst(losses).map((index) => generation[index]!);
}
