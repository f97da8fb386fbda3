import type { CandleRow } from '../../src/core/market/candles.ts';
import type { Market } from '../../src/core/market/market.ts';
import type { OrderUpdate } from '../../src/core/trade/apply-order-update.ts';
import type { StopUpdate } from '../../src/core/trade/apply-stop-update.ts';
import type { Funding } from '../../src/core/trade/funding.ts';
import type { OrderSide, Side } from '../../src/core/trade/trade.ts';
import { OrderOutcomeUnknown, OrderRejected, StopRefused, TemporaryError } from '../../src/exchange/errors.ts';
import type { Exchange } from '../../src/exchange/port.ts';
import type { FundingRates } from '../../src/exchange/ports/funding.ts';
import type { Leverage, Preparation } from '../../src/exchange/ports/leverage.ts';
import type { MarketData } from '../../src/exchange/ports/market-data.ts';
import type { Position, Positions } from '../../src/exchange/ports/positions.ts';
import type { StopRequest, Stops } from '../../src/exchange/ports/stops.ts';
import type { FoundOrder, OrderRequest, Trading } from '../../src/exchange/ports/trading.ts';
import { Exchange as Engine } from '../../src/simulator/engine/exchange.ts';
import { averagePrice, type Conditional, type Order } from '../../src/simulator/engine/order.ts';
import { Refusal } from '../../src/simulator/engine/refusal.ts';
import { type MarketSymbol, perpetualOf, symbolsFor } from '../../src/simulator/engine/symbol.ts';
import { MARKET, MINUTE } from './scene.ts';

const STATUS = { open: 'open', filled: 'closed', cancelled: 'canceled', expired: 'expired' } as const;
const STOP_STATUS = { waiting: 'open', fired: 'open', cancelled: 'canceled', expired: 'expired', failed: 'rejected' } as const;

/** How contracts are on an account, and what it tells of them. */
export interface ContractFacts {
  readonly coins: readonly string[];
  /** Base currency in one contract. */
  readonly contractSize: number;
  /** Most that one order may be for, base currency. */
  readonly maxAmount: number | null;
  readonly tellsFunding: boolean;
  readonly tellsLiquidation: boolean;
  /** How often funding is due, ms. */
  readonly fundingMs: number;
  readonly balances: Readonly<Record<string, number>>;
}

const USUAL: ContractFacts = {
  ...{ coins: ['A'], contractSize: 0.1, maxAmount: null, tellsFunding: true, tellsLiquidation: true, fundingMs: 8 * 60 * MINUTE },
  balances: { USDT: 10_000 },
};

/** An account of contracts over the simulator's engine, without a network: what its ports say is what its positions are. */
export class ContractAccount implements Exchange {
  readonly name = 'contracts';
  readonly engine: Engine;
  readonly facts: ContractFacts;
  readonly setUp: Preparation[] = [];
  /** Orders and stops as they were asked for, refused ones too. */
  readonly asked: (OrderRequest | StopRequest)[] = [];
  /** What becomes of the next order's or stop's answer: lost with it placed, or without. */
  losing: 'after' | 'before' | null = null;
  /** Refuses to cancel anything. */
  keepsOrders = false;
  /** Does not tell what it holds. */
  hidesPositions = false;
  now: number;
  readonly #symbols: ReadonlyMap<string, MarketSymbol>;
  readonly #spots: ReadonlyMap<string, MarketSymbol>;
  /** Orders by which the exchange itself has made a position smaller. */
  readonly #own: Set<Order> = new Set();

