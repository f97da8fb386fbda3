import type { Book } from './book.ts';
import { Market } from './market.ts';
import { type Conditional, type Fill, left, type NewOrder, type Order, type OrderStatus, type Side, type Trigger } from './order.ts';
import { type Position, Positions } from './positions.ts';
import { type Bar, TICK_MS } from './price.ts';
import { Refusal } from './refusal.ts';
import { decimals, type MarketSymbol, round8, tickAt, toStep } from './symbol.ts';
import { Wallet } from './wallet.ts';

/** What the account's stream tells: an order changed, with the fill that changed it if any, or balances did. */
export type AccountEvent =
  | { kind: 'order'; order: Order; execution: 'new' | 'trade' | 'cancelled' | 'expired'; fill: Fill | null }
  | { kind: 'conditional'; conditional: Conditional }
  | { kind: 'balances'; coins: string[]; isPerpetual: boolean };

export interface ExchangeOptions {
  seed: string;
  symbols: readonly MarketSymbol[];
  balances: Record<string, number>;
  /** Ratio, 0.001 = 0.1 %; taken from what is received. */
  fee: number;
  /** One wallet for spot and contracts, as unified accounts have it; otherwise each has such balances. */
  hasOneWallet?: boolean;
  /** What fees on spot are paid in: what is received, or the quote currency. */
  feesIn?: 'received' | 'quote';
  /** A post-only order that would take is taken and cancelled, not refused. */
  cancelsPostOnlyThatTakes?: boolean;
  /** How often funding is paid, ms; every eight hours otherwise. */
  fundingMs?: number;
  now: () => number;
}

/** Part of a fee that is left where it is paid in the exchange's own coin, ratio. */
const COIN_DISCOUNT = 0.75;
/** Time steps looked back at most for prices that touched a trigger. */
const STEPS_BACK = 40;

/** One account on an exchange: balances, orders, positions, and a market they are matched against by price and time. */
export class Exchange {
  readonly symbols: Map<string, MarketSymbol>;
  readonly market: Market;
  readonly wallet: Wallet;
  /** Margin and profit of contracts; the same as `wallet` where the account has one. */
  readonly marginWallet: Wallet;
  readonly positions: Positions;
  readonly orders: Order[] = [];
  readonly conditionals: Conditional[] = [];
  readonly fee: number;
  readonly #cancelsPostOnlyThatTakes: boolean;
  readonly #feesIn: 'received' | 'quote';
  readonly #now: () => number;
  readonly #listeners: Set<(event: AccountEvent) => void> = new Set();
  #nextId = 1000;
  #nextFillId = 1;
  #lastMatchedTick = 0;
  /** Orders that look-ups, cancels and lists do not know until then, ms. */
  readonly #forgotten: Map<Order, number> = new Map();
  /** Coin that fees are paid in as long as there is enough of it, at a quarter less. */
  #feeCoin: string | null = null;

  constructor(options: ExchangeOptions) {
    this.symbols = new Map(options.symbols.map((symbol) => [symbol.id, symbol]));
    this.market = new Market(options.symbols, options.seed, options.now);
    this.wallet = new Wallet(options.balances);
    this.marginWallet = options.hasOneWallet === true ? this.wallet : new Wallet(options.balances);
    this.positions = new Positions(this.marginWallet, options.now(), options.fundingMs);
    this.fee = options.fee;
    this.#cancelsPostOnlyThatTakes = options.cancelsPostOnlyThatTakes ?? false;
    this.#feesIn = options.feesIn ?? 'received';
    this.#now = options.now;
  }

  now(): number {
    return this.#now();
  }

