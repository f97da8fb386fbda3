import { type Book, bookAt } from './book.ts';
import { type Bar, PriceSource, TICK_MS } from './price.ts';
import { decimals, type MarketSymbol, round8, toStep } from './symbol.ts';

/** Refusal in Binance's numbering; `message` is the text the real exchange sends. */
export class ExchangeRefusal extends Error {
  readonly code: number;
  readonly status: number;
  constructor(code: number, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export type OrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'REJECTED';
export type OrderType = 'LIMIT' | 'MARKET' | 'LIMIT_MAKER' | 'STOP_LOSS_LIMIT';

export interface Order {
  orderId: number;
  clientOrderId: string;
  symbol: MarketSymbol;
  side: 'BUY' | 'SELL';
  type: OrderType;
  timeInForce: 'GTC' | 'IOC' | 'FOK';
  price: number;
  stopPrice: number;
  /** A stop order rests outside the book until its price is touched. */
  isTriggered: boolean;
  quantity: number;
  executed: number;
  /** Quote currency spent or received. */
  cumulativeQuote: number;
  status: OrderStatus;
  time: number;
  updateTime: number;
  /** Quote (buy) or base (sell) still locked for this order. */
  locked: number;
  fills: Fill[];
}

export interface Fill {
  id: number;
  orderId: number;
  price: number;
  quantity: number;
  commission: number;
  commissionAsset: string;
  time: number;
  isMaker: boolean;
}

export interface NewOrder {
  symbol: string;
  side: string;
  type: string;
  quantity?: number;
  quoteOrderQty?: number;
  price?: number;
  stopPrice?: number;
  timeInForce?: string;
  newClientOrderId?: string;
}

export interface Balance {
  free: number;
  locked: number;
}

/** What the account's stream tells: an order changed, with the fill that changed it if any, or balances did. */
export type AccountEvent =
  | { kind: 'order'; order: Order; execution: 'NEW' | 'TRADE' | 'CANCELED' | 'EXPIRED'; fill: Fill | null }
  | { kind: 'balances'; assets: string[] };

export interface ExchangeOptions {
  seed: string;
  symbols: readonly MarketSymbol[];
  balances: Record<string, number>;
  /** Ratio, 0.001 = 0.1 %; taken from what is received. */
  fee: number;
  perpetuals?: boolean;
  now: () => number;
}

/** Part of a fee that is left where it is paid in the exchange's own coin, ratio. */
const COIN_DISCOUNT = 0.75;

const CLOSED: ReadonlySet<OrderStatus> = new Set(['FILLED', 'CANCELED', 'EXPIRED', 'REJECTED']);

/** One account on a spot exchange: balances, orders, and a market they are matched against by price and time. */
export class Exchange {
  readonly symbols: Map<string, MarketSymbol>;
  readonly balances: Map<string, Balance> = new Map();
  readonly orders: Order[] = [];
  readonly fee: number;
  /** Whether the market data of perpetual contracts is offered, too. */
  readonly hasPerpetuals: boolean;
  readonly #sources: ReadonlyMap<string, PriceSource>;
  readonly #now: () => number;
  readonly #listeners: Set<(event: AccountEvent) => void> = new Set();
  readonly #levelValue: Map<string, number> = new Map();
  /** Liquidity already taken in the present time step, by `symbol/price`. */
  readonly #taken: Map<string, number> = new Map();
  #takenTick = 0;
  #nextOrderId = 1000;
  #nextFillId = 1;
  #lastMatchedTick = 0;
  /** Orders that look-ups, cancels and lists do not know until then, ms. */
  readonly #forgotten: Map<Order, number> = new Map();
  /** Coin that fees are paid in as long as there is enough of it, at a quarter less. */
  #feeCoin: string | null = null;

  constructor(options: ExchangeOptions) {
    this.symbols = new Map(options.symbols.map((symbol) => [symbol.id, symbol]));
    this.#sources = new Map(options.symbols.map((symbol) => [symbol.id, new PriceSource(symbol, options.seed)]));
    for (const [asset, amount] of Object.entries(options.balances)) this.balances.set(asset, { free: amount, locked: 0 });
    this.fee = options.fee;
    this.hasPerpetuals = options.perpetuals ?? false;
    this.#now = options.now;
  }

  now(): number {
    return this.#now();
  }

  onAccountEvent(listener: (event: AccountEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  symbol(id: string | null | undefined): MarketSymbol {
    const symbol = id ? this.symbols.get(id) : undefined;
    if (symbol === undefined) throw new ExchangeRefusal(-1121, 'Invalid symbol.');
    return symbol;
  }

  price(symbol: MarketSymbol, at: number = this.#now()): number {
    return this.#source(symbol).priceAt(at);
  }

  bar(symbol: MarketSymbol, start: number, end: number): Bar | null {
    return this.#source(symbol).bar(start, end, this.#now());
  }

  book(symbol: MarketSymbol, depth: number): Book {
    const at = this.#now();
    const tick = Math.floor(at / TICK_MS);
    const book = bookAt(symbol, this.price(symbol, at), tick, depth, this.#levelValue.get(symbol.id) ?? symbol.levelValue);
    if (tick !== this.#takenTick) {
      this.#taken.clear();
      this.#takenTick = tick;
    }
    for (const side of [book.bids, book.asks]) {
      for (const level of side) {
        const taken = this.#taken.get(`${symbol.id}/${level[0]}`);
        if (taken !== undefined) level[1] = Math.max(toStep(level[1] - taken, symbol.stepSize), 0);
      }
    }
    book.bids = book.bids.filter(([, amount]) => amount > 0);
    book.asks = book.asks.filter(([, amount]) => amount > 0);
    return book;
  }

  /** Control: moves the price of a market from now on. */
  movePrice(symbol: MarketSymbol, change: { factor?: number; fixed?: number | null }): void {
    this.match();
    this.#source(symbol).move(this.#now(), change);
    this.match(true);
  }

  /** Control: value of one order book level, in quote currency; a small value makes partial fills. */
  setLevelValue(symbol: MarketSymbol, value: number): void {
    this.#levelValue.set(symbol.id, value);
  }

  /** Control: fees are paid in that coin, at a quarter less, as long as there is enough of it; null: in what is received. */
  payFeesIn(coin: string | null): void {
    this.#feeCoin = coin;
  }

  /** Control: the account has so much of a coin free, as after a transfer. */
  setFree(coin: string, free: number): void {
    this.#balance(coin).free = free;
    this.#emit({ kind: 'balances', assets: [coin] });
  }

  /** Control: the market is no more; nothing is known of it any longer. */
  delist(symbol: MarketSymbol): void {
    this.symbols.delete(symbol.id);
  }

  /** Control: look-ups, cancels and lists do not know the order for so long, though it rests and fills. */
  forget(order: Order, ms: number): void {
    this.#forgotten.set(order, this.#now() + ms);
  }

  /** Control: fills that share of what an open order has left, at its own price (a market order has nothing left). */
  fillOpen(order: Order, ratio: number): void {
    if (CLOSED.has(order.status)) return;
    this.#fill(order, order.price, left(order) * ratio, true, order.price);
    this.#emit({ kind: 'balances', assets: [order.symbol.base, order.symbol.quote] });
  }

  /** Orders of a market or of all, oldest first, but for those forgotten. */
  listed(symbolId: string | null): Order[] {
    this.match();
    return this.orders.filter((order) => (symbolId === null || order.symbol.id === symbolId) && !this.#isForgotten(order));
  }

  place(request: NewOrder): Order {
    this.match();
    const symbol = this.symbol(request.symbol);
    const order = this.#validated(symbol, request);
    if (this.orders.some((other) => other.clientOrderId === order.clientOrderId && !CLOSED.has(other.status))) {
      throw new ExchangeRefusal(-2010, 'Duplicate order sent.');
    }
    const book = this.book(symbol, 500);
    const crosses = this.#crossing(order, book).length > 0;
    if (order.type === 'LIMIT_MAKER' && crosses) {
      throw new ExchangeRefusal(-2010, 'Order would immediately match and take.');
    }
    if (order.timeInForce === 'FOK' && order.type === 'LIMIT') {
      const available = this.#crossing(order, book).reduce((sum, [, amount]) => sum + amount, 0);
      if (available < order.quantity) order.status = 'EXPIRED';
    }
    if (order.status !== 'EXPIRED') this.#lock(order, book);
    order.orderId = this.#nextOrderId++;
    this.orders.push(order);
    this.#emit({ kind: 'order', order, execution: order.status === 'EXPIRED' ? 'EXPIRED' : 'NEW', fill: null });
    if (order.status !== 'EXPIRED' && order.isTriggered) this.#take(order, book);
    const isImmediate = order.type === 'MARKET' || order.timeInForce === 'IOC';
    if (isImmediate && !CLOSED.has(order.status)) this.#finish(order, 'EXPIRED', 'EXPIRED');
    this.#emit({ kind: 'balances', assets: [symbol.base, symbol.quote] });
    return order;
  }

  cancel(symbolId: string, orderId: number | null, clientOrderId: string | null): Order {
    this.match();
    const order = this.find(symbolId, orderId, clientOrderId);
    if (order === undefined || CLOSED.has(order.status)) throw new ExchangeRefusal(-2011, 'Unknown order sent.');
    this.#finish(order, 'CANCELED', 'CANCELED');
    this.#emit({ kind: 'balances', assets: [order.symbol.base, order.symbol.quote] });
    return order;
  }

  order(symbolId: string, orderId: number | null, clientOrderId: string | null): Order {
    this.match();
    const order = this.find(symbolId, orderId, clientOrderId);
    if (order === undefined) throw new ExchangeRefusal(-2013, 'Order does not exist.');
    return order;
  }

  openOrders(symbolId: string | null): Order[] {
    return this.listed(symbolId).filter((order) => !CLOSED.has(order.status));
  }

  /** Brings resting orders up to the present time step; `force` matches again within the same step. */
  match(force = false): void {
    const now = this.#now();
    const tick = Math.floor(now / TICK_MS);
    const open = this.orders.filter((order) => !CLOSED.has(order.status));
    if (open.length === 0 || (tick === this.#lastMatchedTick && !force)) {
      this.#lastMatchedTick = tick;
      return;
    }
    const first = Math.max(this.#lastMatchedTick + 1, tick - 40);
    this.#lastMatchedTick = tick;
    for (const order of open) {
      if (!order.isTriggered && this.#touched(order, Math.min(first, tick), tick)) order.isTriggered = true;
    }
    const resting = open.filter((order) => order.isTriggered);
    resting.sort((a, b) => (a.side === 'BUY' ? b.price - a.price : a.price - b.price) || a.time - b.time);
    const touchedAssets = new Set<string>();
    for (const order of resting) {
      const before = order.executed;
      this.#rest(order);
      if (order.executed !== before) touchedAssets.add(order.symbol.base).add(order.symbol.quote);
    }
    if (touchedAssets.size > 0) this.#emit({ kind: 'balances', assets: [...touchedAssets] });
  }

  #touched(order: Order, fromTick: number, toTick: number): boolean {
    for (let tick = fromTick; tick <= toTick; tick++) {
      const price = this.price(order.symbol, tick * TICK_MS);
      if (order.side === 'SELL' ? price <= order.stopPrice : price >= order.stopPrice) return true;
    }
    return false;
  }

  /** A resting order is the maker: whatever now crosses it trades at its own price, as far as that volume reaches. */
  #rest(order: Order): void {
    const crossing = this.#crossing(order, this.book(order.symbol, 100));
    for (const [level, amount] of crossing) {
      if (CLOSED.has(order.status)) return;
      this.#fill(order, order.price, Math.min(amount, left(order)), true, level);
    }
  }

  #take(order: Order, book: Book): void {
    for (const [price, amount] of this.#crossing(order, book)) {
      if (CLOSED.has(order.status)) return;
      this.#fill(order, price, Math.min(amount, left(order)), false, price);
    }
  }

  #crossing(order: Order, book: Book): [number, number][] {
    const levels = order.side === 'BUY' ? book.asks : book.bids;
    if (order.type === 'MARKET') return levels;
    return levels.filter(([price]) => (order.side === 'BUY' ? price <= order.price : price >= order.price));
  }

  #fill(order: Order, price: number, amount: number, isMaker: boolean, level: number): void {
    const quantity = toStep(amount, order.symbol.stepSize);
    if (quantity <= 0) return;
    const { base, quote } = order.symbol;
    const value = round8(price * quantity);
    const isBuy = order.side === 'BUY';
    if (isBuy && order.type === 'MARKET' && value > order.locked) {
      this.#finish(order, 'EXPIRED', 'EXPIRED');
      return;
    }
    const received = isBuy ? quantity : value;
    const inCoin = this.#feeInCoin(quote, value);
    const commission = inCoin ?? round8(received * this.fee);
    const commissionAsset = inCoin === null ? (isBuy ? base : quote) : this.#feeCoin!;
    const now = this.#now();
    const fill: Fill = {
      id: this.#nextFillId++,
      orderId: order.orderId,
      price,
      quantity,
      commission,
      commissionAsset,
      time: now,
      isMaker,
    };
    const lockedUse = isBuy ? (order.type === 'MARKET' ? value : round8(order.price * quantity)) : quantity;
    order.locked = round8(order.locked - lockedUse);
    const paid = this.#balance(isBuy ? quote : base);
    paid.locked = round8(paid.locked - lockedUse);
    if (isBuy) paid.free = round8(paid.free + lockedUse - value);
    const gained = this.#balance(isBuy ? base : quote);
    gained.free = round8(gained.free + received);
    const payer = this.#balance(commissionAsset);
    payer.free = round8(payer.free - commission);
    order.executed = toStep(order.executed + quantity, order.symbol.stepSize);
    order.cumulativeQuote = round8(order.cumulativeQuote + value);
    order.updateTime = now;
    order.fills.push(fill);
    const key = `${order.symbol.id}/${level}`;
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + quantity);
    this.#source(order.symbol).print(now, price);
    order.status = left(order) <= 0 ? 'FILLED' : 'PARTIALLY_FILLED';
    if (order.status === 'FILLED') this.#unlock(order);
    this.#emit({ kind: 'order', order, execution: 'TRADE', fill });
  }

  /** What a fill costs in the coin that fees are paid in; null where it is not, or there is too little of it. */
  #feeInCoin(quote: string, value: number): number | null {
    const coin = this.#feeCoin;
    const market = coin === null ? undefined : this.symbols.get(`${coin}${quote}`);
    if (coin === null || market === undefined) return null;
    const commission = round8((value * this.fee * COIN_DISCOUNT) / this.price(market));
    return this.#balance(coin).free >= commission ? commission : null;
  }

  #finish(order: Order, status: 'CANCELED' | 'EXPIRED', execution: 'CANCELED' | 'EXPIRED'): void {
    order.status = status;
    order.updateTime = this.#now();
    this.#unlock(order);
    this.#emit({ kind: 'order', order, execution, fill: null });
  }

  #lock(order: Order, book: Book): void {
    const isBuy = order.side === 'BUY';
    let needed = order.quantity;
    if (isBuy && order.type !== 'MARKET') needed = round8(order.price * order.quantity);
    if (isBuy && order.type === 'MARKET') {
      let remaining = order.quantity;
      needed = 0;
      for (const [price, amount] of book.asks) {
        const used = Math.min(remaining, amount);
        needed = round8(needed + price * used);
        remaining = toStep(remaining - used, order.symbol.stepSize);
        if (remaining <= 0) break;
      }
    }
    const balance = this.#balance(isBuy ? order.symbol.quote : order.symbol.base);
    if (balance.free < needed) throw new ExchangeRefusal(-2010, 'Account has insufficient balance for requested action.');
    balance.free = round8(balance.free - needed);
    balance.locked = round8(balance.locked + needed);
    order.locked = needed;
  }

