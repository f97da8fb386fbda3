/** Messages over pipes: a length of four bytes (little endian), a letter for the kind, and the content. */

export const JSON_FRAME = 0x4a;
export const ARROW_FRAME = 0x41;
const HEAD = 5;

/** @throws RangeError for what is longer than four bytes tell */
export function jsonFrame(message: unknown): Buffer {
  const text = JSON.stringify(message);
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(HEAD + length);
  frame.writeUInt32LE(length, 0);
  frame[4] = JSON_FRAME;
  frame.write(text, HEAD);
  return frame;
}

export function arrowHead(content: Uint8Array): Buffer {
  const head = Buffer.allocUnsafe(HEAD);
  head.writeUInt32LE(content.length, 0);
  head[4] = ARROW_FRAME;
  return head;
}

/** A number as JSON can say it: what is no finite number is a text. */
export function numeral(value: number): number | string {
  return Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

/** A number as Python says it: one that is not finite comes as a table with its name. */
export function numberFrom(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('number' in value)) return Number(value);
  return value.number === 'inf' ? Number.POSITIVE_INFINITY : value.number === '-inf' ? Number.NEGATIVE_INFINITY : Number.NaN;
}

/** Reads what comes, frame by frame. */
export class FrameReader {
  readonly #read: (into: Uint8Array, offset: number, length: number) => number;
  #kept = Buffer.allocUnsafe(1 << 16);
  #from = 0;
  #to = 0;

  /** @param read waits for bytes; 0 where none come any more */
  constructor(read: (into: Uint8Array, offset: number, length: number) => number) {
    this.#read = read;
  }

  /** Whether something has come that was not taken yet. */
  get hasRest(): boolean {
    return this.#to > this.#from;
  }

  /** The next frame's content; null where there are no more. The bytes are good until the next call. @throws Error for another kind */
  next(kind: number): Uint8Array | null {
    const head = this.#take(HEAD);
    if (head === null) return null;
    const length = head.readUInt32LE(0);
    if (head[4] !== kind) throw new Error(`A message of kind ${head[4]} came where ${kind} was expected.`);
    return this.#take(length);
  }

  #take(count: number): Buffer | null {
    if (count > this.#kept.length) return this.#large(count);
    while (this.#to - this.#from < count) {
      if (this.#from > 0 && this.#from + count > this.#kept.length) {
        this.#kept.copyWithin(0, this.#from, this.#to);
        this.#to -= this.#from;
        this.#from = 0;
      }
      const read = this.#read(this.#kept, this.#to, this.#kept.length - this.#to);
      if (read === 0) return null;
      this.#to += read;
    }
    const part = this.#kept.subarray(this.#from, this.#from + count);
    this.#from += count;
    if (this.#from === this.#to) {
      this.#from = 0;
      this.#to = 0;
    }
    return part;
  }

  #large(count: number): Buffer | null {
    const whole = Buffer.alloc(count);
    let at = this.#kept.copy(whole, 0, this.#from, this.#to);
    this.#from = 0;
    this.#to = 0;
    while (at < count) {
      const read = this.#read(whole, at, count - at);
      if (read === 0) return null;
      at += read;
    }
    return whole;
  }
}
