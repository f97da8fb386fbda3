import { candleEnd } from '../core/market/candle-calendar.ts';
import { type CandleRow, type Candles, columnsOf, sliceCandles } from '../core/market/candles.ts';
import { finishedRows } from '../core/market/closed-rows.ts';
import type { PublicTrade } from '../core/market/public-trade.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { EVERYTHING } from '../core/market/timerange.ts';
import { TradeColumns } from '../core/market/trade-columns.ts';
import { type CandleType, type DataFormat, joinedStored, loadCandles, saveCandles } from './candle-files.ts';
import { loadTrades, saveTrades } from './trade-files.ts';

/** Where candles and trades of the past come from. */
export interface PastSource {
  /** Candles that one request gives at most. */
  readonly candleLimit: number;
  candles(pair: string, timeframe: string, kind: CandleType, since: number): Promise<CandleRow[]>;
  trades(pair: string, since: number, afterId: string | null): Promise<PublicTrade[]>;
}

/** One file to be brought up to date. Times are ms since epoch, UTC. */
export interface DownloadPlan {
  readonly label: string;
  readonly pair: string;
  readonly kind: 'candles' | 'trades';
  readonly timeframe?: string;
  readonly type?: CandleType;
  readonly folder: string;
  readonly path: string;
  readonly format: DataFormat;
  /** Null: from where the file ends, or from `newFrom`. */
  readonly from: number | null;
  readonly to: number | null;
  readonly newFrom: number;
  readonly prepends: boolean;
  /** Whether the exchange is asked again for candles that are missing in between. */
  readonly fillsGaps: boolean;
}

export interface DownloadResult {
  readonly plan: DownloadPlan;
  /** Rows in the file. */
  readonly length: number;
  readonly problem: string | null;
}

export interface DownloadHooks {
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** @param ratio 0 to 1 */
  readonly onProgress: (rows: number, ratio: number) => void;
  readonly onWarning: (text: string) => void;
}

/** Pages after which what has come is written, so that a long download that is killed has not been for nothing. */
const SAVE_EVERY = 200;
/** Candles before those of the file that are joined to it at once. */
const FRONT = 100_000;
/** Candles of what is no price, and rates, that a request gives at least. */
const SHORTEST_REACH = 100;
/** Candles that an exchange tells at once, at least: gaps no further apart are asked for together. */
const ONE_PAGE = 300;

/** A range that is asked for. Times are ms since epoch, UTC. */
interface Part {
  readonly from: number;
  readonly to: number | null;
  /** Before what is known. */
  readonly isFront?: boolean;
}

/** Brings a candle file up to date: goes on where it ends, begins anew where there is none. @returns candles in the file */
export async function downloadCandles(plan: DownloadPlan, source: PastSource, hooks: DownloadHooks): Promise<number> {
  const { pair, timeframe = '', type = 'spot', folder, path, format } = plan;
  const length = timeframeMs(timeframe);
  let known = await loadCandles(folder, pair, timeframe, type, format, EVERYTHING, false, hooks.onWarning);
  if (known !== null && known.length === 0) known = null;
  // the last one runs still, as another program may have stored it
  const runs = known !== null && type !== 'funding_rate' && candleEnd(known.time.at(-1)!, length) > hooks.now();
  const parts: Part[] = [];
  const wanted = plan.from ?? plan.newFrom;
  if (known === null) parts.push({ from: wanted, to: plan.to });
  else {
    const first = known.time[0]!;
    // the last candle may have been running when it was stored
    const last = known.time[known.length - 1]!;
    if (plan.from !== null && plan.from < first) {
      // the newest first, each joined as a whole: one that is interrupted leaves no hole
      if (plan.prepends)
        for (let to = first; to > plan.from; to -= FRONT * length)
          parts.push({ from: Math.max(plan.from, to - FRONT * length), to, isFront: true });
      else hooks.onWarning(`starts only at ${new Date(first).toISOString()}; --prepend downloads what is before, --erase begins anew.`);
    }
    if (plan.fillsGaps) parts.push(...gapsIn(known.time, length, wanted, plan.to ?? last));
    if (plan.to === null || plan.to > last) parts.push({ from: last, to: plan.to });
    if (runs) known = sliceCandles(known, 0, known.length - 1);
  }
  // many exchanges look no further than one request reaches: before a pair was listed, and while nobody could trade it, there is nothing
  const reach = (type === 'spot' || type === 'futures' ? source.candleLimit : SHORTEST_REACH) * length;
  let isLater: boolean | null = known === null ? true : null;
  const goesOn = async (since: number, end: number): Promise<boolean> => {
    if (since + reach >= end) return false;
    isLater ??= (await source.candles(pair, timeframe, type, end - reach)).length > 0;
    return isLater;
  };
  let rows: CandleRow[] = [];
  const store = async (): Promise<number> => {
    if (rows.length > 0) known = joined(known, rows, type);
    rows = [];
    if (known === null) return 0;
    await saveCandles(path, known, format, type);
    return known.length;
  };
  let isInFront = false;
  try {
    for (const part of parts) {
      isInFront = part.isFront === true;
      let since = part.from;
      const end = part.to ?? hooks.now();
      for (let page = 1; since < end; page++) {
        hooks.signal.throwIfAborted();
        const asked = hooks.now();
        const found = (await source.candles(pair, timeframe, type, since)).filter(([at]) => at >= since && at <= end);
        if (found.length === 0) {
          if (!(await goesOn(since, end))) break;
          since += reach;
          continue;
        }
        // the running candle is left out: it will be whole the next time
        const finished = type === 'funding_rate' ? found : finishedRows(found, length, asked);
        for (const row of finished) rows.push(row);
        const last = found.at(-1)![0];
        hooks.onProgress(found.length, end > part.from ? (last - part.from) / (end - part.from) : 1);
        const next = candleEnd(last, length);
        if (next <= since || finished.length < found.length) break;
        since = next;
        if (page % SAVE_EVERY === 0 && !isInFront) await store();
      }
      if (isInFront) await store();
      isInFront = false;
    }
  } finally {
    if (isInFront) rows = [];
    if (rows.length > 0 || runs) await store();
  }
  return (known as Candles | null)?.length ?? 0;
}

