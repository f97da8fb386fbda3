import type { Exchange as CcxtExchange, Market as CcxtMarket, Order as CcxtOrder } from 'ccxt';
import type { CandleRow } from '../../core/market/candles.ts';
import type { DayTicker, Market, OrderBook, Quote, Ticker } from '../../core/market/market.ts';
import { DECIMAL_PLACES, type PrecisionMode, SIGNIFICANT_DIGITS, TICK_SIZE } from '../../core/market/precision.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { OrderFee } from '../../core/trade/fees.ts';
import type { Funding } from '../../core/trade/funding.ts';
import type { OrderStatus } from '../../core/trade/trade.ts';
import { fromWire, toWire } from '../client-order-id.ts';
import { DDosProtection, ExchangeError, OrderOutcomeUnknown, OrderRejected, TemporaryError } from '../errors.ts';
import { bookDepth, exchangeFacts, type ModeFacts } from '../facts.ts';
import type { Balance, Exchange, ExchangePush, FoundOrder, OrderRequest } from '../port.ts';
import { presentName, traitsOf } from '../traits/all.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import { inPages } from './candle-pages.ts';
import { ccxtClassNames, mapReadError } from './error-map.ts';
import { createClient, loadCcxtClass } from './load.ts';
import { type AttemptOptions, OrderAttempt, observe, within } from './order-attempt.ts';
import { isNonceRefusal, orderFailure } from './order-outcome.ts';
import { ServerClock } from './server-clock.ts';
import { type StartCheck, type StartRules, startCheck } from './start-check.ts';
import { type OnStreamState, Streams } from './streams.ts';

export interface CcxtOptions {
  readonly name: string;
  readonly apiKey?: string | undefined;
  readonly secret?: string | undefined;
  readonly password?: string | undefined;
  readonly uid?: string | undefined;
  readonly walletAddress?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly accountId?: string | undefined;
  /** `ccxt_config` of the config, merged over ours. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly tradingMode?: 'spot' | 'margin' | 'futures';
  readonly enableStreams: boolean;
  /** ms since epoch, UTC. */
  readonly now: () => number;
  /** ms on a clock that only runs forward. */
  readonly monotonic?: () => number;
  /** The machine's own clock, ms since epoch, UTC: what ccxt signs with. */
  readonly wall?: () => number;
  /** Longest time one call may take, its body included, ms. */
  readonly deadlineMs?: number;
  readonly onStreamState?: OnStreamState;
  /** Told when the machine's clock was found to have moved beside the exchange's; machine minus exchange, ms. */
  readonly onClockMoved?: (difference: number) => void;
}

const DEADLINE_MS = 10_000;
const ORDER_DEADLINE_MS = 8_000;
const HOUR_MS = 3_600_000;

/**
 * An exchange through ccxt: one client for public data, one for what is read of the account, one for nothing but orders and their ends,
 * so that an order never waits behind anything that is read.
 */
export async function openCcxtExchange(options: CcxtOptions): Promise<CcxtVenue> {
  const name = presentName(options.name);
  const Class = await loadCcxtClass(name);
  const userOptions = (options.config['options'] ?? {}) as Record<string, unknown>;
  const traits = traitsOf(name, options.tradingMode === 'futures', userOptions);
  const config = {
    enableRateLimit: true,
    timeout: options.deadlineMs ?? DEADLINE_MS,
    ...options.config,
    ...credentialsOf(options),
    options: {
      // ours does it: it asks again when a clock has jumped, and for every client at once
      adjustForTimeDifference: false,
      ...traits.options,
      ...(options.tradingMode === 'futures' ? traits.futuresOptions : {}),
      ...userOptions,
    },
  };
  const data = createClient(Class, config);
  const account = createClient(Class, config);
  const orders = createClient(Class, config);
  observe(orders);
  for (const client of [data, account, orders])
    await (client as unknown as { loadHttpProxyAgent(): Promise<unknown> }).loadHttpProxyAgent();
  return new CcxtAdapter({ data, account, orders }, options, traits);
}

