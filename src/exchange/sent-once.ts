import { dropOldest } from '../core/oldest.ts';
import { OrderOutcomeUnknown } from './errors.ts';

/** Ids that are remembered; far more than are ever in flight. */
const KEPT = 10_000;

/** Holds that no order is sent twice, whoever asks for it: the ids of a process that were given out once. */
export class SentOnce {
  readonly #ids: Set<string> = new Set();

  /** Before an order is sent. @throws OrderOutcomeUnknown where it was before: it may exist, so it is to be looked up */
  mark(clientOrderId: string): void {
    if (this.#ids.has(clientOrderId)) {
      throw new OrderOutcomeUnknown(`The order ${clientOrderId} was sent before, so it is not sent again.`);
    }
    this.#ids.add(clientOrderId);
    dropOldest(this.#ids, KEPT);
  }
}
