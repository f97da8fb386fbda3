import type { BotState } from './state.ts';

/** Pairs whose candles and prices are followed: the whitelist, and those of open trades. */
export function followedPairs({ state }: { readonly state: Pick<BotState, 'whitelist' | 'trades'> }): string[] {
  return [...new Set([...state.whitelist, ...state.trades.map((trade) => trade.pair)])];
}
