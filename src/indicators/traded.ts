import * as arena from './arena.ts';
import type { Column, Mask } from './column.ts';

/** What is read of columns for trading, once they are made, by loops of the kernels. */

/** Lets kernels look at columns; room they take beside is free afterwards. */
function looked<T>(inputs: readonly (Column | Mask)[], look: (...addresses: number[]) => T): T {
  arena.makeRoom();
  for (const input of inputs) input.settleIn();
  const end = arena.end();
  try {
    return look(...inputs.map((input) => input.placed()));
  } finally {
    arena.freeTo(end);
  }
}

/** A byte for each row: bit `n` is set where column `n` is 1. Null stands for a column that is not there. @internal */
export function signalBytes(columns: readonly (Column | null)[], length: number): Uint8Array<ArrayBuffer> {
  const there = columns.flatMap((column, bit) => (column === null ? [] : [{ column, bit: 1 << bit }]));
  if (there.length === 0) return new Uint8Array(length);
  return looked(
    there.map(({ column }) => column),
    (...addresses) => {
      const out = arena.reserve(length);
      arena.bytesAt(out, length).fill(0);
      for (const [index, { bit }] of there.entries()) arena.kernels.addSignal(out, addresses[index]!, length, bit);
      return copied(arena.bytesAt(out, length));
    },
  );
}

/** Prices as whole numbers, each so many a unit, from one row to before another; null where a price would not come out the same again. @internal */
export function wholePrices(column: Column, per: number, start: number, end: number, isShared = false): Int32Array | null {
  return looked([column], (address) => {
    const out = arena.reserve(4 * column.length);
    if (!arena.kernels.toWhole(out, address, column.length, per)) return null;
    const bytes = arena.bytesAt(out + 4 * start, 4 * (end - start));
    if (!isShared) return new Int32Array(bytes.slice().buffer);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    return new Int32Array(shared.buffer);
  });
}

/** Looks for the first row with a price that needs more digits than `per` has; `end` where there is none, or the row before it. @internal */
export function finerPrices(columns: readonly [open: Column, high: Column, low: Column, close: Column]) {
  return (from: number, end: number, per: number): number =>
    looked(columns, (open = 0, high = 0, low = 0, close = 0) => arena.kernels.firstFiner(open, high, low, close, from, end, per));
}

/** Rows whose byte has one of the marks, in their order. @internal */
export function markedRows(bytes: Uint8Array, marks: number): Int32Array {
  arena.makeRoom();
  const end = arena.end();
  try {
    const at = arena.reserve(bytes.length);
    arena.bytesAt(at, bytes.length).set(bytes);
    const out = arena.reserve(Int32Array.BYTES_PER_ELEMENT * bytes.length);
    const count = arena.kernels.markedRows(out, at, bytes.length, marks);
    return new Int32Array(copied(arena.bytesAt(out, Int32Array.BYTES_PER_ELEMENT * count)).buffer);
  } finally {
    arena.freeTo(end);
  }
}

function copied(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
