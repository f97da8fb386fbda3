import type { StopUpdate } from '../../src/core/trade/apply-stop-update.ts';
import type { OrderSide, OrderType } from '../../src/core/trade/trade.ts';
import { InsufficientFundsError, OrderOutcomeUnknown, OrderRejected, StopRefused, TemporaryError } from '../../src/exchange/errors.ts';
import type { FoundStop, StopRequest, Stops } from '../../src/exchange/ports/stops.ts';

/** What of an account its stops act on. Amounts in base currency. */
export interface StoppedAccount {
  readonly now: number;
  price(pair: string): number;
  freeBase(pair: string): number;
  /** Binds coins of a pair's base currency; a negative amount frees them. */
  bind(pair: string, amount: number): void;
  /** Sells or buys what a stop had bound. @returns its fee */
  trade(side: OrderSide, pair: string, amount: number, rate: number): { cost: number; currency: string };
}

interface LaidStop {
  readonly request: StopRequest;
  readonly at: number;
  update: StopUpdate;
}

/** Stops of an account, in a book of their own: they bind coins, fire when the price has come to them, and may be forgotten, expire, or be lost. */
export class AccountStops implements Stops {
  readonly orderTypes: readonly OrderType[] = ['limit', 'market'];
  readonly actsByItself = true;
  bindsCoins = true;
  keepsClientIds = true;
  readonly #account: StoppedAccount;
  readonly laid: LaidStop[] = [];
  readonly asked: StopRequest[] = [];
  /** Refuses every further stop with this text. */
  refusing: string | null = null;
  /** What becomes of the next stop's answer: lost with the stop laid, or without. */
  losing: 'after' | 'before' | null = null;
  /** Look-ups, cancels and lists know no stop. */
  hides = false;
  /** Answers nothing. */
  isDown = false;

  constructor(account: StoppedAccount) {
    this.#account = account;
  }

  resting(): LaidStop[] {
    return this.laid.filter(({ update }) => update.status === 'open');
  }

  /** Fires what the price has come to. */
  reach(pair: string): void {
    for (const stop of this.resting()) {
      const { side, stopPrice } = stop.request;
      const price = this.#account.price(pair);
      if (stop.request.pair === pair && (side === 'sell' ? price <= stopPrice : price >= stopPrice)) this.fire(stop, 1);
    }
  }

  /** Fills a part of a stop, all with 1, at its stop price. */
  fire(stop: LaidStop, ratio: number): void {
    const { side, pair, amount, stopPrice } = stop.request;
    const part = ratio === 1 ? amount - stop.update.filled : amount * ratio;
    if (this.bindsCoins) this.#account.bind(pair, -part);
    const fee = this.#account.trade(side, pair, part, stopPrice);
    const filled = ratio === 1 ? amount : stop.update.filled + part;
    stop.update = {
      ...stop.update,
      filled,
      average: stopPrice,
      cost: filled * stopPrice,
      fees: [fee],
      isTriggered: true,
      status: ratio === 1 ? 'closed' : 'open',
      at: this.#account.now,
    };
  }

  /** Ends a stop by the exchange's own doing. */
  end(stop: LaidStop, status: 'canceled' | 'expired'): void {
    const { pair, amount } = stop.request;
    if (this.bindsCoins) this.#account.bind(pair, stop.update.filled - amount);
    stop.update = { ...stop.update, status, at: this.#account.now };
  }

  async place(request: StopRequest): Promise<StopUpdate> {
    this.#answers();
    this.asked.push(request);
    const { pair, side, amount, stopPrice, limitRate, orderType } = request;
    if (this.refusing !== null) throw new StopRefused(this.refusing);
    const price = this.#account.price(pair);
    if (side === 'sell' ? price <= stopPrice : price >= stopPrice) throw new StopRefused('Stop price would trigger immediately.');
    if (this.bindsCoins && this.#account.freeBase(pair) < amount) throw new InsufficientFundsError('Account has insufficient balance.');
    if (this.losing === 'before') throw this.#lost();
    if (this.bindsCoins) this.#account.bind(pair, amount);
    const update: StopUpdate = {
      orderId: `stop${this.laid.length + 1}`,
      status: 'open',
      amount,
      filled: 0,
      average: null,
      cost: null,
      price: limitRate,
      fees: [],
      at: this.#account.now,
      stopPrice,
      orderType,
      isTriggered: false,
    };
    this.laid.push({ request, at: this.#account.now, update });
    if (this.losing === 'after') throw this.#lost();
    return update;
  }

  async cancel(orderId: string): Promise<void> {
    this.#answers();
    const stop = this.resting().find(({ update }) => update.orderId === orderId);
    if (stop === undefined || this.hides) throw new OrderRejected('Unknown order sent.');
    this.end(stop, 'canceled');
  }

  async find(key: { orderId: string } | { clientOrderId: string }): Promise<StopUpdate | null> {
    this.#answers();
    if (this.hides) return null;
    const found = this.laid.find(({ request, update }) =>
      'orderId' in key ? update.orderId === key.orderId : this.keepsClientIds && request.clientOrderId === key.clientOrderId,
    );
    return found?.update ?? null;
  }

  async since(pair: string, since: number): Promise<FoundStop[]> {
    this.#answers();
    if (this.hides) return [];
    return this.laid
      .filter(({ request, at }) => request.pair === pair && at >= since)
      .map(({ request, at, update }) => ({
        clientOrderId: this.keepsClientIds ? request.clientOrderId : null,
        side: request.side,
        isReducing: true,
        at,
        update,
      }));
  }

  #lost(): OrderOutcomeUnknown {
    this.losing = null;
    return new OrderOutcomeUnknown('The answer was lost.');
  }

  #answers(): void {
    if (this.isDown) throw new TemporaryError('The exchange does not answer.');
  }
}
