import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import { type Order, openOrders, type Trade } from '../../core/trade/trade.ts';
import type { OrderKey, OrderRequest } from '../ports/trading.ts';

export interface PaperOrder {
  readonly request: OrderRequest;
  update: OrderUpdate;
}

/** Orders that have ended and are still answered for: whoever follows one asks soon. */
const ENDED_KEPT = 1000;

/** Simulated orders by both of their ids. Open ones are kept for as long as they are, ended ones until many more have ended. */
export class PaperOrders {
  readonly #byOrderId: Map<string, PaperOrder> = new Map();
  readonly #byClientId: Map<string, PaperOrder> = new Map();

  get size(): number {
    return this.#byOrderId.size;
  }

  add(order: PaperOrder): void {
    this.#byOrderId.set(order.update.orderId, order);
    this.#byClientId.set(order.request.clientOrderId, order);
    if (this.#byOrderId.size > 2 * ENDED_KEPT) this.#forgetEnded();
  }

  find(key: OrderKey): PaperOrder | null {
    return ('orderId' in key ? this.#byOrderId.get(key.orderId) : this.#byClientId.get(key.clientOrderId)) ?? null;
  }

  /** Open orders live in the database; after a restart they are taken from there. */
  restore(trades: readonly Trade[]): void {
    for (const trade of trades) {
      for (const order of openOrders(trade)) this.add(fromRow(trade, order));
    }
  }

  /** The oldest go, as many as are more than are kept. */
  #forgetEnded(): void {
    const ended = [...this.#byOrderId.values()].filter(({ update }) => update.status !== 'open');
    for (const { request, update } of ended.slice(0, Math.max(ended.length - ENDED_KEPT, 0))) {
      this.#byOrderId.delete(update.orderId);
      this.#byClientId.delete(request.clientOrderId);
    }
  }
}

function fromRow(trade: Trade, order: Order): PaperOrder {
  const { pair } = trade;
  const amount = order.amount ?? order.ftAmount;
  const rate = order.price ?? order.ftPrice;
  return {
    request: {
      clientOrderId: order.orderId,
      pair,
      side: order.side,
      orderType: order.orderType === 'market' ? 'market' : 'limit',
      amount,
      rate,
      timeInForce: 'GTC',
      isReducing: order.side !== (trade.isShort ? 'sell' : 'buy'),
    },
    update: {
      orderId: order.orderId,
      status: 'open',
      amount,
      filled: 0,
      average: null,
      cost: order.cost,
      price: rate,
      fees: [],
      at: order.orderDate,
    },
  };
}
