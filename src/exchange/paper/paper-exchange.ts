import { product } from '../../core/market/decimal.ts';
import type { Market, OrderBook } from '../../core/market/market.ts';
import { roundPrice } from '../../core/market/precision.ts';
import type { OrderUpdate } from '../../core/trade/apply-order-update.ts';
import type { Order, Trade } from '../../core/trade/trade.ts';
import { OrderRejected } from '../errors.ts';
import type { Exchange, OrderRequest } from '../port.ts';

export interface PaperOptions {
  /** Where prices, books and candles come from. */
  readonly source: Exchange;
  /** Text that no other order has. */
  readonly uniqueId: () => string;
  readonly now: () => number;
  /** What the source does not tell of its markets; as they are where it is not given. */
  readonly marketsFrom?: (found: ReadonlyMap<string, Market>) => ReadonlyMap<string, Market>;
}

interface PaperOrder {
  readonly request: OrderRequest;
  update: OrderUpdate;
}

/** A market order is never filled further from the best price than this, ratio. */
const SLIPPAGE = 0.05;
const BOOK_DEPTH = 20;

/** Real market data, simulated orders: they are filled against the order book of the moment and never sent. */
export function createPaperExchange(options: PaperOptions): Exchange & { restore(trades: readonly Trade[]): void } {
  const { source, now, marketsFrom = (found) => found } = options;
  const byOrderId = new Map<string, PaperOrder>();
  const byClientId = new Map<string, PaperOrder>();

  async function marketOf(pair: string): Promise<Market> {
    const market = (await source.markets()).get(pair);
    if (market === undefined) throw new OrderRejected(`${source.name} has no market ${pair}.`);
    return market;
  }

  async function placeOrder(request: OrderRequest): Promise<OrderUpdate> {
    const book = await source.orderBook(request.pair, BOOK_DEPTH);
    const market = await marketOf(request.pair);
    const orderId = `dry_run_${request.side}_${request.pair}_${options.uniqueId()}`;
    const open: OrderUpdate = {
      orderId,
      status: 'open',
      amount: request.amount,
      filled: 0,
      average: null,
      cost: product(request.amount, request.rate),
      price: request.rate,
      fees: [],
      at: now(),
    };
    const order: PaperOrder = { request, update: open };
    if (request.orderType === 'market' || crosses(request, book)) {
      const average = roundPrice(fillPrice(request, book), market.pricePrecision, market.precisionMode);
      if (!(average > 0)) throw new OrderRejected(`The order book of ${request.pair} is empty.`);
      order.update = filled(open, average, market, now());
    } else if (/^(IOC|FOK)$/i.test(request.timeInForce)) {
      order.update = { ...open, status: 'expired' };
    }
    byOrderId.set(orderId, order);
    byClientId.set(request.clientOrderId, order);
    return order.update;
  }

  async function findOrder(key: { orderId: string } | { clientOrderId: string }): Promise<OrderUpdate | null> {
    const order = 'orderId' in key ? byOrderId.get(key.orderId) : byClientId.get(key.clientOrderId);
    if (order === undefined) return null;
    if (order.update.status === 'open' && crosses(order.request, await source.orderBook(order.request.pair, BOOK_DEPTH))) {
      order.update = filled(order.update, order.request.rate, await marketOf(order.request.pair), now());
    }
    return order.update;
  }

  async function cancelOrder(orderId: string): Promise<void> {
    const order = byOrderId.get(orderId);
    if (order !== undefined && order.update.status === 'open') order.update = { ...order.update, status: 'canceled', at: now() };
  }

  /** Open orders live in the database; after a restart they are taken from there. */
  function restore(trades: readonly Trade[]): void {
    for (const trade of trades) {
      for (const order of trade.orders) if (order.isOpen) byOrderId.set(order.orderId, fromRow(trade.pair, order));
    }
  }

  return {
    name: source.name,
    acceptanceWindowMs: 0,
    markets: async (reload) => marketsFrom(await source.markets(reload)),
    candles: (pair, timeframe, since, limit) => source.candles(pair, timeframe, since, limit),
    orderBook: (pair, depth) => source.orderBook(pair, depth),
    tickers: (pairs) => source.tickers(pairs),
    funding: (pair, since) => source.funding(pair, since),
    dayTickers: () => source.dayTickers(),
    marketInformation: (pair) => source.marketInformation(pair),
    quote: (pair, rate, at) => source.quote(pair, rate, at),
    balances: async () => new Map(),
    placeOrder,
    cancelOrder,
    findOrder,
    // nobody trades by hand on an exchange that is simulated
    ordersSince: async () => [],
    watch: (pairs, timeframe, listener) => source.watch(pairs, timeframe, listener),
    close: () => source.close(),
    restore,
  };
}

function fromRow(pair: string, order: Order): PaperOrder {
  const amount = order.amount ?? order.ftAmount;
  const rate = order.price ?? order.ftPrice;
  const request: OrderRequest = {
    clientOrderId: order.orderId,
    pair,
    side: order.side,
    orderType: order.orderType === 'market' ? 'market' : 'limit',
    amount,
    rate,
    timeInForce: 'GTC',
  };
  return {
    request,
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

function crosses(request: OrderRequest, book: OrderBook): boolean {
  const best = request.side === 'buy' ? book.asks[0]?.[0] : book.bids[0]?.[0];
  if (best === undefined) return false;
  return request.side === 'buy' ? request.rate >= best : request.rate <= best;
}

/** Average price of walking the book, bounded by slippage for market orders and by the limit for others. */
function fillPrice(request: OrderRequest, book: OrderBook): number {
  const levels = request.side === 'buy' ? book.asks : book.bids;
  const best = levels[0]?.[0];
  if (best === undefined) return 0;
  const isBuy = request.side === 'buy';
  const slipped = isBuy ? best * (1 + SLIPPAGE) : best * (1 - SLIPPAGE);
  const bound = request.orderType === 'limit' ? request.rate : slipped;
  let remaining = request.amount;
  let cost = 0;
  let last = best;
  for (const [price, amount] of levels) {
    if (remaining <= 0 || (isBuy ? price > bound : price < bound)) break;
    const used = Math.min(remaining, amount);
    cost += used * price;
    remaining -= used;
    last = price;
  }
  if (remaining > 0) cost += remaining * last;
  const average = cost / request.amount;
  return isBuy ? Math.min(average, bound) : Math.max(average, bound);
}

/** Filled whole, the fee taken in quote currency. */
function filled(update: OrderUpdate, average: number, market: Market, at: number): OrderUpdate {
  const cost = product(update.amount, average);
  const fees = [{ cost: product(cost, market.takerFee), currency: market.quote }];
  return { ...update, status: 'closed', filled: update.amount, average, cost, fees, at };
}
