import { join } from 'node:path';
import { storedTrades } from '../app/stored-trades.ts';
import { oneOf } from './data-options.ts';
import type { OptionSpec, Options } from './options.ts';
import { wantedResult } from './research-options.ts';

/** A trade as plots show it. Times are ms since epoch, UTC. */
export interface PlotTrade {
  readonly pair: string;
  readonly openDate: number;
  readonly closeDate: number;
  readonly isShort: boolean;
  readonly enterTag: string;
  readonly exitReason: string;
  /** Ratio, 0.01 = 1 %. */
  readonly profitRatio: number;
  /** Stake currency. */
  readonly profit: number;
}

export const TRADE_SOURCE_OPTIONS: readonly OptionSpec[] = [
  { names: ['db-url'], takes: 'value', help: 'database to take trades from, e.g. sqlite:///trades.sqlite' },
  { names: ['trade-source'], takes: 'value', help: 'where trades are: file (a backtest result, default) or DB' },
  { names: ['backtest-filename', 'export-filename'], takes: 'value', help: 'result file (default: the latest)' },
  { names: ['backtest-directory', 'export-directory'], takes: 'value', help: 'folder of results' },
];

/** Closed trades of a backtest result or a database. */
export async function plotTrades(options: Options, userFolder: string, strategy: string | null): Promise<PlotTrade[]> {
  if (oneOf(options, 'trade-source', ['DB', 'file'], 'file') === 'DB')
    return fromDatabase(String(options['db-url'] ?? `sqlite:///${join(userFolder, 'tradesv3.sqlite')}`));
  const stored = wantedResult(options, userFolder).strategy;
  const report = strategy !== null && Object.hasOwn(stored, strategy) ? stored[strategy] : Object.values(stored)[0];
  return ((report?.trades ?? []) as Record<string, unknown>[]).map((trade) => ({
    pair: String(trade['pair']),
    openDate: Number(trade['open_timestamp']),
    closeDate: Number(trade['close_timestamp']),
    isShort: trade['is_short'] === true,
    enterTag: String(trade['enter_tag'] ?? ''),
    exitReason: String(trade['exit_reason']),
    profitRatio: Number(trade['profit_ratio']),
    profit: Number(trade['profit_abs']),
  }));
}

async function fromDatabase(url: string): Promise<PlotTrade[]> {
  const closed = (await storedTrades(url)).filter(({ isOpen }) => !isOpen);
  return closed.map((trade) => ({
    pair: trade.pair,
    openDate: trade.openDate,
    closeDate: trade.closeDate ?? trade.openDate,
    isShort: trade.isShort,
    enterTag: trade.enterTag ?? '',
    exitReason: trade.exitReason ?? '',
    profitRatio: trade.closeProfit ?? 0,
    profit: trade.closeProfitAbs ?? 0,
  }));
}
