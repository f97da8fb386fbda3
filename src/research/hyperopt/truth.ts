import { fixed, percent } from '../tables/python-text.ts';
import type { Importance } from './importance.ts';
import type { EpochResult } from './present-epoch.ts';
import { type ReshuffledFalls, reshuffledFalls } from './reshuffle.ts';
import { type StoredFigures, storedFigures } from './stored-figures.ts';

/** Whether the best try of a search was luck; beside its tries. */
export interface Truth {
  /** Number of the try. */
  readonly epoch: number;
  readonly in_sample: StoredFigures;
  /** What it does on the candles behind those it was found on; null where there are none. */
  readonly out_of_sample: { readonly timerange: string; readonly figures: StoredFigures } | null;
  /** Null where it made no trade. */
  readonly reshuffled: ReshuffledFalls | null;
}

/** How often trades are dealt again, and what the chances begin with. */
const [RUNS, SEED] = [1000, 1];
/** Parameters with a smaller part in the differences are not named. */
const LEAST_SHARE = 0.01;

/** What the drawdown of a try might have been, had its trades come in another order; null without trades. */
export function reshuffledOf({
  results_metrics: { trades, starting_balance: balance },
}: Pick<EpochResult, 'results_metrics'>): ReshuffledFalls | null {
  const sorted = [...trades].sort((a, b) => a.close_timestamp - b.close_timestamp);
  return reshuffledProfits(
    sorted.map(({ profit_abs: profit }) => profit ?? 0),
    balance,
  );
}

/** @param profits stake currency, in the order of closing */
export function reshuffledProfits(profits: readonly number[], balance: number): ReshuffledFalls | null {
  return profits.length === 0 ? null : reshuffledFalls(profits, balance, RUNS, SEED);
}

/** @param after what it did on the candles behind, and when they were; null where there are none */
export function truthOf(
  epoch: number,
  best: EpochResult,
  after: { readonly timerange: string; readonly result: EpochResult } | null,
): Truth {
  return {
    epoch,
    in_sample: storedFigures(best),
    out_of_sample: after === null ? null : { timerange: after.timerange, figures: storedFigures(after.result) },
    reshuffled: reshuffledOf(best),
  };
}

/** Which parameters matter; empty where nothing is known. */
export function importanceText(importance: readonly Importance[]): string {
  const known = importance.filter(({ share }) => share >= LEAST_SHARE);
  if (known.length === 0) return '';
  return `\nParameters that matter: ${known.map(({ name, share }) => `${name} ${Math.round(share * 100)} %`).join(', ')}.\n`;
}

/** The truth in words, for the end of a report. */
export function truthText({ out_of_sample: after, reshuffled }: Truth): string {
  const outside =
    after === null
      ? '\nOut of sample: there are no candles behind the timerange to try the best on; freqtrade walk-forward tries more than one.\n'
      : `\nOut of sample: ${figuresText(after.figures)}\n`;
  return `${outside}${reshuffled === null ? '' : reshuffledText(reshuffled)}`;
}

function figuresText(figures: StoredFigures): string {
  const { total_trades: trades, wins, draws, losses, stake_currency: currency } = figures;
  return [
    `${trades} trades. ${wins}/${draws}/${losses} Wins/Draws/Losses. Avg profit ${percent(figures.profit_mean)}.`,
    `Total profit ${fixed(figures.profit_total_abs, 8)} ${currency} (${percent(figures.profit_total)}).`,
    `Max drawdown ${percent(figures.max_drawdown_account)}. Objective: ${figures.loss_values.map((loss) => fixed(loss, 5)).join(', ')}`,
  ].join(' ');
}

export function reshuffledText({ actual, median, worst5, worst, runs }: ReshuffledFalls): string {
  return `Largest drawdown: ${percent(actual)}; had the same trades come in another order (${runs} times): ${percent(median)} half of the time, up to ${percent(worst5)} nineteen times of twenty, ${percent(worst)} at worst.\n`;
}
