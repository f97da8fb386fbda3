import { groupedProfit } from '../core/statistics/grouped-profit.ts';
import type { ClosedTradeFacts } from '../core/trade/closed-trade.ts';
import type { CustomDatum, Trade } from '../core/trade/trade.ts';
import { lookedAt, type MethodParameters } from './looked-at.ts';

/** Which trades are meant; what is left out does not matter. Times are ms since epoch, UTC. */
export interface TradeFilter {
  readonly pair?: string;
  /** Opened then or later. */
  readonly openedSince?: number;
  /** Opened later than that, which is freqtrade's `open_date`. */
  readonly openedAfter?: number;
  /** Closed then or later. */
  readonly closedSince?: number;
  /** Closed later than that, which is freqtrade's `close_date`. */
  readonly closedAfter?: number;
  readonly enterTag?: string;
}

/** What closed trades of one kind brought. */
export interface Performance {
  /** Of everything staked, 0.01 = 1 %. */
  readonly profitRatio: number;
  /** Stake currency. */
  readonly profitAbs: number;
  readonly count: number;
}

export interface PairPerformance extends Performance {
  readonly pair: string;
}

/** Of an entry signal's tag; `Other` is what had none. */
export interface TagPerformance extends Performance {
  readonly enterTag: string;
}

export interface ReasonPerformance extends Performance {
  readonly exitReason: string;
}

/** What a strategy keeps with a trade that is over, until it is written. */
export interface KeptWithClosed {
  /** In the database. */
  readonly tradeId: number;
  readonly key: string;
  /** Null forgets it. */
  readonly datum: Pick<CustomDatum, 'value' | 'written'> | null;
}

/** Trades of this bot, or of this backtest, up to now. */
export interface TradeRecords {
  /** Oldest first. */
  open(filter?: TradeFilter): readonly Readonly<Trade>[];
  /** What is kept at hand of closed trades, in the order of closing. */
  closed(filter?: TradeFilter): readonly ClosedTradeFacts[];
  /** Closed trades whole, in the order of closing, where all are at hand: in a backtest. */
  whole?(): readonly Readonly<Trade>[];
  /** The same a page at a time, by their numbers, where they are in a database. @param after the number that the page before ended with */
  page?(after: number | null): Promise<{ readonly trades: readonly Readonly<Trade>[]; readonly isLast: boolean }>;
  /** Keeps something with a trade that is over. */
  keep?(kept: KeptWithClosed): void;
  /** Closed trades whole, with orders and custom data, newest first; read from the database. @param limit the newest so many */
  findClosed(filter?: TradeFilter, limit?: number): Promise<readonly Readonly<Trade>[]>;
  openCount(): number;
  /** Stake bound in open trades, stake currency. */
  openStake(): number;
  /** Profit of closed trades, stake currency. */
  closedProfit(filter?: TradeFilter): number;
  /** By pair, the most profitable first. */
  performance(filter?: TradeFilter): readonly PairPerformance[];
  /** By entry tag, the most profitable first. */
  tagPerformance(filter?: TradeFilter): readonly TagPerformance[];
  /** By exit reason, the most profitable first. */
  reasonPerformance(filter?: TradeFilter): readonly ReasonPerformance[];
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
/** As freqtrade calls it. */
const UNNAMED = 'Other';
const ASKED: MethodParameters<TradeRecords> = {
  open: [['filter', 'filter', true]],
  closed: [['filter', 'filter', true]],
  findClosed: [
    ['filter', 'filter', true],
    ['limit', 'levels', true],
  ],
  closedProfit: [['filter', 'filter', true]],
  performance: [['filter', 'filter', true]],
  tagPerformance: [['filter', 'filter', true]],
  reasonPerformance: [['filter', 'filter', true]],
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
    tagPerformance: (filter) =>
      groupedProfit(closed(filter), ({ enterTag }) => enterTag ?? UNNAMED).map(({ key, ...profit }) => ({ enterTag: key, ...profit })),
    reasonPerformance: (filter) =>
      groupedProfit(closed(filter), ({ exitReason }) => exitReason ?? UNNAMED).map(({ key, ...profit }) => ({
        exitReason: key,
        ...profit,
      })),
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
    (filter.openedAfter === undefined || openDate > filter.openedAfter) &&
    (filter.closedSince === undefined || closeDate >= filter.closedSince) &&
    (filter.closedAfter === undefined || closeDate > filter.closedAfter) &&
    (filter.enterTag === undefined || enterTag === filter.enterTag)
  );
}

/** Reads back from the newest one, no further than a filter by closing goes: it is asked for with every candle. */
function selected(closed: readonly ClosedTradeFacts[], filter: TradeFilter): readonly ClosedTradeFacts[] {
  const since = closedFrom(filter);
  let from = since === null ? 0 : closed.length;
  if (since !== null) while (from > 0 && closed[from - 1]!.closeDate >= since) from--;
  return (from === 0 ? closed : closed.slice(from)).filter((trade) => fits(trade, filter));
}

/** What closed before that fits no more; null where any time does. */
export function closedFrom({ closedSince, closedAfter }: TradeFilter): number | null {
  return closedSince ?? closedAfter ?? null;
}
