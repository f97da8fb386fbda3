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
  const defined = new Uint8Array(length);
  let count = 0;
  eachRun(
    bytes,
    1,
    length,
    (value, from, to) => {
      if ((value & 1) === 0) return;
      defined.fill(1, from, to);
      count += to - from;
    },
    (bit, from, to) => {
      for (let row = from, at = bit; row < to; row++, at++) {
        const isDefined = (bytes[at >> 3]! >> (at & 7)) & 1;
        defined[row] = isDefined;
        count += isDefined;
      }
    },
  );
  return { defined: count === length ? null : defined, count };
}

/** No dictionary has more values; a number and the bits before it lie within four bytes. */
const WIDEST = 25;

/** Puts the values of a dictionary, of which a page has the positions, into `target` from its start. @throws Error */
export function lookUp(page: Uint8Array, dictionary: Float64Array, target: Float64Array): void {
  const width = page[0] ?? 0;
  if (width > WIDEST) throw new Error('the file is damaged: a dictionary has too many values');
  // four bytes at a time, those behind the last too
  const bytes = new Uint8Array(page.length + 3);
  bytes.set(page.subarray(1));
  const view = new DataView(bytes.buffer);
  const mask = 2 ** width - 1;
  let highest = -1;
  eachRun(
    bytes.subarray(0, Math.max(0, page.length - 1)),
    width,
    target.length,
    (value, from, to) => {
      if (value > highest) highest = value;
      target.fill(dictionary[value] ?? Number.NaN, from, to);
    },
    (bit, from, to) => {
      for (let row = from, at = bit; row < to; row++, at += width) {
        const value = (view.getUint32(at >>> 3, true) >>> (at & 7)) & mask;
        if (value > highest) highest = value;
        target[row] = dictionary[value]!;
      }
    },
  );
  if (highest >= dictionary.length) throw new Error('the file is damaged: a value is not in its dictionary');
}
