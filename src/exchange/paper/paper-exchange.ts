import { product } from '../../core/market/decimal.ts';
import type { Market, OrderBook } from '../../core/market/market.ts';
import { roundPrice } from '../../core/market/precision.ts';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { ExchangeError, OrderRejected } from '../errors.ts';
import type { Exchange, OpenExchange } from '../port.ts';
import type { Leverage } from '../ports/leverage.ts';
import type { MarketData } from '../ports/market-data.ts';
import type { Balance, FoundOrder, OrderKey, OrderRequest, Trading } from '../ports/trading.ts';
import { SentOnce } from '../sent-once.ts';
import { crosses, filled, fillPrice } from './fills.ts';
import { PaperOrders } from './paper-orders.ts';
import { PaperPositions } from './paper-positions.ts';
import { PaperStops } from './paper-stops.ts';

export interface PaperOptions {
  /** Where prices, books and candles come from; closed with the paper exchange. */
  readonly source: OpenExchange;
  /** Text that no other order has. */
  readonly uniqueId: () => string;
  readonly now: () => number;
  readonly isFutures?: boolean;
  /** What the source does not tell of its markets; as they are where it is not given. */
  readonly marketsFrom?: (found: ReadonlyMap<string, Market>) => ReadonlyMap<string, Market>;
}

export interface PaperExchange extends OpenExchange {
  /** Takes over the open orders of trades that an earlier process has left. */
  restore(trades: readonly Trade[]): void;
}

const BOOK_DEPTH = 20;

/** Real market data, simulated orders: they are filled against the order book of the moment and never sent. */
export function createPaperExchange(options: PaperOptions): PaperExchange {
  const { source, marketsFrom = (found) => found } = options;
  const orders = new PaperOrders();
  const book = new PaperPositions();
  const market = withMarkets(source.market, marketsFrom);
  const trading = new PaperTrading(source, orders, book, options);
  const { name } = source;
  const stops = new PaperStops({
    ...options,
    name,
    isFutures: options.isFutures ?? false,
    ask: (pair) => trading.ask(pair),
    onFill: (pair, side, amount, rate) => book.fill(pair, side, amount, rate),
  });
  return {
    name,
    market,
    trading,
    stops,
    leverage: paperLeverage(market, source.leverage),
    positions: book,
    fundingRates: {
      funding: (pair, since) => source.fundingRates.funding(pair, since),
      marks: (pairs) => source.fundingRates.marks(pairs),
      rate: (pair) => source.fundingRates.rate(pair),
      paid: async () => null,
    },
    pushes: source.pushes,
    restore: (trades) => {
      orders.restore(trades);
      stops.restore(trades);
      book.restore(trades);
    },
    close: () => source.close(),
  };
}

function withMarkets(market: MarketData, marketsFrom: (found: ReadonlyMap<string, Market>) => ReadonlyMap<string, Market>): MarketData {
  return {
    markets: async (reload) => marketsFrom(await market.markets(reload)),
    marketInformation: (pair) => market.marketInformation(pair),
    candles: (pair, timeframe, since, limit) => market.candles(pair, timeframe, since, limit),
    otherCandles: (wanted, limit) => market.otherCandles(wanted, limit),
    publicTrades: (pair, since, fromId) => market.publicTrades(pair, since, fromId),
    orderBook: (pair, depth) => market.orderBook(pair, depth),
    tickers: (pairs) => market.tickers(pairs),
    dayTickers: () => market.dayTickers(),
    quote: (pair, rate, at) => market.quote(pair, rate, at),
  };
}

/** Nothing has to be set up; what a pair takes is known with its market, or the exchange says it. */
function paperLeverage(market: MarketData, source: Leverage): Leverage {
  return {
    obstacles: async () => [],
    tiers: async (pair) => {
      const known = (await market.markets()).get(pair)?.leverageTiers ?? [];
      if (known.length > 0) return known;
      try {
        return await source.tiers(pair);
      } catch (error) {
        if (error instanceof ExchangeError && error.isRetryable) throw error;
        // it tells account holders only
        return [];
      }
    },
    prepare: async () => undefined,
  };
}

