import type { OtherCandles } from '../../src/core/market/candle-kind.ts';
import type { CandleRow } from '../../src/core/market/candles.ts';
import { decimal, minus, plus, times, toNumber } from '../../src/core/market/decimal.ts';
import type { DayTicker, Market, Quote, Ticker } from '../../src/core/market/market.ts';
import { roundAmount } from '../../src/core/market/precision.ts';
import type { OrderUpdate } from '../../src/core/trade/apply-order-update.ts';
import type { OrderFee } from '../../src/core/trade/fees.ts';
import type { Funding } from '../../src/core/trade/funding.ts';
import type { OrderSide, OrderType } from '../../src/core/trade/trade.ts';
import { InsufficientFundsError, OrderRejected, TemporaryError } from '../../src/exchange/errors.ts';
import type { Exchange } from '../../src/exchange/port.ts';
import type { FundingRates } from '../../src/exchange/ports/funding.ts';
import { NO_LEVERAGE } from '../../src/exchange/ports/leverage.ts';
import type { MarketData } from '../../src/exchange/ports/market-data.ts';
import { NO_POSITIONS } from '../../src/exchange/ports/positions.ts';
import type { ExchangePush, Pushes } from '../../src/exchange/ports/pushes.ts';
import type { Balance, FoundOrder, OrderRequest, Trading } from '../../src/exchange/ports/trading.ts';
import { AccountStops } from './account-stops.ts';

const MINUTE = 60_000;

interface RestingOrder {
  readonly request: OrderRequest;
  readonly at: number;
  readonly orderId: string;
  status: OrderUpdate['status'];
  filled: number;
  cost: number;
  /** Fees by coin. */
  readonly fees: Map<string, number>;
  /** When it last changed. */
  changedAt: number;
}

/** How fees are taken: in which coin (null: not told), and how much of the value. */
export interface FeeRule {
  readonly coin: string | null;
  /** Ratio of the value. */
  readonly ratio: number;
  /** Price of the coin in quote currency, where it is neither base nor quote. */
  readonly coinPrice?: number;
}

/**
 * An account on a spot exchange with one price a pair: free and bound balances to the last digit, minimums, fees in any coin, orders that
 * rest and fill in parts, orders made by hand, refusals. Market orders fill at once, limit orders when the price has come to them.
 */
export class SpotAccount implements Exchange, MarketData, Trading, FundingRates, Pushes {
  readonly name = 'account';
  /** Every port of it is the account itself. */
  readonly market = this;
  readonly trading = this;
  readonly leverage = NO_LEVERAGE;
  readonly positions = NO_POSITIONS;
  readonly stops: AccountStops = new AccountStops(this);
  /** Lists, among the orders, those that stops have become. */
  listsFired = false;
  readonly fundingRates = this;
  readonly pushes = this;
  readonly acceptanceWindowMs = 0;
  readonly free = new Map<string, number>();
  readonly bound = new Map<string, number>();
  readonly prices = new Map<string, number>();
  readonly #orders: RestingOrder[] = [];
  /** Orders that were asked for, refused ones too. */
  readonly asked: OrderRequest[] = [];
  readonly cancelled: string[] = [];
  readonly known: Map<string, Market>;
  /** Tells of fees only when it is asked for an order. */
  tellsFeesLate = false;
  /** Refuses orders with this text, if it is told to. */
  refusing: string | null = null;
  /** Orders that no look-up and no list knows any more; their fills are listed still. */
  readonly forgotten = new Set<string>();
  /** Answers nothing about these pairs. */
  readonly dead = new Set<string>();
  fee: (side: OrderSide) => FeeRule;
  /** How often balances were asked for. */
  balanceCalls = 0;
  listener: ((push: ExchangePush) => void) | null = null;
  now: number;

  constructor(markets: readonly Market[], now: number, balances: Readonly<Record<string, number>>) {
    this.known = new Map(markets.map((market) => [market.pair, market]));
    this.now = now;
    for (const [coin, amount] of Object.entries(balances)) this.free.set(coin, amount);
    this.fee = (side) => ({ coin: side === 'buy' ? 'BASE' : 'QUOTE', ratio: 0.001 });
  }

  price(pair: string): number {
    if (this.dead.has(pair)) throw new TemporaryError(`${this.name} does not have market symbol ${pair}`);
    return this.prices.get(pair) ?? 100;
  }

  total(coin: string): number {
    return add(this.free.get(coin) ?? 0, this.bound.get(coin) ?? 0);
  }

