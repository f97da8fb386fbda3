import type { Coordinates, Row } from '../coordinates.ts';
import { comparable, type Losses } from '../fronts.ts';
import { type Method, sampleInOrder } from '../in-order.ts';
import { randomRow } from '../random.ts';
import { type RandomNumbers, randomNumbersOf } from '../random-numbers.ts';
import type { CreateSampler, SamplerOptions } from '../sampler.ts';
import { evenRow } from '../sobol/qmc.ts';
import { byCrowding, byDirections, type Survival } from './survivors.ts';
import { childOf } from './variation.ts';

/** Points of a generation. Source: Optuna 5.0.0's `population_size`. */
const POPULATION = 50;
/** How often a child is made again that is no new point. */
const TRIES = 10;

interface Member {
  readonly row: Row;
  readonly losses: Losses;
  readonly rank: number;
}

/** Genetic search, one or several losses. Source: Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002. */
export const createNsga2Sampler: CreateSampler = (space, seed, options) =>
  sampleInOrder(space, (coordinates) => nsga(coordinates, seed, options, byCrowding));

/** The same for many losses. Source: Deb and Jain, "NSGA-III", 2014. */
export const createNsga3Sampler: CreateSampler = (space, seed, options) =>
  sampleInOrder(space, (coordinates) => nsga(coordinates, seed, options, byDirections));

/** A generation is asked for when the one before is known as a whole. */
function nsga(coordinates: Coordinates, seed: number, { objectives, inFlight = 1 }: SamplerOptions, survival: Survival): Method {
  const size = Math.max(POPULATION, inFlight);
  let parents: readonly Member[] = [];
  let born: Member[] = [];
  /** Tried by somebody else. */
  let others: Member[] = [];
  let generation = 0;
  const select = (): void => {
    const all = [...parents, ...others, ...(born.length === size ? born : [])];
    // numbers of trials are below those of generations
    const random = randomNumbersOf(seed, -1 - ++generation);
    const { chosen, ranks } = survival(
      all.map(({ losses }) => losses),
      size,
      random,
    );
    parents = chosen.map((index, place) => ({ ...all[index]!, rank: ranks[place]! }));
    others = [];
    if (born.length === size) born = [];
  };
  return {
    needed: (number) => number - (number % size),
    choose: (number, _pending, isNew) => {
      if (parents.length === 0) return evenRow(coordinates, seed, number);
      const random = randomNumbersOf(seed, number);
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const child = childOf(coordinates, [tournament(parents, random), tournament(parents, random)], random);
        if (isNew(child)) return child;
      }
      return randomRow(coordinates, random);
    },
    learn: (row, losses, isOwn) => {
      const member = { row, losses: comparable(losses, objectives), rank: 0 };
      if (isOwn) born.push(member);
      else others.push(member);
      if (born.length === size || others.length === size) select();
    },
  };
}

function tournament(members: readonly Member[], random: RandomNumbers): Row {
  const [one, other] = [members[Math.floor(random() * members.length)]!, members[Math.floor(random() * members.length)]!];
  return (other.rank < one.rank ? other : one).row;
}
