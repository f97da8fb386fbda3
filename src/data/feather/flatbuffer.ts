/**
 * Just enough of FlatBuffers to read and write the headers of Arrow files. Offsets are bytes; what points outside its buffer is a
 * RangeError.
 */

/** A table in a buffer: fields are found through its vtable. */
export class FlatTable {
  readonly view: DataView;
  readonly at: number;
  readonly #vtable: number;
  readonly #vtableSize: number;

  constructor(view: DataView, at: number) {
    this.view = view;
    this.at = at;
    this.#vtable = at - view.getInt32(at, true);
    this.#vtableSize = view.getUint16(this.#vtable, true);
  }

  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  /** Where a field lies; 0 when it is not there. */
  #field(index: number): number {
    const entry = 4 + index * 2;
    if (entry >= this.#vtableSize) return 0;
    const offset = this.view.getUint16(this.#vtable + entry, true);
    return offset === 0 ? 0 : this.at + offset;
  }

  has(index: number): boolean {
    return this.#field(index) !== 0;
  }
  int8(index: number, fallback = 0): number {
    const at = this.#field(index);
    return at === 0 ? fallback : this.view.getInt8(at);
  }
  int16(index: number, fallback = 0): number {
    const at = this.#field(index);
    return at === 0 ? fallback : this.view.getInt16(at, true);
  }
  int32(index: number, fallback = 0): number {
    const at = this.#field(index);
    return at === 0 ? fallback : this.view.getInt32(at, true);
  }
  int64(index: number, fallback = 0): number {
    const at = this.#field(index);
    return at === 0 ? fallback : Number(this.view.getBigInt64(at, true));
  }
  table(index: number): FlatTable | null {
    const at = this.#field(index);
    return at === 0 ? null : new FlatTable(this.view, at + this.view.getUint32(at, true));
  }
  text(index: number): string | null {
    const at = this.#field(index);
    if (at === 0) return null;
    const start = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(start, true);
    this.#within(start + 4, length);
    return new TextDecoder().decode(new Uint8Array(this.view.buffer, this.view.byteOffset + start + 4, length));
  }
  /** Length and first byte of a vector. @param width bytes of an element */
  vector(index: number, width: number): { length: number; at: number } {
    const at = this.#field(index);
    if (at === 0) return { length: 0, at: 0 };
    const start = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(start, true);
    this.#within(start + 4, length * width);
    return { length, at: start + 4 };
  }
  tables(index: number): FlatTable[] {
    const { length, at } = this.vector(index, 4);
    return Array.from({ length }, (_value, element) => {
      const place = at + element * 4;
      return new FlatTable(this.view, place + this.view.getUint32(place, true));
    });
  }

  #within(at: number, size: number): void {
    if (at + size > this.view.byteLength) throw new RangeError('a header points outside its buffer');
  }
}

/** A field of a table to be written. */
export type FlatField =
  | { readonly kind: 'int8'; readonly value: number }
  | { readonly kind: 'int16'; readonly value: number }
  | { readonly kind: 'int32'; readonly value: number }
  | { readonly kind: 'int64'; readonly value: number }
  | { readonly kind: 'child'; readonly value: FlatNode }
  | null;

/** What a field may point at. */
export type FlatNode =
  | { readonly node: 'table'; readonly fields: readonly FlatField[] }
  | { readonly node: 'text'; readonly value: string }
  | { readonly node: 'tables'; readonly items: readonly FlatNode[] }
  | { readonly node: 'structs'; readonly bytes: Uint8Array; readonly count: number };

const SIZES = { int8: 1, int16: 2, int32: 4, int64: 8, child: 4 } as const;

/** Writes a tree of tables front to back: parents before children, each aligned to eight bytes. */
export function writeFlat(root: FlatNode): Uint8Array {
  let bytes = new Uint8Array(1024);
  let view = new DataView(bytes.buffer);
  let end = 8;
  const reserve = (size: number, align = 8): number => {
    const at = Math.ceil(end / align) * align;
    if (at + size > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, at + size));
      larger.set(bytes);
      bytes = larger;
      view = new DataView(bytes.buffer);
    }
    end = at + size;
    return at;
  };
  const write = (node: FlatNode): number => {
    switch (node.node) {
      case 'text': {
        const text = new TextEncoder().encode(node.value);
        const at = reserve(4 + text.length + 1, 4);
        view.setUint32(at, text.length, true);
        bytes.set(text, at + 4);
        return at;
      }
      case 'structs': {
        // the elements, not the count before them, are aligned
        const at = reserve(12 + node.bytes.length) + 4;
        view.setUint32(at, node.count, true);
        bytes.set(node.bytes, at + 4);
        return at;
      }
      case 'tables': {
        const at = reserve(4 + node.items.length * 4, 4);
        view.setUint32(at, node.items.length, true);
        node.items.forEach((item, index) => {
          const place = at + 4 + index * 4;
          const child = write(item);
          view.setUint32(place, child - place, true);
        });
        return at;
      }
      case 'table':
        return writeTable(node.fields);
    }
  };
  const writeTable = (fields: readonly FlatField[]): number => {
    const vtable = reserve(4 + fields.length * 2, 2);
    let size = 4;
    const places = fields.map((field) => {
      if (field === null) return 0;
      const width = SIZES[field.kind];
      size = Math.ceil(size / width) * width;
      const place = size;
      size += width;
      return place;
    });
    const at = reserve(size);
    view.setUint16(vtable, 4 + fields.length * 2, true);
    view.setUint16(vtable + 2, size, true);
    for (const [index, place] of places.entries()) view.setUint16(vtable + 4 + index * 2, place, true);
    view.setInt32(at, at - vtable, true);
    fields.forEach((field, index) => {
      if (field === null) return;
      const place = at + places[index]!;
      if (field.kind === 'int8') view.setInt8(place, field.value);
      else if (field.kind === 'int16') view.setInt16(place, field.value, true);
      else if (field.kind === 'int32') view.setInt32(place, field.value, true);
      else if (field.kind === 'int64') view.setBigInt64(place, BigInt(field.value), true);
      else {
        const child = write(field.value);
        view.setUint32(place, child - place, true);
      }
    });
    return at;
  };
  const top = write(root);
  view.setUint32(0, top, true);
  return bytes.slice(0, Math.ceil(end / 8) * 8);
}
