import { instantiate, type KernelMemory, type Kernels } from '../../kernels/dist/kernels.mjs';

/** The content is not packed as was said, or is damaged. */
export class UnpackingError extends Error {}

const PAGE = 65_536;
/** Bytes behind packed and unpacked content that the kernel may run over. */
const PADDING = 64;
/** Bytes of memory that may stay when nothing is unpacked. */
const LITTLE = 64 << 20;

/** Where something may lie, behind what ends there. */
const behind = (end: number): number => (end + PADDING) & ~15;

/** There are so many bytes of memory then; what lies in it stays, views on it are gone. @throws RangeError where there is no room */
function reach(memory: KernelMemory, end: number): void {
  const missing = end + PADDING - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}

let opened: { readonly kernels: Kernels; readonly memory: KernelMemory } | null = null;

/**
 * Unpacks LZ4 and Snappy in memory of a kernel, two to three times as fast as JavaScript. There is one such memory: what it gives
 * is gone with the next.
 */
export class Unpacking {
  readonly #kernels: Kernels;
  readonly #memory: KernelMemory;
  readonly #source: number;
  readonly #target: number;
  readonly #size: number;

  /** @param size bytes that the content has @throws RangeError where there is no room for so many */
  constructor(packed: Uint8Array, size: number) {
    opened ??= instantiate();
    const { kernels, memory } = opened;
    [this.#kernels, this.#memory, this.#size] = [kernels, memory, size];
    this.#source = behind(kernels.heap.value);
    this.#target = behind(this.#source + packed.length);
    reach(memory, this.#target + size);
    new Uint8Array(memory.buffer, this.#source, packed.length).set(packed);
  }

  /**
   * One block of LZ4.
   * @param start and `end`: of the packed block @param to where its content begins @returns where that ends @throws UnpackingError
   */
  lz4(start: number, end: number, to: number): number {
    const [source, target] = [this.#source, this.#target];
    const found = this.#kernels.unpackLz4(source + start, source + end, target, target + this.#size, target + to);
    // an empty block ends where it began, which is never 0
    if (found === 0) throw new UnpackingError('the content is no LZ4, or is damaged');
    return found - target;
  }

  /** The rest from `start` on, in Snappy. @returns where its content ends @throws UnpackingError */
  snappy(start: number, end: number): number {
    const [source, target] = [this.#source, this.#target];
    const found = this.#kernels.unpackSnappy(source + start, source + end, target, target + this.#size);
    if (found === 0) throw new UnpackingError('the content is no Snappy, or is damaged');
    return found - target;
  }

  /** A block that is not packed. @returns where it ends */
  copied(start: number, end: number, to: number): number {
    if (to + end - start > this.#size) throw new UnpackingError('more content than announced');
    new Uint8Array(this.#memory.buffer).copyWithin(this.#target + to, this.#source + start, this.#source + end);
    return to + end - start;
  }

  /**
   * The content, only until something else is unpacked. It begins at a multiple of 16 bytes.
   * @param end where it ended @throws UnpackingError where that is too early
   */
  look(end: number): Uint8Array {
    if (end !== this.#size) throw new UnpackingError('less content than announced');
    if (this.#memory.buffer.byteLength > LITTLE) opened = null;
    return new Uint8Array(this.#memory.buffer, this.#target, this.#size);
  }
}

/** Bytes of the table that packing needs. */
const PACKING_TABLE = 65_536;

/** A block packed in LZ4, only until something else is packed or unpacked. */
export function packBlock(content: Uint8Array): Uint8Array {
  opened ??= instantiate();
  const { kernels, memory } = opened;
  const table = behind(kernels.heap.value);
  const source = behind(table + PACKING_TABLE);
  const target = behind(source + content.length);
  reach(memory, target + content.length + Math.ceil(content.length / 255) + 16);
  new Uint8Array(memory.buffer, source, content.length).set(content);
  const end = kernels.packLz4(source, content.length, target, table);
  return new Uint8Array(memory.buffer, target, end - target);
}

/**
 * Puts values of a dictionary where Parquet's runs say.
 * @param runs what a look has given, which is gone afterwards, or other bytes @param width bits of a position, below 32
 * @throws UnpackingError
 */
export function lookUpRuns(runs: Uint8Array, width: number, dictionary: Float64Array, target: Float64Array): void {
  opened ??= instantiate();
  const { kernels, memory } = opened;
  const isThere = runs.buffer === memory.buffer;
  const { length } = runs;
  const source = isThere ? runs.byteOffset : behind(kernels.heap.value);
  const values = behind(source + length);
  const rows = behind(values + dictionary.byteLength);
  reach(memory, rows + target.byteLength);
  if (!isThere) new Uint8Array(memory.buffer, source, length).set(runs);
  new Float64Array(memory.buffer, values, dictionary.length).set(dictionary);
  const fault = kernels.lookUpRuns(source, source + length, width, values, dictionary.length, rows, target.length);
  if (fault === 1) throw new UnpackingError('the file is damaged: a page has fewer rows than announced');
  if (fault === 2) throw new UnpackingError('the file is damaged: a value is not in its dictionary');
  target.set(new Float64Array(memory.buffer, rows, target.length));
}

/** Whether whole numbers of 64 bits, which a look has given, rise by the same step from one to the next. */
export function risesBy(look: Uint8Array, length: number, step: number): boolean {
  if (opened !== null && look.buffer === opened.memory.buffer) return Boolean(opened.kernels.risesBy(look.byteOffset, length, step));
  const values = new BigInt64Array(look.buffer, look.byteOffset, length);
  const by = BigInt(step);
  for (let row = 1; row < length; row++) if (values[row]! - values[row - 1]! !== by) return false;
  return true;
}
