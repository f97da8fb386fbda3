import { setTimeout as pause } from 'node:timers/promises';
import type { Market } from '../../core/market/market.ts';
import { clientOrderId } from '../../core/order/intent.ts';
import { reasonOf } from '../../core/reason.ts';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import { OperationalException, OrderOutcomeUnknown } from '../../exchange/errors.ts';
import type { MarketData } from '../../exchange/ports/market-data.ts';
import type { Balance, OrderKey, Trading } from '../../exchange/ports/trading.ts';
import { DISTANCE, type FarOrder, farOrder } from './check-order.ts';

/** One thing that was tried on an account. */
export interface CheckStep {
  readonly isGood: boolean;
  /** What was tried, in a word or two. */
  readonly what: string;
  /** What came of it. */
  readonly says: string;
  /** How long it took. */
  readonly ms: number;
}

/** The account that is checked. */
export interface CheckedAccount {
  readonly name: string;
  readonly market: Pick<MarketData, 'markets' | 'orderBook'>;
  readonly trading: Trading;
  /** ms since epoch, UTC; null where the exchange does not tell. */
  serverTime(): Promise<number | null>;
}

export interface CheckWish {
  /** Pairs, of which the first that can be traded is taken. */
  readonly pairs: readonly string[];
  /** What the order is to be worth at least, quote currency; null for the exchange's minimum. */
  readonly stake: number | null;
  /** 20 hexadecimal digits. */
  readonly uniqueId: string;
  /** ms since epoch, UTC. */
  readonly now: () => number;
  /** ms on a clock that only runs forward. */
  readonly monotonic: () => number;
  /** Aborted when the user wants no more of it: what lies on the exchange is cancelled first. */
  readonly signal: AbortSignal;
  readonly tell: (step: CheckStep) => void;
  /** Whether the order may be placed. */
  readonly ask: (question: string) => Promise<boolean>;
}

/** What came of a step: in words, and what the next ones go on with. */
interface Done<T> {
  readonly says: string;
  readonly value: T;
}

/** What the ids of a check's orders begin with, so that a later check knows what an earlier one has left. */
const MARK = 'c4ec';
const LEFT_BEHIND = clientOrderId('entry', MARK);
/** How long left orders are looked for, ms. */
const LOOK_BACK_MS = 24 * 3_600_000;
/** Exchanges may know an order a moment later than they have answered. */
const LOOKS = 4;
const BETWEEN_LOOKS_MS = 700;
const CANCELS = 3;
/** Beyond the last moment at which an order may be accepted, ms. */
const MARGIN_MS = 2000;
/** A clock that is off by more may cost orders their signatures, ms. */
const CLOCK_MS = 1000;

const isOpen = (found: OrderUpdate | null): found is OrderUpdate => found?.status === 'open';
const isOver = (found: OrderUpdate | null): boolean => found === null || found.status !== 'open';

/** Tries on an account what a bot does there: places one far order, looks it up by every way, cancels it. Nothing is left behind. */
export class OrderCheck {
  readonly #account: CheckedAccount;
  readonly #wish: CheckWish;
  readonly #clientOrderId: string;
  #failed = 0;

  constructor(account: CheckedAccount, wish: CheckWish) {
    this.#account = account;
    this.#wish = wish;
    this.#clientOrderId = clientOrderId('entry', `${MARK}${wish.uniqueId}`);
  }