  onAccountEvent(listener: (event: AccountEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws Refusal where there is none of that id */
  symbol(id: string | null | undefined): MarketSymbol {
    const symbol = id ? this.symbols.get(id) : undefined;
    if (symbol === undefined) throw new Refusal('unknown_symbol');
    return symbol;
  }

  price(symbol: MarketSymbol, at: number = this.#now()): number {
    return this.market.price(symbol, at);
  }

  bar(symbol: MarketSymbol, start: number, end: number): Bar | null {
    return this.market.bar(symbol, start, end);
  }

  book(symbol: MarketSymbol, depth: number): Book {
    return this.market.book(symbol, depth);
  }

  /** What a position has gained at the present price, quote currency; below 0 lost. */
  unrealizedProfit({ symbol, amount, entryPrice }: Position): number {
    return (this.price(symbol) - entryPrice) * amount;
  }

  walletOf(symbol: MarketSymbol): Wallet {
    return symbol.isPerpetual ? this.marginWallet : this.wallet;
  }

  /** Control: moves the price of a market from now on. */
  movePrice(symbol: MarketSymbol, change: { factor?: number; fixed?: number | null }): void {
    this.match();
    this.market.move(symbol, change);
    this.match(true);
  }

  /** Control: fees are paid in that coin, at a quarter less, as long as there is enough of it; null: in what is received. */
  payFeesIn(coin: string | null): void {
    this.#feeCoin = coin;
  }

  /** Control: positions pay funding now, as if it were time. */
  payFunding(): void {
    this.match();
    this.positions.payFundingOf(this.#now(), (symbol, at) => this.price(symbol, at));
  }

  /** Control: the account has so much of a coin free, as after a transfer. */
  setFree(coin: string, free: number): void {
    this.wallet.of(coin).free = free;
    this.#tellBalances([coin], false);
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
    if (order.status !== 'open') return;
    this.#fill(order, order.price, left(order) * ratio, true, order.price);
    this.#tellBalancesOf(order.symbol);
  }

  /** Orders, oldest first, but for those forgotten. @param symbol null: of every market */
  listed(symbol: MarketSymbol | null): Order[] {
    this.match();
    return this.orders.filter((order) => (symbol === null || order.symbol === symbol) && !this.#isForgotten(order));
  }

  openOrders(symbol: MarketSymbol | null): Order[] {
    return this.listed(symbol).filter(({ status }) => status === 'open');
  }

  /** The latest order of that id, unless it is forgotten. */
  find(symbol: MarketSymbol | null, key: { id: number } | { clientId: string }): Order | undefined {
    return this.listed(symbol).findLast((order) => ('id' in key ? order.id === key.id : order.clientId === key.clientId));
  }

  /** @throws Refusal; nothing was placed */
  place(request: NewOrder): Order {
    this.match();
    const order = this.#checked(request, false);
    const { symbol } = order;
    const isDouble = this.orders.some((other) => other.clientId === order.clientId && other.status === 'open');
    if (isDouble && request.mayRepeatId !== true) throw new Refusal('client_id_in_use');
    const book = this.book(symbol, 500);
    if (order.isPostOnly && this.#crossing(order, book).length > 0) {
      if (!this.#cancelsPostOnlyThatTakes) throw new Refusal('would_take');
      order.status = 'cancelled';
    }
    if (order.timeInForce === 'FOK' && order.type === 'limit') {
      const available = this.#crossing(order, book).reduce((sum, [, amount]) => sum + amount, 0);
      if (available < order.amount) order.status = 'expired';
    }
    if (order.status === 'open') this.#lock(order, book);
    this.orders.push(order);
    this.#emit({
      kind: 'order',
      order,
      execution: order.status === 'cancelled' || order.status === 'expired' ? order.status : 'new',
      fill: null,
    });
    if (order.status === 'open' && order.isTriggered) this.#take(order, book);
    const isImmediate = (order.type === 'market' && order.isTriggered) || order.timeInForce === 'IOC';
    if (isImmediate) this.#finish(order, 'expired');
    this.#tellBalancesOf(symbol);
    return order;
  }

  /**
   * Puts a stop into the book of stops. @param expiresAfterMs null: it stays
   * @param orderClientId the client id of the order it becomes; the stop's own otherwise @throws Refusal; nothing was placed
   */
  placeConditional(
    request: NewOrder & { readonly trigger: Trigger },
    expiresAfterMs: number | null = null,
    orderClientId: ((id: number) => string) | null = null,
  ): Conditional {
    this.match();
    const { trigger, ...order } = request;
    const checked = this.#checked({ ...order, trigger }, true);
    const isDouble = this.conditionals.some(({ clientId, status }) => clientId === checked.clientId && status === 'waiting');
    if (isDouble) throw new Refusal('client_id_in_use');
    const time = this.#now();
    const conditional: Conditional = {
      id: checked.id,
      clientId: checked.clientId,
      request: { ...order, amount: checked.amount, ...(orderClientId === null ? {} : { clientId: orderClientId(checked.id) }) },
      trigger,
      status: 'waiting',
      order: null,
      time,
      updateTime: time,
      expiresAt: expiresAfterMs === null ? null : time + expiresAfterMs,
    };
    this.conditionals.push(conditional);
    this.#emit({ kind: 'conditional', conditional });
    return conditional;
  }

  findConditional(key: { id: number } | { clientId: string }): Conditional | undefined {
    this.match();
    return this.conditionals.findLast((one) => ('id' in key ? one.id === key.id : one.clientId === key.clientId));
  }

  /** @throws Refusal where it does not wait any more */
  cancelConditional(conditional: Conditional | undefined): Conditional {
    if (conditional === undefined) throw new Refusal('unknown_order');
    if (conditional.status !== 'waiting') throw new Refusal('order_is_closed');
    this.#settle(conditional, 'cancelled');
    return conditional;
  }

  /** @throws Refusal where there is no such order, or it is not open */
  cancel(order: Order | undefined): Order {
    this.match();
    if (order === undefined) throw new Refusal('unknown_order');
    if (order.status !== 'open') throw new Refusal('order_is_closed');
    this.#finish(order, 'cancelled');
    this.#tellBalancesOf(order.symbol);
    return order;
  }

  /** Brings resting orders, stops and positions up to the present time step; `force` matches again within the same step. */
  match(force = false): void {
    const now = this.#now();
    const tick = Math.floor(now / TICK_MS);
    if (tick === this.#lastMatchedTick && !force) return;
    const first = Math.min(Math.max(this.#lastMatchedTick + 1, tick - STEPS_BACK), tick);
    this.#lastMatchedTick = tick;
    this.positions.payFunding(now, (symbol, at) => this.price(symbol, at));
    this.#matchOrders(first, tick);
    this.#matchConditionals(first, tick, now);
    this.#liquidate(first, tick);
  }

  #matchOrders(first: number, tick: number): void {
    const open = this.orders.filter(({ status }) => status === 'open');
    for (const order of open) {
      if (order.isTriggered || !this.#isTouched(order.symbol, order.trigger!, first, tick)) continue;
      order.isTriggered = true;
      if (order.type === 'market') {
        this.#take(order, this.book(order.symbol, 500));
        this.#finish(order, 'expired');
      }
    }
    const resting = open.filter((order) => order.isTriggered && order.status === 'open');
    resting.sort((a, b) => (a.side === 'buy' ? b.price - a.price : a.price - b.price) || a.time - b.time);
    for (const order of resting) {
      const before = order.executed;
      this.#rest(order);
      if (order.executed !== before) this.#tellBalancesOf(order.symbol);
    }
  }

  #matchConditionals(first: number, tick: number, now: number): void {
    for (const conditional of this.conditionals) {
      if (conditional.status !== 'waiting') continue;
      if (conditional.expiresAt !== null && now >= conditional.expiresAt) this.#settle(conditional, 'expired');
      else if (this.#isTouched(conditional.request.symbol, conditional.trigger, first, tick)) this.#fire(conditional);
    }
  }

  #fire(conditional: Conditional): void {
    try {
      conditional.order = this.place(conditional.request);
      this.#settle(conditional, 'fired');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#settle(conditional, 'failed');
    }
  }

  #settle(conditional: Conditional, status: Conditional['status']): void {
    conditional.status = status;
    conditional.updateTime = this.#now();
    this.#emit({ kind: 'conditional', conditional });
  }

  #liquidate(first: number, tick: number): void {
    for (const position of [...this.positions.open.values()]) {
      const price = this.positions.liquidationPrice(position);
      const isLong = position.amount > 0;
      if (!this.#isTouched(position.symbol, { price, direction: isLong ? 'below' : 'above' }, first, tick)) continue;
      const side: Side = isLong ? 'sell' : 'buy';
      for (const order of this.openOrders(position.symbol)) this.#finish(order, 'cancelled');
      const order = this.#create({ symbol: position.symbol, side, type: 'market', isReduceOnly: true }, Math.abs(position.amount), 0, true);
      this.orders.push(order);
      this.#emit({ kind: 'order', order, execution: 'new', fill: null });
      this.#fill(order, toStep(price, tickAt(position.symbol, price)), order.amount, false, price);
      this.#tellBalancesOf(position.symbol);
    }
  }

  #isTouched(symbol: MarketSymbol, trigger: Trigger, fromTick: number, toTick: number): boolean {
    for (let tick = fromTick; tick <= toTick; tick++) {
      const price = this.price(symbol, tick * TICK_MS);
      if (trigger.direction === 'below' ? price <= trigger.price : price >= trigger.price) return true;
    }
    return false;
  }

  /** A resting order is the maker: whatever now crosses it trades at its own price, as far as that volume reaches. */
  #rest(order: Order): void {
    for (const [level, amount] of this.#crossing(order, this.book(order.symbol, 100))) {
      if (order.status !== 'open') return;
      this.#fill(order, order.price, Math.min(amount, left(order)), true, level);
    }
  }

  #take(order: Order, book: Book): void {
    for (const [price, amount] of this.#crossing(order, book)) {
      if (order.status !== 'open') return;
      this.#fill(order, price, Math.min(amount, left(order)), false, price);
    }
  }

  #crossing(order: Order, book: Book): [number, number][] {
    const levels = order.side === 'buy' ? book.asks : book.bids;
    if (order.type === 'market') return levels;
    return levels.filter(([price]) => (order.side === 'buy' ? price <= order.price : price >= order.price));
  }

