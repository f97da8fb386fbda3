import { createRandomSampler } from './random.ts';
import type { CreateSampler } from './sampler.ts';

/** Every sampler by the name it is asked for; those of freqtrade have its names. */
export const SAMPLERS: Readonly<Record<string, CreateSampler>> = {
  RandomSampler: createRandomSampler,
};
