import { createCmaSampler } from './cma/cma.ts';
import { createNsga2Sampler, createNsga3Sampler } from './nsga/nsga.ts';
import { createRandomSampler } from './random.ts';
import type { CreateSampler } from './sampler.ts';
import { createQmcSampler } from './sobol/qmc.ts';
import { createTpeSampler } from './tpe/tpe.ts';

/** Every sampler by the name it is asked for; those of freqtrade have its names. */
export const SAMPLERS: Readonly<Record<string, CreateSampler>> = {
  TPESampler: createTpeSampler,
  CmaEsSampler: createCmaSampler,
  NSGAIISampler: createNsga2Sampler,
  NSGAIIISampler: createNsga3Sampler,
  QMCSampler: createQmcSampler,
  RandomSampler: createRandomSampler,
};
