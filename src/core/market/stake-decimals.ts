const DECIMALS: Readonly<Record<string, number>> = { BTC: 8, ETH: 5 };

/** Decimals that amounts of a stake currency are shown with, as freqtrade shows them. */
export function stakeDecimals(currency: string): number {
  return DECIMALS[currency] ?? 3;
}
