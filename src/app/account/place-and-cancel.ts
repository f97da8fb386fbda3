import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf } from '../../core/reason.ts';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import { OrderOutcomeUnknown } from '../../exchange/errors.ts';
import type { OrderKey } from '../../exchange/ports/trading.ts';
import type { CheckSteps, Done } from './check-steps.ts';

/** An order of a check, or a stop, and how the exchange is asked about it. */
export interface CheckedOrder {
  /** `order` or `stop`, as steps and messages call it. */
  readonly called: 'order' | 'stop';
  readonly pair: string;
  readonly clientOrderId: string;
  /** Whether the exchange knows it by our id. */
  readonly keepsClientId: boolean;
  /** How long the exchange may take to accept one, ms. */
  readonly acceptanceWindowMs: number;
  place(): Promise<OrderUpdate>;
  find(key: OrderKey): Promise<OrderUpdate | null>;
  /** Those of the last day. */
  list(): Promise<readonly { readonly clientOrderId: string | null; readonly update: OrderUpdate }[]>;
  /** One that was placed and whose answer was lost; null while none is there. */
  seek(): Promise<OrderUpdate | null>;
  cancel(orderId: string): Promise<void>;
}

export interface Patience {
  /** ms on a clock that only runs forward. */
  readonly monotonic: () => number;
  /** Aborted when the user wants no more of it: what lies on the exchange is cancelled first. */
  readonly signal: AbortSignal;
}

/** Exchanges may know an order a moment later than they have answered. */
export const LOOKS = 4;
export const BETWEEN_LOOKS_MS = 700;
const CANCELS = 3;
/** Beyond the last moment at which an order may be accepted, ms. */
const MARGIN_MS = 2000;

const isOpen = (found: OrderUpdate | null): found is OrderUpdate => found?.status === 'open';
const isOver = (found: OrderUpdate | null): boolean => found === null || found.status !== 'open';

/** Places one order that is far away, looks it up by every way, cancels it. Nothing is left behind. */
export class PlaceAndCancel {
  readonly #order: CheckedOrder;
  readonly #steps: CheckSteps;
  readonly #patience: Patience;

  constructor(order: CheckedOrder, steps: CheckSteps, patience: Patience) {
    this.#order = order;
    this.#steps = steps;
    this.#patience = patience;
  }

