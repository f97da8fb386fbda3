import type { RawConfig } from './raw.ts';

/** Stake currency that a simulation begins with; 0 where the configuration names none. */
export function startingBalance(config: RawConfig): number {
  const wallet = config.dry_run_wallet;
  return typeof wallet === 'number' ? wallet : (wallet[config.stake_currency] ?? 0);
}
