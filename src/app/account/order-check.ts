import { setTimeout as pause } from 'node:timers/promises';
import type { Market } from '../../core/market/market.ts';
import { clientOrderId } from '../../core/order/intent.ts';
import { reasonOf } from '../../core/reason.ts';
import { isSameStop } from '../../core/stop-on-exchange/stop-order.ts';
import { OperationalException } from '../../exchange/errors.ts';
import type { Leverage } from '../../exchange/ports/leverage.ts';
import type { MarketData } from '../../exchange/ports/market-data.ts';
import type { Position, Positions } from '../../exchange/ports/positions.ts';
import type { Stops } from '../../exchange/ports/stops.ts';
import type { Balance, Trading } from '../../exchange/ports/trading.ts';
import { DISTANCE, type FarOrder, type FarStop, farOrder, farStop, type StopWish } from './check-order.ts';
import { type CheckStep, CheckSteps } from './check-steps.ts';
import { BETWEEN_LOOKS_MS, type CheckedOrder, LOOKS, PlaceAndCancel } from './place-and-cancel.ts';

/** The account that is checked. */
export interface CheckedAccount {
  readonly name: string;
  readonly market: Pick<MarketData, 'markets' | 'orderBook'>;
  readonly trading: Trading;
  readonly stops: Stops;
  readonly leverage: Leverage;
  readonly positions: Positions;
  /** ms since epoch, UTC; null where the exchange does not tell. */
  serverTime(): Promise<number | null>;
}

export interface CheckWish {
  /** Pairs, of which the first that can be traded is taken. */
  readonly pairs: readonly string[];
  /** What the order is to be worth at least, quote currency; null for the exchange's minimum. */
  readonly stake: number | null;
  /** How a stop is to be laid as well; null for none. */
  readonly stop: Pick<StopWish, 'orderType' | 'priceType'> | null;
  /** How contracts are to be held; null on spot. */
  readonly marginMode: string | null;
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

/** What the ids of a check's orders begin with, so that a later check knows what an earlier one has left. */
const MARK = 'c4ec';
const LEFT_BEHIND = clientOrderId('entry', MARK);
const STOP_LEFT_BEHIND = clientOrderId('stop', MARK);
/** How long left orders are looked for, ms. */
const LOOK_BACK_MS = 24 * 3_600_000;
/** A clock that is off by more may cost orders their signatures, ms. */
const CLOCK_MS = 1000;

/** What is about to be placed. */
interface Plan {
  readonly order: FarOrder;
  readonly stop: FarStop | null;
}

/** Tries on an account what a bot does there: places one far order, looks it up by every way, cancels it, and so with a stop. Nothing is left behind. */
export class OrderCheck {
  readonly #account: CheckedAccount;
  readonly #wish: CheckWish;
  readonly #steps: CheckSteps;

  constructor(account: CheckedAccount, wish: CheckWish) {
    this.#account = account;
    this.#wish = wish;
    this.#steps = new CheckSteps(wish);
  }

