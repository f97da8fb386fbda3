/**
 * Headers of the pages of a parquet file, which are written in Thrift's compact protocol. The library keeps its reader of them to itself.
 */

/** What follows a header, which is all that is needed of it. */
export interface PageHeader {
  readonly kind: 'data' | 'data-2' | 'dictionary' | 'other';
  /** Bytes, levels too. */
  readonly size: number;
  readonly packedSize: number;
  /** Values, missing ones too. */
  readonly values: number;
  /** Number of Parquet's `Encoding` enum. */
  readonly encoding: number;
  /** Bytes of the levels before a page of the second version, which are not packed. */
  readonly repetitionSize: number;
  readonly definitionSize: number;
  readonly isPacked: boolean;
  /** Where the page begins. */
  readonly end: number;
}

const TYPE = { stop: 0, yes: 1, no: 2, byte: 3, int16: 4, int32: 5, int64: 6, double: 7, binary: 8, list: 9, set: 10, struct: 12 } as const;
const KINDS = ['data', 'other', 'dictionary', 'data-2'] as const;
/** Structures lie in structures, but never so deep. */
const DEEPEST = 8;

/** @throws Error where there is no header at that place */
export function readPageHeader(bytes: Uint8Array, at: number): PageHeader {
  const reader = new Reader(bytes, at);
  const page = new Map<number, number>();
  const details = new Map<number, number>();
  reader.fields((field, type) => {
    if (type !== TYPE.struct) return reader.number(field, type, page);
    const isKnown = field === 5 || field === 7 || field === 8;
    reader.fields((inner, innerType) => reader.number(inner, innerType, isKnown ? details : null), 1);
  });
  const kind = KINDS[page.get(1) ?? -1] ?? 'other';
  const whole = (value: number | undefined): number => {
    if (value === undefined || value < 0) throw new Error('the file is damaged: a page has no length');
    return value;
  };
  const isSecond = kind === 'data-2';
  return {
    kind,
    size: whole(page.get(2)),
    packedSize: whole(page.get(3)),
    values: kind === 'other' ? 0 : whole(details.get(1)),
    encoding: details.get(isSecond ? 4 : 2) ?? -1,
    repetitionSize: isSecond ? whole(details.get(6)) : 0,
    definitionSize: isSecond ? whole(details.get(5)) : 0,
    isPacked: !isSecond || details.get(7) !== 0,
    end: reader.at,
  };
}

class Reader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** Each field of a structure; `onField` has to read what it holds. */
  fields(onField: (field: number, type: number) => void, depth = 0): void {
    if (depth > DEEPEST) throw new Error('the file is damaged: a header never ends');
    let field = 0;
    for (;;) {
      const byte = this.#byte();
      const type = byte & 15;
      if (type === TYPE.stop) return;
      field = byte >> 4 === 0 ? this.#signed() : field + (byte >> 4);
      onField(field, type);
    }
  }

  /** Keeps a field that is a number or a truth; others are passed over. */
  number(field: number, type: number, kept: Map<number, number> | null): void {
    if (type === TYPE.yes || type === TYPE.no) kept?.set(field, type === TYPE.yes ? 1 : 0);
    else if (type === TYPE.int16 || type === TYPE.int32) kept?.set(field, this.#signed());
    else this.#skip(type, 0);
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new Error('the file is damaged: a header lies outside it');
    return byte;
  }

  #pass(length: number): void {
    this.at += length;
  }

  #unsigned(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      if (factor > 2 ** 56) throw new Error('the file is damaged: a number is too long');
    }
  }

  #signed(): number {
    const value = this.#unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #skip(type: number, depth: number): void {
    switch (type) {
      case TYPE.yes:
      case TYPE.no:
        return;
      case TYPE.byte:
        this.#pass(1);
        return;
      case TYPE.int16:
      case TYPE.int32:
      case TYPE.int64:
        this.#unsigned();
        return;
      case TYPE.double:
        this.#pass(8);
        return;
      case TYPE.binary:
        this.#pass(this.#unsigned());
        return;
      case TYPE.struct:
        this.fields((_field, inner) => this.#skip(inner, depth + 1), depth + 1);
        return;
      default:
        throw new Error('the file is damaged: a header has a part that is not known');
    }
  }
}