  #fill(order: Order, price: number, amount: number, isMaker: boolean, level: number): void {
    const { symbol } = order;
    const quantity = toStep(this.#reducedOnly(order, amount), symbol.stepSize);
    if (quantity <= 0) {
      if (order.isReduceOnly) this.#finish(order, 'expired');
      return;
    }
    const value = round8(price * quantity);
    if (!symbol.isPerpetual && order.side === 'buy' && order.type === 'market' && value > order.locked) {
      this.#finish(order, 'expired');
      return;
    }
    const now = this.#now();
    const { fee, feeCoin } = this.#feeOf(order, quantity, value);
    const realizedProfit = symbol.isPerpetual ? this.#moveContracts(order, price, quantity) : this.#moveCoins(order, quantity, value);
    this.walletOf(symbol).add(feeCoin, -fee);
    const fill: Fill = { id: this.#nextFillId++, price, amount: quantity, fee, feeCoin, time: now, isMaker, realizedProfit };
    order.executed = toStep(order.executed + quantity, symbol.stepSize);
    order.executedValue = round8(order.executedValue + value);
    order.updateTime = now;
    order.fills.push(fill);
    this.market.traded(symbol, price, quantity, level);
    if (left(order) <= 0) {
      order.status = 'filled';
      this.#unlock(order);
    }
    this.#emit({ kind: 'order', order, execution: 'trade', fill });
  }

  #reducedOnly(order: Order, amount: number): number {
    return order.isReduceOnly ? Math.min(amount, this.positions.reducible(order.symbol, order.side)) : amount;
  }