class PaperTrading implements Trading {
  /** Nothing is sent, so nothing arrives later. */
  readonly acceptanceWindowMs = 0;
  readonly #source: Exchange;
  readonly #orders: PaperOrders;
  readonly #positions: PaperPositions;
  readonly #sent = new SentOnce();
  readonly #options: Pick<PaperOptions, 'uniqueId' | 'now'>;

  constructor(source: Exchange, orders: PaperOrders, positions: PaperPositions, options: Pick<PaperOptions, 'uniqueId' | 'now'>) {
    this.#source = source;
    this.#orders = orders;
    this.#positions = positions;
    this.#options = options;
  }

  /** None: a simulated wallet computes them from the trades. */
  async balances(): Promise<ReadonlyMap<string, Balance>> {
    return new Map();
  }

  async placeOrder(request: OrderRequest): Promise<OrderUpdate> {
    const { now, uniqueId } = this.#options;
    this.#sent.mark(request.clientOrderId);
    const [book, market] = await this.#askFirst(request.pair);
    let update: OrderUpdate = {
      orderId: `dry_run_${request.side}_${request.pair}_${uniqueId()}`,
      status: 'open',
      amount: request.amount,
      filled: 0,
      average: null,
      cost: product(request.amount, request.rate),
      price: request.rate,
      fees: [],
      at: now(),
    };
    if (request.orderType === 'market' || crosses(request, book)) {
      const average = roundPrice(fillPrice(request, book), market.pricePrecision, market.precisionMode);
      if (!(average > 0)) throw new OrderRejected(`The order book of ${request.pair} is empty.`);
      update = this.#filled(request, update, average, market);
    } else if (/^(IOC|FOK)$/i.test(request.timeInForce)) {
      update = { ...update, status: 'expired' };
    }
    this.#orders.add({ request, update });
    return update;
  }

  async cancelOrder(orderId: string): Promise<void> {
    const order = this.#orders.find({ orderId });
    if (order?.update.status === 'open') order.update = { ...order.update, status: 'canceled', at: this.#options.now() };
  }

  async findOrder(key: OrderKey): Promise<OrderUpdate | null> {
    const order = this.#orders.find(key);
    if (order === null) return null;
    if (order.update.status !== 'open') return order.update;
    const { pair } = order.request;
    const [book, market] = [await this.#source.market.orderBook(pair, BOOK_DEPTH), await this.#marketOf(pair)];
    // it may have been cancelled while the book was asked for
    const { request, update } = order;
    if (update.status === 'open' && crosses(request, book)) order.update = this.#filled(request, update, request.rate, market);
    return order.update;
  }

  /** It forgets nothing that is written. */
  async filledOf(): Promise<null> {
    return null;
  }

  /** Nobody trades by hand on an exchange that is simulated. */
  async ordersSince(): Promise<FoundOrder[]> {
    return [];
  }

  #filled({ pair, side }: OrderRequest, update: OrderUpdate, rate: number, market: Market): OrderUpdate {
    if (market.isSwap) this.#positions.fill(pair, side, update.amount, rate);
    return filled(update, rate, market, this.#options.now());
  }

  /** What an order is filled by. @throws ExchangeError */
  async ask(pair: string): Promise<[OrderBook, Market]> {
    const market = await this.#marketOf(pair);
    return [await this.#source.market.orderBook(pair, BOOK_DEPTH), market];
  }

  /** @throws OrderRejected where that can't be asked for: nothing is placed then */
  async #askFirst(pair: string): Promise<[OrderBook, Market]> {
    try {
      return await this.ask(pair);
    } catch (error) {
      if (!(error instanceof ExchangeError) || error instanceof OrderRejected) throw error;
      throw new OrderRejected(`${error.message} The order was not placed.`, error);
    }
  }

  async #marketOf(pair: string): Promise<Market> {
    const market = (await this.#source.market.markets()).get(pair);
    if (market === undefined) throw new OrderRejected(`${this.#source.name} has no market ${pair}.`);
    return market;
  }
}
