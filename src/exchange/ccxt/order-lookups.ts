import type { Order as CcxtOrder, Trade as CcxtTrade } from 'ccxt';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import { ExchangeError, TemporaryError } from '../errors.ts';
import type { FoundOrder, OrderKey } from '../ports/trading.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import type { Contracts } from './contracts.ts';
import { feesOfFills, toFoundOrder, toUpdate } from './convert-order.ts';
import { ccxtClassNames } from './error-map.ts';
import { withLiquidations } from './liquidations.ts';
import type { OrderIds } from './order-ids.ts';
import { type CcxtSession, can } from './session.ts';

/** A list of fewer orders is whole: no exchange returns so few at once. */
const PAGE = 20;
/** When the fills of an order are listed at the latest, ms. */
const FILLS_LISTED_MS = 10_000;

/** How orders are asked for through ccxt, one by one and in lists. */
export class OrderLookups {
  readonly #session: CcxtSession;
  readonly #contracts: Contracts;
  readonly #traits: ExchangeTraits;
  readonly #ids: OrderIds;

  constructor(session: CcxtSession, contracts: Contracts, traits: ExchangeTraits, ids: OrderIds) {
    this.#session = session;
    this.#contracts = contracts;
    this.#traits = traits;
    this.#ids = ids;
  }

  /** Null when the exchange says that it has no such order. @throws ExchangeError when it can't be asked */
  async find(key: OrderKey, pair: string): Promise<OrderUpdate | null> {
    const given = 'orderId' in key ? await this.#byOrderId(key.orderId, pair) : await this.#byClientId(key.clientOrderId, pair);
    return given === null ? null : this.complete(given, pair);
  }

