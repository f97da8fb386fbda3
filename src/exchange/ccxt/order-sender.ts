import type { Order as CcxtOrder } from 'ccxt';
import { DDosProtection, ExchangeError, OrderOutcomeUnknown, OrderRejected, TemporaryError } from '../errors.ts';
import { SentOnce } from '../sent-once.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import { type AttemptOptions, OrderAttempt, within } from './order-attempt.ts';
import type { OrderIds } from './order-ids.ts';
import { isPlainAnswer, orderFailure } from './order-outcome.ts';
import type { CcxtSession } from './session.ts';

/** An order that has not left by then never will, ms. */
export const ORDER_DEADLINE_MS = 8_000;

const ignore = (): void => undefined;

/** What failed before anything was sent: whatever it is, there is no order. */
function notSent(error: unknown): unknown {
  if (error instanceof OrderRejected || !(error instanceof ExchangeError)) return error;
  return new OrderRejected(`${error.message} The order was not sent.`, error);
}

/** Sends what makes an order, once, and knows what became of it. */
export class OrderSender {
  readonly #session: CcxtSession;
  readonly #traits: ExchangeTraits;
  readonly #ids: OrderIds;
  readonly #attempts: AttemptOptions;
  readonly #sent = new SentOnce();

  constructor(session: CcxtSession, traits: ExchangeTraits, ids: OrderIds, attempts: AttemptOptions) {
    this.#session = session;
    this.#traits = traits;
    this.#ids = ids;
    this.#attempts = attempts;
  }

  /**
   * @param prepare what is asked for first, while nothing is sent yet
   * @param create ccxt's call, which is made once more at most
   * @throws OrderRejected when it surely does not exist, OrderOutcomeUnknown when it may
   */
  async send<T>(clientOrderId: string, prepare: () => Promise<T>, create: (prepared: T) => Promise<CcxtOrder>): Promise<CcxtOrder> {
    const session = this.#session;
    if (session.mustWait) {
      const retryAt = session.retryAt();
      const words = `${session.name} asked to wait until ${new Date(retryAt).toISOString()}`;
      throw new OrderRejected(`${words}; the order was not sent.`, new DDosProtection(words, retryAt));
    }
    this.#sent.mark(clientOrderId);
    await session.clock?.ready();
    const prepared = await prepare().catch((error: unknown) => {
      throw notSent(error);
    });
    const attempt = new OrderAttempt(this.#attempts);
    const settled = this.#attempt(attempt, () => create(prepared));
    try {
      const order = await session.deadline(settled, this.#attempts.limitMs);
      if (!order.id) throw new OrderOutcomeUnknown('The answer to the order names no order.');
      const named = this.#ids.named(order);
      if (named !== null && this.#ids.ours(order) !== clientOrderId) {
        throw new OrderOutcomeUnknown(`The answer to the order is about another one, ${named}.`);
      }
      return order;
    } catch (error) {
      session.noteBan(error, session.clients.orders);
      if (!(error instanceof ExchangeError)) throw orderFailure(error, attempt.evidence, this.#traits);
      if (!(error instanceof TemporaryError)) throw error;
      attempt.abandon();
      // what has not left by now never will
      if (!attempt.evidence.isSent) throw new OrderRejected(`${error.message} The order was not sent.`, error);
      throw new OrderOutcomeUnknown(error.message, error, settled.then(ignore, ignore));
    }
  }

  /** Sends it; once more where nothing but its time or number was refused. */
  async #attempt(attempt: OrderAttempt, create: () => Promise<CcxtOrder>): Promise<CcxtOrder> {
    const createWithin = () => within(attempt, create);
    try {
      return await createWithin();
    } catch (error) {
      if (!isPlainAnswer(attempt.evidence) || !(await this.#session.hasNewTime(error))) throw error;
      return createWithin();
    }
  }
}
