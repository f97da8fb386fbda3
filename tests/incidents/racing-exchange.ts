import type { OrderUpdate } from '../../src/core/trade/apply-order-update.ts';
import { OrderOutcomeUnknown, OrderRejected, TemporaryError } from '../../src/exchange/errors.ts';
import type { FoundOrder, OrderRequest } from '../../src/exchange/ports/trading.ts';
import { RestingExchange } from '../fakes/resting-exchange.ts';
import { MARKET, START } from '../fakes/scene.ts';

/** An exchange on which orders fill while they are cancelled, answers get lost, and nothing is reached for a while. */
export class RacingExchange extends RestingExchange {
  override readonly acceptanceWindowMs: number = 6000;
  /** How much of the waiting order fills before the next cancel reaches it; null for nothing. */
  fillsFirst: number | null = null;
  /** Whether orders are accepted and their answers lost. */
  losesAnswers = false;
  /** Whether look-ups, lists and cancels fail, as without a name server. */
  isAway = false;
  /** Look-ups and lists that know nothing of the orders that are there. */
  forgets = 0;

  constructor() {
    super(MARKET, START, 100);
  }

  override async placeOrder(request: OrderRequest): Promise<OrderUpdate> {
    const update = await super.placeOrder(request);
    if (this.losesAnswers) throw new OrderOutcomeUnknown('getaddrinfo ENOTFOUND', null, null);
    return update;
  }
  override async cancelOrder(orderId: string): Promise<void> {
    this.reach();
    if (this.fillsFirst !== null) {
      const part = this.fillsFirst;
      this.fillsFirst = null;
      const asked = this.asked.at(-1)!;
      if (part >= asked.amount) {
        this.move(asked.rate);
        throw new OrderRejected('Unknown order sent.');
      }
      this.fillPart(part);
    }
    await super.cancelOrder(orderId);
  }
  override async findOrder(key: { orderId: string } | { clientOrderId: string }): Promise<OrderUpdate | null> {
    this.reach();
    return this.forgets-- > 0 ? null : super.findOrder(key);
  }
  override async ordersSince(pair: string, since: number): Promise<FoundOrder[]> {
    this.reach();
    return this.forgets > 0 ? [] : super.ordersSince(pair, since);
  }

  private reach(): void {
    if (this.isAway) throw new TemporaryError('getaddrinfo ENOTFOUND');
  }
}