  /** @returns whether all went well; null where the order was not wanted @throws OperationalException where it is not to be tried */
  async run(): Promise<boolean | null> {
    const { signal, ask } = this.#wish;
    await this.#steps.step('clock', () => this.#clock());
    const market = await this.#market();
    await this.#steps.step('left behind', () => this.#clearEarlier(market.pair));
    const balances = await this.#account.trading.balances();
    const held = await this.#held(market.pair);
    const plan = await this.#planned(market, balances, held);
    const before = await this.#affordable(plan.order, market.quote);
    if (signal.aborted || !(await ask(this.#question(plan, market.quote, held)))) return null;
    if (this.#wish.marginMode !== null && !(await this.#steps.step('margin and leverage', () => this.#setUp(market.pair, held))))
      return false;
    await new PlaceAndCancel(this.#farOrder(plan.order), this.#steps, this.#wish).run();
    if (plan.stop !== null && !signal.aborted) await new PlaceAndCancel(this.#farStop(plan.stop), this.#steps, this.#wish).run();
    await this.#steps.step('balance afterwards', () => this.#freed(before, market.quote, plan.order.cost));
    return this.#steps.failed === 0;
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
    this.#steps.good('markets', `${markets.size}, ${pair} among them`, began);
    return market;
  }

  /** Orders and stops of a check that was ended in the middle. */
  async #clearEarlier(pair: string): Promise<string> {
    const { trading, stops } = this.#account;
    const listed = await trading.ordersSince(pair, this.#wish.now() - LOOK_BACK_MS);
    const left = listed.filter(({ clientOrderId: id, update }) => id?.startsWith(LEFT_BEHIND) && update.status === 'open');
    for (const { update } of left) await trading.cancelOrder(update.orderId, pair);
    const laid = this.#wish.stop === null || stops.orderTypes.length === 0 ? [] : await stops.since(pair, this.#wish.now() - LOOK_BACK_MS);
    const lying = laid.filter(({ clientOrderId: id, update }) => id?.startsWith(STOP_LEFT_BEHIND) && update.status === 'open');
    for (const { update } of lying) await stops.cancel(update.orderId, pair);
    const all = [...left.map(({ update }) => `order ${update.orderId}`), ...lying.map(({ update }) => `stop ${update.orderId}`)];
    return all.length === 0 ? 'nothing of an earlier check' : `${all.join(', ')} of an earlier check, cancelled now`;
  }

  /** Of contracts; null for nothing. */
  async #held(pair: string): Promise<Position | null> {
    if (this.#wish.marginMode === null) return null;
    const { leverage, positions } = this.#account;
    const obstacles = await leverage.obstacles();
    if (obstacles.length > 0) throw new OperationalException(obstacles.join(' '));
    return (await positions.open(pair)).find((position) => position.pair === pair) ?? null;
  }

  async #planned(market: Market, balances: ReadonlyMap<string, Balance>, held: Position | null): Promise<Plan> {
    const { bids, asks } = await this.#account.market.orderBook(market.pair, 1);
    const [bid, ask] = [bids[0]?.[0], asks[0]?.[0] ?? bids[0]?.[0]];
    if (bid === undefined || ask === undefined || !(bid > 0))
      throw new OperationalException(`Nobody bids for ${market.pair}, so no price is known to be far away.`);
    const order = farOrder(market, bid, this.#wish.stake);
    if (typeof order === 'string') throw new OperationalException(order);
    if (this.#wish.stop === null) return { order, stop: null };
    const { orderTypes } = this.#account.stops;
    if (orderTypes.length === 0)
      throw new OperationalException(`No stops are laid on ${this.#account.name} in this trading mode: leave --stops out.`);
    const freeCoins = this.#wish.marginMode === null ? (balances.get(market.base)?.free ?? 0) : null;
    const stop = farStop(market, { bid, ask }, { ...this.#wish.stop, orderTypes, stake: this.#wish.stake, freeCoins, held });
    if (typeof stop === 'string') throw new OperationalException(stop);
    const { binds } = stop;
    const free = binds === null ? 0 : (balances.get(binds.currency)?.free ?? 0);
    if (binds !== null && binds.amount > free)
      throw new OperationalException(
        `The smallest stop takes ${short(binds.amount)} ${binds.currency}, and ${short(free)} are free; ${market.base} to sell are not there either.`,
      );
    return { order, stop };
  }

  async #affordable({ cost }: FarOrder, currency: string): Promise<Balance> {
    const began = this.#wish.monotonic();
    const balance = (await this.#account.trading.balances()).get(currency) ?? { free: 0, used: 0, total: 0 };
    if (balance.free < cost)
      throw new OperationalException(
        `${this.#wish.stake === null ? 'The smallest order' : 'An order of that value'} takes ${short(cost)} ${currency}, and ${short(balance.free)} are free.`,
      );
    this.#steps.good('balance', `${short(balance.free)} ${currency} free`, began);
    return balance;
  }

  #question({ order, stop }: Plan, quote: string, held: Position | null): string {
    const { marginMode } = this.#wish;
    const setUp = marginMode === null || held !== null ? '' : `Set ${order.pair} to ${marginMode} margin with leverage 1, and place`;
    const place = `${setUp === '' ? 'Place' : setUp} a real order on ${this.#account.name}: buy ${order.amount} ${order.pair} at ${order.rate}, ${DISTANCE * 100} % below the market`;
    const then =
      stop === null
        ? ''
        : `, and then a stop that would ${stop.side} ${stop.amount} at ${stop.stopPrice}, ${DISTANCE * 100} % ${stop.side === 'sell' ? 'below' : 'above'} it`;
    return `${place}${then}? It binds ${short(order.cost)} ${quote} until it is cancelled.`;
  }

  /** A position that is open is left as it is held. */
  async #setUp(pair: string, held: Position | null): Promise<string> {
    if (held !== null) return `a position is open in ${pair}: its margin and leverage are left as they are`;
    await this.#account.leverage.prepare({ pair, side: 'long', leverage: 1 });
    return `${this.#wish.marginMode}, 1`;
  }

  #farOrder({ pair, amount, rate }: FarOrder): CheckedOrder {
    const { trading } = this.#account;
    const id = clientOrderId('entry', `${MARK}${this.#wish.uniqueId}`);
    const request = { pair, side: 'buy', orderType: 'limit', amount, rate, timeInForce: 'GTC', clientOrderId: id } as const;
    return {
      ...{ called: 'order', pair, clientOrderId: id, keepsClientId: true, acceptanceWindowMs: trading.acceptanceWindowMs },
      place: () => trading.placeOrder(request),
      find: (key) => trading.findOrder(key, pair),
      list: () => trading.ordersSince(pair, this.#wish.now() - LOOK_BACK_MS),
      seek: () => trading.findOrder({ clientOrderId: id }, pair),
      cancel: (orderId) => trading.cancelOrder(orderId, pair),
    };
  }

  #farStop({ binds: _binds, ...request }: FarStop): CheckedOrder {
    const { stops, trading, positions } = this.#account;
    const { pair } = request;
    const id = clientOrderId('stop', `${MARK}${this.#wish.uniqueId}`);
    const list = () => stops.since(pair, this.#wish.now() - LOOK_BACK_MS);
    const at = this.#wish.now();
    return {
      ...{ called: 'stop', pair, clientOrderId: id, keepsClientId: stops.keepsClientIds, acceptanceWindowMs: trading.acceptanceWindowMs },
      place: async () => {
        try {
          return await stops.place({ ...request, clientOrderId: id });
        } catch (error) {
          const isBare = this.#wish.marginMode !== null && error instanceof Error && (await positions.open(pair)).length === 0;
          if (!isBare || 'settled' in error) throw error;
          throw new Error(
            `${reasonOf(error)}. There is no position in ${pair} for a stop to protect, which it may want: open the smallest by hand and check again`,
          );
        }
      },
      find: (key) => stops.find(key, pair),
      list,
      seek: async () => {
        if (stops.keepsClientIds) return stops.find({ clientOrderId: id }, pair);
        const same = (await list()).find(({ side, update, at: laidAt }) =>
          isSameStop({ side, amount: update.amount, stopPrice: update.stopPrice, at: laidAt }, { ...request, at }, CLOCK_MS),
        );
        return same?.update ?? null;
      },
      cancel: (orderId) => stops.cancel(orderId, pair),
    };
  }

  /** @param cost what the order would bind if it still stood */
  async #freed(before: Balance, currency: string, cost: number): Promise<string> {
    for (let look = 1; ; look++) {
      const free = (await this.#account.trading.balances()).get(currency)?.free ?? 0;
      if (free >= before.free) return `${short(free)} ${currency} free again`;
      const says = `${short(free)} ${currency} are free, and ${short(before.free)} were before`;
      // what positions gain and lose meanwhile is free or missing as well
      if (before.free - free < cost / 2 && (await this.#holdsAny())) return `${says}: positions that are open move it`;
      if (look === LOOKS) throw new Error(says);
      await pause(BETWEEN_LOOKS_MS);
    }
  }

  async #holdsAny(): Promise<boolean> {
    return this.#wish.marginMode !== null && (await this.#account.positions.open(null)).length > 0;
  }
}

/** A figure as far as anybody wants to read it. */
function short(value: number): string {
  return String(Number(value.toPrecision(8)));
}
