import type { Market } from './market.ts';

/** What a pair's name tells of its market, where no exchange is asked: all but sides and kind is unknown. */
export function namedMarket(pair: string): Market | null {
  const [, base, quote, settle] = /^([^/]+)\/([^/:]+)(?::(.+))?$/.exec(pair) ?? [];
  if (base === undefined || quote === undefined) return null;
  return {
    pair,
    base,
    quote,
    isActive: true,
    isSpot: settle === undefined,
    isSwap: settle !== undefined,
    amountPrecision: null,
    pricePrecision: null,
    precisionMode: 4,
    minAmount: null,
    maxAmount: null,
    minCost: null,
    maxCost: null,
    takerFee: 0,
    makerFee: 0,
    contractSize: 1,
    leverageTiers: [],
  };
}
