import type { Order, Trade } from '../core/trade/trade.ts';
import { customDataText } from '../core/trade/written-datum.ts';
import { numeral } from './frames.ts';

type Cell = string | number | boolean | null;

/** Fields of a trade in the order they are sent: the same as in python/freqtrade_ts_strategy/rows.py. */
function tradeRow(trade: Readonly<Trade>): Cell[] {
  return [
    trade.id,
    trade.exchange,
    trade.pair,
    trade.base,
    trade.stakeCurrency,
    trade.isOpen,
    trade.isShort,
    trade.feeOpen,
    trade.feeOpenCost,
    trade.feeOpenCurrency,
    trade.feeClose,
    trade.feeCloseCost,
    trade.feeCloseCurrency,
    trade.openRate,
    trade.openRateRequested,
    trade.openTradeValue,
    trade.closeRate,
    trade.closeRateRequested,
    trade.realizedProfit,
    trade.closeProfit,
    trade.closeProfitAbs,
    trade.stakeAmount,
    trade.maxStakeAmount,
    trade.amount,
    trade.amountRequested,
    trade.openDate,
    trade.closeDate,
    trade.stopLoss ?? 0,
    trade.stopLossRatio,
    trade.initialStopLoss,
    trade.initialStopLossRatio,
    trade.isStopLossTrailing,
    trade.maxRate,
    trade.minRate,
    trade.exitReason,
    trade.exitOrderStatus,
    trade.strategy,
    trade.enterTag,
    trade.timeframe,
    trade.tradingMode,
    trade.amountPrecision,
    trade.pricePrecision,
    trade.precisionMode,
    trade.contractSize,
    trade.leverage,
    trade.liquidationPrice,
    trade.interestRate,
    trade.fundingFees,
    trade.fundingFeeRunning,
  ];
}

function orderRow(order: Readonly<Order>): Cell[] {
  return [
    order.id,
    order.ftOrderSide,
    order.pair,
    order.isOpen,
    order.ftAmount,
    order.ftPrice,
    order.cancelReason,
    order.orderId,
    order.status,
    order.orderType,
    order.side,
    order.price,
    order.average,
    order.amount,
    order.filled,
    order.remaining,
    order.cost,
    order.stopPrice,
    order.orderDate,
    order.filledDate,
    order.updateDate,
    order.fundingFee,
    order.feeBase,
    order.tag,
  ];
}

/**
 * A trade as it is sent: its number on the other side, what has changed of its fields (place, value, …) and orders, how many orders, and
 * the first time what is kept with it.
 */
export type SentTrade = readonly [
  number: number,
  changes: readonly Cell[],
  orders: readonly (readonly [number, readonly Cell[]])[],
  count: number,
  kept?: KeptWithTrade,
];

/** What a strategy keeps with a trade: key, Python's name of the kind, text, when it was made and changed, ms. */
type KeptWithTrade = readonly (readonly [string, string, string, number | null, number | null])[];

/** Trades after which those that are gone are looked for. */
const TIDY_EVERY = 500;

interface Known {
  readonly number: number;
  row: Cell[];
  orders: Cell[][];
}

/** What the other side knows of each trade, so that only what has changed is sent. */
export class SentTrades {
  #known = new WeakMap<object, Known>();
  readonly #trades = new Map<number, WeakRef<Readonly<Trade>>>();
  #last = 0;

  /** The other side knows nothing any more. */
  forget(): void {
    this.#known = new WeakMap();
    this.#trades.clear();
  }

  /** The trade of a number; null where it is gone. */
  find(number: number): Readonly<Trade> | null {
    return this.#trades.get(number)?.deref() ?? null;
  }

  changesOf(trade: Readonly<Trade>): SentTrade {
    let known = this.#known.get(trade);
    let kept: KeptWithTrade | undefined;
    if (known === undefined) {
      known = { number: ++this.#last, row: [], orders: [] };
      this.#known.set(trade, known);
      this.#remember(known.number, trade);
      kept = keptWith(trade);
    }
    const row = tradeRow(trade);
    const changes: Cell[] = [];
    for (let index = 0; index < row.length; index++) {
      const value = row[index]!;
      if (value !== known.row[index]) changes.push(index, shown(value));
    }
    if (changes.length > 0) known.row = row;
    const orders: [number, Cell[]][] = [];
    for (const [place, order] of trade.orders.entries()) {
      const now = orderRow(order);
      const before = known.orders[place];
      if (before !== undefined && now.every((value, index) => value === before[index])) continue;
      known.orders[place] = now;
      orders.push([place, now.map(shown)]);
    }
    known.orders.length = trade.orders.length;
    if (kept === undefined || kept.length === 0) return [known.number, changes, orders, trade.orders.length];
    return [known.number, changes, orders, trade.orders.length, kept];
  }

  #remember(number: number, trade: Readonly<Trade>): void {
    if (number % TIDY_EVERY === 0)
      for (const [old, reference] of this.#trades) if (reference.deref() === undefined) this.#trades.delete(old);
    this.#trades.set(number, new WeakRef(trade));
  }
}

/** A trade of the past: its fields, its orders, and what is kept with it. */
export function wholeTrade(trade: Readonly<Trade>): readonly [Cell[], Cell[][], KeptWithTrade] {
  return [tradeRow(trade).map(shown), trade.orders.map((order) => orderRow(order).map(shown)), keptWith(trade)];
}

function keptWith({ customData }: Readonly<Trade>): KeptWithTrade {
  return Object.entries(customData).flatMap(([key, { value, written, createdAt, updatedAt }]) => {
    if (value === undefined) return [];
    const { type, text } = written ?? customDataText(value);
    return [[key, type, text, createdAt, updatedAt] as const];
  });
}

function shown(value: Cell): Cell {
  return typeof value === 'number' ? numeral(value) : value;
}
