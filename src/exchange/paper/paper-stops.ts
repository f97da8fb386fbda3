import { product } from '../../core/market/decimal.ts';
import type { Market, OrderBook } from '../../core/market/market.ts';
import { roundPrice } from '../../core/market/precision.ts';
import type { StopUpdate } from '../../core/trade/apply-stop-update.ts';
import { type OrderSide, type OrderType, openStops, type Trade } from '../../core/trade/trade.ts';
import { ExchangeError, OrderRejected, StopRefused } from '../errors.ts';
import { exchangeFacts } from '../facts.ts';
import type { FoundStop, StopRequest, Stops } from '../ports/stops.ts';
import type { OrderKey } from '../ports/trading.ts';
import { SentOnce } from '../sent-once.ts';
import { fillPrice } from './fills.ts';

interface PaperStop {
  readonly request: StopRequest;
  update: StopUpdate;
}

export interface PaperStopOptions {
  /** ccxt's name of the exchange whose stops are simulated. */
  readonly name: string;
  readonly isFutures: boolean;
  readonly uniqueId: () => string;
  readonly now: () => number;
  /** Called with what a stop has sold or bought. */
  readonly onFill?: (pair: string, side: OrderSide, amount: number, rate: number) => void;
  /** What a stop is filled by. @throws ExchangeError */
  readonly ask: (pair: string) => Promise<readonly [OrderBook, Market]>;
}

/** Stops that have ended and are still answered for. */
const ENDED_KEPT = 1000;

/** Simulated stops: looked at whenever they are asked for, and filled from the order book of that moment. Source: freqtrade 2026.9. */
export class PaperStops implements Stops {
  readonly orderTypes: readonly OrderType[];
  readonly bindsCoins: boolean;
  readonly actsByItself = false;
  readonly keepsClientIds = true;
  readonly #options: PaperStopOptions;
  readonly #types: Readonly<Partial<Record<OrderType, string>>>;
  readonly #stops: Map<string, PaperStop> = new Map();
  readonly #sent = new SentOnce();

  constructor(options: PaperStopOptions) {
    const { facts } = exchangeFacts(options.name, options.isFutures);
    this.#options = options;
    this.#types = facts.stoploss_order_types;
    this.orderTypes = facts.stoploss_on_exchange ? (['limit', 'market'] as const).filter((type) => this.#types[type]) : [];
    this.bindsCoins = facts.stoploss_blocks_assets;
  }

  async place(request: StopRequest): Promise<StopUpdate> {
    const { uniqueId, now } = this.#options;
    this.#sent.mark(request.clientOrderId);
    const [book] = await this.#ask(request.pair);
    if (isTouched(request, book)) throw new StopRefused('Could not create dry stoploss order. Stoploss would trigger immediately.');
    const { side, pair, amount, stopPrice, limitRate, orderType } = request;
    const price = limitRate ?? stopPrice;
    const stop: PaperStop = {
      request,
      update: {
        orderId: `dry_run_${side}_${pair}_${uniqueId()}`,
        status: 'open',
        amount,
        filled: 0,
        average: null,
        cost: product(amount, price),
        price,
        fees: [],
        at: now(),
        stopPrice,
        orderType: this.#types[orderType] ?? orderType,
        isTriggered: false,
      },
    };
    this.#add(stop);
    return stop.update;
  }

  async cancel(orderId: string): Promise<void> {
    const stop = this.#stops.get(orderId);
    if (stop?.update.status === 'open') stop.update = { ...stop.update, status: 'canceled', at: this.#options.now() };
  }

  async find(key: OrderKey): Promise<StopUpdate | null> {
    const stop =
      'orderId' in key
        ? this.#stops.get(key.orderId)
        : [...this.#stops.values()].find(({ request }) => request.clientOrderId === key.clientOrderId);
    if (stop === undefined) return null;
    if (stop.update.status !== 'open') return stop.update;
    const [book, market] = await this.#options.ask(stop.request.pair);
    // it may have been cancelled while the book was asked for
    if (stop.update.status === 'open' && isTouched(stop.request, book)) stop.update = this.#filled(stop, book, market);
    return stop.update;
  }

  async since(pair: string, since: number): Promise<FoundStop[]> {
    return [...this.#stops.values()]
      .filter(({ request, update }) => request.pair === pair && update.at >= since)
      .map(({ request: { clientOrderId, side }, update }) => ({ clientOrderId, side, isReducing: true, at: update.at, update }));
  }

  /** Open stops live in the database; after a restart they are taken from there. */
  restore(trades: readonly Trade[]): void {
    for (const trade of trades) {
      for (const { orderId, side, pair, amount, ftAmount, stopPrice, ftPrice, price, orderType, orderDate, cost } of openStops(trade)) {
        const held = amount ?? ftAmount;
        const stop = stopPrice ?? ftPrice;
        const isLimit = orderType === this.#types.limit;
        this.#add({
          request: {
            clientOrderId: orderId,
            pair,
            side,
            orderType: isLimit ? 'limit' : 'market',
            amount: held,
            stopPrice: stop,
            limitRate: isLimit ? price : null,
            priceType: null,
          },
          update: {
            orderId,
            status: 'open',
            amount: held,
            filled: 0,
            average: null,
            cost,
            price: price ?? stop,
            fees: [],
            at: orderDate,
            stopPrice: stop,
            orderType,
            isTriggered: false,
          },
        });
      }
    }
  }

  #add(stop: PaperStop): void {
    this.#stops.set(stop.update.orderId, stop);
    if (this.#stops.size <= 2 * ENDED_KEPT) return;
    const ended = [...this.#stops.values()].filter(({ update }) => update.status !== 'open');
    for (const { update } of ended.slice(0, Math.max(ended.length - ENDED_KEPT, 0))) this.#stops.delete(update.orderId);
  }

  #filled({ request, update }: PaperStop, book: OrderBook, market: Market): StopUpdate {
    const { pair, side, amount, clientOrderId, stopPrice, limitRate } = request;
    const rate = limitRate ?? stopPrice;
    const walked = fillPrice({ clientOrderId, pair, side, orderType: 'limit', amount, rate, timeInForce: 'GTC' }, book);
    const average = roundPrice(walked, market.pricePrecision, market.precisionMode);
    if (market.isSwap) this.#options.onFill?.(pair, side, amount, average);
    const cost = product(amount, average);
    const fees = [{ cost: product(cost, market.makerFee), currency: market.quote }];
    return { ...update, status: 'closed', filled: amount, average, cost, fees, at: this.#options.now(), isTriggered: true };
  }

  /** @throws OrderRejected where the book can't be asked for: nothing is laid then */
  async #ask(pair: string): Promise<readonly [OrderBook, Market]> {
    try {
      return await this.#options.ask(pair);
    } catch (error) {
      if (!(error instanceof ExchangeError) || error instanceof OrderRejected) throw error;
      throw new OrderRejected(`${error.message} The stop was not placed.`, error);
    }
  }
}

/** Whether the book has come to a stop: its far side, so that a spread alone does not touch it. */
function isTouched({ side, stopPrice }: StopRequest, { bids, asks }: OrderBook): boolean {
  const best = side === 'sell' ? asks[0]?.[0] : bids[0]?.[0];
  if (best === undefined) return false;
  return side === 'sell' ? stopPrice >= best : stopPrice <= best;
}
