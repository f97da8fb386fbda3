import type { Market } from '../core/market/market.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { Needs } from './child.ts';

/** Serves what a strategy in Python reaches for, from what the bot gave it. */
export function needsOf(strategy: Strategy): Needs {
  return (what, facts) => {
    const pair = String(facts['pair'] ?? '');
    switch (what) {
      case 'whitelist':
        return strategy.dp.currentWhitelist();
      case 'market':
        return marketOf(strategy, pair);
      case 'markets':
        return Object.fromEntries(strategy.dp.currentWhitelist().map((name) => [name, marketOf(strategy, name)]));
      case 'delisted_at':
        return strategy.dp.delistedAt(pair);
      default:
        throw new Error(`There is no "${what}" here.`);
    }
  };
}

/** A market as ccxt has it. */
function marketOf({ dp }: Strategy, pair: string): unknown {
  const known = dp.marketInformation(pair);
  if (known !== null) return known;
  const market = dp.market(pair);
  return market === null ? null : listedMarket(market);
}

function listedMarket(market: Market): object {
  const { pair, base, quote, isActive, isSpot, isSwap, contractSize } = market;
  return {
    symbol: pair,
    id: `${base}${quote}`,
    base,
    quote,
    active: isActive,
    type: isSwap ? 'swap' : 'spot',
    spot: isSpot,
    swap: isSwap,
    future: false,
    option: false,
    margin: false,
    contract: isSwap,
    linear: isSwap ? true : null,
    contractSize: isSwap ? contractSize : null,
    settle: isSwap ? quote : null,
    maker: market.makerFee,
    taker: market.takerFee,
    precision: { amount: market.amountPrecision, price: market.pricePrecision },
    limits: {
      amount: { min: market.minAmount, max: market.maxAmount },
      price: { min: null, max: null },
      cost: { min: market.minCost, max: market.maxCost },
      leverage: { min: null, max: null },
    },
    info: {},
  };
}
