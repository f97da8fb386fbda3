import type { Market as CcxtMarket } from 'ccxt';
import type { CandleRow } from '../../core/market/candles.ts';
import { precisionOfAmounts } from '../../core/market/contract-precision.ts';
import type { BookLevel, DayTicker, Market, Ticker } from '../../core/market/market.ts';
import { DECIMAL_PLACES, type PrecisionMode, SIGNIFICANT_DIGITS, TICK_SIZE } from '../../core/market/precision.ts';
import { contractSize, intoBase } from './contracts.ts';

/** ccxt's numbers for how precision is written. */
export function precisionMode(mode: unknown): PrecisionMode {
  if (mode === DECIMAL_PLACES) return DECIMAL_PLACES;
  return mode === SIGNIFICANT_DIGITS ? SIGNIFICANT_DIGITS : TICK_SIZE;
}

/** Amounts, their limits and their precision are base currency, also where the exchange counts contracts. */
export function toMarket(market: NonNullable<CcxtMarket>, mode: PrecisionMode): Market {
  const size = contractSize(market);
  const limit = (value: unknown): number | null => (typeof value === 'number' && value > 0 ? value : null);
  const inBase = (contracts: number | null) => (contracts === null ? null : intoBase(contracts, size));
  return {
    pair: market.symbol,
    base: market.base,
    quote: market.quote,
    isActive: market.active !== false,
    isSpot: market.spot === true,
    isSwap: market.swap === true,
    amountPrecision: precisionOfAmounts(limit(market.precision.amount), mode, size),
    pricePrecision: limit(market.precision.price),
    precisionMode: mode,
    minAmount: inBase(limit(market.limits.amount?.min)),
    maxAmount: inBase(limit(market.limits.amount?.max)),
    minCost: limit(market.limits.cost?.min),
    maxCost: limit(market.limits.cost?.max),
    takerFee: market.taker ?? 0.001,
    makerFee: market.maker ?? 0.001,
    contractSize: size,
    leverageTiers: [],
    endsAt: endOf(market),
  };
}

/** Perpetual contracts tell the year 2100 as their end. */
const NEVER = Date.UTC(2100, 0, 1);

function endOf(market: NonNullable<CcxtMarket>): number | null {
  const at = Number((market.info as { deliveryDate?: unknown } | undefined)?.deliveryDate ?? Number.NaN);
  return market.swap === true && at > 0 && at < NEVER ? at : null;
}

function numberOf(value: unknown): number {
  return Number(value ?? Number.NaN);
}

/** @param row start (ms), open, high, low, close, volume, and whatever an exchange adds */
export function toCandleRow(row: readonly unknown[]): CandleRow {
  // what is missing is no nought
  const [time, open, high, low, close, volume] = row;
  return [numberOf(time), numberOf(open), numberOf(high), numberOf(low), numberOf(close), numberOf(volume)];
}

/**
 * One side of an order book; some exchanges add a moment to price and amount. What has no price, or nothing at it, is no level: markets that
 * are halted were seen with such, and a stop would be hit at nought.
 */
export function toLevels(side: readonly (readonly unknown[])[]): BookLevel[] {
  return side.map(([price, amount]): BookLevel => [Number(price), Number(amount)]).filter(([price, amount]) => isRate(price) && amount > 0);
}

function isRate(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value);
}

export function toTicker(ticker: { bid?: unknown; ask?: unknown; last?: unknown }): Ticker {
  const rate = (value: unknown): number | null => (isRate(value) ? value : null);
  return { bid: rate(ticker.bid), ask: rate(ticker.ask), last: rate(ticker.last) };
}

export function toDayTicker(ticker: {
  bid?: unknown;
  ask?: unknown;
  last?: unknown;
  quoteVolume?: unknown;
  percentage?: unknown;
}): DayTicker {
  const figure = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
  return { ...toTicker(ticker), quoteVolume: figure(ticker.quoteVolume), percentage: figure(ticker.percentage) };
}
