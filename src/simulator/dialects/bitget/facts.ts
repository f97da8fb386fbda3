import type { Exchange } from '../../engine/exchange.ts';
import { FUNDING_MS, FUNDING_RATE } from '../../engine/positions.ts';
import { TICK_MS } from '../../engine/price.ts';
import { decimals, type MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';

/** How Bitget writes its markets: everything is text, amounts of contracts in coins. Source: Bitget, "API v2", spot and USDT-M futures. */

/** Spot and contracts have names of their own for the same timeframes. */
export const SPOT_GRANULARITIES: Readonly<Record<string, number>> = {
  '1min': 60_000,
  '3min': 180_000,
  '5min': 300_000,
  '15min': 900_000,
  '30min': 1_800_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '6Hutc': 21_600_000,
  '12Hutc': 43_200_000,
  '1Dutc': 86_400_000,
  '1Wutc': 604_800_000,
};

export const CONTRACT_GRANULARITIES: Readonly<Record<string, number>> = {
  '1m': 60_000,
  '3m': 180_000,
  '5m': 300_000,
  '15m': 900_000,
  '30m': 1_800_000,
  '1H': 3_600_000,
  '2H': 7_200_000,
  '4H': 14_400_000,
  '6Hutc': 21_600_000,
  '12Hutc': 43_200_000,
  '1Dutc': 86_400_000,
  '1Wutc': 604_800_000,
};

/** Those of its streams. */
export const STREAM_GRANULARITIES: Readonly<Record<string, number>> = {
  ...CONTRACT_GRANULARITIES,
  '6H': 21_600_000,
  '12H': 43_200_000,
  '1D': 86_400_000,
  '1W': 604_800_000,
};

/** How far back the calls for recent candles reach, days. As ccxt's `maxRecentDaysPerTimeframe` has it, which was measured. */
export function recentDays(length: number): number {
  const hours = length / 3_600_000;
  return hours < 1 ? 30 : hours * 60;
}

/** Monday, as weeks begin. */
const WEEK_SHIFT_MS = 345_600_000;

export function candleStart(at: number, length: number): number {
  const shift = length === 604_800_000 ? WEEK_SHIFT_MS : 0;
  return Math.floor((at - shift) / length) * length + shift;
}

export const PRODUCT_TYPE = 'USDT-FUTURES';

/** Smallest amount of contracts, which are one coin each. Source: Bitget, "Get Contract Config", `sizeMultiplier`. */
const CONTRACT_STEPS: Readonly<Record<string, number>> = { BTC: 0.0001, ETH: 0.01, BNB: 0.01, SOL: 0.1, XRP: 1, ADA: 1, LTC: 0.1 };

export function contractOf({ base, stepSize }: MarketSymbol): { size: number; step: number } {
  return { size: 1, step: CONTRACT_STEPS[base] ?? stepSize };
}

/** The same for spot and contracts. */
export function wireId({ base, quote }: MarketSymbol): string {
  return base + quote;
}

export function instType({ isPerpetual }: MarketSymbol): string {
  return isPerpetual ? PRODUCT_TYPE : 'SPOT';
}

export function priceText(symbol: MarketSymbol, price: number): string {
  return price.toFixed(decimals(symbol.tickSize));
}

export function spotInstrument(symbol: MarketSymbol, fee: number): object {
  return {
    symbol: wireId(symbol),
    baseCoin: symbol.base,
    quoteCoin: symbol.quote,
    minTradeAmount: '0',
    maxTradeAmount: '10000000000',
    takerFeeRate: decimalText(fee),
    makerFeeRate: decimalText(fee),
    pricePrecision: String(decimals(symbol.tickSize)),
    quantityPrecision: String(decimals(symbol.stepSize)),
    quotePrecision: '8',
    status: 'online',
    minTradeUSDT: decimalText(symbol.minNotional),
    buyLimitPriceRatio: '0.05',
    sellLimitPriceRatio: '0.05',
    areaSymbol: 'no',
    orderQuantity: '200',
    openTime: '1532454360000',
    offTime: '',
  };
}

export function contractInstrument(symbol: MarketSymbol, fee: number): object {
  const pricePlaces = decimals(symbol.tickSize);
  return {
    symbol: wireId(symbol),
    baseCoin: symbol.base,
    quoteCoin: symbol.quote,
    buyLimitPriceRatio: '0.05',
    sellLimitPriceRatio: '0.05',
    feeRateUpRatio: '0.005',
    makerFeeRate: decimalText(fee),
    takerFeeRate: decimalText(fee),
    openCostUpRatio: '0.01',
    supportMarginCoins: [symbol.quote],
    minTradeNum: decimalText(symbol.minQty),
    priceEndStep: String(Math.round(symbol.tickSize * 10 ** pricePlaces)),
    volumePlace: String(decimals(symbol.stepSize)),
    pricePlace: String(pricePlaces),
    sizeMultiplier: decimalText(symbol.stepSize),
    symbolType: 'perpetual',
    minTradeUSDT: decimalText(symbol.minNotional),
    maxSymbolOrderNum: '200',
    maxProductOrderNum: '1000',
    maxPositionNum: '150',
    symbolStatus: 'normal',
    offTime: '-1',
    limitOpenTime: '-1',
    deliveryTime: '',
    deliveryStartTime: '',
    deliveryPeriod: '',
    launchTime: '',
    fundInterval: String(FUNDING_MS / 3_600_000),
    minLever: '1',
    maxLever: '100',
    posLimit: '0.1',
    maintainTime: '',
    maxMarketOrderQty: decimalText(symbol.maxQty),
    maxOrderQty: decimalText(symbol.maxQty),
  };
}

/** Start, open, high, low, close, volume in base and in quote currency; spot tells the latter in dollars as well. */
export function candleRow(exchange: Exchange, symbol: MarketSymbol, start: number, length: number): string[] | null {
  const bar = exchange.bar(symbol, start, start + length);
  if (bar === null) return null;
  const prices = [bar.open, bar.high, bar.low, bar.close].map((price) => priceText(symbol, price));
  const quoteVolume = decimalText(bar.volume * ((bar.open + bar.close) / 2));
  const row = [String(start), ...prices, decimalText(bar.volume), quoteVolume];
  return symbol.isPerpetual ? row : [...row, quoteVolume];
}

export function ticker(exchange: Exchange, symbol: MarketSymbol): Record<string, string> {
  const now = exchange.now();
  const minute = Math.floor(now / 60_000) * 60_000;
  const bar = exchange.bar(symbol, minute - 86_400_000, minute)!;
  const last = exchange.price(symbol);
  const { bids, asks } = exchange.book(symbol, 1);
  const price = (value: number) => priceText(symbol, value);
  const change = decimalText(Math.round((last / bar.open - 1) * 1e5) / 1e5);
  const quoteVolume = decimalText(bar.volume * last);
  return {
    symbol: wireId(symbol),
    lastPr: price(last),
    askPr: price(asks[0]?.[0] ?? 0),
    askSz: decimalText(asks[0]?.[1] ?? 0),
    bidPr: price(bids[0]?.[0] ?? 0),
    bidSz: decimalText(bids[0]?.[1] ?? 0),
    open: price(bar.open),
    open24h: price(bar.open),
    high24h: price(Math.max(bar.high, last)),
    low24h: price(Math.min(bar.low, last)),
    baseVolume: decimalText(bar.volume),
    quoteVolume,
    usdtVolume: quoteVolume,
    openUtc: price(bar.open),
    change24h: change,
    changeUtc24h: change,
    ts: String(now),
    ...(symbol.isPerpetual
      ? {
          indexPrice: price(last),
          markPrice: price(last),
          fundingRate: decimalText(FUNDING_RATE),
          holdingAmount: '1000',
          deliveryStatus: 'delivery_normal',
        }
      : {}),
  };
}

export function bookRow(exchange: Exchange, symbol: MarketSymbol, depth: number): object {
  const { bids, asks } = exchange.book(symbol, depth);
  const rows = (side: [number, number][]) => side.map(([price, amount]) => [priceText(symbol, price), decimalText(amount)]);
  return { asks: rows(asks), bids: rows(bids), ts: String(exchange.now()) };
}

/** The trade of a time step. */
export function tradeRow(exchange: Exchange, symbol: MarketSymbol, tick: number): Record<string, string> {
  const price = exchange.price(symbol, tick * TICK_MS);
  return {
    symbol: wireId(symbol),
    tradeId: String(tick),
    side: price < exchange.price(symbol, (tick - 1) * TICK_MS) ? 'Sell' : 'Buy',
    price: priceText(symbol, price),
    size: decimalText(symbol.stepSize),
    ts: String(tick * TICK_MS),
  };
}