  /** @returns whether all went well; null where the order was not wanted @throws OperationalException where it is not to be tried */
  async run(): Promise<boolean | null> {
    await this.#step('clock', () => this.#clock());
    const market = await this.#market();
    await this.#step('left behind', () => this.#clearEarlier(market.pair));
    const order = await this.#planned(market);
    const before = await this.#affordable(order, market.quote);
    const cost = `${short(order.cost)} ${market.quote}`;
    const question = `Place a real order on ${this.#account.name}: buy ${order.amount} ${order.pair} at ${order.rate}, ${DISTANCE * 100} % below the market? It binds ${cost} until it is cancelled.`;
    if (this.#wish.signal.aborted || !(await this.#wish.ask(question))) return null;
    await this.#orderAndCancel(order);
    await this.#step('balance afterwards', () => this.#freed(before, market.quote));
    return this.#failed === 0;
  }

  async #clock(): Promise<string> {
    const began = this.#wish.now();
    const theirs = await this.#account.serverTime();
    if (theirs === null) return 'the exchange does not tell the time';
    const apart = Math.round(theirs - (began + this.#wish.now()) / 2);
    const says = `the machine's clock and the exchange's are ${Math.abs(apart)} ms apart`;
    if (Math.abs(apart) > CLOCK_MS) return `${says}; requests are signed with the exchange's time. Set the machine's clock`;
    return says;
  }

  async #market(): Promise<Market> {
    const began = this.#wish.monotonic();
    const markets = await this.#account.market.markets();
    const pair = this.#wish.pairs.find((candidate) => markets.get(candidate)?.isActive === true);
    const market = pair === undefined ? undefined : markets.get(pair);
    if (market === undefined) {
      const named = this.#wish.pairs.length === 0 ? 'No pair is named' : `None of ${this.#wish.pairs.join(', ')} is traded there now`;
      throw new OperationalException(`${named}. Name one with --pair, e.g. --pair BTC/USDT.`);
    }
    this.#tell({ isGood: true, what: 'markets', says: `${markets.size}, ${pair} among them`, ms: this.#wish.monotonic() - began });
    return market;
  }

  /** An order of a check that was ended in the middle. */
  async #clearEarlier(pair: string): Promise<string> {
    const { trading } = this.#account;
    const listed = await trading.ordersSince(pair, this.#wish.now() - LOOK_BACK_MS);
    const left = listed.filter(({ clientOrderId: id, update }) => id?.startsWith(LEFT_BEHIND) && update.status === 'open');
    for (const { update } of left) await trading.cancelOrder(update.orderId, pair);
    if (left.length === 0) return 'nothing of an earlier check';
    return `${left.map(({ update }) => `order ${update.orderId}`).join(', ')} of an earlier check, cancelled now`;
  }

  async #planned(market: Market): Promise<FarOrder> {
    const book = await this.#account.market.orderBook(market.pair, 1);
    const bid = book.bids[0]?.[0];
    if (bid === undefined || !(bid > 0))
      throw new OperationalException(`Nobody bids for ${market.pair}, so no price is known to be far away.`);
    const order = farOrder(market, bid, this.#wish.stake);
    if (typeof order === 'string') throw new OperationalException(order);
    return order;
  }

  async #affordable({ cost }: FarOrder, currency: string): Promise<Balance> {
    const began = this.#wish.monotonic();
    const balance = (await this.#account.trading.balances()).get(currency) ?? { free: 0, used: 0, total: 0 };
    if (balance.free < cost)
      throw new OperationalException(
        `${this.#wish.stake === null ? 'The smallest order' : 'An order of that value'} takes ${short(cost)} ${currency}, and ${short(balance.free)} are free.`,
      );
    const says = `${short(balance.free)} ${currency} free`;
    this.#tell({ isGood: true, what: 'balance', says, ms: this.#wish.monotonic() - began });
    return balance;
  }

  /** From here on something may lie on the exchange. */
  async #orderAndCancel(order: FarOrder): Promise<void> {
    const id = (await this.#place(order))?.orderId;
    if (id === undefined) return;
    const { signal } = this.#wish;
    if (!signal.aborted) await this.#find("find by the exchange's id", { orderId: id }, order.pair);
    if (!signal.aborted) await this.#find('find by our id', { clientOrderId: this.#clientOrderId }, order.pair);
    if (!signal.aborted) await this.#step('find in the list', () => this.#listed(id, order.pair));
    await this.#step('cancel', () => this.#cancel(id, order.pair));
    await this.#step('find cancelled', () => this.#ended(id, order.pair));
  }

  async #place({ pair, amount, rate }: FarOrder): Promise<OrderUpdate | null> {
    const request = { pair, side: 'buy', orderType: 'limit', amount, rate, timeInForce: 'GTC' } as const;
    try {
      return await this.#try('place', async () => {
        const value = await this.#account.trading.placeOrder({ ...request, clientOrderId: this.#clientOrderId });
        return { says: `order ${value.orderId}`, value };
      });
    } catch (error) {
      if (!(error instanceof OrderOutcomeUnknown)) throw error;
      await error.settled;
      return this.#try('look for it', () => this.#foundAfterAll(pair));
    }
  }

  /** The answer was lost: whether there is an order is known once none can be accepted any more. */
  async #foundAfterAll(pair: string): Promise<Done<OrderUpdate | null>> {
    const { trading } = this.#account;
    const end = this.#wish.monotonic() + trading.acceptanceWindowMs + MARGIN_MS;
    let problem: unknown = null;
    do {
      try {
        const value = await trading.findOrder({ clientOrderId: this.#clientOrderId }, pair);
        if (value !== null) return { says: `order ${value.orderId} exists`, value };
        problem = null;
      } catch (error) {
        problem = error;
      }
      await pause(BETWEEN_LOOKS_MS);
    } while (this.#wish.monotonic() < end);
    if (problem !== null) throw new Error(`${reasonOf(problem)}. ${this.#byHand(null, pair)}`);
    return { says: 'the exchange has no such order, and can accept it no more', value: null };
  }

  #find(what: string, key: OrderKey, pair: string): Promise<null> {
    return this.#step(what, async () => {
      const { found, looks } = await this.#look(key, pair, isOpen);
      if (found === null) throw new Error('the exchange says that there is no such order');
      if (found.status !== 'open') throw new Error(`it is ${found.status}, ${found.filled} filled`);
      return looks === 1 ? 'open' : `open, at look ${looks}`;
    });
  }

  async #listed(orderId: string, pair: string): Promise<string> {
    const listed = await this.#account.trading.ordersSince(pair, this.#wish.now() - LOOK_BACK_MS);
    const mine = listed.find(({ update }) => update.orderId === orderId);
    if (mine === undefined) throw new Error(`it is not among the ${listed.length} orders of the last day`);
    if (mine.clientOrderId === null) return `among ${listed.length} of the last day, without our id`;
    if (mine.clientOrderId !== this.#clientOrderId) throw new Error(`it is listed under another id of ours, ${mine.clientOrderId}`);
    return `among ${listed.length} of the last day`;
  }

  /** Looks again for a moment where what is found is not what is expected yet. */
  async #look(key: OrderKey, pair: string, isExpected: (found: OrderUpdate | null) => boolean) {
    for (let looks = 1; ; looks++) {
      const found = await this.#account.trading.findOrder(key, pair);
      if (isExpected(found) || looks === LOOKS) return { found, looks };
      await pause(BETWEEN_LOOKS_MS);
    }
  }

  /** A cancel that fails may have worked: the order itself tells. */
  async #cancel(orderId: string, pair: string): Promise<string> {
    let problem: unknown = null;
    for (let attempt = 1; attempt <= CANCELS; attempt++) {
      try {
        await this.#account.trading.cancelOrder(orderId, pair);
        return attempt === 1 ? 'done' : `done at attempt ${attempt}; before: ${reasonOf(problem)}`;
      } catch (error) {
        problem = error;
      }
      const found = await this.#account.trading.findOrder({ orderId }, pair).catch(() => undefined);
      if (found !== undefined && isOver(found)) return `its answer failed (${reasonOf(problem)}), yet it is cancelled`;
      await pause(BETWEEN_LOOKS_MS);
    }
    throw new Error(`${reasonOf(problem)}. ${this.#byHand(orderId, pair)}`);
  }

  async #ended(orderId: string, pair: string): Promise<string> {
    const { found } = await this.#look({ orderId }, pair, isOver);
    if (found?.status === 'open') throw new Error(`it is open still. ${this.#byHand(orderId, pair)}`);
    const byOurs = await this.#account.trading.findOrder({ clientOrderId: this.#clientOrderId }, pair);
    const filled = Math.max(found?.filled ?? 0, byOurs?.filled ?? 0);
    if (filled > 0) throw new Error(`${filled} of it were bought meanwhile and are yours now: sell them by hand if you do not want them`);
    if (found === null) return 'the exchange keeps cancelled orders no longer';
    if (byOurs === null) return `${found.status}, nothing filled; by our id it is known no more`;
    return `${found.status}, nothing filled`;
  }

  async #freed(before: Balance, currency: string): Promise<string> {
    for (let look = 1; ; look++) {
      const free = (await this.#account.trading.balances()).get(currency)?.free ?? 0;
      if (free >= before.free) return `${short(free)} ${currency} free again`;
      if (look === LOOKS) throw new Error(`${short(free)} ${currency} are free, and ${short(before.free)} were before`);
      await pause(BETWEEN_LOOKS_MS);
    }
  }

  #byHand(orderId: string | null, pair: string): string {
    const named = orderId === null ? `An order with the id ${this.#clientOrderId}` : `Order ${orderId}`;
    return `${named} of ${pair} MAY LIE THERE STILL: look on the exchange's own page and cancel it by hand, or run this check again, which does it`;
  }

  #step(what: string, act: () => Promise<string>): Promise<null> {
    return this.#try(what, async () => ({ says: await act(), value: null }));
  }

  /** Null where it has failed. @throws OrderOutcomeUnknown only; whatever else goes wrong is a failed step */
  async #try<T>(what: string, act: () => Promise<Done<T>>): Promise<T | null> {
    const began = this.#wish.monotonic();
    const ms = () => this.#wish.monotonic() - began;
    try {
      const { says, value } = await act();
      this.#tell({ isGood: true, what, says, ms: ms() });
      return value;
    } catch (error) {
      this.#failed++;
      this.#tell({ isGood: false, what, says: reasonOf(error), ms: ms() });
      if (error instanceof OrderOutcomeUnknown) throw error;
      return null;
    }
  }

  #tell(step: CheckStep): void {
    this.#wish.tell(step);
  }
}

/** A figure as far as anybody wants to read it. */
function short(value: number): string {
  return String(Number(value.toPrecision(8)));
}
