import { CANDLE_COLUMNS } from '../core/market/candles.ts';
import * as arena from '../indicators/arena.ts';
import { Column } from '../indicators/column.ts';
import type { CandleColumns } from './data-frame.ts';

type CandleColumn = (typeof CANDLE_COLUMNS)[number];

/** Recorded candles that are put where they are wanted. */
export interface CandleSource {
  readonly length: number;
  /** Puts a column into an array of its length. */
  readonly put: (name: CandleColumn, target: Float64Array) => void;
}

/**
 * Candles from one row to before another, laid where the indicators work: nothing is copied. They are put there again when they are asked for
 * after an analysis. Null where a value is missing.
 */
export function laidCandles(source: CandleSource, time: Float64Array, from: number, to: number): CandleColumns | null {
  const { length } = source;
  const lay = (name: CandleColumn): number => {
    const address = arena.reserve(8 * length);
    source.put(name, arena.numbersAt(address, length));
    return address + 8 * from;
  };
  arena.makeRoom();
  const since = arena.end();
  const addresses = CANDLE_COLUMNS.map(lay);
  if (!addresses.every((address) => Boolean(arena.kernels.isWhole(address, to - from)))) {
    arena.freeTo(since);
    return null;
  }
  const column = (name: CandleColumn, place: number): Column =>
    new Column(new arena.Slot(addresses[place]!, to - from, { inputs: [], again: () => lay(name), steps: 1 }));
  return {
    length: to - from,
    time,
    open: column('open', 0),
    high: column('high', 1),
    low: column('low', 2),
    close: column('close', 3),
    volume: column('volume', 4),
  };
}
