import { civil, isoDay, weekday } from '../../core/market/calendar.ts';
import { roundEven } from '../../core/statistics/even-rounding.ts';
import { pairwiseSum } from '../../core/statistics/sums.ts';
import { outcomes, profitFactor, type TradeResult } from './figures.ts';

export const BREAKDOWNS = ['day', 'week', 'month', 'year', 'weekday'] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

const DAY = 86_400_000;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What a period needs to know of a trade. */
type ClosedResult = Pick<TradeResult, 'closeDate' | 'profitAbs'>;

export interface BreakdownRow {
  /** The last day of the period, or a day of the week. */
  readonly name: string;
  /** ms since epoch, UTC, of that day; the number of a day of the week, Monday is 0. */
  readonly at: number;
  /** Stake currency. */
  readonly profitAbs: number;
  readonly wins: number;
  readonly draws: number;
  readonly losses: number;
  readonly trades: number;
  readonly profitFactor: number;
}

/** Results by the period they closed in, empty periods between the first and the last included. A period is named by its last day. */
export function breakdown(results: readonly ClosedResult[], by: Breakdown): BreakdownRow[] {
  if (results.length === 0) return [];
  const groups = new Map<number, ClosedResult[]>();
  const keys = new Map<number, number>();
  for (const result of results) {
    const day = Math.floor(result.closeDate / DAY);
    let key = keys.get(day);
    if (key === undefined) {
      key = by === 'weekday' ? weekday(result.closeDate) : lastDay(result.closeDate, by);
      keys.set(day, key);
    }
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [result]);
    else group.push(result);
  }
  const sorted = [...groups.keys()].sort((a, b) => a - b);
  if (by === 'weekday') return sorted.map((key) => row(WEEKDAYS[key]!, key, groups.get(key) ?? []));
  const rows: BreakdownRow[] = [];
  const last = sorted[sorted.length - 1]!;
  for (let key = sorted[0]!; key <= last; key = lastDay(key + DAY, by)) rows.push(row(europeanDay(key), key, groups.get(key) ?? []));
  return rows;
}

function lastDay(at: number, by: Exclude<Breakdown, 'weekday'>): number {
  const day = Math.floor(at / DAY);
  if (by === 'day') return day * DAY;
  // weeks end on Monday
  if (by === 'week') return (day + ((7 - weekday(at)) % 7)) * DAY;
  for (let next = day; ; next++) {
    const after = civil(next + 1);
    if (after.day === 1 && (by === 'month' || after.month === 1)) return next * DAY;
  }
}

function europeanDay(at: number): string {
  const [year, month, day] = isoDay(at).split('-');
  return `${day}/${month}/${year}`;
}

function row(name: string, at: number, results: readonly ClosedResult[]): BreakdownRow {
  return {
    name,
    at,
    profitAbs: roundEven(pairwiseSum(results.map(({ profitAbs }) => profitAbs)), 10),
    ...outcomes(results),
    trades: results.length,
    profitFactor: roundEven(profitFactor(results), 8),
  };
}
