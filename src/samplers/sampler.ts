import type { Point, Space } from './space.ts';

/** A point, and what came of it. */
export interface Trial {
  readonly point: Point;
  /** One number for each objective, the smaller the better; null where there is no result. */
  readonly losses: readonly number[] | null;
}

/**
 * Chooses the points of a search. It knows no clock and no chance of its own: with the same seed, questions and results it gives the same
 * points. In which order the results of points that were asked for together arrive changes nothing; with `inFlight` it does not matter
 * either which of them were there before the next question.
 */
export interface Sampler {
  /** So many points, which may be tried side by side; fewer, or none, where it waits for what comes of those it has given. */
  ask(count: number): readonly Point[];
  /** What came of points: those it was asked for, and any that were tried before it was made. */
  tell(trials: readonly Trial[]): void;
}

export interface SamplerOptions {
  /** Losses of each point. */
  readonly objectives: number;
  /** How many points are meant to be tried in all, for those that plan. */
  readonly trials: number;
  /** How many points may be given whose results are not known. Without it as many as are asked for, chosen by what is known then. */
  readonly inFlight?: number;
}

/** Makes a sampler. @throws Error where the space is not one for it; the message says why */
export type CreateSampler = (space: Space, seed: number, options: SamplerOptions) => Sampler;