/** What is told; what is not leaves what the user has given to ccxt. */
function credentialsOf({ apiKey, secret, password, uid, walletAddress, privateKey, accountId }: CcxtOptions): Record<string, string> {
  const all = { apiKey, secret, password, uid, walletAddress, privateKey, accountId };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** An exchange, and what time it has. */
export interface CcxtVenue extends Exchange {
  /** ms since epoch, UTC; null where the exchange does not tell. */
  serverTime(): Promise<number | null>;
  /** What stands against trading here by these rules. */
  check(rules: StartRules): StartCheck;
}

interface Clients {
  readonly data: CcxtExchange;
  readonly account: CcxtExchange;
  readonly orders: CcxtExchange;
}

const ignore = (): void => undefined;

class CcxtAdapter implements CcxtVenue {
  readonly name: string;
  readonly acceptanceWindowMs: number;
  readonly #data: CcxtExchange;
  readonly #account: CcxtExchange;
  readonly #orders: CcxtExchange;
  readonly #clock: ServerClock | null;
  readonly #attempts: AttemptOptions;
  readonly #options: CcxtOptions;
  readonly #traits: ExchangeTraits;
  readonly #facts: ModeFacts;
  #bannedUntil = 0;
  readonly #streams: Streams;

  constructor({ data, account, orders }: Clients, options: CcxtOptions, traits: ExchangeTraits) {
    this.#data = data;
    this.#account = account;
    this.#orders = orders;
    const { wall = Date.now, monotonic = () => performance.now() } = options;
    this.#attempts = { wall, monotonic, limitMs: ORDER_DEADLINE_MS };
    const userOptions = options.config['options'] as Record<string, unknown> | undefined;
    // also with keys that the user has given to ccxt
    const isSigning = Boolean(orders.apiKey || orders.privateKey) && userOptions?.['adjustForTimeDifference'] !== false;
    const onMoved = options.onClockMoved ?? (() => undefined);
    this.#clock = isSigning ? new ServerClock({ source: account, clients: [data, account, orders], wall, monotonic, onMoved }) : null;
    this.#options = options;
    this.#traits = traits;
    this.#streams = new Streams(data, options.onStreamState);
    this.#facts = exchangeFacts(presentName(options.name), options.tradingMode === 'futures').facts;
    this.name = options.name;
    this.acceptanceWindowMs = traits.acceptanceWindowMs;
  }

  async markets(reload = false): Promise<ReadonlyMap<string, Market>> {
    const loaded = await this.#read(() => this.#data.loadMarkets(reload));
    // not `setMarkets`, which loses the exchange's own names for coins
    for (const client of [this.#account, this.#orders]) client.setMarketsFromExchange(this.#data);
    await this.#clock?.ready();
    const mode = precisionMode(this.#data.precisionMode);
    return new Map(Object.values(loaded).flatMap((market) => (market === undefined ? [] : [[market.symbol, toMarket(market, mode)]])));
  }

  check(rules: StartRules): StartCheck {
    return startCheck(this.#orders, this.name, this.#facts, rules);
  }

  async serverTime(): Promise<number | null> {
    if (!(this.#account.has as Record<string, unknown>)['fetchTime']) return null;
    const began = this.#attempts.monotonic();
    const theirs = await this.#read(() => this.#account.fetchTime(), this.#account);
    return theirs === undefined ? null : theirs + Math.round((this.#attempts.monotonic() - began) / 2);
  }

  async candles(pair: string, timeframe: string, since: number | null, limit: number): Promise<CandleRow[]> {
    const { candleLimit } = this.#traits;
    const request = async (from: number | undefined): Promise<CandleRow[]> => {
      const rows = await this.#read(() => this.#data.fetchOHLCV(pair, timeframe, from, Math.min(limit, candleLimit)));
      return rows.map((row) => row.slice(0, 6).map(Number) as unknown as CandleRow);
    };
    if (since !== null || limit <= candleLimit || !this.#facts.ohlcv_has_history) return request(since ?? undefined);
    return inPages(request, {
      from: this.#options.now() - limit * timeframeMs(timeframe),
      until: this.#options.now(),
      step: timeframeMs(timeframe),
    });
  }

  async orderBook(pair: string, depth: number): Promise<OrderBook> {
    const book = await this.#read(() => this.#data.fetchOrderBook(pair, bookDepth(this.#facts, depth)));
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
    const balance = await this.#readAccount(() => this.#account.fetchBalance());
    const totals = balance['total'] as unknown as Record<string, number>;
    return new Map(
      Object.keys(totals).map((currency) => {
        const entry = balance[currency] as { free?: number; used?: number; total?: number };
        return [currency, { free: entry.free ?? 0, used: entry.used ?? 0, total: entry.total ?? 0 }];
      }),
    );
  }

  async placeOrder(request: OrderRequest): Promise<OrderUpdate> {
    if (this.#attempts.monotonic() < this.#bannedUntil) {
      throw new OrderRejected(`${this.name} asked to wait until ${new Date(this.#retryAt()).toISOString()}; the order was not sent.`);
    }
    await this.#clock?.ready();
    const attempt = new OrderAttempt(this.#attempts);
    const create = () => within(attempt, () => this.#createOrder(request));
    const settled = create().catch(async (error: unknown) => {
      if (this.#clock === null || !isNonceRefusal(error, attempt.evidence)) throw error;
      await this.#clock.read();
      return create();
    });
    try {
      const order = await this.#deadline(settled, ORDER_DEADLINE_MS);
      if (!order.id) throw new OrderOutcomeUnknown('The answer to the order names no order.');
      if (clientIdOf(order) !== null && this.#ours(order) !== request.clientOrderId) {
        throw new OrderOutcomeUnknown(`The answer to the order is about another one, ${clientIdOf(order)}.`);
      }
      return toUpdate(order, request.amount, this.#options.now());
    } catch (error) {
      this.#noteBan(error, this.#orders);
      if (!(error instanceof ExchangeError)) throw orderFailure(error, attempt.evidence, this.#traits.vagueCodes);
      if (!(error instanceof TemporaryError)) throw error;
      attempt.abandon();
      // what has not left by now never will
      if (!attempt.evidence.isSent) throw new OrderRejected(`${error.message} The order was not sent.`, error);
      throw new OrderOutcomeUnknown(error.message, error, settled.then(ignore, ignore));
    }
  }

  #createOrder(request: OrderRequest): Promise<CcxtOrder> {
    const { clientOrderIdParameter, idForm, orderParameters, marketOrderNeedsRate } = this.#traits;
    const params: Record<string, unknown> = { ...orderParameters, [clientOrderIdParameter]: toWire(idForm, request.clientOrderId) };
    const isMarket = request.orderType === 'market';
    if (!isMarket && request.timeInForce.toUpperCase() === 'PO') params['postOnly'] = true;
    else if (!isMarket && request.timeInForce.toUpperCase() !== 'GTC') params['timeInForce'] = request.timeInForce.toUpperCase();
    const needsRate = marketOrderNeedsRate === 'always' || (marketOrderNeedsRate === 'to_buy' && request.side === 'buy');
    const price = isMarket && !needsRate ? undefined : request.rate;
    return this.#orders.createOrder(request.pair, request.orderType, request.side, request.amount, price, params);
  }

  async cancelOrder(orderId: string, pair: string): Promise<void> {
    await this.#readAccount(() => this.#orders.cancelOrder(orderId, pair, { ...this.#traits.orderParameters }), this.#orders);
  }

  async findOrder(key: { orderId: string } | { clientOrderId: string }, pair: string): Promise<OrderUpdate | null> {
    const order = 'orderId' in key ? await this.#orderOf(key.orderId, pair) : await this.#orderByClientId(key.clientOrderId, pair);
    if (order === null) return null;
    const update = toUpdate(order, order.amount ?? 0, this.#options.now());
    return update.filled > 0 && (update.fees.length === 0 || update.average === null)
      ? await this.#withFees(update, pair, order.timestamp ?? 0)
      : update;
  }

  async #orderOf(orderId: string, pair: string): Promise<CcxtOrder | null> {
    const order = await this.#unlessUnknown(() => this.#account.fetchOrder(orderId, pair, { ...this.#traits.orderIdParameters }));
    if (order !== null && order.id !== orderId) throw new TemporaryError(`${this.name} answered a look-up with ${orderWords(order)}.`);
    return order;
  }

  async #orderByClientId(clientOrderId: string, pair: string): Promise<CcxtOrder | null> {
    for (const lookup of this.#traits.lookups) {
      const order = await this.#unlessUnknown(() => lookup(this.#account, toWire(this.#traits.idForm, clientOrderId), pair));
      if (order === null) continue;
      if (order.id && this.#ours(order) === clientOrderId) return order;
      throw new TemporaryError(`${this.name} answered a look-up with ${orderWords(order)}.`);
    }
    return null;
  }

  /** Null where the exchange says that it knows no such order. */
  async #unlessUnknown<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      return await this.#readAccount(call);
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      const isUnknown = ccxtClassNames(error.cause).includes('OrderNotFound') || this.#traits.unknownOrder?.test(error.message) === true;
      if (isUnknown) return null;
      throw error;
    }
  }

  /** An order's client order id as we know it; null for none. */
  #ours(order: CcxtOrder): string | null {
    const told = clientIdOf(order);
    return told === null ? null : fromWire(this.#traits.idForm, told, this.#traits.idPrefix);
  }

  async ordersSince(pair: string, since: number): Promise<FoundOrder[]> {
    const found = await this.#readAccount(() => this.#ordersFrom(pair, since));
    // the lists of open and closed orders may both have one that has just filled; the later list knows more
    const unique = [...new Map(found.map((order) => [order.id, order])).values()].filter((order) => order.id);
    const told = unique.map((order) => toFoundOrder(order, this.#ours(order), this.#options.now()));
    const withFees: FoundOrder[] = [];
    for (const order of told) {
      const { update, at } = order;
      const needsFees = update.filled > 0 && update.fees.length === 0;
      withFees.push(needsFees ? { ...order, update: await this.#withFees(update, pair, at) } : order);
    }
    return withFees.sort((a, b) => a.at - b.at);
  }

  async #ordersFrom(pair: string, since: number): Promise<CcxtOrder[]> {
    const has = this.#account.has as Record<string, unknown>;
    if (has['fetchOrders'] === true) {
      try {
        return await this.#account.fetchOrders(pair, since);
      } catch (error) {
        if (!ccxtClassNames(error).includes('NotSupported')) throw error;
      }
    }
    const open = has['fetchOpenOrders'] ? await this.#account.fetchOpenOrders(pair, since) : [];
    const canceled = has['fetchCanceledOrders'] ? await this.#account.fetchCanceledOrders(pair, since) : [];
    const closed = has['fetchClosedOrders'] ? await this.#account.fetchClosedOrders(pair, since) : [];
    return [...open, ...canceled, ...closed];
  }

  watch(pairs: readonly string[], timeframe: string, listener: (push: ExchangePush) => void): void {
    if (!this.#options.enableStreams) return;
    this.#streams.restart();
    const has = this.#data.has as Record<string, unknown>;
    if (pairs.length > 0 && has['watchBidsAsks']) {
      const heard = new Map<string, object>();
      this.#streams.startPairs('tickers', pairs, async (offered) => {
        await this.#data.watchBidsAsks([...offered]);
        // the answer is the pair that came first; others of the same moment are in ccxt's memory only, and would be missed
        for (const pair of offered) {
          const ticker = this.#data.bidsasks[pair];
          if (ticker === undefined || heard.get(pair) === ticker) continue;
          heard.set(pair, ticker);
          listener({ kind: 'ticker', pair, ticker: toTicker(ticker) });
        }
      });
    }
    if (pairs.length > 0 && has['watchOHLCVForSymbols']) {
      this.#streams.startPairs('candles', pairs, async (offered) => {
        const found = await this.#data.watchOHLCVForSymbols(offered.map((pair) => [pair, timeframe]));
        for (const [pair, byTimeframe] of Object.entries(found)) {
          for (const row of Object.values(byTimeframe as object).flat() as number[][]) {
            listener({ kind: 'candle', pair, row: row.slice(0, 6).map(Number) as unknown as CandleRow });
          }
        }
      });
    }
    if (this.#options.apiKey && has['watchOrders']) {
      this.#streams.start('orders', async () => {
        for (const order of await this.#orders.watchOrders()) {
          const update = toUpdate(order, order.amount ?? 0, this.#options.now());
          listener({ kind: 'order', pair: order.symbol ?? '', clientOrderId: this.#ours(order) ?? '', update });
        }
      });
    }
  }

  async close(): Promise<void> {
    this.#streams.restart();
    await Promise.allSettled([this.#data.close(), this.#account.close(), this.#orders.close()]);
    await this.#streams.close();
  }

  async #withFees(update: OrderUpdate, pair: string, since: number): Promise<OrderUpdate> {
    if (!(this.#account.has as Record<string, unknown>)['fetchMyTrades']) return update;
    const trades = await this.#readAccount(() => this.#account.fetchMyTrades(pair, since > 0 ? since : undefined));
    const fills = trades.filter((trade) => trade.order === update.orderId);
    const fees = fills.flatMap(feesOf);
    if (update.average !== null || fills.length === 0) return { ...update, fees };
    // an exchange that does not tell what was paid tells it fill by fill
    const amount = fills.reduce((sum, trade) => sum + Number(trade.amount ?? 0), 0);
    const cost = fills.reduce((sum, trade) => sum + Number(trade.amount ?? 0) * Number(trade.price), 0);
    return amount > 0 ? { ...update, fees, cost, average: cost / amount } : { ...update, fees };
  }

  /** A signed call that changes nothing if it is made twice. One whose time or number is refused is made once more, with the clock read anew. */
  async #readAccount<T>(call: () => Promise<T>, client: CcxtExchange = this.#account): Promise<T> {
    await this.#clock?.ready();
    const signed = async () => {
      try {
        return await call();
      } catch (error) {
        if (this.#clock === null || !ccxtClassNames(error).includes('InvalidNonce')) throw error;
        await this.#clock.read();
        return call();
      }
    };
    return this.#read(signed, client);
  }

  async #read<T>(call: () => Promise<T>, client: CcxtExchange = this.#data): Promise<T> {
    if (this.#attempts.monotonic() < this.#bannedUntil) throw new DDosProtection(`${this.name} asked to wait.`, this.#retryAt());
    try {
      return await this.#deadline(call(), this.#options.deadlineMs ?? DEADLINE_MS);
    } catch (error) {
      this.#noteBan(error, client);
      throw mapReadError(error, this.#retryAt());
    }
  }

  #noteBan(error: unknown, client: CcxtExchange): void {
    const names = ccxtClassNames(error);
    if (!names.includes('DDoSProtection') && !names.includes('RateLimitExceeded')) return;
    const headers = (client.last_response_headers ?? {}) as Record<string, string>;
    const seconds = Number(headers['Retry-After'] ?? headers['retry-after'] ?? 2);
    // an answer that was under way when a longer wait was asked for does not end it
    this.#bannedUntil = Math.max(this.#bannedUntil, this.#attempts.monotonic() + (Number.isFinite(seconds) ? seconds : 2) * 1000);
  }

  /** When requests may be made again, ms since epoch, UTC. */
  #retryAt(): number {
    return this.#options.now() + Math.max(this.#bannedUntil - this.#attempts.monotonic(), 0);
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
  // coinex's own word
  filled: 'closed',
};

function toUpdate(order: CcxtOrder, amount: number, now: number): OrderUpdate {
  const status = STATUSES[order.status ?? 'open'] ?? 'open';
  return {
    orderId: order.id ?? '',
    status,
    // an order to buy for a cost has the amount it got
    amount: status === 'closed' && order.type === 'market' && order.filled ? order.filled : (order.amount ?? amount),
    filled: order.filled ?? 0,
    average: order.average ?? null,
    cost: order.cost ?? null,
    price: order.price ?? null,
    fees: feesOf(order),
    at: order.lastTradeTimestamp ?? order.lastUpdateTimestamp ?? order.timestamp ?? now,
  };
}

function toFoundOrder(order: CcxtOrder, clientOrderId: string | null, now: number): FoundOrder {
  return {
    clientOrderId,
    side: order.side === 'sell' ? 'sell' : 'buy',
    orderType: order.type === 'market' ? 'market' : 'limit',
    at: order.timestamp ?? now,
    update: toUpdate(order, order.amount ?? 0, now),
  };
}

/** As the exchange has it; ccxt leaves some exchanges' out. */
function clientIdOf(order: CcxtOrder): string | null {
  const { clientOrderId } = (order.info ?? {}) as { clientOrderId?: unknown };
  return order.clientOrderId || (typeof clientOrderId === 'string' && clientOrderId) || null;
}

function orderWords(order: CcxtOrder): string {
  return order.id ? `another order, ${order.id}` : 'none';
}

/** Fees of an order or a fill. A cost whose coin is not told (kraken's is "undefined") says nothing; the fills may. */
function feesOf({ fee, fees = [] }: { fee?: CcxtOrder['fee']; fees?: CcxtOrder['fee'][] }): OrderFee[] {
  return (fees.length > 0 ? fees : [fee]).flatMap((each) =>
    each?.cost && each.currency && each.currency !== 'undefined'
      ? [{ cost: Number(each.cost), currency: String(each.currency), rate: each.rate ?? null }]
      : [],
  );
}
