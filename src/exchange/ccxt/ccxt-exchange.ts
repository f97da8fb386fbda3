import type { Exchange as CcxtExchange, Market as CcxtMarket, Order as CcxtOrder } from 'ccxt';
import type { CandleRow } from '../../core/market/candles.ts';
import type { DayTicker, Market, OrderBook, Quote, Ticker } from '../../core/market/market.ts';
import { DECIMAL_PLACES, type PrecisionMode, SIGNIFICANT_DIGITS, TICK_SIZE } from '../../core/market/precision.ts';
import type { OrderFee, OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { Funding } from '../../core/trade/funding.ts';
import type { OrderStatus } from '../../core/trade/trade.ts';
import { DDosProtection, ExchangeError, OrderOutcomeUnknown, OrderRejected, TemporaryError } from '../errors.ts';
import type { Balance, Exchange, ExchangePush, FoundOrder, OrderRequest } from '../port.ts';
import { traitsOf } from '../traits.ts';
import { ccxtClassNames, isDuplicateOrder, mapOrderError, mapReadError } from './error-map.ts';
import { loadCcxtClass } from './load.ts';

export interface CcxtOptions {
  readonly name: string;
  readonly apiKey?: string | undefined;
  readonly secret?: string | undefined;
  readonly password?: string | undefined;
  readonly uid?: string | undefined;
  /** `ccxt_config` of the config, merged over ours. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly tradingMode?: 'spot' | 'margin' | 'futures';
  readonly enableStreams: boolean;
  readonly now: () => number;
  /** Longest time one call may take, its body included, ms. */
  readonly deadlineMs?: number;
  /** Told once per stream that fails, and when it comes back. */
  readonly onStreamState?: (stream: string, error: string | null) => void;
}

const DEADLINE_MS = 10_000;
const ORDER_DEADLINE_MS = 8_000;
const STREAM_PAUSE_MS = 1000;
const HOUR_MS = 3_600_000;

/** An exchange through ccxt: one client for data, one for orders, so that an order never waits behind candles. */
export async function openCcxtExchange(options: CcxtOptions): Promise<Exchange> {
  const Class = await loadCcxtClass(options.name);
  const traits = traitsOf(options.name, options.tradingMode === 'futures');
  const userOptions = (options.config['options'] ?? {}) as object;
  const config = {
    enableRateLimit: true,
    timeout: options.deadlineMs ?? DEADLINE_MS,
    ...options.config,
    apiKey: options.apiKey,
    secret: options.secret,
    password: options.password,
    uid: options.uid,
    options: {
      adjustForTimeDifference: Boolean(options.apiKey),
      ...traits.options,
      ...(options.tradingMode === 'futures' ? traits.futuresOptions : {}),
      ...userOptions,
    },
  };
  const data = new Class(config);
  const orders = new Class(config);
  for (const client of [data, orders]) await (client as unknown as { loadHttpProxyAgent(): Promise<unknown> }).loadHttpProxyAgent();
  return new CcxtAdapter(data, orders, options, traits);
}

class CcxtAdapter implements Exchange {
  readonly name: string;
  readonly acceptanceWindowMs: number;
  readonly #data: CcxtExchange;
  readonly #orders: CcxtExchange;
  readonly #options: CcxtOptions;
  readonly #traits: ReturnType<typeof traitsOf>;
  #bannedUntil = 0;
  #watchGeneration = 0;
  #watching: Promise<void>[] = [];
  #wakers: Set<() => void> = new Set();
  #isClosed = false;

  constructor(data: CcxtExchange, orders: CcxtExchange, options: CcxtOptions, traits: ReturnType<typeof traitsOf>) {
    this.#data = data;
    this.#orders = orders;
    this.#options = options;
    this.#traits = traits;
    this.name = options.name;
    this.acceptanceWindowMs = traits.acceptanceWindowMs;
  }

  async markets(reload = false): Promise<ReadonlyMap<string, Market>> {
    const loaded = await this.#read(() => this.#data.loadMarkets(reload));
    this.#orders.setMarkets(loaded, this.#data.currencies as never);
    const difference = (this.#data.options as Record<string, unknown>)['timeDifference'];
    if (difference !== undefined) (this.#orders.options as Record<string, unknown>)['timeDifference'] = difference;
    const mode = precisionMode(this.#data.precisionMode);
    return new Map(Object.values(loaded).flatMap((market) => (market === undefined ? [] : [[market.symbol, toMarket(market, mode)]])));
  }

  async candles(pair: string, timeframe: string, since: number | null, limit: number): Promise<CandleRow[]> {
    const count = Math.min(limit, this.#traits.candleLimit);
    const rows = await this.#read(() => this.#data.fetchOHLCV(pair, timeframe, since ?? undefined, count));
    return rows.map((row) => row.slice(0, 6).map(Number) as unknown as CandleRow);
  }

  async orderBook(pair: string, depth: number): Promise<OrderBook> {
    const book = await this.#read(() => this.#data.fetchOrderBook(pair, depth));
    const levels = (side: unknown): [number, number][] =>
      (side as [number, number][]).map(([price, amount]) => [Number(price), Number(amount)]);
    return { bids: levels(book.bids), asks: levels(book.asks) };
  }

  async tickers(pairs: readonly string[]): Promise<ReadonlyMap<string, Ticker>> {
    const found = await this.#read(() => this.#data.fetchTickers([...pairs]));
    return new Map(Object.entries(found).map(([pair, ticker]) => [pair, toTicker(ticker)]));
  }

  async dayTickers(): Promise<ReadonlyMap<string, DayTicker>> {
    const found = await this.#read(() => this.#data.fetchTickers());
    return new Map(Object.entries(found).map(([pair, ticker]) => [pair, toDayTicker(ticker)]));
  }

  async funding(pair: string, since: number): Promise<Funding> {
    const from = since - (since % HOUR_MS);
    const rates = await this.#read(() => this.#data.fetchFundingRateHistory(pair, from));
    const marks = await this.#read(() => this.#data.fetchOHLCV(pair, '1h', from, this.#traits.candleLimit, { price: 'mark' }));
    const markAt = new Map(marks.map(([at, open]) => [Number(at), Number(open)]));
    // exchanges tell the moments of funding a few milliseconds off
    const told = rates.map(({ timestamp, fundingRate }) => [Math.floor(Number(timestamp) / 1000) * 1000, Number(fundingRate)] as const);
    const due = told.filter(([at]) => markAt.has(at));
    return {
      time: Float64Array.from(due, ([at]) => at),
      perUnit: Float64Array.from(due, ([at, rate]) => rate * markAt.get(at)!),
    };
  }

  marketInformation(pair: string): unknown {
    return this.#data.markets?.[pair] ?? null;
  }

  quote(_pair: string, rate: number, at: number): Quote {
    return { at, rate, high: rate, low: rate };
  }

  async balances(): Promise<ReadonlyMap<string, Balance>> {
    const balance = await this.#read(() => this.#orders.fetchBalance());
    const totals = balance['total'] as unknown as Record<string, number>;
    return new Map(
      Object.keys(totals).map((currency) => {
        const entry = balance[currency] as { free?: number; used?: number; total?: number };
        return [currency, { free: entry.free ?? 0, used: entry.used ?? 0, total: entry.total ?? 0 }];
      }),
    );
  }

  async placeOrder(request: OrderRequest): Promise<OrderUpdate> {
    if (this.#options.now() < this.#bannedUntil) {
      throw new OrderRejected(`${this.name} asked to wait until ${new Date(this.#bannedUntil).toISOString()}; the order was not sent.`);
    }
    const params: Record<string, unknown> = { [this.#traits.clientOrderIdParameter]: request.clientOrderId };
    const isMarket = request.orderType === 'market';
    if (!isMarket && request.timeInForce.toUpperCase() === 'PO') params['postOnly'] = true;
    else if (!isMarket && request.timeInForce.toUpperCase() !== 'GTC') params['timeInForce'] = request.timeInForce.toUpperCase();
    const price = isMarket ? undefined : request.rate;
    try {
      const order = await this.#deadline(
        this.#orders.createOrder(request.pair, request.orderType, request.side, request.amount, price, params),
        ORDER_DEADLINE_MS,
      );
      return toUpdate(order, request.amount, this.#options.now());
    } catch (error) {
      this.#noteBan(error, this.#orders);
      if (isDuplicateOrder(error)) throw new OrderOutcomeUnknown('The exchange says it has this order already.', error);
      throw error instanceof TemporaryError ? new OrderOutcomeUnknown(error.message, error) : mapOrderError(error);
    }
  }

  async cancelOrder(orderId: string, pair: string): Promise<void> {
    await this.#read(() => this.#orders.cancelOrder(orderId, pair), this.#orders);
  }

  async findOrder(key: { orderId: string } | { clientOrderId: string }, pair: string): Promise<OrderUpdate | null> {
    try {
      const order = await this.#read(async () => {
        const found =
          'orderId' in key
            ? await this.#orders.fetchOrder(key.orderId, pair)
            : await this.#orders.fetchOrder(undefined as unknown as string, pair, { [this.#traits.lookupParameter]: key.clientOrderId });
        return found;
      }, this.#orders);
      const update = toUpdate(order, order.amount ?? 0, this.#options.now());
      return update.filled > 0 && update.fees.length === 0 ? await this.#withFees(update, pair, order.timestamp ?? 0) : update;
    } catch (error) {
      if (error instanceof ExchangeError && ccxtClassNames(error.cause).includes('OrderNotFound')) return null;
      throw error;
    }
  }

  async ordersSince(pair: string, since: number): Promise<FoundOrder[]> {
    const found = await this.#read(() => this.#ordersFrom(pair, since), this.#orders);
    // the lists of open and closed orders may both have one that has just filled; the later list knows more
    const unique = [...new Map(found.map((order) => [order.id, order])).values()].filter((order) => order.id);
    const told = unique.map((order) => toFoundOrder(order, this.#options.now()));
    const withFees: FoundOrder[] = [];
    for (const order of told) {
      const { update, at } = order;
      const needsFees = update.filled > 0 && update.fees.length === 0;
      withFees.push(needsFees ? { ...order, update: await this.#withFees(update, pair, at) } : order);
    }
    return withFees.sort((a, b) => a.at - b.at);
  }

  async #ordersFrom(pair: string, since: number): Promise<CcxtOrder[]> {
    const has = this.#orders.has as Record<string, unknown>;
    if (has['fetchOrders'] === true) {
      try {
        return await this.#orders.fetchOrders(pair, since);
      } catch (error) {
        if (!ccxtClassNames(error).includes('NotSupported')) throw error;
      }
    }
    const open = has['fetchOpenOrders'] ? await this.#orders.fetchOpenOrders(pair, since) : [];
    const canceled = has['fetchCanceledOrders'] ? await this.#orders.fetchCanceledOrders(pair, since) : [];
    const closed = has['fetchClosedOrders'] ? await this.#orders.fetchClosedOrders(pair, since) : [];
    return [...open, ...canceled, ...closed];
  }

  watch(pairs: readonly string[], timeframe: string, listener: (push: ExchangePush) => void): void {
    if (!this.#options.enableStreams) return;
    const generation = ++this.#watchGeneration;
    const has = this.#data.has as Record<string, unknown>;
    const start = (name: string, next: () => Promise<void>) => this.#watching.push(this.#stream(name, generation, next));
    if (pairs.length > 0 && has['watchBidsAsks']) {
      const heard = new Map<string, object>();
      start('tickers', async () => {
        await this.#data.watchBidsAsks([...pairs]);
        // the answer is the pair that came first; others of the same moment are in ccxt's memory only, and would be missed
        for (const pair of pairs) {
          const ticker = this.#data.bidsasks[pair];
          if (ticker === undefined || heard.get(pair) === ticker) continue;
          heard.set(pair, ticker);
          listener({ kind: 'ticker', pair, ticker: toTicker(ticker) });
        }
      });
    }
    if (pairs.length > 0 && has['watchOHLCVForSymbols']) {
      start('candles', async () => {
        const found = await this.#data.watchOHLCVForSymbols(pairs.map((pair) => [pair, timeframe]));
        for (const [pair, byTimeframe] of Object.entries(found)) {
          for (const row of Object.values(byTimeframe as object).flat() as number[][]) {
            listener({ kind: 'candle', pair, row: row.slice(0, 6).map(Number) as unknown as CandleRow });
          }
        }
      });
    }
    if (this.#options.apiKey && has['watchOrders']) {
      start('orders', async () => {
        for (const order of await this.#orders.watchOrders()) {
          const update = toUpdate(order, order.amount ?? 0, this.#options.now());
          listener({ kind: 'order', pair: order.symbol ?? '', clientOrderId: order.clientOrderId ?? '', update });
        }
      });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#watchGeneration++;
    for (const wake of this.#wakers) wake();
    await Promise.allSettled([this.#data.close(), this.#orders.close()]);
    await Promise.allSettled(this.#watching);
  }

  /** Reads one stream for ever; a failure waits a little and begins again. */
  async #stream(name: string, generation: number, next: () => Promise<void>): Promise<void> {
    let failed = false;
    while (!this.#isClosed && generation === this.#watchGeneration) {
      try {
        await next();
        if (failed) this.#options.onStreamState?.(name, null);
        failed = false;
      } catch (error) {
        if (this.#isClosed || generation !== this.#watchGeneration) return;
        if (!failed) this.#options.onStreamState?.(name, error instanceof Error ? error.message : String(error));
        failed = true;
        await this.#pause(STREAM_PAUSE_MS);
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wakers.add(wake);
    });
  }

  async #withFees(update: OrderUpdate, pair: string, since: number): Promise<OrderUpdate> {
    if (!(this.#orders.has as Record<string, unknown>)['fetchMyTrades']) return update;
    const trades = await this.#read(() => this.#orders.fetchMyTrades(pair, since > 0 ? since : undefined), this.#orders);
    const fees = trades.filter((trade) => trade.order === update.orderId).flatMap((trade) => toFees(trade.fee));
    return { ...update, fees };
  }

  async #read<T>(call: () => Promise<T>, client: CcxtExchange = this.#data): Promise<T> {
    const now = this.#options.now();
    if (now < this.#bannedUntil) throw new DDosProtection(`${this.name} asked to wait.`, this.#bannedUntil);
    try {
      return await this.#deadline(call(), this.#options.deadlineMs ?? DEADLINE_MS);
    } catch (error) {
      this.#noteBan(error, client);
      throw mapReadError(error, this.#bannedUntil);
    }
  }

  #noteBan(error: unknown, client: CcxtExchange): void {
    const names = ccxtClassNames(error);
    if (!names.includes('DDoSProtection') && !names.includes('RateLimitExceeded')) return;
    const headers = (client.last_response_headers ?? {}) as Record<string, string>;
    const seconds = Number(headers['Retry-After'] ?? headers['retry-after'] ?? 2);
    this.#bannedUntil = this.#options.now() + (Number.isFinite(seconds) ? seconds : 2) * 1000;
  }

  /** ccxt's own time-out ends with the headers; a body that stalls needs this one. */
  #deadline<T>(promise: Promise<T>, ms: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new TemporaryError(`${this.name} did not answer within ${ms} ms.`)), ms);
      promise.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}

function precisionMode(mode: unknown): PrecisionMode {
  if (mode === DECIMAL_PLACES) return DECIMAL_PLACES;
  return mode === SIGNIFICANT_DIGITS ? SIGNIFICANT_DIGITS : TICK_SIZE;
}

function toMarket(market: NonNullable<CcxtMarket>, mode: PrecisionMode): Market {
  const limit = (value: unknown): number | null => (typeof value === 'number' && value > 0 ? value : null);
  return {
    pair: market.symbol,
    base: market.base,
    quote: market.quote,
    isActive: market.active !== false,
    isSpot: market.spot === true,
    isSwap: market.swap === true,
    amountPrecision: limit(market.precision.amount),
    pricePrecision: limit(market.precision.price),
    precisionMode: mode,
    minAmount: limit(market.limits.amount?.min),
    maxAmount: limit(market.limits.amount?.max),
    minCost: limit(market.limits.cost?.min),
    maxCost: limit(market.limits.cost?.max),
    takerFee: market.taker ?? 0.001,
    makerFee: market.maker ?? 0.001,
    contractSize: market.contractSize ?? 1,
    leverageTiers: [],
    endsAt: endOf(market),
  };
}

/** Perpetual contracts tell the year 2100 as their end. */
function endOf(market: NonNullable<CcxtMarket>): number | null {
  const at = Number((market.info as { deliveryDate?: unknown } | undefined)?.deliveryDate ?? Number.NaN);
  return market.swap === true && at > 0 && at < NEVER ? at : null;
}

const NEVER = Date.UTC(2100, 0, 1);

function toTicker(ticker: { bid?: unknown; ask?: unknown; last?: unknown }): Ticker {
  const rate = (value: unknown): number | null => (typeof value === 'number' && value > 0 ? value : null);
  return { bid: rate(ticker.bid), ask: rate(ticker.ask), last: rate(ticker.last) };
}

function toDayTicker(ticker: { bid?: unknown; ask?: unknown; last?: unknown; quoteVolume?: unknown; percentage?: unknown }): DayTicker {
  const figure = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
  return { ...toTicker(ticker), quoteVolume: figure(ticker.quoteVolume), percentage: figure(ticker.percentage) };
}

const STATUSES: Readonly<Record<string, OrderStatus>> = {
  open: 'open',
  closed: 'closed',
  canceled: 'canceled',
  cancelled: 'canceled',
  canceling: 'open',
  expired: 'expired',
  rejected: 'rejected',
};

function toUpdate(order: CcxtOrder, amount: number, now: number): OrderUpdate {
  const several = (order as { fees?: CcxtOrder['fee'][] }).fees ?? [];
  const fees = several.length > 0 ? several : [order.fee];
  return {
    orderId: order.id ?? '',
    status: STATUSES[order.status ?? 'open'] ?? 'open',
    amount: order.amount ?? amount,
    filled: order.filled ?? 0,
    average: order.average ?? null,
    cost: order.cost ?? null,
    price: order.price ?? null,
    fees: fees.flatMap(toFees),
    at: order.lastTradeTimestamp ?? order.lastUpdateTimestamp ?? order.timestamp ?? now,
  };
}

function toFoundOrder(order: CcxtOrder, now: number): FoundOrder {
  return {
    clientOrderId: order.clientOrderId || null,
    side: order.side === 'sell' ? 'sell' : 'buy',
    orderType: order.type === 'market' ? 'market' : 'limit',
    at: order.timestamp ?? now,
    update: toUpdate(order, order.amount ?? 0, now),
  };
}

function toFees(fee: CcxtOrder['fee']): OrderFee[] {
  return fee?.cost ? [{ cost: Number(fee.cost), currency: fee.currency ? String(fee.currency) : null }] : [];
}
