import type { RawConfig } from '../../config/raw.ts';

/** What is searched again, how, and how often. */
export interface ReoptimizeSettings {
  readonly strategy: string;
  readonly everyDays: number;
  readonly trainDays: number;
  readonly testDays: number;
  readonly losses: readonly string[];
  readonly spaces: readonly string[];
  readonly epochs: number;
  readonly sampler: string | null;
  readonly workers: number;
  readonly minTrades: number;
  readonly seed: number | null;
  /** Null for the strategy's own. */
  readonly timeframes: readonly string[] | null;
  readonly downloads: boolean;
}

/** Re-optimisation as the configuration asks for it; null where it does not, or names no strategy. */
export function reoptimizeSettings(config: RawConfig): ReoptimizeSettings | null {
  const { reoptimize: asked, strategy } = config;
  if (asked === undefined || strategy === undefined || strategy === null) return null;
  return {
    strategy,
    everyDays: asked.every_days,
    trainDays: asked.train_days ?? 60,
    testDays: asked.test_days ?? 20,
    losses: asked.loss_names ?? (config.hyperopt_loss === undefined ? [] : [config.hyperopt_loss]),
    spaces: asked.spaces ?? config.spaces ?? ['default'],
    epochs: asked.epochs ?? config.epochs ?? 100,
    sampler: asked.sampler ?? null,
    workers: asked.job_workers ?? 1,
    minTrades: asked.min_trades ?? config.hyperopt_min_trades ?? 1,
    seed: asked.random_state ?? config.hyperopt_random_state ?? null,
    timeframes: asked.timeframes ?? null,
    downloads: asked.download ?? true,
  };
}
