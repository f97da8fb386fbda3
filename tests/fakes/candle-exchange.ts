import type { CandleRow } from '../../src/core/market/candles.ts';
import type { DayTicker, Market, Quote } from '../../src/core/market/market.ts';
import type { OrderUpdate } from '../../src/core/trade/apply-order-update.ts';
import type { Funding } from '../../src/core/trade/funding.ts';
import type { Exchange } from '../../src/exchange/port.ts';
import type { FundingRates } from '../../src/exchange/ports/funding.ts';
import { NO_LEVERAGE } from '../../src/exchange/ports/leverage.ts';
import type { MarketData } from '../../src/exchange/ports/market-data.ts';
import { NO_POSITIONS } from '../../src/exchange/ports/positions.ts';
import type { Pushes } from '../../src/exchange/ports/pushes.ts';
import type { Balance, FoundOrder, OrderRequest, Trading } from '../../src/exchange/ports/trading.ts';
import { NO_STOPS } from './no-stops.ts';

interface CandleOrder {
  readonly pair: string;
  readonly rate: number;
  update: OrderUpdate;
}

/**
 * An exchange fed with candles: at candle i it knows the closed ones before and the open of i, which it quotes, and what i will reach. An
 * order fills whole at its rate, at once where the candle reaches it; one that waits when its candle is over, see `passCandle`.
 */
export class CandleExchange implements Exchange, MarketData, Trading, FundingRates, Pushes {
  readonly name = 'candles';
  /** Every port of it is the account itself. */
  readonly market = this;
  readonly trading = this;
  readonly leverage = NO_LEVERAGE;
  readonly positions = NO_POSITIONS;
  readonly stops = NO_STOPS;
  readonly fundingRates = this;
  readonly pushes = this;
  readonly acceptanceWindowMs = 0;
  readonly #markets: ReadonlyMap<string, Market>;
  readonly #rows: ReadonlyMap<string, readonly CandleRow[]>;
  readonly #orders: Map<string, CandleOrder> = new Map();
  index = 0;

  constructor(markets: ReadonlyMap<string, Market>, rows: ReadonlyMap<string, readonly CandleRow[]>) {
    this.#markets = markets;
    this.#rows = rows;
  }

  async markets(): Promise<ReadonlyMap<string, Market>> {
    return this.#markets;
  }
  async candles(pair: string, _timeframe: string, since: number | null): Promise<CandleRow[]> {
    const rows = this.#rows.get(pair)!;
    const running = rows.slice(this.index, this.index + 1).map(([at, open]): CandleRow => [at, open, open, open, open, 0]);
    return [...rows.slice(0, this.index), ...running].filter((row) => since === null || row[0] >= since);
  }
  async otherCandles(): Promise<[]> {
    return [];
  }
  async publicTrades(): Promise<[]> {
    return [];
  }
  async orderBook(pair: string): Promise<{ bids: [number, number][]; asks: [number, number][] }> {
    const open = this.#row(pair)[1];
    return { bids: [[open, 1e9]], asks: [[open, 1e9]] };
  }
  async tickers(pairs: readonly string[]): Promise<ReadonlyMap<string, { bid: number; ask: number; last: number }>> {
    return new Map(pairs.map((pair) => [pair, { bid: this.#row(pair)[1], ask: this.#row(pair)[1], last: this.#row(pair)[1] }]));
  }
  async dayTickers(): Promise<ReadonlyMap<string, DayTicker>> {
    return new Map();
  }
  async marks(): Promise<ReadonlyMap<string, number>> {
    return new Map();
  }

  async rate(): Promise<null> {
    return null;
  }
  async funding(): Promise<Funding> {
    return { time: new Float64Array(0), perUnit: new Float64Array(0) };
  }
  async paid(): Promise<null> {
    return null;
  }
  marketInformation(): null {
    return null;
  }
  quote(pair: string, rate: number, at: number): Quote {
    const [, , high, low, close] = this.#row(pair);
    return { at, rate, high, low, close };
  }
  async balances(): Promise<ReadonlyMap<string, Balance>> {
    return new Map();
  }
  async placeOrder(request: OrderRequest): Promise<OrderUpdate> {
    const { pair, amount, rate } = request;
    const orderId = `c${this.#orders.size + 1}`;
    const order: CandleOrder = {
      pair,
      rate,
      update: { orderId, status: 'open', amount, filled: 0, average: null, cost: null, price: rate, fees: [], at: this.#row(pair)[0] },
    };
    this.#orders.set(orderId, order);
    this.#fillWhereReached(order);
    return order.update;
  }
  async cancelOrder(orderId: string): Promise<void> {
    const order = this.#orders.get(orderId);
    if (order?.update.status === 'open') order.update = { ...order.update, status: 'canceled', at: this.#row(order.pair)[0] };
  }
  async findOrder(key: { orderId: string } | { clientOrderId: string }): Promise<OrderUpdate | null> {
    return 'orderId' in key ? (this.#orders.get(key.orderId)?.update ?? null) : null;
  }
  /** The present candle ends. @returns what it has filled of the orders that waited */
  passCandle(): OrderUpdate[] {
    const open = [...this.#orders.values()].filter(({ update }) => update.status === 'open');
    for (const order of open) this.#fillWhereReached(order);
    return open.map(({ update }) => update).filter(({ status }) => status === 'closed');
  }
  async filledOf(): Promise<null> {
    return null;
  }
  async ordersSince(): Promise<FoundOrder[]> {
    return [];
  }
  watch(): void {}
  async close(): Promise<void> {}

  #fillWhereReached(order: CandleOrder): void {
    const [at, , high, low] = this.#row(order.pair);
    const { rate, update } = order;
    if (rate < low || rate > high) return;
    order.update = { ...update, status: 'closed', filled: update.amount, average: rate, at };
  }
  #row(pair: string): CandleRow {
    return this.#rows.get(pair)![this.index]!;
  }
}
