import { numberIn } from '../column-kinds.ts';
import { joinedTrades } from '../trade-files.ts';
import { dateOf, plain } from './csv-candles.ts';
import { type CsvFile, cellsOf, linesOf, separatorOf } from './csv-files.ts';
import type { ReadTrades } from './kraken-trades.ts';

/** Places of the columns in a row; -1 for one that is not there. */
interface Places {
  readonly id: number;
  readonly time: number;
  readonly price: number;
  readonly amount: number;
  /** Whether the buyer's order had been waiting: then it was sold. */
  readonly maker: number;
  readonly side: number;
}

const NAMES: Readonly<Record<keyof Places, readonly string[]>> = {
  id: ['id', 'trade_id', 'tradeid', 'agg_trade_id', 'aggtradeid', 'tid'],
  time: ['time', 'timestamp', 'transact_time', 'trade_time', 'date', 'datetime', 'unix'],
  price: ['price', 'p'],
  amount: ['qty', 'quantity', 'amount', 'size', 'volume', 'vol', 'base_volume'],
  maker: ['is_buyer_maker', 'isbuyermaker', 'buyer_maker'],
  side: ['side', 'taker_side'],
};
/** Binance's files without a line of names, by their number of columns and where their first yes or no stands. */
const BINANCE: Readonly<Record<string, Places>> = {
  '7 5': { id: 0, price: 1, amount: 2, time: 4, maker: 5, side: -1 },
  '6 5': { id: 0, price: 1, amount: 2, time: 4, maker: 5, side: -1 },
  '8 6': { id: 0, price: 1, amount: 2, time: 5, maker: 6, side: -1 },
  '7 6': { id: 0, price: 1, amount: 2, time: 5, maker: 6, side: -1 },
};
const YES_OR_NO = /^(true|false)$/i;
/** Lines at the head of a file that may be something else: a title, an address. */
const MOST_AHEAD = 5;

/**
 * The trades of one pair out of its files: those of Binance's public data (`trades` and `aggTrades`, in milliseconds, or microseconds
 * since 2025), and any whose columns have names. The unit of times is found by their size.
 * @throws Error that says which columns are not found
 */
export function readCsvTrades(files: readonly CsvFile[]): ReadTrades {
  const [time, price, amount]: [number[], number[], number[]] = [[], [], []];
  const [id, side]: [(string | null)[], (string | null)[]] = [[], []];
  let rows = 0;
  for (const file of files) {
    let places: Places | null = null;
    let separator = ',';
    let ahead = 0;
    for (const line of linesOf(file.bytes())) {
      if (places === null) {
        separator = separatorOf(line);
        const cells = cellsOf(line, separator);
        const isData = cells.filter((cell) => numberIn(cell) !== null).length >= 3;
        places = isData ? (BINANCE[`${cells.length} ${cells.findIndex((cell) => YES_OR_NO.test(cell))}`] ?? null) : placesIn(cells);
        if (places === null && (isData || ++ahead > MOST_AHEAD))
          throw new Error(`${file.path} can't be used: its first line names no columns of trades (id, time, price, amount, side)`);
        if (!isData || places === null) continue;
      }
      rows++;
      const cells = cellsOf(line, separator);
      const number = (place: number) => numberIn(cells[place] ?? '') ?? Number.NaN;
      time.push(dateOf(cells[places.time], null) ?? Number.NaN);
      price.push(number(places.price));
      amount.push(number(places.amount));
      id.push(places.id < 0 ? null : (cells[places.id] ?? null));
      side.push(sideOf(cells, places));
    }
  }
  const found = joinedTrades({
    length: rows,
    time: Float64Array.from(time),
    id,
    type: new Array<null>(rows).fill(null),
    side,
    price: Float64Array.from(price),
    amount: Float64Array.from(amount),
    cost: Float64Array.from(price, (paid, row) => paid * amount[row]!),
  });
  return { ...found, rows };
}

function placesIn(cells: readonly string[]): Places | null {
  const names = cells.map(plain);
  const place = (wanted: readonly string[]) => wanted.map((name) => names.indexOf(name)).find((at) => at >= 0) ?? -1;
  const found: Places = {
    id: place(NAMES.id),
    time: place(NAMES.time),
    price: place(NAMES.price),
    amount: place(NAMES.amount),
    maker: place(NAMES.maker),
    side: place(NAMES.side),
  };
  return found.time < 0 || found.price < 0 || found.amount < 0 ? null : found;
}

function sideOf(cells: readonly string[], { maker, side }: Places): string | null {
  if (side >= 0) {
    const text = (cells[side] ?? '').toLowerCase();
    return text === 'b' || text === 'buy' ? 'buy' : text === 's' || text === 'sell' ? 'sell' : null;
  }
  const text = (cells[maker] ?? '').toLowerCase();
  return text === 'true' ? 'sell' : text === 'false' ? 'buy' : null;
}
