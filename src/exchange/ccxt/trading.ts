import type { Order as CcxtOrder } from 'ccxt';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { Balance, FoundOrder, OrderKey, OrderRequest, Trading } from '../ports/trading.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import { contractParameters, type FuturesOrders, type OrderParameters } from './contract-parameters.ts';
import type { Contracts } from './contracts.ts';
import { toUpdate } from './convert-order.ts';
import type { OrderIds } from './order-ids.ts';
import type { OrderLookups } from './order-lookups.ts';
import type { OrderSender } from './order-sender.ts';
import type { CcxtSession } from './session.ts';

export interface TradingOptions {
  readonly session: CcxtSession;
  readonly traits: ExchangeTraits;
  readonly ids: OrderIds;
  readonly contracts: Contracts;
  readonly sender: OrderSender;
  readonly lookups: OrderLookups;
  /** Null on spot. */
  readonly futures: FuturesOrders | null;
}

/** An account through ccxt. */
export class CcxtTrading implements Trading {
  readonly acceptanceWindowMs: number;
  readonly #session: CcxtSession;
  readonly #traits: ExchangeTraits;
  readonly #ids: OrderIds;
  readonly #sender: OrderSender;
  readonly #contracts: Contracts;
  readonly #futures: FuturesOrders | null;
  readonly #lookups: OrderLookups;

  constructor({ session, traits, ids, contracts, sender, lookups, futures }: TradingOptions) {
    this.#session = session;
    this.#traits = traits;
    this.#ids = ids;
    this.#sender = sender;
    this.#contracts = contracts;
    this.#futures = futures;
    this.#lookups = lookups;
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
    const { side, orderType, isReducing = false } = request;
    const order = await this.#sender.send(
      request.clientOrderId,
      () => contractParameters(this.#futures, this.#traits.futures?.orderParameters ?? null, { side, orderType, isReducing }),
      (parameters) => this.#createOrder(request, parameters),
    );
    return toUpdate(this.#contracts.converted(request.pair, order), request.amount, this.#session.now());
  }

  #createOrder(request: OrderRequest, parameters: OrderParameters): Promise<CcxtOrder> {
    const { clientOrderIdParameter, orderParameters, marketOrderNeedsRate, costParameters } = this.#traits;
    const clientOrderId = { [clientOrderIdParameter]: this.#ids.wire(request.clientOrderId) };
    const params: Record<string, unknown> = { ...orderParameters, ...parameters, ...clientOrderId };
    const isMarket = request.orderType === 'market';
    if (!isMarket && request.timeInForce.toUpperCase() === 'PO') params['postOnly'] = true;
    else if (!isMarket && request.timeInForce.toUpperCase() !== 'GTC') params['timeInForce'] = request.timeInForce.toUpperCase();
    // contracts are counted, whatever they cost
    const isByCost = marketOrderNeedsRate === 'to_buy' && request.side === 'buy' && this.#futures === null;
    const needsRate = marketOrderNeedsRate === 'always' || isByCost;
    const price = isMarket && !needsRate ? undefined : request.rate;
    const { pair, orderType, side, amount, rate } = request;
    const { orders } = this.#session.clients;
    if (isMarket && isByCost && costParameters !== null) Object.assign(params, costParameters(orders, pair, amount * rate));
    return orders.createOrder(pair, orderType, side, this.#contracts.toContracts(pair, amount), price, params);
  }

  async cancelOrder(orderId: string, pair: string): Promise<void> {
    const { orders } = this.#session.clients;
    await this.#session.readAccount(() => orders.cancelOrder(orderId, pair, { ...this.#traits.orderParameters }), orders);
  }

  findOrder(key: OrderKey, pair: string): Promise<OrderUpdate | null> {
    return this.#lookups.find(key, pair);
  }

  filledOf({ orderId, at, amount }: Parameters<Trading['filledOf']>[0], pair: string): Promise<OrderUpdate | null> {
    return this.#lookups.byFills(orderId, pair, at, amount);
  }

  ordersSince(pair: string, since: number): Promise<FoundOrder[]> {
    return this.#lookups.since(pair, since);
  }
}