  constructor(now: number, facts: Partial<ContractFacts> = {}, seed = 'contracts') {
    this.now = now;
    this.facts = { ...USUAL, ...facts };
    const { coins, contractSize, maxAmount, fundingMs, balances } = this.facts;
    const spots = symbolsFor(coins.map((coin) => `${coin}/USDT`));
    const contracts = spots.map((spot) => ({
      ...perpetualOf(spot, contractSize, 1),
      ...(maxAmount === null ? {} : { maxQty: maxAmount }),
    }));
    this.#spots = new Map(spots.map((spot) => [pairOf(spot), spot]));
    this.#symbols = new Map(contracts.map((symbol) => [pairOf(symbol), symbol]));
    this.engine = new Engine({
      seed,
      symbols: [...spots, ...contracts],
      balances: { ...balances },
      fee: 0.0005,
      fundingMs,
      now: () => this.now,
    });
    this.positions = { tellsLiquidation: this.facts.tellsLiquidation, countsUnrealized: false, open: (pair) => this.#open(pair) };
    for (const pair of this.#spots.keys()) this.move(pair, 100);
  }

  symbol(pair: string): MarketSymbol {
    const symbol = this.#symbols.get(pair);
    if (symbol === undefined) throw new OrderRejected(`There is no market ${pair}.`);
    return symbol;
  }

  /** Goes to a price: orders, stops and liquidations that it comes to happen. */
  move(pair: string, price: number): void {
    const spot = this.#spots.get(pair);
    if (spot !== undefined) this.engine.movePrice(spot, { fixed: price });
  }

  /** Base currency, below 0 short. */
  held(pair: string): number {
    this.engine.match();
    return this.engine.positions.open.get(this.symbol(pair).id)?.amount ?? 0;
  }

  /** An order of a person. */
  byHand(side: OrderSide, pair: string, amount: number, isReduceOnly = false): Order {
    return this.engine.place({ symbol: this.symbol(pair), side, type: 'market', amount, isReduceOnly });
  }

  /** The exchange makes a position smaller by itself. */
  deleverage(pair: string, amount: number): void {
    const side = this.held(pair) > 0 ? 'sell' : 'buy';
    this.#own.add(this.engine.place({ symbol: this.symbol(pair), side, type: 'market', amount, isReduceOnly: true }));
  }

  /** Stops that wait. */
  resting(pair: string): Conditional[] {
    this.engine.match();
    return this.engine.conditionals.filter(({ status, request }) => status === 'waiting' && request.symbol === this.symbol(pair));
  }

  readonly market: MarketData = {
    markets: async () => new Map([...this.#symbols].map(([pair, symbol]) => [pair, this.#market(pair, symbol)])),
    marketInformation: () => null,
    candles: async (pair, _timeframe, since) => {
      const last = this.now - (this.now % MINUTE);
      const price = this.engine.price(this.symbol(pair));
      const rows = Array.from({ length: 30 }, (_v, index): CandleRow => [last - (29 - index) * MINUTE, price, price, price, price, 1]);
      return rows.filter((row) => since === null || row[0] >= since);
    },
    otherCandles: async () => [],
    publicTrades: async () => [],
    orderBook: async (pair, depth) => this.engine.book(this.symbol(pair), depth),
    tickers: async (pairs) =>
      new Map(
        pairs.flatMap((pair) => {
          const symbol = this.#symbols.get(pair);
          if (symbol === undefined) return [];
          const price = this.engine.price(symbol);
          return [[pair, { bid: price, ask: price, last: price }]];
        }),
      ),
    dayTickers: async () => new Map(),
    quote: (_pair, rate, at) => ({ at, rate, high: rate, low: rate, close: rate }),
  };

  readonly trading: Trading = {
    acceptanceWindowMs: 0,
    balances: async () => {
      this.engine.match();
      const coins = Object.keys(this.facts.balances);
      return new Map(
        coins.map((coin) => {
          const { free, locked } = this.engine.marginWallet.of(coin);
          return [coin, { free, used: locked, total: free + locked }];
        }),
      );
    },
    placeOrder: async (request) => {
      const { pair, side, orderType, amount, rate, clientOrderId, isReducing } = request;
      const limits = orderType === 'limit' ? { price: rate } : {};
      const ids = { clientId: clientOrderId, isReduceOnly: isReducing === true };
      return this.#answered(request, () =>
        this.#update(this.engine.place({ symbol: this.symbol(pair), side, type: orderType, amount, ...limits, ...ids })),
      );
    },
    cancelOrder: async (orderId, pair) => {
      if (this.keepsOrders) throw new TemporaryError('The exchange does not answer.');
      refusing(() => this.engine.cancel(this.engine.find(this.symbol(pair), { id: Number(orderId) })));
    },
    findOrder: async (key, pair) => {
      const found = this.engine.find(this.symbol(pair), 'orderId' in key ? { id: Number(key.orderId) } : { clientId: key.clientOrderId });
      return found === undefined ? null : this.#update(found);
    },
    filledOf: async () => null,
    ordersSince: async (pair, since) => this.#since(pair, since),
  };

  readonly stops: Stops = {
    orderTypes: ['market', 'limit'],
    bindsCoins: false,
    actsByItself: true,
    keepsClientIds: true,
    place: async (request) => {
      const { pair, side, amount, stopPrice, clientOrderId } = request;
      const symbol = this.symbol(pair);
      const price = this.engine.price(symbol);
      if (side === 'sell' ? price <= stopPrice : price >= stopPrice) throw new StopRefused('Stop price would trigger immediately.');
      const trigger = { price: stopPrice, direction: side === 'sell' ? 'below' : 'above' } as const;
      const order = { symbol, side, type: 'market', amount, isReduceOnly: true, clientId: clientOrderId } as const;
      return this.#answered(request, () => this.#stop(this.engine.placeConditional({ ...order, trigger })));
    },
    cancel: async (orderId) => {
      if (this.keepsOrders) throw new TemporaryError('The exchange does not answer.');
      refusing(() => this.engine.cancelConditional(this.engine.findConditional({ id: Number(orderId) })));
    },
    find: async (key) => {
      const found = this.engine.findConditional('orderId' in key ? { id: Number(key.orderId) } : { clientId: key.clientOrderId });
      return found === undefined ? null : this.#stop(found);
    },
    since: async (pair, since) => {
      this.engine.match();
      return this.engine.conditionals
        .filter(({ request, time }) => request.symbol === this.symbol(pair) && time >= since)
        .map((one) => ({ clientOrderId: one.clientId, side: one.request.side, isReducing: true, at: one.time, update: this.#stop(one) }));
    },
  };

  readonly leverage: Leverage = {
    obstacles: async () => [],
    tiers: async () => [],
    prepare: async (wanted) => {
      this.setUp.push(wanted);
      const symbol = this.symbol(wanted.pair);
      this.engine.positions.setMarginMode(symbol, 'isolated');
      this.engine.positions.setLeverage(symbol, wanted.leverage);
    },
  };

  readonly positions: Positions;
  readonly fundingRates: FundingRates = {
    rate: async () => null,
    marks: async (pairs) => new Map(pairs.map((pair) => [pair, this.engine.price(this.symbol(pair))])),
    funding: async (pair, since) => this.#funding(pair, since),
    paid: async (pair, since) => {
      this.engine.match();
      if (!this.facts.tellsFunding) return null;
      const own = this.engine.positions.payments.filter(({ symbol, time }) => symbol === this.symbol(pair) && time >= since);
      return own.reduce((sum, { amount }) => sum + amount, 0);
    },
  };
  readonly pushes = { watch: () => undefined };

  #funding(pair: string, since: number): Funding {
    const { fundingMs, fundingRate } = this.engine.positions;
    const times: number[] = [];
    for (let at = Math.ceil(since / fundingMs) * fundingMs; at <= this.now; at += fundingMs) times.push(at);
    const perUnit = times.map((at) => this.engine.price(this.symbol(pair), at) * fundingRate);
    return { time: Float64Array.from(times), perUnit: Float64Array.from(perUnit) };
  }

  async #open(pair: string | null): Promise<readonly Position[]> {
    if (this.hidesPositions) throw new TemporaryError('The exchange does not answer.');
    this.engine.match();
    return [...this.engine.positions.open.values()].flatMap((position) => {
      const { symbol, amount, entryPrice, leverage, marginMode, margin } = position;
      const side: Side = amount > 0 ? 'long' : 'short';
      if (pair !== null && pairOf(symbol) !== pair) return [];
      const rate = this.facts.tellsLiquidation ? this.engine.positions.liquidationPrice(position) : null;
      const money = { collateral: margin, unrealized: this.engine.unrealizedProfit(position), liquidationRate: rate || null };
      return [{ pair: pairOf(symbol), side, amount: Math.abs(amount), entryRate: entryPrice, leverage, marginMode, ...money }];
    });
  }

  #market(pair: string, symbol: MarketSymbol): Market {
    return {
      ...MARKET,
      ...{ pair, base: symbol.base, isSpot: false, isSwap: true, contractSize: symbol.contractSize, pricePrecision: symbol.tickSize },
      ...{ amountPrecision: symbol.stepSize, minAmount: symbol.minQty, maxAmount: this.facts.maxAmount, minCost: symbol.minNotional },
      ...{ takerFee: 0.0005, makerFee: 0.0005 },
    };
  }

  /** @throws OrderRejected, OrderOutcomeUnknown */
  #answered<T>(request: OrderRequest | StopRequest, place: () => T): T {
    this.asked.push(request);
    const { losing } = this;
    this.losing = null;
    const lost = new OrderOutcomeUnknown('The answer was lost.');
    if (losing === 'before') throw lost;
    const answer = refusing(place);
    if (losing === 'after') throw lost;
    return answer;
  }

  #since(pair: string, since: number): FoundOrder[] {
    return this.engine
      .listed(this.symbol(pair))
      .filter(({ time }) => time >= since)
      .map((order) => {
        const { clientId, side, type, time, isLiquidation } = order;
        const isOwn = isLiquidation || this.#own.has(order);
        return { clientOrderId: clientId, side, orderType: type, at: time, isLiquidation: isOwn, update: this.#update(order) };
      });
  }

  #update(order: Order): OrderUpdate {
    const { id, status, amount, executed, executedValue, price, updateTime, fills } = order;
    return {
      ...{ orderId: String(id), status: STATUS[status], amount, filled: executed, price: price || null, at: updateTime },
      average: executed === 0 ? null : averagePrice(order),
      cost: executed === 0 ? null : executedValue,
      fees: fills.map(({ fee, feeCoin }) => ({ cost: fee, currency: feeCoin })),
    };
  }

  #stop({ id, request, trigger, status, updateTime, order }: Conditional): StopUpdate {
    const facts = { orderId: String(id), stopPrice: trigger.price, orderType: 'market', isTriggered: order !== null };
    if (order !== null) return { ...this.#update(order), ...facts };
    const nothing = { filled: 0, average: null, cost: null, price: null, fees: [] };
    return { ...facts, ...nothing, status: STOP_STATUS[status], amount: request.amount ?? 0, at: updateTime };
  }
}

function pairOf({ base, quote }: MarketSymbol): string {
  return `${base}/${quote}:${quote}`;
}

/** @throws OrderRejected where the engine refuses */
function refusing<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof Refusal ? new OrderRejected(error.kind, error) : error;
  }
}