  #unlock(order: Order): void {
    const balance = this.#balance(order.side === 'BUY' ? order.symbol.quote : order.symbol.base);
    balance.free = round8(balance.free + order.locked);
    balance.locked = round8(balance.locked - order.locked);
    order.locked = 0;
  }

  #validated(symbol: MarketSymbol, request: NewOrder): Order {
    const side = request.side;
    if (side !== 'BUY' && side !== 'SELL') throw new ExchangeRefusal(-1117, 'Invalid side.');
    const type = request.type;
    if (type !== 'LIMIT' && type !== 'MARKET' && type !== 'LIMIT_MAKER' && type !== 'STOP_LOSS_LIMIT') {
      throw new ExchangeRefusal(-1116, 'Invalid orderType.');
    }
    const timeInForce = request.timeInForce ?? 'GTC';
    if (timeInForce !== 'GTC' && timeInForce !== 'IOC' && timeInForce !== 'FOK') {
      throw new ExchangeRefusal(-1115, 'Invalid timeInForce.');
    }
    let quantity = request.quantity;
    if (quantity === undefined && type === 'MARKET' && request.quoteOrderQty !== undefined) {
      quantity = Math.floor(request.quoteOrderQty / this.price(symbol) / symbol.stepSize) * symbol.stepSize;
      quantity = toStep(quantity, symbol.stepSize);
    }
    if (quantity === undefined || !Number.isFinite(quantity)) {
      throw new ExchangeRefusal(-1102, "Mandatory parameter 'quantity' was not sent, was empty/null, or malformed.");
    }
    const price = type === 'MARKET' ? 0 : (request.price ?? Number.NaN);
    const stopPrice = type === 'STOP_LOSS_LIMIT' ? (request.stopPrice ?? Number.NaN) : 0;
    if (Number.isNaN(price)) {
      throw new ExchangeRefusal(-1102, "Mandatory parameter 'price' was not sent, was empty/null, or malformed.");
    }
    if (Number.isNaN(stopPrice)) {
      throw new ExchangeRefusal(-1102, "Mandatory parameter 'stopPrice' was not sent, was empty/null, or malformed.");
    }
    const tooFine = (value: number, step: number) => decimals(value) > decimals(step);
    if (quantity < symbol.minQty || quantity > symbol.maxQty || tooFine(quantity, symbol.stepSize)) {
      throw new ExchangeRefusal(-1013, 'Filter failure: LOT_SIZE');
    }
    const reference = this.price(symbol);
    for (const value of [price, stopPrice]) {
      if (value !== 0 && (value < symbol.tickSize || tooFine(value, symbol.tickSize))) {
        throw new ExchangeRefusal(-1013, 'Filter failure: PRICE_FILTER');
      }
      if (value > reference * 5 || (value !== 0 && value < reference * 0.2)) {
        throw new ExchangeRefusal(-1013, 'Filter failure: PERCENT_PRICE_BY_SIDE');
      }
    }
    if (quantity * (price === 0 ? reference : price) < symbol.minNotional) {
      throw new ExchangeRefusal(-1013, 'Filter failure: NOTIONAL');
    }
    const now = this.#now();
    return {
      orderId: 0,
      clientOrderId: request.newClientOrderId ?? `sim-${this.#nextOrderId}-${now}`,
      symbol,
      side,
      type,
      timeInForce,
      price,
      stopPrice,
      isTriggered: type !== 'STOP_LOSS_LIMIT',
      quantity,
      executed: 0,
      cumulativeQuote: 0,
      status: 'NEW',
      time: now,
      updateTime: now,
      locked: 0,
      fills: [],
    };
  }

  /** The order a look-up means, unless it is forgotten. @throws ExchangeRefusal where neither id is given */
  find(symbolId: string, orderId: number | null, clientOrderId: string | null): Order | undefined {
    if (orderId === null && !clientOrderId) {
      throw new ExchangeRefusal(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!");
    }
    this.symbol(symbolId);
    return this.listed(symbolId).findLast((order) =>
      orderId === null ? order.clientOrderId === clientOrderId : order.orderId === orderId,
    );
  }

  #isForgotten(order: Order): boolean {
    const until = this.#forgotten.get(order);
    return until !== undefined && this.#now() < until;
  }

  #balance(asset: string): Balance {
    let balance = this.balances.get(asset);
    if (balance === undefined) {
      balance = { free: 0, locked: 0 };
      this.balances.set(asset, balance);
    }
    return balance;
  }

  #source(symbol: MarketSymbol): PriceSource {
    return this.#sources.get(symbol.id)!;
  }

  #emit(event: AccountEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

function left(order: Order): number {
  return toStep(order.quantity - order.executed, order.symbol.stepSize);
}
