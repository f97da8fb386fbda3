import { BacktestError } from '../backtest-settings.ts';

const DAY = 86_400_000;

/** Where parameters are searched, and where they are tried afterwards; ms since epoch, UTC, ends excluded. */
export interface Window {
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly testFrom: number;
  readonly testTo: number;
}

/** Windows that roll over a range, each test part behind the one before. @throws BacktestError where there is no room for one */
export function rollingWindows(from: number, to: number, trainDays: number, testDays: number): Window[] {
  const windows: Window[] = [];
  for (let trainFrom = from; ; trainFrom += testDays * DAY) {
    const trainTo = trainFrom + trainDays * DAY;
    if (trainTo >= to) break;
    windows.push({ trainFrom, trainTo, testFrom: trainTo, testTo: Math.min(to, trainTo + testDays * DAY) });
  }
  if (windows.length > 0) return windows;
  const days = Math.round((to - from) / DAY);
  throw new BacktestError(
    `The timerange has ${days} days, too few for ${trainDays} days to search and ${testDays} to try: choose fewer, or a longer timerange.`,
  );
}

/** A part of time as `--timerange` has it, whose end is included there. */
export function timerangeText(from: number, to: number): string {
  return `${Math.round(from / 1000)}-${Math.round(to / 1000) - 1}`;
}