  /** Goes to a price and fills what waits for it. */
  move(pair: string, price: number): void {
    this.prices.set(pair, price);
    for (const order of this.#orders)
      if (order.status === 'open' && order.request.pair === pair && this.#reaches(order)) this.#fillAll(order);
    this.stops.reach(pair);
  }

  /** Fills a part of the newest order that waits, whatever the price; an amount in base currency. */
  fillPart(amount: number): void {
    const order = this.#orders.findLast(({ status }) => status === 'open');
    if (order !== undefined) this.#fill(order, Math.min(amount, left(order)), order.request.rate);
  }

  freeBase(pair: string): number {
    return this.free.get(this.#market(pair).base) ?? 0;
  }

  bind(pair: string, amount: number): void {
    const { base } = this.#market(pair);
    this.#add(this.free, base, -amount);
    this.#add(this.bound, base, amount);
  }

  trade(side: OrderSide, pair: string, amount: number, rate: number): { cost: number; currency: string } {
    const request = {
      clientOrderId: `fired_${this.#orders.length}`,
      pair,
      side,
      orderType: 'market' as const,
      amount,
      rate,
      timeInForce: 'GTC',
    };
    const order: RestingOrder = {
      request,
      at: this.now,
      orderId: `f${this.#orders.length + 1}`,
      status: 'open',
      filled: 0,
      cost: 0,
      fees: new Map(),
      changedAt: this.now,
    };
    this.bind(pair, side === 'sell' ? amount : 0);
    this.#fillAll(order);
    if (this.listsFired) this.#orders.push(order);
    const [currency = 'USDT', cost = 0] = [...order.fees][0] ?? [];
    return { cost, currency };
  }

  openCount(): number {
    return this.#orders.filter(({ status }) => status === 'open').length;
  }

  /** An order that nobody but a person knows. */
  byHand(side: OrderSide, pair: string, amount: number, rate?: number): string {
    const orderType: OrderType = rate === undefined ? 'market' : 'limit';
    const request = {
      clientOrderId: `web_${this.#orders.length}`,
      pair,
      side,
      orderType,
      amount,
      rate: rate ?? this.price(pair),
      timeInForce: 'GTC',
    };
    return this.#place(request).orderId;
  }

  async markets(): Promise<ReadonlyMap<string, Market>> {
    return this.known;
  }
  async candles(pair: string, _timeframe: string, since: number | null): Promise<CandleRow[]> {
    this.price(pair);
    const last = this.now - (this.now % MINUTE);
    const rows = Array.from({ length: 30 }, (_value, index): CandleRow => [last - (29 - index) * MINUTE, 100, 100, 100, 100, 1]);
    return rows.filter((row) => since === null || row[0] >= since);
  }
  async otherCandles(_wanted: OtherCandles): Promise<CandleRow[]> {
    return [];
  }
  async publicTrades(): Promise<[]> {
    return [];
  }
  async orderBook(pair: string): Promise<{ bids: [number, number][]; asks: [number, number][] }> {
    return { bids: [[this.price(pair), 1e9]], asks: [[this.price(pair), 1e9]] };
  }
  async tickers(pairs: readonly string[]): Promise<ReadonlyMap<string, Ticker>> {
    return new Map(pairs.map((pair) => [pair, { bid: this.price(pair), ask: this.price(pair), last: this.price(pair) }]));
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
  async paid(): Promise<null> {
    return null;
  }
  marketInformation(): null {
    return null;
  }
  quote(_pair: string, rate: number, at: number): Quote {
    return { at, rate, high: rate, low: rate, close: rate };
  }
  async balances(): Promise<ReadonlyMap<string, Balance>> {
    this.balanceCalls++;
    const coins = new Set([...this.free.keys(), ...this.bound.keys()]);
    return new Map(
      [...coins].map((coin) => [coin, { free: this.free.get(coin) ?? 0, used: this.bound.get(coin) ?? 0, total: this.total(coin) }]),
    );
  }
  async placeOrder(request: OrderRequest): Promise<OrderUpdate> {
    this.asked.push(request);
    if (this.refusing !== null) throw new OrderRejected(this.refusing);
    const update = updateOf(this.#place(request));
    return this.tellsFeesLate ? { ...update, fees: [] } : update;
  }
  async cancelOrder(orderId: string): Promise<void> {
    const order = this.#orders.find((candidate) => candidate.orderId === orderId);
    if (order?.status !== 'open') throw new OrderRejected('Unknown order sent.');
    this.#release(order);
    order.status = 'canceled';
    order.changedAt = this.now;
    this.cancelled.push(orderId);
  }
  async findOrder(key: { orderId: string } | { clientOrderId: string }): Promise<OrderUpdate | null> {
    const found = this.#orders.find((order) =>
      'orderId' in key ? order.orderId === key.orderId : order.request.clientOrderId === key.clientOrderId,
    );
    return found === undefined || this.forgotten.has(found.orderId) ? null : updateOf(found);
  }
  async filledOf({ orderId }: { readonly orderId: string }): Promise<OrderUpdate | null> {
    const found = this.#orders.find((order) => order.orderId === orderId && order.filled > 0);
    return found === undefined ? null : { ...updateOf(found), status: left(found) > 0 ? 'canceled' : 'closed' };
  }
  async ordersSince(pair: string, since: number): Promise<FoundOrder[]> {
    this.price(pair);
    return this.#orders
      .filter((order) => order.request.pair === pair && order.at >= since && !this.forgotten.has(order.orderId))
      .map((order) => ({
        clientOrderId: order.request.clientOrderId,
        side: order.request.side,
        orderType: order.request.orderType,
        at: order.at,
        update: updateOf(order),
      }));
  }
  watch(_pairs: readonly string[], _timeframe: string, listener: (push: ExchangePush) => void): void {
    this.listener = listener;
  }
  async close(): Promise<void> {}

  #market(pair: string): Market {
    return this.known.get(pair)!;
  }

  #place(request: OrderRequest): RestingOrder {
    const { pair, side, orderType } = request;
    const market = this.#market(pair);
    // as ccxt does before it sends anything
    const amount = roundAmount(request.amount, market.amountPrecision, market.precisionMode);
    const rate = orderType === 'market' ? this.price(pair) : request.rate;
    if (amount < (market.minAmount ?? 0)) throw new OrderRejected('Filter failure: LOT_SIZE');
    if (times2(amount, rate) < (market.minCost ?? 0)) throw new OrderRejected('Filter failure: NOTIONAL');
    const coin = side === 'buy' ? market.quote : market.base;
    const needed = side === 'buy' ? times2(amount, rate) : amount;
    if ((this.free.get(coin) ?? 0) < needed) throw new InsufficientFundsError('Account has insufficient balance for requested action.');
    this.#add(this.free, coin, -needed);
    this.#add(this.bound, coin, needed);
    const order: RestingOrder = {
      request: { ...request, amount, rate },
      at: this.now,
      orderId: `s${this.#orders.length + 1}`,
      status: 'open',
      filled: 0,
      cost: 0,
      fees: new Map(),
      changedAt: this.now,
    };
    this.#orders.push(order);
    if (orderType === 'market' || this.#reaches(order)) this.#fillAll(order);
    return order;
  }

  #reaches({ request }: RestingOrder): boolean {
    const price = this.price(request.pair);
    return request.side === 'buy' ? price <= request.rate : price >= request.rate;
  }

  #fillAll(order: RestingOrder): void {
    this.#fill(order, left(order), order.request.rate);
  }

  #fill(order: RestingOrder, amount: number, rate: number): void {
    const { pair, side } = order.request;
    const market = this.#market(pair);
    const value = times2(amount, rate);
    this.#add(this.bound, side === 'buy' ? market.quote : market.base, side === 'buy' ? -value : -amount);
    this.#add(this.free, side === 'buy' ? market.base : market.quote, side === 'buy' ? amount : value);
    this.#takeFee(order, market, amount, value);
    order.filled = add(order.filled, amount);
    order.cost = add(order.cost, value);
    order.changedAt = this.now;
    if (left(order) <= 0) order.status = 'closed';
  }

