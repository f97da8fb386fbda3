import type { Order as CcxtOrder } from 'ccxt';
import type { StopUpdate } from '../../core/trade/apply-stop-update.ts';
import type { OrderType } from '../../core/trade/trade.ts';
import { ExchangeError, InsufficientFundsError, OrderRejected, StopRefused } from '../errors.ts';
import type { ModeFacts } from '../facts.ts';
import type { FoundStop, StopRequest, Stops } from '../ports/stops.ts';
import type { OrderKey } from '../ports/trading.ts';
import type { ExchangeTraits, StopTraits } from '../traits/traits.ts';
import { contractParameters, type FuturesOrders, type OrderParameters } from './contract-parameters.ts';
import type { Contracts } from './contracts.ts';
import { ccxtClassNames } from './error-map.ts';
import type { OrderIds } from './order-ids.ts';
import type { OrderLookups } from './order-lookups.ts';
import type { OrderSender } from './order-sender.ts';
import { type CcxtSession, can } from './session.ts';

export interface StopParts {
  readonly session: CcxtSession;
  readonly traits: ExchangeTraits;
  readonly facts: ModeFacts;
  readonly ids: OrderIds;
  readonly contracts: Contracts;
  readonly sender: OrderSender;
  readonly lookups: OrderLookups;
  /** Null on spot. */
  readonly futures: FuturesOrders | null;
}

/** ccxt's classes of answers that refuse a stop as it is: its price is passed, its form is wrong. Source: freqtrade 2026.9. */
const REFUSALS = ['InvalidOrder', 'BadRequest', 'OperationRejected'];

/** Stops on the exchange through ccxt. */
export class CcxtStops implements Stops {
  readonly orderTypes: readonly OrderType[];
  readonly bindsCoins: boolean;
  readonly actsByItself = true;
  readonly keepsClientIds: boolean;
  readonly #parts: StopParts;
  readonly #traits: StopTraits;

  constructor(parts: StopParts) {
    const { facts, traits, futures } = parts;
    this.#parts = parts;
    this.#traits = futures === null ? traits.stops : traits.futuresStops;
    this.orderTypes = facts.stoploss_on_exchange ? (['limit', 'market'] as const).filter((type) => facts.stoploss_order_types[type]) : [];
    this.bindsCoins = facts.stoploss_blocks_assets;
    this.keepsClientIds = this.#traits.clientOrderIdParameters.length > 0;
  }

  async place(request: StopRequest): Promise<StopUpdate> {
    const { session, sender } = this.#parts;
    try {
      const order = await sender.send(
        request.clientOrderId,
        () => this.#prepare(request),
        (parameters) => this.#create(request, parameters),
      );
      return {
        orderId: order.id ?? '',
        // whatever it became at once, it is asked for
        status: 'open',
        amount: request.amount,
        filled: 0,
        average: null,
        cost: null,
        price: request.limitRate,
        fees: [],
        at: order.timestamp ?? session.now(),
        stopPrice: request.stopPrice,
        orderType: order.type ?? request.orderType,
        isTriggered: false,
      };
    } catch (error) {
      throw this.#isRefusal(error) ? new StopRefused(error.message, error.cause) : error;
    }
  }

  /** Whether it is the stop as it is that is not taken. */
  #isRefusal(error: unknown): error is ExchangeError {
    if (!(error instanceof ExchangeError) || error instanceof InsufficientFundsError) return false;
    if (this.#traits.refusal?.test(error.message) === true) return true;
    const names = ccxtClassNames(error.cause);
    return error instanceof OrderRejected && REFUSALS.some((name) => names.includes(name));
  }

  /** @throws StopRefused where its price is passed, and the exchange would not see that */
  async #prepare({ pair, side, orderType, stopPrice }: StopRequest): Promise<OrderParameters> {
    const { session, futures } = this.#parts;
    if (this.#traits.guessesDirection) {
      const { last } = await session.read(() => session.clients.data.fetchTicker(pair));
      if (last !== undefined && (side === 'sell' ? last <= stopPrice : last >= stopPrice))
        throw new StopRefused(`The price of ${pair} is ${last}, and would trigger a stop at ${stopPrice} immediately.`);
    }
    return contractParameters(futures, this.#traits.contractParameters, { side, orderType, isReducing: true });
  }

