import type { OtherCandles } from '../../src/core/market/candle-kind.ts';
import type { CandleRow } from '../../src/core/market/candles.ts';
import type { DayTicker, Market, Quote } from '../../src/core/market/market.ts';
import type { PublicTrade } from '../../src/core/market/public-trade.ts';
import type { OrderUpdate } from '../../src/core/trade/apply-order-update.ts';
import type { Funding } from '../../src/core/trade/funding.ts';
import { OrderRejected } from '../../src/exchange/errors.ts';
import type { Exchange } from '../../src/exchange/port.ts';
import type { FundingRates } from '../../src/exchange/ports/funding.ts';
import { NO_LEVERAGE } from '../../src/exchange/ports/leverage.ts';
import type { MarketData } from '../../src/exchange/ports/market-data.ts';
import { NO_POSITIONS } from '../../src/exchange/ports/positions.ts';
import type { Pushes } from '../../src/exchange/ports/pushes.ts';
import type { Balance, FoundOrder, OrderRequest, Trading } from '../../src/exchange/ports/trading.ts';
import { NO_STOPS } from './no-stops.ts';

const MINUTE = 60_000;

/** An exchange of one pair with one price, at which market orders fill; limit orders wait until the price has come to them. */
export class RestingExchange implements Exchange, MarketData, Trading, FundingRates, Pushes {
  readonly name: string = 'resting';
  /** Every port of it is the account itself. */
  readonly market = this;
  readonly trading = this;
  readonly leverage = NO_LEVERAGE;
  readonly positions = NO_POSITIONS;
  readonly stops = NO_STOPS;
  readonly fundingRates = this;
  readonly pushes = this;
  readonly acceptanceWindowMs: number = 0;
  readonly #market: Market;
  readonly #orders: (OrderUpdate & { clientOrderId: string; readonly request: OrderRequest; status: OrderUpdate['status'] })[] = [];
  /** Orders as they were asked for. */
  readonly asked: OrderRequest[] = [];
  readonly cancelled: string[] = [];
  /** Refuses every further order, if it is told to. */
  refuses = false;
  now: number;
  price: number;

  constructor(market: Market, now: number, price: number) {
    this.#market = market;
    this.now = now;
    this.price = price;
  }

  /** Goes to a price and fills what waits for it. */
  move(price: number): void {
    this.price = price;
    for (const order of this.#orders) if (order.status === 'open') this.#reach(order);
  }

  /** Fills a part of the order that waits. */
  fillPart(amount: number): void {
    const order = this.#orders.findLast(({ status }) => status === 'open')!;
    order.filled += amount;
    order.average = order.request.rate;
  }

  async markets(): Promise<ReadonlyMap<string, Market>> {
    return new Map([[this.#market.pair, this.#market]]);
  }
  async candles(_pair: string, _timeframe: string, since: number | null): Promise<CandleRow[]> {
    const last = this.now - (this.now % MINUTE);
    const rows = Array.from({ length: 30 }, (_value, index): CandleRow => [last - (29 - index) * MINUTE, 100, 100, 100, 100, 1]);
    return rows.filter((row) => since === null || row[0] >= since);
  }
  async otherCandles(_wanted: OtherCandles, _limit: number): Promise<CandleRow[]> {
    return [];
  }
  async publicTrades(_pair: string, _since: number, _fromId: string | null): Promise<PublicTrade[]> {
    return [];
  }
  async orderBook(): Promise<{ bids: [number, number][]; asks: [number, number][] }> {
    return { bids: [[this.price, 1e9]], asks: [[this.price, 1e9]] };
  }
  async tickers(): Promise<ReadonlyMap<string, { bid: number; ask: number; last: number }>> {
    return new Map([[this.#market.pair, { bid: this.price, ask: this.price, last: this.price }]]);
  }
  async dayTickers(): Promise<ReadonlyMap<string, DayTicker>> {
    return new Map();
  }
  async marks(): Promise<ReadonlyMap<string, number>> {
    return new Map();
  }

  async rate(): Promise<null> {
    return null;
  }
  async funding(): Promise<Funding> {
    return { time: new Float64Array(0), perUnit: new Float64Array(0) };
  }
  async paid(_pair: string, _since: number): Promise<number | null> {
    return null;
  }
  marketInformation(): null {
    return null;
  }
  quote(_pair: string, rate: number, at: number): Quote {
    return { at, rate, high: rate, low: rate, close: rate };
  }
  async balances(): Promise<ReadonlyMap<string, Balance>> {
    return new Map();
  }
  async placeOrder(request: OrderRequest): Promise<OrderUpdate> {
    if (this.refuses) throw new OrderRejected('told to refuse');
    this.asked.push(request);
    const order = {
      orderId: `r${this.#orders.length + 1}`,
      clientOrderId: request.clientOrderId,
      request,
      status: 'open' as OrderUpdate['status'],
      amount: request.amount,
      filled: 0,
      average: null,
      cost: null,
      price: request.rate,
      fees: [],
      at: this.now,
    };
    this.#orders.push(order);
    this.#reach(order);
    return { ...order };
  }
  async cancelOrder(orderId: string): Promise<void> {
    const order = this.#orders.find((candidate) => candidate.orderId === orderId)!;
    if (order.status !== 'open') throw new Error('not open');
    order.status = 'canceled';
    this.cancelled.push(orderId);
  }
  async findOrder(key: { orderId: string } | { clientOrderId: string }): Promise<OrderUpdate | null> {
    const found = this.#orders.find((order) =>
      'orderId' in key ? order.orderId === key.orderId : order.clientOrderId === key.clientOrderId,
    );
    return found === undefined ? null : { ...found };
  }
  async filledOf(): Promise<null> {
    return null;
  }
  async ordersSince(_pair: string, since: number): Promise<FoundOrder[]> {
    return this.#orders.flatMap(({ request, clientOrderId, ...update }) =>
      update.at < since ? [] : [{ clientOrderId, side: request.side, orderType: request.orderType, at: update.at, update }],
    );
  }
  /** Knows nothing any more, and counts from one. */
  protected forgetAll(): void {
    this.#orders.length = 0;
  }
  watch(): void {}
  async close(): Promise<void> {}

  #reach(order: OrderUpdate & { readonly request: OrderRequest }): void {
    const { side, orderType, rate } = order.request;
    const isReached = side === 'buy' ? this.price <= rate : this.price >= rate;
    if (orderType === 'limit' && !isReached) return;
    order.status = 'closed';
    order.filled = order.amount;
    order.average = orderType === 'limit' ? rate : this.price;
    order.at = this.now;
  }
}
