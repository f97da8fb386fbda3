import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StudySources } from '../../research/hyperopt/open-study.ts';
import { storedWindow, type Walked, type WalkReport, walkName, walkSummary } from '../../research/hyperopt/walk-report.ts';
import { timerangeText, type Window } from '../../research/hyperopt/windows.ts';
import { runSearch, type SearchOrder, tryOn } from './search.ts';

/** A search that is done again and again over rolling parts of the past; plain data. */
export interface WalkOrder {
  readonly order: SearchOrder;
  readonly windows: readonly Window[];
  readonly trainDays: number;
  readonly testDays: number;
}

/** How a walk is going. */
export interface WalkNews {
  /** @param index from 0 on */
  readonly onWindow: (index: number, window: Window) => void;
  /** A try of a window. */
  readonly onEpoch: (index: number, epoch: number) => void;
  readonly onWalked: (walked: Walked) => void;
}

/**
 * Searches on each window and tries the best on the days behind it. The tries of all windows are kept in a folder beside the report.
 * @returns the report and its file; where it was stopped, of the windows so far
 * @throws BacktestError, StrategyError, StrategyLoadError, ConfigurationError, CandleFileError
 */
export async function walkForward(
  { order, windows, trainDays, testDays }: WalkOrder,
  sources: StudySources,
  news: WalkNews,
  signal: AbortSignal,
): Promise<{ readonly report: WalkReport; readonly file: string }> {
  const place = freePlace(order, sources.now);
  const walked: Walked[] = [];
  for (const [index, window] of windows.entries()) {
    if (signal.aborted) break;
    news.onWindow(index, window);
    const one = await walk(order, place, window, sources, (epoch) => news.onEpoch(index, epoch), signal);
    walked.push(one);
    news.onWalked(one);
  }
  const { strategy, losses, epochs, request } = order;
  const report: WalkReport = {
    ...{ strategy, loss_names: losses, timerange: request.timerange, train_days: trainDays, test_days: testDays, epochs },
    stake_currency: request.config.stake_currency,
    windows: walked.map(storedWindow),
    summary: walkSummary(walked),
  };
  const file = `${place}.json`;
  mkdirSync(order.resultFolder, { recursive: true });
  writeFileSync(file, JSON.stringify(report, null, 2));
  return { report, file };
}

async function walk(
  order: SearchOrder,
  place: string,
  window: Window,
  sources: StudySources,
  onEpoch: (epoch: number) => void,
  signal: AbortSignal,
): Promise<Walked> {
  const { trainFrom, trainTo, testFrom, testTo } = window;
  const request = { ...order.request, timerange: timerangeText(trainFrom, trainTo) };
  const news = { onBegin: () => undefined, onEpoch: ({ epoch }: { epoch: number }) => onEpoch(epoch), onInfo: () => undefined };
  const { best, file } = await runSearch({ ...order, request, resultFolder: place, resume: null }, sources, news, signal);
  const after = best === null ? null : await tryOn(order, timerangeText(testFrom, testTo), best.params_dict, sources);
  return { window, filename: join(basename(place), basename(file)), found: best, after };
}

/** Two walks of one second have places of their own. */
function freePlace({ resultFolder, strategy }: SearchOrder, now: () => number): string {
  for (let at = now(); ; at += 1000) {
    const place = join(resultFolder, walkName(strategy, at));
    if (!existsSync(place) && !existsSync(`${place}.json`)) return place;
  }
}
