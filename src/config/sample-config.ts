import type { RawConfig } from './raw.ts';

/** What a strategy is tried with on candles that are made up. */
export interface Sample {
  readonly pairs: number;
  /** Stake currency to begin with. */
  readonly balance: number;
  /** Whether it shorts, or asks for leverage. */
  readonly wantsContracts: boolean;
}

export interface SampleConfig {
  readonly config: RawConfig;
  readonly isFutures: boolean;
}

/** A configuration that trades all of the made-up pairs, on contracts where the strategy wants some. */
export function sampleConfig(config: RawConfig, { pairs, balance, wantsContracts }: Sample): SampleConfig {
  const isFutures = wantsContracts || config.trading_mode === 'futures';
  return {
    isFutures,
    config: {
      ...config,
      ...(isFutures && ({ trading_mode: 'futures', margin_mode: 'isolated' } as const)),
      stake_amount: 'unlimited',
      max_open_trades: pairs,
      dry_run_wallet: balance,
    },
  };
}
