import type { Point, Space } from './space.ts';

/** A point, and what came of it. */
export interface Trial {
  readonly point: Point;
  /** One number for each objective, the smaller the better; null where there is no result. */
  readonly losses: readonly number[] | null;
}

/**
 * Chooses the points of a search. It knows no clock and no chance of its own: with the same seed, the same questions and the same
 * results in the same order, it gives the same points.
 */
export interface Sampler {
  /** So many points, which may be tried side by side; fewer only where it has no other. */
  ask(count: number): readonly Point[];
  /** What came of points: those it was asked for, and any that were tried before it was made. */
  tell(trials: readonly Trial[]): void;
}

export interface SamplerOptions {
  /** Losses of each point. */
  readonly objectives: number;
  /** How many points are meant to be tried in all, for those that plan. */
  readonly trials: number;
}

/** Makes a sampler. @throws Error where the space is not one for it; the message says why */
export type CreateSampler = (space: Space, seed: number, options: SamplerOptions) => Sampler;