/** Where candles are missing between others, from and to included; ms since epoch, UTC. */
function gapsIn(times: Candles['time'], length: number, from: number, to: number): { from: number; to: number }[] {
  const gaps: { from: number; to: number }[] = [];
  for (let row = 1; row < times.length; row++) {
    const [begin, next] = [candleEnd(times[row - 1]!, length), times[row]!];
    if (next <= begin || next <= from || begin > to) continue;
    const before = gaps.at(-1);
    if (before !== undefined && next - before.from <= ONE_PAGE * length) before.to = next - 1;
    else gaps.push({ from: begin, to: next - 1 });
  }
  return gaps;
}

/** What has come, and what was there and has not come again: the last candle may have been running. Gaps stay where nothing has come for them, as in freqtrade. */
function joined(before: Candles | null, added: readonly CandleRow[], type: CandleType): Candles {
  const fresh = new Set(added.map(([at]) => at));
  const rows: CandleRow[] = [];
  if (before !== null)
    for (let row = 0; row < before.length; row++)
      if (!fresh.has(before.time[row]!))
        rows.push([before.time[row]!, before.open[row]!, before.high[row]!, before.low[row]!, before.close[row]!, before.volume[row]!]);
  // a loop, since a long list can't be spread into arguments
  for (const row of added) rows.push(row);
  return joinedStored(columnsOf(rows), type);
}

/** Brings a file of public trades up to date. @returns trades in the file */
export async function downloadTrades(plan: DownloadPlan, source: PastSource, hooks: DownloadHooks): Promise<number> {
  const stored = await loadTrades(plan.path, plan.format);
  let known = stored;
  const begin = stored?.time.at(-1) ?? plan.from ?? plan.newFrom;
  let lastId = stored?.id.at(-1) ?? null;
  let since = begin;
  const end = plan.to ?? hooks.now();
  let added = new TradeColumns();
  // a page begins with what the one before ended with, or the file
  let before = new Set<string>();
  for (let row = stored?.length ?? 0; row > 0 && stored?.time[row - 1] === begin; row--) before.add(stored.id[row - 1] ?? '');
  const store = async (): Promise<void> => {
    known = added.behind(known);
    added = new TradeColumns();
    await saveTrades(plan.path, plan.format, known);
  };
  try {
    for (let page = 1; ; page++) {
      hooks.signal.throwIfAborted();
      const asked = since;
      const answer = await source.trades(plan.pair, since, lastId);
      const found = answer.filter(({ id, time }) => time >= begin && (id === null || !before.has(id)));
      const fresh = found.filter(({ time }) => time <= end);
      for (const trade of fresh) added.push(trade);
      const last = fresh.at(-1);
      if (last === undefined || fresh.length < found.length) break;
      before = new Set(answer.flatMap(({ id }) => (id === null ? [] : [id])));
      // without ids, a page within one millisecond would come again for ever
      since = last.id === null && last.time === asked ? last.time + 1 : last.time;
      lastId = last.id;
      hooks.onProgress(fresh.length, end > begin ? (since - begin) / (end - begin) : 1);
      if (page % SAVE_EVERY === 0) await store();
    }
  } finally {
    if (added.length > 0) await store();
  }
  return known?.length ?? 0;
}
