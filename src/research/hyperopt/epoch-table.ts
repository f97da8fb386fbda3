import { stakeDecimals } from '../../core/market/stake-decimals.ts';
import type { TableColumn } from '../tables/box-table.ts';
import { fixed, percent } from '../tables/python-text.ts';
import { winCells } from '../tables/win-cells.ts';
import { WORST_LOSS } from './epoch-runner.ts';
import type { EpochRow } from './epoch-text.ts';

/** A row of the table, with its place among the others. */
export interface PlacedRow extends EpochRow {
  readonly epoch: number;
  readonly isBest: boolean;
  readonly isInitial: boolean;
  /** Of a search for several losses at once: whether none is better in one without being worse in another. */
  readonly isFront?: boolean;
}

const right = (title: string): TableColumn => ({ title, align: 'right' });

/** freqtrade's columns of a search's tries. */
export const EPOCH_COLUMNS: readonly TableColumn[] = [
  { title: 'Best', align: 'left' },
  right('Epoch'),
  right('Trades'),
  right('Win  Draw  Loss  Win%'),
  right('Avg profit'),
  right('Profit'),
  right('Avg duration'),
  right('Objective'),
  right('Max Drawdown (Acct)'),
];

export function epochCells(row: PlacedRow, total: number): string[] {
  const coins = (value: number): string => `${fixed(value, stakeDecimals(row.stakeCurrency), true)} ${row.stakeCurrency}`;
  const ratio = (value: number): string => `(${percent(value, true)})`.padStart(10);
  return [
    `${row.isInitial ? '*' : ''}${row.isBest ? ' Best' : ''}${row.isFront ? ' Front' : ''}`.trimStart(),
    `${row.epoch}/${total}`,
    String(row.trades),
    winCells({ wins: row.wins, draws: row.draws, losses: row.defeats }),
    percent(row.profitMean),
    row.profitAbs === 0 ? '--' : `${coins(row.profitAbs)} ${ratio(row.profitRatio)}`,
    row.holdingAverage,
    row.loss === WORST_LOSS ? 'N/A' : row.losses.map((loss) => fixed(loss, 5, true)).join(', '),
    row.drawdownRatio === 0 ? '--' : `${coins(row.drawdownAbs)} ${ratio(row.drawdownRatio)}`,
  ];
}