  #create(request: StopRequest, ofContracts: OrderParameters): Promise<CcxtOrder> {
    const { session, traits, facts, futures, ids, contracts } = this.#parts;
    const { clientOrderIdParameters, parameters } = this.#traits;
    const id = ids.wire(request.clientOrderId);
    const params: Record<string, unknown> = {
      ...traits.orderParameters,
      ...parameters(request.side),
      ...ofContracts,
      [facts.stop_price_param]: request.stopPrice,
      ...Object.fromEntries(clientOrderIdParameters.map((parameter) => [parameter, id])),
    };
    if (futures !== null) {
      const { stop_price_type_field: field, stop_price_type_value_mapping: values = {} } = facts;
      if (request.priceType !== null && field !== undefined) params[field] = values[request.priceType];
    }
    const type = facts.stoploss_order_types[request.orderType] ?? request.orderType;
    const { pair, side, amount, limitRate } = request;
    return session.clients.orders.createOrder(pair, type, side, contracts.toContracts(pair, amount), limitRate ?? undefined, params);
  }

  async cancel(orderId: string, pair: string): Promise<void> {
    const { session, traits } = this.#parts;
    const { orders } = session.clients;
    const params = { ...traits.orderParameters, ...this.#traits.cancelParameters };
    let failure: unknown = null;
    try {
      const { id } = await session.readAccount(() => orders.cancelOrder(orderId, pair, params), orders);
      if (id || !this.#traits.isRefusedInSilence) return;
    } catch (error) {
      failure = error;
    }
    const became = await this.#restingAs(orderId, pair);
    if (became !== null) await session.readAccount(() => orders.cancelOrder(became, pair, { ...traits.orderParameters }), orders);
    else if (failure !== null) throw failure;
  }

  /** The number of the order which a stop that was woken has become, while it rests; null where it has become none, or that is not known. */
  async #restingAs(orderId: string, pair: string): Promise<string | null> {
    try {
      const stop = await this.#byOrderId(orderId, pair);
      if (stop === null) return null;
      const fired = await this.#traits.fired(this.#parts.session.clients.account, stop, pair);
      return fired?.status === 'open' && fired.id && fired.id !== orderId ? fired.id : null;
    } catch {
      // whatever it is, the stop was not cancelled
      return null;
    }
  }

  async find(key: OrderKey, pair: string): Promise<StopUpdate | null> {
    const order = 'orderId' in key ? await this.#byOrderId(key.orderId, pair) : await this.#byClientId(key.clientOrderId, pair);
    return order === null ? null : this.#update(order, pair);
  }

  async since(pair: string, since: number): Promise<FoundStop[]> {
    const { session } = this.#parts;
    const found = await session.readAccount(() => this.#lists(pair));
    // the lists of resting and past ones may both have one that has just fired; the later list knows more
    const unique = [...new Map(found.map((order) => [order.id, order])).values()].filter(
      (order) => order.id && stopPriceOf(order) !== null,
    );
    const stops: FoundStop[] = [];
    for (const order of unique) {
      if ((order.timestamp ?? since) < since) continue;
      stops.push({
        clientOrderId: this.#clientOrderId(order),
        side: order.side === 'sell' ? 'sell' : 'buy',
        isReducing: order.reduceOnly === true,
        at: order.timestamp ?? session.now(),
        update: await this.#update(order, pair),
      });
    }
    return stops.sort((a, b) => a.at - b.at);
  }

  /** Where none of ours is kept, only who has laid a stop may be said in its place. */
  #clientOrderId(order: CcxtOrder): string | null {
    const { ids } = this.#parts;
    if (this.keepsClientIds) return ids.ours(order);
    const named = ids.named(order);
    return named !== null && this.#traits.laidByHand?.test(named) === true ? named : null;
  }

  async #byOrderId(orderId: string, pair: string): Promise<CcxtOrder | null> {
    const { session, lookups, traits } = this.#parts;
    const { findParameters } = this.#traits;
    if (findParameters !== null) {
      const found = await lookups.unlessUnknown(() => session.clients.account.fetchOrder(orderId, pair, { ...findParameters }));
      if (found !== null) return found.id === orderId ? found : null;
    }
    if (!this.#traits.isFoundInLists) return null;
    const listed = (await session.readAccount(() => this.#lists(pair))).find(({ id }) => id === orderId);
    if (listed !== undefined) return listed;
    // one that had fired before its answer was heard is known by the number of the order which it became
    const order = await lookups.unlessUnknown(() => session.clients.account.fetchOrder(orderId, pair, { ...traits.orderIdParameters }));
    return order?.id === orderId ? order : null;
  }

  async #byClientId(clientOrderId: string, pair: string): Promise<CcxtOrder | null> {
    const { session, lookups, ids } = this.#parts;
    for (const lookup of this.#traits.lookups) {
      const order = await lookups.unlessUnknown(() => lookup(session.clients.account, ids.wire(clientOrderId), pair));
      if (order?.id && ids.ours(order) === clientOrderId) return order;
    }
    if (!this.#traits.isFoundInLists) return null;
    return (await session.readAccount(() => this.#lists(pair))).find((order) => ids.ours(order) === clientOrderId) ?? null;
  }

  /** All that the exchange lists: some take a moment to ask from for something else. */
  async #lists(pair: string): Promise<CcxtOrder[]> {
    const { account } = this.#parts.session.clients;
    const found: CcxtOrder[] = [];
    for (const { call, parameters } of this.#traits.lists) {
      if (can(account, call)) found.push(...(await account[call](pair, undefined, undefined, { ...parameters })));
    }
    return found;
  }

  /** What a stop is, or the order that it has become. */
  async #update(order: CcxtOrder, pair: string): Promise<StopUpdate> {
    const { lookups, session } = this.#parts;
    const orderType = this.#traits.orderType ?? order.type ?? 'stoploss';
    const stopPrice = stopPriceOf(order);
    const fired = await lookups.unlessUnknown(() => this.#traits.fired(session.clients.account, order, pair));
    if (fired === null) return { ...(await lookups.complete(order, pair)), stopPrice, orderType, isTriggered: false };
    const update = await lookups.complete(fired, pair);
    return { ...update, orderId: order.id ?? '', stopPrice, orderType: 'stoploss', isTriggered: true };
  }
}

/** ccxt has it under either name. */
function stopPriceOf(order: CcxtOrder): number | null {
  const { stopPrice, triggerPrice, stopLossPrice } = order as CcxtOrder & { stopLossPrice?: number };
  return stopPrice ?? triggerPrice ?? stopLossPrice ?? null;
}
