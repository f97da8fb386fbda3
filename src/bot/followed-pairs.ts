import type { Bot } from './bot.ts';

/** Pairs whose candles and prices are followed: the whitelist, and those of open trades. */
export function followedPairs({ state }: Pick<Bot, 'state'>): string[] {
  return [...new Set([...state.whitelist, ...state.trades.map((trade) => trade.pair)])];
}
