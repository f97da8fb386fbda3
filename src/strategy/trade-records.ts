import { groupedProfit } from '../core/statistics/grouped-profit.ts';
import type { ClosedTradeFacts } from '../core/trade/closed-trade.ts';
import type { Trade } from '../core/trade/trade.ts';
import { lookedAt, type MethodParameters } from './looked-at.ts';

/** Which trades are meant; what is left out does not matter. Times are ms since epoch, UTC. */
export interface TradeFilter {
  readonly pair?: string;
  /** Opened then or later. */
  readonly openedSince?: number;
  /** Closed then or later. */
  readonly closedSince?: number;
  readonly enterTag?: string;
}

/** What all closed trades of a pair brought. */
export interface PairPerformance {
  readonly pair: string;
  /** Of everything staked, 0.01 = 1 %. */
  readonly profitRatio: number;
  /** Stake currency. */
  readonly profitAbs: number;
  readonly count: number;
}

/** Trades of this bot, or of this backtest, up to now. */
export interface TradeRecords {
  /** Oldest first. */
  open(filter?: TradeFilter): readonly Readonly<Trade>[];
  /** What is kept at hand of closed trades, in the order of closing. */
  closed(filter?: TradeFilter): readonly ClosedTradeFacts[];
  /** Closed trades whole, in the order of closing, where all are at hand: in a backtest. */
  whole?(): readonly Readonly<Trade>[];
  /** Closed trades whole, with orders and custom data, newest first; read from the database. @param limit the newest so many */
  findClosed(filter?: TradeFilter, limit?: number): Promise<readonly Readonly<Trade>[]>;
  openCount(): number;
  /** Stake bound in open trades, stake currency. */
  openStake(): number;
  /** Profit of closed trades, stake currency. */
  closedProfit(filter?: TradeFilter): number;
  /** By pair, the most profitable first. */
  performance(filter?: TradeFilter): readonly PairPerformance[];
}

/** Where trades are found. */
export interface TradeSource {
  open(): readonly Readonly<Trade>[];
  /** In the order of closing. */
  closed(): readonly ClosedTradeFacts[];
  /** The newest closed trades that fit, whole. */
  findClosed(filter: TradeFilter, limit: number): Promise<readonly Readonly<Trade>[]>;
}

const FOUND_AT_MOST = 500;
const ASKED: MethodParameters<TradeRecords> = {
  open: [['filter', 'filter', true]],
  closed: [['filter', 'filter', true]],
  findClosed: [
    ['filter', 'filter', true],
    ['limit', 'count', true],
  ],
  closedProfit: [['filter', 'filter', true]],
  performance: [['filter', 'filter', true]],
};

export function tradeRecords(source: TradeSource): TradeRecords {
  return lookedAt('trades', records(source), ASKED);
}

function records(source: TradeSource): TradeRecords {
  const closed = (filter: TradeFilter = {}) => selected(source.closed(), filter);
  return {
    open: (filter = {}) => source.open().filter((trade) => fits({ ...trade, closeDate: Number.POSITIVE_INFINITY }, filter)),
    closed,
    findClosed: (filter = {}, limit = FOUND_AT_MOST) => source.findClosed(filter, limit),
    openCount: () => source.open().length,
    openStake: () => source.open().reduce((sum, { stakeAmount }) => sum + stakeAmount, 0),
    closedProfit: (filter) => closed(filter).reduce((sum, { profitAbs }) => sum + profitAbs, 0),
    performance: (filter) => groupedProfit(closed(filter), ({ pair }) => pair).map(({ key, ...profit }) => ({ pair: key, ...profit })),
  };
}

/** What trades are selected by. */
interface Selectable {
  readonly pair: string;
  readonly openDate: number;
  readonly closeDate: number;
  readonly enterTag: string | null;
}

/** Whether a trade fits. */
export function fits({ pair, openDate, closeDate, enterTag }: Selectable, filter: TradeFilter): boolean {
  return (
    (filter.pair === undefined || filter.pair === pair) &&
    (filter.openedSince === undefined || openDate >= filter.openedSince) &&
    (filter.closedSince === undefined || closeDate >= filter.closedSince) &&
    (filter.enterTag === undefined || enterTag === filter.enterTag)
  );
}

/** Reads back from the newest one, no further than a filter by closing goes: it is asked for with every candle. */
function selected(closed: readonly ClosedTradeFacts[], filter: TradeFilter): readonly ClosedTradeFacts[] {
  let from = 0;
  if (filter.closedSince !== undefined) {
    from = closed.length;
    while (from > 0 && closed[from - 1]!.closeDate >= filter.closedSince) from--;
  }
  return (from === 0 ? closed : closed.slice(from)).filter((trade) => fits(trade, filter));
}
