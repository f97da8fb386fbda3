import type { WalletRows } from '../../backtest/wallet-history.ts';
import { GrowingFeather, type GrowingKind, type GrowingRows } from '../../data/feather/growing-feather.ts';

const COLUMNS: ReadonlyMap<string, GrowingKind> = new Map<string, GrowingKind>([
  ['index', { kind: 'integer' }],
  ['date', { kind: 'time', unit: 'us' }],
  ['currency', { kind: 'category' }],
  ['rate', { kind: 'number' }],
  ['balance', { kind: 'number' }],
  ['total_quote', { kind: 'number' }],
]);

/** freqtrade's wallet file: date, currency, rate, balance and their product. Rows are packed as they come. */
export class WalletFile {
  readonly #file = new GrowingFeather(COLUMNS);
  #currencies = 0;

  add({ length, date, currency, rate, balance, currencies }: WalletRows): void {
    const first = this.#file.length;
    this.#currencies = currencies.length;
    const [index, total] = [new Float64Array(length), new Float64Array(length)];
    for (let row = 0; row < length; row++) {
      index[row] = first + row;
      total[row] = rate[row]! * balance[row]!;
    }
    this.#file.add(
      length,
      new Map<string, GrowingRows>([
        ['index', index],
        ['date', date.subarray(0, length)],
        ['currency', { codes: currency.subarray(0, length), names: currencies }],
        ['rate', rate.subarray(0, length)],
        ['balance', balance.subarray(0, length)],
        ['total_quote', total],
      ]),
    );
  }

  /** The file, in pieces that follow each other. */
  pieces(): readonly Uint8Array[] {
    // whole numbers where the stake alone is held
    if (this.#currencies < 2) this.#file.replace('rate', { kind: 'integer' }, new Float64Array(this.#file.length).fill(1));
    return this.#file.pieces();
  }
}
