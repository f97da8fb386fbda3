import { must } from '../../core/must.ts';
import { type ColumnKind, fileOf, longs, numberBytes, type PackedColumn, wordBuffers } from './feather.ts';
import { blocksOf, frameAround, framedBlock } from './lz4.ts';

/** Numbers; moments in ms since epoch, UTC; or texts of few different words. */
export type GrowingKind = ColumnKind & { readonly kind: 'number' | 'integer' | 'time' | 'category' };

/** Texts by their position in words, to which later parts only add. */
export interface GrowingWords {
  readonly codes: Int32Array;
  readonly names: readonly string[];
}

/** Rows of a column. */
export type GrowingRows = Float64Array | GrowingWords;

interface GrowingColumn {
  readonly kind: GrowingKind;
  /** Of texts where each ends. */
  readonly values: PackedBuffer;
  /** Bytes of texts; null where there are none. */
  readonly texts: PackedBuffer | null;
}

/** A feather file whose rows come in parts: each part is packed when it comes, so that no more than one lies in memory as it was. */
export class GrowingFeather {
  readonly #columns: Map<string, GrowingColumn>;
  #length = 0;

  constructor(kinds: ReadonlyMap<string, GrowingKind>) {
    this.#columns = new Map([...kinds].map(([name, kind]) => [name, growing(kind)]));
  }

  get length(): number {
    return this.#length;
  }

  /** @param length rows that each of the columns has */
  add(length: number, part: ReadonlyMap<string, GrowingRows>): void {
    const halves = new Int32Array(2 * length);
    for (const [name, rows] of part) {
      const { kind, values, texts } = must(this.#columns.get(name), 'column of a growing file');
      if (rows instanceof Float64Array) values.add(numberBytes(kind, rows, halves));
      else addWords(rows, values, must(texts, 'texts of a growing column'), this.#length === 0);
    }
    this.#length += length;
  }

  /** All rows of a column of numbers anew, as another kind. */
  replace(name: string, kind: GrowingKind, values: Float64Array): void {
    const column = growing(kind);
    column.values.add(numberBytes(kind, values));
    this.#columns.set(name, column);
  }

  /** The file, in pieces that follow each other. */
  pieces(): readonly Uint8Array[] {
    const kinds = new Map([...this.#columns].map(([name, { kind }]) => [name, kind]));
    const packed = [...this.#columns.values()].map(
      ({ values, texts }): PackedColumn => ({ buffers: [[], values.pieces(), ...(texts === null ? [] : [texts.pieces()])], nulls: 0 }),
    );
    return fileOf(kinds, this.#length, packed).pieces;
  }
}

function growing(kind: GrowingKind): GrowingColumn {
  return { kind, values: new PackedBuffer(), texts: kind.kind === 'category' ? new PackedBuffer() : null };
}

/** @param isFirst whether there are no rows before: then the first offset is written, too */
function addWords({ codes, names }: GrowingWords, offsets: PackedBuffer, texts: PackedBuffer, isFirst: boolean): void {
  const words = names.map((name) => new TextEncoder().encode(name));
  const [ends, bytes] = wordBuffers(codes, words, texts.size);
  offsets.add(isFirst ? ends : ends.subarray(Int32Array.BYTES_PER_ELEMENT));
  texts.add(bytes);
}

/** A buffer that is packed as it grows. */
class PackedBuffer {
  readonly #blocks: Uint8Array[] = [];
  #size = 0;

  /** Bytes before they were packed. */
  get size(): number {
    return this.#size;
  }

  add(bytes: Uint8Array): void {
    for (const block of blocksOf(bytes)) this.#blocks.push(...framedBlock(block, false));
    this.#size += bytes.length;
  }

  pieces(): readonly Uint8Array[] {
    return this.#size === 0 ? [] : [longs([this.#size]), ...frameAround(this.#blocks)];
  }
}