  async run(): Promise<void> {
    const id = (await this.#place())?.orderId;
    if (id === undefined) return;
    const { signal } = this.#patience;
    const { clientOrderId, keepsClientId } = this.#order;
    if (!signal.aborted) await this.#find("find by the exchange's id", { orderId: id });
    if (!signal.aborted && keepsClientId) await this.#find('find by our id', { clientOrderId });
    if (!signal.aborted) await this.#step('find in the list', () => this.#listed(id));
    await this.#step('cancel', () => this.#cancel(id));
    await this.#step('find cancelled', () => this.#ended(id));
  }

  async #place(): Promise<OrderUpdate | null> {
    const { called } = this.#order;
    try {
      return await this.#steps.try(this.#named('place'), async () => {
        const value = await this.#order.place();
        return { says: `${called} ${value.orderId}`, value };
      });
    } catch (error) {
      if (!(error instanceof OrderOutcomeUnknown)) throw error;
      await error.settled;
      return this.#steps.try(this.#named('look for it'), () => this.#foundAfterAll());
    }
  }

  /** The answer was lost: whether there is an order is known once none can be accepted any more. */
  async #foundAfterAll(): Promise<Done<OrderUpdate | null>> {
    const { monotonic } = this.#patience;
    const { acceptanceWindowMs, called } = this.#order;
    const end = monotonic() + acceptanceWindowMs + MARGIN_MS;
    let problem: unknown = null;
    do {
      try {
        const value = await this.#order.seek();
        if (value !== null) return { says: `${called} ${value.orderId} exists`, value };
        problem = null;
      } catch (error) {
        problem = error;
      }
      await pause(BETWEEN_LOOKS_MS);
    } while (monotonic() < end);
    if (problem !== null) throw new Error(`${reasonOf(problem)}. ${this.#byHand(null)}`);
    return { says: `the exchange has no such ${called}, and can accept it no more`, value: null };
  }

  async #find(what: string, key: OrderKey): Promise<void> {
    await this.#step(what, async () => {
      const { found, looks } = await this.#look(key, isOpen);
      if (found === null) throw new Error(`the exchange says that there is no such ${this.#order.called}`);
      if (found.status !== 'open') throw new Error(`it is ${found.status}, ${found.filled} filled`);
      return looks === 1 ? 'open' : `open, at look ${looks}`;
    });
  }

  async #listed(orderId: string): Promise<string> {
    const { called, clientOrderId, keepsClientId } = this.#order;
    const listed = await this.#order.list();
    const mine = listed.find(({ update }) => update.orderId === orderId);
    if (mine === undefined) throw new Error(`it is not among the ${listed.length} ${called}s of the last day`);
    if (mine.clientOrderId === null || !keepsClientId) return `among ${listed.length} of the last day, without our id`;
    if (mine.clientOrderId !== clientOrderId) throw new Error(`it is listed under another id of ours, ${mine.clientOrderId}`);
    return `among ${listed.length} of the last day`;
  }

  /** Looks again for a moment where what is found is not what is expected yet. */
  async #look(key: OrderKey, isExpected: (found: OrderUpdate | null) => boolean) {
    for (let looks = 1; ; looks++) {
      const found = await this.#order.find(key);
      if (isExpected(found) || looks === LOOKS) return { found, looks };
      await pause(BETWEEN_LOOKS_MS);
    }
  }

  /** A cancel that fails may have worked: the order itself tells. */
  async #cancel(orderId: string): Promise<string> {
    let problem: unknown = null;
    for (let attempt = 1; attempt <= CANCELS; attempt++) {
      try {
        await this.#order.cancel(orderId);
        return attempt === 1 ? 'done' : `done at attempt ${attempt}; before: ${reasonOf(problem)}`;
      } catch (error) {
        problem = error;
      }
      const found = await this.#order.find({ orderId }).catch(() => undefined);
      if (found !== undefined && isOver(found)) return `its answer failed (${reasonOf(problem)}), yet it is cancelled`;
      await pause(BETWEEN_LOOKS_MS);
    }
    throw new Error(`${reasonOf(problem)}. ${this.#byHand(orderId)}`);
  }

  async #ended(orderId: string): Promise<string> {
    const { clientOrderId, keepsClientId } = this.#order;
    const { found } = await this.#look({ orderId }, isOver);
    if (found?.status === 'open') throw new Error(`it is open still. ${this.#byHand(orderId)}`);
    const byOurs = keepsClientId ? await this.#order.find({ clientOrderId }) : found;
    const filled = Math.max(found?.filled ?? 0, byOurs?.filled ?? 0);
    if (filled > 0)
      throw new Error(`${filled} of it were traded meanwhile: look at your account, and undo that by hand if you do not want it`);
    if (found === null) return 'the exchange keeps cancelled orders no longer';
    if (byOurs === null) return `${found.status}, nothing filled; by our id it is known no more`;
    return `${found.status}, nothing filled`;
  }

  #byHand(orderId: string | null): string {
    const { called, clientOrderId, pair } = this.#order;
    const name = called === 'order' ? 'order' : 'stop';
    const named =
      orderId === null
        ? `${name === 'order' ? 'An order' : 'A stop'} with the id ${clientOrderId}`
        : `${name === 'order' ? 'Order' : 'Stop'} ${orderId}`;
    return `${named} of ${pair} MAY LIE THERE STILL: look on the exchange's own page and cancel it by hand, or run this check again, which does it`;
  }

  #named(what: string): string {
    return this.#order.called === 'order' ? what : `stop: ${what}`;
  }

  async #step(what: string, act: () => Promise<string>): Promise<void> {
    await this.#steps.step(this.#named(what), act);
  }
}
