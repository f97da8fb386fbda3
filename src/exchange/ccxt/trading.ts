import type { Order as CcxtOrder } from 'ccxt';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import { ExchangeError, OrderOutcomeUnknown, OrderRejected, TemporaryError } from '../errors.ts';
import type { MarginMode } from '../ports/leverage.ts';
import type { Balance, FoundOrder, OrderKey, OrderRequest, Trading } from '../ports/trading.ts';
import { SentOnce } from '../sent-once.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import type { Contracts } from './contracts.ts';
import { toUpdate } from './convert-order.ts';
import { type AttemptOptions, OrderAttempt, within } from './order-attempt.ts';
import type { OrderIds } from './order-ids.ts';
import { OrderLookups } from './order-lookups.ts';
import { isNonceRefusal, orderFailure } from './order-outcome.ts';
import type { CcxtSession } from './session.ts';

/** An order that has not left by then never will, ms. */
export const ORDER_DEADLINE_MS = 8_000;

const ignore = (): void => undefined;

type OrderParameters = Readonly<Record<string, unknown>>;

/** What orders of contracts have beside the others. */
export interface FuturesOrders {
  readonly marginMode: MarginMode;
  /** Whether the account keeps longs and shorts of a pair apart. @throws ExchangeError when it can't be asked */
  readonly isHedged: () => Promise<boolean>;
}

export interface TradingOptions {
  readonly session: CcxtSession;
  readonly traits: ExchangeTraits;
  readonly ids: OrderIds;
  readonly contracts: Contracts;
  readonly attempts: AttemptOptions;
  /** Null on spot. */
  readonly futures: FuturesOrders | null;
}

/** An account through ccxt. */
export class CcxtTrading implements Trading {
  readonly acceptanceWindowMs: number;
  readonly #session: CcxtSession;
  readonly #traits: ExchangeTraits;
  readonly #ids: OrderIds;
  readonly #attempts: AttemptOptions;
  readonly #contracts: Contracts;
  readonly #futures: FuturesOrders | null;
  readonly #lookups: OrderLookups;
  readonly #sent = new SentOnce();

  constructor({ session, traits, ids, contracts, attempts, futures }: TradingOptions) {
    this.#session = session;
    this.#traits = traits;
    this.#ids = ids;
    this.#attempts = attempts;
    this.#contracts = contracts;
    this.#futures = futures;
    this.#lookups = new OrderLookups(session, contracts, traits, ids);
    this.acceptanceWindowMs = traits.acceptanceWindowMs;
  }

  async balances(): Promise<ReadonlyMap<string, Balance>> {
    const balance = await this.#session.readAccount(() => this.#session.clients.account.fetchBalance());
    // ccxt's type knows currencies only; their sums by kind lie among them
    const totals = Object.keys(balance['total'] ?? {});
    return new Map(
      totals.map((currency) => {
        const { free = 0, used = 0, total = 0 } = balance[currency] ?? {};
        return [currency, { free, used, total }];
      }),
    );
  }

  async placeOrder(request: OrderRequest): Promise<OrderUpdate> {
    const session = this.#session;
    if (session.mustWait) {
      throw new OrderRejected(`${session.name} asked to wait until ${new Date(session.retryAt()).toISOString()}; the order was not sent.`);
    }
    this.#sent.mark(request.clientOrderId);
    await session.clock?.ready();
    const parameters = await this.#contractParameters(request);
    const attempt = new OrderAttempt(this.#attempts);
    const settled = this.#attempt(attempt, request, parameters);
    try {
      const order = await session.deadline(settled, ORDER_DEADLINE_MS);
      if (!order.id) throw new OrderOutcomeUnknown('The answer to the order names no order.');
      const named = this.#ids.named(order);
      if (named !== null && this.#ids.ours(order) !== request.clientOrderId) {
        throw new OrderOutcomeUnknown(`The answer to the order is about another one, ${named}.`);
      }
      return toUpdate(this.#contracts.converted(request.pair, order), request.amount, session.now());
    } catch (error) {
      session.noteBan(error, session.clients.orders);
      if (!(error instanceof ExchangeError)) throw orderFailure(error, attempt.evidence, this.#traits.vagueCodes);
      if (!(error instanceof TemporaryError)) throw error;
      attempt.abandon();
      // what has not left by now never will
      if (!attempt.evidence.isSent) throw new OrderRejected(`${error.message} The order was not sent.`, error);
      throw new OrderOutcomeUnknown(error.message, error, settled.then(ignore, ignore));
    }
  }

  /** Sends it; once more where nothing but its time or number was refused. */
  async #attempt(attempt: OrderAttempt, request: OrderRequest, parameters: OrderParameters): Promise<CcxtOrder> {
    const create = () => within(attempt, () => this.#createOrder(request, parameters));
    try {
      return await create();
    } catch (error) {
      const { clock } = this.#session;
      if (clock === null || !isNonceRefusal(error, attempt.evidence)) throw error;
      await clock.read();
      return create();
    }
  }

  /** @throws OrderRejected where it is not known how the account keeps positions: nothing is sent then */
  async #contractParameters({ side, orderType, isReducing = false }: OrderRequest): Promise<OrderParameters> {
    const { futures } = this.#traits;
    if (this.#futures === null || futures === null) return {};
    const { marginMode } = this.#futures;
    try {
      const isHedged = await this.#futures.isHedged();
      return {
        ...futures.orderParameters({ side, orderType, isReducing, marginMode, isHedged }),
        ...(isReducing ? { reduceOnly: true } : {}),
      };
    } catch (error) {
      throw new OrderRejected(`${(error as Error).message} The order was not sent.`, error);
    }
  }

  #createOrder(request: OrderRequest, parameters: OrderParameters): Promise<CcxtOrder> {
    const { clientOrderIdParameter, orderParameters, marketOrderNeedsRate } = this.#traits;
    const clientOrderId = { [clientOrderIdParameter]: this.#ids.wire(request.clientOrderId) };
    const params: Record<string, unknown> = { ...orderParameters, ...parameters, ...clientOrderId };
    const isMarket = request.orderType === 'market';
    if (!isMarket && request.timeInForce.toUpperCase() === 'PO') params['postOnly'] = true;
    else if (!isMarket && request.timeInForce.toUpperCase() !== 'GTC') params['timeInForce'] = request.timeInForce.toUpperCase();
    // contracts are counted, whatever they cost
    const isByCost = marketOrderNeedsRate === 'to_buy' && request.side === 'buy' && this.#futures === null;
    const needsRate = marketOrderNeedsRate === 'always' || isByCost;
    const price = isMarket && !needsRate ? undefined : request.rate;
    const { pair, orderType, side, amount } = request;
    return this.#session.clients.orders.createOrder(pair, orderType, side, this.#contracts.toContracts(pair, amount), price, params);
  }

  async cancelOrder(orderId: string, pair: string): Promise<void> {
    const { orders } = this.#session.clients;
    await this.#session.readAccount(() => orders.cancelOrder(orderId, pair, { ...this.#traits.orderParameters }), orders);
  }

  findOrder(key: OrderKey, pair: string): Promise<OrderUpdate | null> {
    return this.#lookups.find(key, pair);
  }

  ordersSince(pair: string, since: number): Promise<FoundOrder[]> {
    return this.#lookups.since(pair, since);
  }
}