  /** What an order that was found tells, with its fees. @throws ExchangeError when its fills can't be asked for */
  async complete(given: CcxtOrder, pair: string): Promise<OrderUpdate> {
    const order = this.#contracts.converted(pair, given);
    const update = toUpdate(order, order.amount ?? 0, this.#session.now());
    const isComplete = update.filled === 0 || (update.fees.length > 0 && update.average !== null);
    return isComplete ? update : this.#withFees(update, pair, order.timestamp ?? 0);
  }

  /** Orders of a pair placed since a moment (ms), by hand too, oldest first. @throws ExchangeError when it can't be asked */
  async since(pair: string, since: number): Promise<FoundOrder[]> {
    const found = await this.#session.readAccount(() => this.#lists(pair, since));
    // the lists of open and closed orders may both have one that has just filled; the later list knows more
    const unique = [...new Map(found.map((order) => [order.id, order])).values()].filter((order) => order.id);
    if (!this.#traits.listsShowIds) await this.#addIds(unique, pair);
    const orders = unique.map((order) =>
      toFoundOrder(this.#contracts.converted(pair, order), this.#ids.ours(order), this.#session.now(), this.#ofContract(order)),
    );
    const withFees: FoundOrder[] = [];
    for (const order of orders) {
      const { update, at } = order;
      const needsFees = update.filled > 0 && update.fees.length === 0;
      withFees.push(needsFees ? { ...order, update: await this.#withFees(update, pair, at) } : order);
    }
    return withLiquidations(withFees, await this.#liquidationFills(pair, since));
  }

  /** Fills by which the exchange closed a position, where its orders don't say so. */
  async #liquidationFills(pair: string, since: number): Promise<CcxtTrade[]> {
    const isLiquidation = this.#traits.futures?.isLiquidationFill ?? null;
    if (isLiquidation === null || this.#contracts.isSpot(pair)) return [];
    const { account } = this.#session.clients;
    const fills = await this.#session.readAccount(() => account.fetchMyTrades(pair, since));
    return fills
      .filter(({ info }) => isLiquidation(info as Readonly<Record<string, unknown>>))
      .map((fill) => this.#contracts.converted(pair, fill));
  }

  #ofContract(order: CcxtOrder): Pick<FoundOrder, 'isLiquidation' | 'positionSide'> {
    const { futures } = this.#traits;
    const info = (order.info ?? {}) as Readonly<Record<string, unknown>>;
    return { isLiquidation: futures?.isLiquidation(info) === true, positionSide: futures?.positionSide(info) ?? null };
  }

  async #byOrderId(orderId: string, pair: string): Promise<CcxtOrder | null> {
    const { account } = this.#session.clients;
    let order = await this.unlessUnknown(() => account.fetchOrder(orderId, pair, { ...this.#traits.orderIdParameters }));
    for (const lookup of this.#traits.laterLookups) order ??= await this.unlessUnknown(() => lookup(account, orderId, pair));
    if (order !== null && order.id !== orderId) throw this.#wrongAnswer(order);
    return order;
  }

  async #byClientId(clientOrderId: string, pair: string): Promise<CcxtOrder | null> {
    for (const lookup of this.#traits.lookups) {
      const order = await this.unlessUnknown(() => lookup(this.#session.clients.account, this.#ids.wire(clientOrderId), pair));
      if (order === null) continue;
      if (order.id && this.#ids.ours(order) === clientOrderId) return order;
      throw this.#wrongAnswer(order);
    }
    return null;
  }

  #wrongAnswer(order: CcxtOrder): TemporaryError {
    return new TemporaryError(`${this.#session.name} answered a look-up with ${order.id ? `another order, ${order.id}` : 'none'}.`);
  }

  /** Null where the exchange says that it knows no such order. */
  async unlessUnknown<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      return await this.#session.readAccount(call);
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      const isUnknown = ccxtClassNames(error.cause).includes('OrderNotFound') || this.#traits.unknownOrder?.test(error.message) === true;
      if (isUnknown) return null;
      throw error;
    }
  }

  /** A list that names no client ids (bingx) is completed order by order. */
  async #addIds(orders: CcxtOrder[], pair: string): Promise<void> {
    for (const [index, order] of orders.entries()) {
      if (this.#ids.named(order) === null) orders[index] = (await this.#byOrderId(String(order.id), pair)) ?? order;
    }
  }

  async #lists(pair: string, since: number): Promise<CcxtOrder[]> {
    const { account } = this.#session.clients;
    const parameters = { ...this.#traits.orderListParameters };
    if (this.#traits.orderList !== null) return this.#traits.orderList(account, pair, since);
    if (account.has['fetchOrders'] === true) {
      try {
        return await this.#searched(since, (from) => account.fetchOrders(pair, from, undefined, parameters));
      } catch (error) {
        if (!ccxtClassNames(error).includes('NotSupported')) throw error;
      }
    }
    const open = can(account, 'fetchOpenOrders') ? await account.fetchOpenOrders(pair, since, undefined, parameters) : [];
    const past = async (list: 'fetchCanceledOrders' | 'fetchClosedOrders'): Promise<CcxtOrder[]> =>
      can(account, list) ? this.#searched(since, (from) => account[list](pair, from, undefined, parameters)) : [];
    return [...open, ...(await past('fetchCanceledOrders')), ...(await past('fetchClosedOrders'))];
  }

  /** One search after another, where one does not span all the time since, or not all orders since. */
  async #searched(since: number, search: (from: number) => Promise<CcxtOrder[]>): Promise<CcxtOrder[]> {
    const { orderSearch } = this.#traits;
    if (orderSearch === null) return wholeList(since, search);
    const now = this.#session.now();
    const found: CcxtOrder[] = [];
    for (let from = Math.max(since, now - orderSearch.reachMs); from <= now; from += orderSearch.windowMs)
      found.push(...(await wholeList(from, search)));
    return found;
  }

  /**
   * What became of an order that the exchange does not know any more, by its fills: these are kept for longer. Null where there are none.
   *
   * @param since when it was placed, ms @throws ExchangeError when they can't be asked for
   */
  async byFills(orderId: string, pair: string, since: number, amount: number): Promise<OrderUpdate | null> {
    const fills = (await this.unlessUnknown(() => this.#fills(orderId, pair, since))) ?? [];
    const sold = sumOf(fills);
    if (!(sold.amount > 0)) return null;
    return {
      orderId,
      status: sold.amount >= amount * (1 - 1e-9) ? 'closed' : 'canceled',
      amount: Math.max(amount, sold.amount),
      filled: sold.amount,
      average: sold.cost / sold.amount,
      cost: sold.cost,
      price: null,
      fees: feesOfFills(fills),
      at: Math.max(...fills.map(({ timestamp }) => timestamp ?? since)),
    };
  }

  async #withFees(update: OrderUpdate, pair: string, since: number): Promise<OrderUpdate> {
    if (!can(this.#session.clients.account, 'fetchMyTrades')) return update;
    const fills = await this.#session.readAccount(() => this.#fills(update.orderId, pair, since));
    const fees = feesOfFills(fills);
    if (update.average !== null) return { ...update, fees };
    // an exchange that does not tell what was paid tells it fill by fill, and it may be a moment until all of them are listed
    const { amount, cost } = sumOf(fills);
    const isNew = this.#session.now() - update.at < FILLS_LISTED_MS;
    if (isNew && amount < update.filled * (1 - 1e-9)) {
      throw new TemporaryError(`${this.#session.name} does not list yet what order ${update.orderId} was filled at.`);
    }
    return amount > 0 ? { ...update, fees, cost, average: cost / amount } : { ...update, fees };
  }

  /** Fills of an order that was placed at a moment (ms; 0 where that is not known); none where the exchange has no list of them. */
  async #fills(orderId: string, pair: string, since: number): Promise<CcxtTrade[]> {
    const { account } = this.#session.clients;
    if (!can(account, 'fetchMyTrades')) return [];
    const trades = await (this.#traits.fillsByOrder
      ? account.fetchOrderTrades(orderId, pair)
      : account.fetchMyTrades(pair, since > 0 ? since : undefined));
    return trades.filter((trade) => trade.order === orderId).map((trade) => this.#contracts.converted(pair, trade));
  }
}

/**
 * A list whose answers have so many orders at most, and begin with the oldest (binance): the next ones are asked for by the date of the last,
 * until none is new. Of one that begins with the latest the second answer is known already.
 */
async function wholeList(since: number, list: (from: number) => Promise<CcxtOrder[]>): Promise<CcxtOrder[]> {
  const found = new Map<string, CcxtOrder>();
  for (let from = since; ; ) {
    const answer = await list(from);
    const last = Math.max(...answer.map(({ timestamp }) => timestamp ?? 0));
    for (const order of answer) found.set(String(order.id), order);
    if (answer.length < PAGE || !(last > from)) return [...found.values()];
    from = last;
  }
}

/** Base and quote currency of fills. */
function sumOf(fills: readonly CcxtTrade[]): { amount: number; cost: number } {
  const amount = fills.reduce((sum, trade) => sum + Number(trade.amount ?? 0), 0);
  const cost = fills.reduce((sum, trade) => sum + Number(trade.amount ?? 0) * Number(trade.price), 0);
  return { amount, cost };
}
