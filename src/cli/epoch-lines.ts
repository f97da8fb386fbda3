import { EPOCH_COLUMNS, epochCells, type PlacedRow } from '../research/hyperopt/epoch-table.ts';
import { ParetoFront } from '../research/hyperopt/pareto-front.ts';
import { StreamedTable } from '../research/tables/streamed-table.ts';

const EVERY_MS = 200;
/** Widths that the cells of a search's table seldom exceed; for several losses others. */
const WIDTHS = [6, 9, 6, 22, 10, 24, 15, 11, 23];
const [MARKS, WITH_FRONT, OBJECTIVE, EACH_LOSS] = [0, 12, 7, 11];

function widthsOf(losses: number): number[] {
  const several = new Map([
    [MARKS, WITH_FRONT],
    [OBJECTIVE, EACH_LOSS * losses],
  ]);
  return WIDTHS.map((width, index) => (losses > 1 ? (several.get(index) ?? width) : width));
}

/** Tries as they come: the best and those that join the front of several losses, or all, in a table on standard output, and on a terminal a line that tells how far it is. */
export class EpochLines {
  readonly #total: number;
  readonly #showsAll: boolean;
  readonly #table: StreamedTable;
  readonly #isWatched = process.stderr.isTTY;
  readonly #front = new ParetoFront<Pick<PlacedRow, 'losses'>>(1);
  #begun = 0;
  #known = 0;
  #done = 0;
  #best: number | null = null;
  #shownAt = 0;

  /** @param losses how many a try has @param width columns of the terminal */
  constructor(total: number, showsAll: boolean, losses: number, width: number) {
    this.#total = total;
    this.#showsAll = showsAll;
    this.#table = new StreamedTable('Hyperopt results', EPOCH_COLUMNS, widthsOf(losses), width, (text) => {
      this.#wipe();
      process.stdout.write(text);
    });
  }

  /** While candles are read and indicators are made. @param ratio 0 to 1 */
  load(ratio: number): void {
    this.#show(`Candles and indicators ${Math.round(ratio * 100)} %`);
  }

  /** @param known tries of an earlier run */
  begin(known: number): void {
    this.#known = known;
    this.#done = known;
    this.#begun = performance.now();
  }

  add(row: PlacedRow): void {
    this.#done = row.epoch;
    if (row.isBest) this.#best = row.loss;
    const isFront = this.#front.add({ losses: row.losses });
    if (row.isBest || isFront || this.#showsAll) this.#table.add(epochCells({ ...row, isFront }, this.#total));
    const seconds = Math.max(0.001, (performance.now() - this.#begun) / 1000);
    const rate = (this.#done - this.#known) / seconds;
    const left = Math.round((this.#total - this.#done) / Math.max(rate, 1e-6));
    const best = this.#best === null ? '' : `, best ${this.#best.toFixed(5)}`;
    this.#show(`Epochs ${this.#done}/${this.#total}, ${rate.toFixed(1)} a second, ${left} s left${best}`);
  }

  end(): void {
    this.#wipe();
    this.#table.end();
  }

  #show(text: string): void {
    if (!this.#isWatched || performance.now() - this.#shownAt < EVERY_MS) return;
    this.#shownAt = performance.now();
    process.stderr.write(`\r\x1b[K${text}`);
  }

  #wipe(): void {
    if (!this.#isWatched || this.#shownAt === 0) return;
    process.stderr.write('\r\x1b[K');
    this.#shownAt = 0;
  }
}