  #takeFee(order: RestingOrder, market: Market, amount: number, value: number): void {
    const rule = this.fee(order.request.side);
    const coin = rule.coin === 'BASE' ? market.base : rule.coin === 'QUOTE' ? market.quote : rule.coin;
    const cost = toNumber(
      coin === market.base
        ? times(decimal(amount), decimal(rule.ratio))
        : times(decimal(value / (rule.coinPrice ?? 1)), decimal(rule.ratio)),
    );
    const paidIn = coin ?? market.quote;
    this.#add(this.free, paidIn, -cost);
    order.fees.set(coin ?? '', add(order.fees.get(coin ?? '') ?? 0, cost));
  }

  #release(order: RestingOrder): void {
    const { pair, side, rate } = order.request;
    const market = this.#market(pair);
    const coin = side === 'buy' ? market.quote : market.base;
    const bound = side === 'buy' ? times2(left(order), rate) : left(order);
    this.#add(this.bound, coin, -bound);
    this.#add(this.free, coin, bound);
  }

  #add(balances: Map<string, number>, coin: string, amount: number): void {
    balances.set(coin, add(balances.get(coin) ?? 0, amount));
  }
}

function left(order: RestingOrder): number {
  return toNumber(minus(decimal(order.request.amount), decimal(order.filled)));
}

function add(a: number, b: number): number {
  return toNumber(plus(decimal(a), decimal(b)));
}

function times2(a: number, b: number): number {
  return toNumber(times(decimal(a), decimal(b)));
}

function updateOf(order: RestingOrder): OrderUpdate {
  const fees: OrderFee[] = [...order.fees].map(([coin, cost]) => ({ cost, currency: coin === '' ? null : coin }));
  return {
    orderId: order.orderId,
    status: order.status,
    amount: order.request.amount,
    filled: order.filled,
    average: order.filled > 0 ? order.cost / order.filled : null,
    cost: order.filled > 0 ? order.cost : null,
    price: order.request.rate,
    fees: order.status === 'open' ? [] : fees,
    at: order.changedAt,
  };
}
