import { numberIn } from '../column-kinds.ts';
import { type FoundTrades, joinedTrades } from '../trade-files.ts';
import { type CsvFile, cellsOf, linesOf } from './csv-files.ts';
import { readVendorName } from './vendor-name.ts';

/** Kraken's history of trades: time in seconds, price, amount; a file a pair, by Kraken's name of it. */

/** Trades out of CSV files, and how many lines there were. */
export interface ReadTrades extends FoundTrades {
  readonly rows: number;
}

/** Files by the pair that their names tell. */
export function filesByPair(files: readonly CsvFile[]): Map<string, CsvFile[]> {
  const byPair = new Map<string, CsvFile[]>();
  for (const file of files) {
    const { pair } = readVendorName(file.name);
    if (pair === null) continue;
    const known = byPair.get(pair);
    if (known === undefined) byPair.set(pair, [file]);
    else known.push(file);
  }
  return byPair;
}

/** The trades of one pair out of its files. Lines without a number for a time, such as titles, are left out. */
export function readKrakenTrades(files: readonly CsvFile[]): ReadTrades {
  const [time, price, amount]: [number[], number[], number[]] = [[], [], []];
  let rows = 0;
  for (const file of files)
    for (const line of linesOf(file.bytes())) {
      rows++;
      const [at, paid, size] = cellsOf(line, ',').map(numberIn);
      time.push(at === null || at === undefined ? Number.NaN : Math.trunc(at * 1e3));
      price.push(paid ?? Number.NaN);
      amount.push(size ?? Number.NaN);
    }
  const length = time.length;
  const empty = new Array<string>(length).fill('');
  const found = joinedTrades({
    length,
    time: Float64Array.from(time),
    id: empty,
    type: empty,
    side: empty,
    price: Float64Array.from(price),
    amount: Float64Array.from(amount),
    cost: Float64Array.from(price, (paid, row) => paid * amount[row]!),
  });
  return { ...found, rows };
}
