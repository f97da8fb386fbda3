/**
 * Parquet's runs: a small number repeated, or eight at a time packed into bits. Levels and positions in a dictionary are written so.
 * @param length how many numbers there are
 * @param onRepeated given the number, and which place it begins and ends at
 * @param onPacked given the bit at which packed numbers begin
 * @throws Error where there are fewer than announced
 */
export function eachRun(
  bytes: Uint8Array,
  width: number,
  length: number,
  onRepeated: (value: number, from: number, to: number) => void,
  onPacked: (bit: number, from: number, to: number) => void,
): void {
  let at = 0;
  for (let done = 0; done < length; ) {
    let head = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || factor > 2 ** 32) throw new Error('the file is damaged: a page has fewer rows than announced');
      head += (byte & 127) * factor;
      if (byte < 128) break;
    }
    const count = Math.min(length - done, head % 2 === 1 ? ((head - 1) / 2) * 8 : head / 2);
    const size = head % 2 === 1 ? Math.ceil((count * width) / 8) : Math.ceil(width / 8);
    if (at + size > bytes.length) throw new Error('the file is damaged: a page has fewer rows than announced');
    if (head % 2 === 1) {
      onPacked(at * 8, done, done + count);
      // the last of the eight may be there, or not
      at += ((head - 1) / 2) * width;
    } else {
      let value = 0;
      for (let byte = 0; byte < size; byte++) value += bytes[at + byte]! * 2 ** (8 * byte);
      at += size;
      onRepeated(value, done, done + count);
    }
    done += count;
  }
}

/** Which rows have a value, and how many. @returns `defined` null where all have one */
export function readLevels(bytes: Uint8Array, length: number): { readonly defined: Uint8Array | null; readonly count: number } {
  let defined: Uint8Array | null = null;
  let count = 0;
  eachRun(
    bytes,
    1,
    length,
    (value, from, to) => {
      if ((value & 1) === 1) count += to - from;
      // mostly every row of a page has a value
      if (value === 1 && to - from === length) return;
      defined ??= new Uint8Array(length);
      defined.fill(value & 1, from, to);
    },
    (bit, from, to) => {
      defined ??= new Uint8Array(length);
      count += putBits(bytes, bit, defined.subarray(from, to));
    },
  );
  return { defined: count === length ? null : defined, count };
}

/** One bit a row. @returns how many are set */
function putBits(bytes: Uint8Array, start: number, rows: Uint8Array): number {
  let count = 0;
  for (let row = 0, at = start; row < rows.length; row++, at++) {
    const bit = (bytes[at >> 3]! >> (at & 7)) & 1;
    rows[row] = bit;
    count += bit;
  }
  return count;
}
