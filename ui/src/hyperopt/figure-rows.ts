import type { HyperoptFigures } from 'freqtrade-client';
import { money, percent } from '../format.ts';
import { t } from '../messages/index.ts';
import { lossName, lossText } from './loss-text.ts';

/** One figure of several tries beside each other. */
export interface FigureRow {
  readonly key: string;
  readonly label: string;
  readonly values: readonly string[];
}

/** What tries did, figure by figure; a dash for one that is not there. */
export function figureRows(lossNames: readonly string[], sides: readonly (HyperoptFigures | null)[]): FigureRow[] {
  const currency = sides.find((side) => side !== null)?.stake_currency ?? '';
  const row = (key: string, label: string, write: (side: HyperoptFigures) => string): FigureRow => ({
    key,
    label,
    values: sides.map((side) => (side === null ? '–' : write(side))),
  });
  return [
    ...lossNames.map((name, index) => row(`loss ${name}`, lossName(name), ({ loss_values: losses }) => lossText(losses[index]))),
    row('trades', t('trade.trades'), (side) => String(side.total_trades)),
    row('won', t('result.winrate'), (side) => percent(side.total_trades === 0 ? 0 : side.wins / side.total_trades, false)),
    row('profit', t('trade.profit'), (side) => percent(side.profit_total)),
    row('profit_abs', t('hyperopt.profitIn', { currency }), (side) => money(side.profit_total_abs, side.stake_currency, true)),
    row('drawdown', t('profit.drawdown'), (side) => percent(side.max_drawdown_account, false)),
    row('held', t('hyperopt.held'), (side) => side.holding_avg),
  ];
}
