import type { Market } from '../../src/core/market/market.ts';

/** A spot market with steps of a cent and a thousandth, and fees of 0.1 %. */
export function spotMarket(pair: string, changes: Partial<Market> = {}): Market {
  const [base = '', quote = ''] = pair.split('/');
  return {
    pair,
    base,
    quote,
    isActive: true,
    isSpot: true,
    isSwap: false,
    amountPrecision: 0.001,
    pricePrecision: 0.01,
    precisionMode: 4,
    minAmount: 0.001,
    maxAmount: null,
    minCost: 5,
    maxCost: null,
    takerFee: 0.001,
    makerFee: 0.001,
    contractSize: 1,
    leverageTiers: [],
    ...changes,
  };
}
