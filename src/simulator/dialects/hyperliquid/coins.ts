import type { Exchange } from '../../engine/exchange.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';

/**
 * Names and numbers of what is traded. Contracts are known by their coin, spot markets by a number behind an at sign; contracts are paid
 * in USDC, whatever the simulator's account calls it. Source: Hyperliquid, "Asset IDs", "Info endpoint".
 */

/** Tokens whose names differ from the coins they stand for. */
const TOKENS: Readonly<Record<string, string>> = { BTC: 'UBTC', ETH: 'UETH', SOL: 'USOL', USDT: 'USDT0' };
export const COLLATERAL = 'USDC';
/** Spot markets are numbered from here on where an order names them. */
export const SPOT_ASSETS = 10_000;

export function tokenOf(coin: string): string {
  return TOKENS[coin] ?? coin;
}

/** Markets in the order of their numbers, which stay when one is gone. */
interface Universe {
  readonly spot: readonly MarketSymbol[];
  readonly contracts: readonly MarketSymbol[];
  /** Tokens in the order of their numbers. */
  readonly coins: readonly string[];
}

const universes = new WeakMap<Exchange, Universe>();

export function universeOf(exchange: Exchange): Universe {
  const known = universes.get(exchange);
  if (known !== undefined) return known;
  const all = [...exchange.symbols.values()];
  const spot = all.filter(({ isPerpetual }) => !isPerpetual);
  const universe = {
    spot,
    contracts: all.filter(({ isPerpetual }) => isPerpetual),
    coins: [...new Set([COLLATERAL, ...spot.flatMap(({ base, quote }) => [quote, base])])],
  };
  universes.set(exchange, universe);
  return universe;
}

/** What a market is called. */
export function coinOf(exchange: Exchange, symbol: MarketSymbol): string {
  return symbol.isPerpetual ? symbol.base : `@${universeOf(exchange).spot.indexOf(symbol)}`;
}

/** The number of a market in an order. */
export function assetOf(exchange: Exchange, symbol: MarketSymbol): number {
  const { spot, contracts } = universeOf(exchange);
  return symbol.isPerpetual ? contracts.indexOf(symbol) : SPOT_ASSETS + spot.indexOf(symbol);
}

/** The market of a number; undefined for none, or one that is gone. */
export function symbolOfAsset(exchange: Exchange, asset: unknown): MarketSymbol | undefined {
  if (typeof asset !== 'number') return undefined;
  const { spot, contracts } = universeOf(exchange);
  const symbol = asset >= SPOT_ASSETS ? spot[asset - SPOT_ASSETS] : contracts[asset];
  return symbol !== undefined && exchange.symbols.has(symbol.id) ? symbol : undefined;
}

export function symbolOfCoin(exchange: Exchange, coin: unknown): MarketSymbol | undefined {
  return [...exchange.symbols.values()].find((symbol) => coinOf(exchange, symbol) === coin);
}

/** Decimal places of sizes, which bound those of prices. */
export function sizeDecimals({ stepSize }: MarketSymbol): number {
  return decimals(stepSize);
}