  #moveCoins(order: Order, quantity: number, value: number): number {
    const { base, quote } = order.symbol;
    const isBuy = order.side === 'buy';
    const used = isBuy ? (order.type === 'market' ? value : round8(order.price * quantity)) : quantity;
    const paid = isBuy ? quote : base;
    order.locked = round8(order.locked - used);
    this.wallet.unlock(paid, used);
    this.wallet.add(paid, -(isBuy ? value : quantity));
    this.wallet.add(isBuy ? base : quote, isBuy ? quantity : value);
    return 0;
  }

  #moveContracts(order: Order, price: number, quantity: number): number {
    const freed = round8(order.locked * (quantity / left(order)));
    order.locked = round8(order.locked - freed);
    this.marginWallet.unlock(order.symbol.quote, freed);
    return this.positions.fill(order.symbol, order.side, price, quantity, this.#now());
  }

  /** What a fill costs: in the coin that fees are paid in, where there is enough of it, or in what is received. */
  #feeOf(order: Order, quantity: number, value: number): { fee: number; feeCoin: string } {
    const { base, quote, isPerpetual } = order.symbol;
    const coin = this.#feeCoin;
    const market = coin === null ? undefined : this.symbols.get(`${coin}${quote}`);
    if (coin !== null && market !== undefined) {
      const fee = round8((value * this.fee * COIN_DISCOUNT) / this.price(market));
      if (this.walletOf(order.symbol).of(coin).free >= fee) return { fee, feeCoin: coin };
    }
    const isInBase = order.side === 'buy' && !isPerpetual && this.#feesIn === 'received';
    return { fee: round8((isInBase ? quantity : value) * this.fee), feeCoin: isInBase ? base : quote };
  }

  #finish(order: Order, status: 'cancelled' | 'expired'): void {
    if (order.status !== 'open') return;
    order.status = status;
    order.updateTime = this.#now();
    this.#unlock(order);
    this.#emit({ kind: 'order', order, execution: status, fill: null });
  }

  #lock(order: Order, book: Book): void {
    const wallet = this.walletOf(order.symbol);
    const coin = this.#lockedCoin(order);
    const needed = order.symbol.isPerpetual ? this.#marginNeeded(order) : coinsNeeded(order, book);
    if (wallet.of(coin).free < needed) throw new Refusal('too_little_balance');
    wallet.lock(coin, needed);
    order.locked = needed;
  }

  #unlock(order: Order): void {
    this.walletOf(order.symbol).unlock(this.#lockedCoin(order), order.locked);
    order.locked = 0;
  }

  #lockedCoin({ symbol, side }: Order): string {
    return symbol.isPerpetual || side === 'buy' ? symbol.quote : symbol.base;
  }

  #marginNeeded(order: Order): number {
    const opening = order.amount - Math.min(this.positions.reducible(order.symbol, order.side), order.amount);
    const price = order.price === 0 ? this.price(order.symbol) : order.price;
    return round8((opening * price) / this.positions.leverage(order.symbol));
  }

  /** @param isConditional whether it goes into the book of stops, which binds nothing */
  #checked(request: NewOrder, isConditional: boolean): Order {
    const { symbol, trigger } = request;
    if (!this.symbols.has(symbol.id)) throw new Refusal('unknown_symbol');
    const price = request.type === 'market' ? 0 : (request.price ?? Number.NaN);
    const amount = request.amount ?? (request.cost === undefined ? Number.NaN : affordable(request.cost, this.book(symbol, 500), symbol));
    if (!Number.isFinite(amount)) throw new Refusal('no_amount');
    if (Number.isNaN(price)) throw new Refusal('no_price');
    if (trigger !== undefined && !Number.isFinite(trigger.price)) throw new Refusal('no_stop_price');
    const tooFine = (value: number, step: number) => decimals(value) > decimals(step);
    if (amount < symbol.minQty || amount > symbol.maxQty || tooFine(amount, symbol.stepSize)) throw new Refusal('bad_amount');
    const reference = this.price(symbol);
    for (const value of [price, trigger?.price ?? 0]) {
      if (value === 0) continue;
      if (value < symbol.tickSize || tooFine(value, tickAt(symbol, value))) throw new Refusal('bad_price');
      if (value > reference * 5 || value < reference * 0.2) throw new Refusal('price_too_far');
    }
    if (request.isReduceOnly === true && !isConditional && this.positions.reducible(symbol, request.side) === 0) {
      throw new Refusal('nothing_to_reduce');
    }
    if (amount * (price === 0 ? reference : price) < symbol.minNotional && request.isReduceOnly !== true)
      throw new Refusal('too_little_value');
    return this.#create(request, amount, price, false);
  }

  #create(request: NewOrder, amount: number, price: number, isLiquidation: boolean): Order {
    const time = this.#now();
    const id = this.#nextId++;
    return {
      id,
      clientId: request.clientId ?? `sim-${id}-${time}`,
      symbol: request.symbol,
      side: request.side,
      type: request.type,
      timeInForce: request.timeInForce ?? 'GTC',
      isPostOnly: request.isPostOnly ?? false,
      isReduceOnly: request.isReduceOnly ?? false,
      price,
      cost: request.cost ?? null,
      trigger: request.trigger ?? null,
      isTriggered: request.trigger === undefined,
      amount,
      executed: 0,
      executedValue: 0,
      status: 'open' as OrderStatus,
      time,
      updateTime: time,
      locked: 0,
      fills: [],
      isLiquidation,
    };
  }

  #isForgotten(order: Order): boolean {
    const until = this.#forgotten.get(order);
    return until !== undefined && this.#now() < until;
  }

  #tellBalancesOf({ base, quote, isPerpetual }: MarketSymbol): void {
    this.#tellBalances(isPerpetual ? [quote] : [base, quote], isPerpetual);
  }

  #tellBalances(coins: string[], isPerpetual: boolean): void {
    this.#emit({ kind: 'balances', coins, isPerpetual });
  }

  #emit(event: AccountEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** What an order on spot binds: coins to sell, or what the buy costs at most. */
function coinsNeeded(order: Order, book: Book): number {
  if (order.side === 'sell') return order.amount;
  if (order.type === 'limit') return round8(order.price * order.amount);
  let remaining = order.amount;
  let needed = 0;
  for (const [price, amount] of book.asks) {
    const used = Math.min(remaining, amount);
    needed = round8(needed + price * used);
    remaining = toStep(remaining - used, order.symbol.stepSize);
    if (remaining <= 0) break;
  }
  return needed;
}

/** How much a cost buys in an order book, base currency in whole steps. */
function affordable(cost: number, book: Book, { stepSize }: MarketSymbol): number {
  let rest = cost;
  let amount = 0;
  for (const [price, there] of book.asks) {
    const part = Math.min(there, Math.floor(rest / price / stepSize + 1e-9) * stepSize);
    amount += part;
    rest -= part * price;
    if (part < there) break;
  }
  return toStep(amount, stepSize);
}
