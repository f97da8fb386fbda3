import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { risesBy } from '../unpacking.ts';
import { type ArrowBatch, openArrowFile, TYPE } from './arrow-file.ts';
import { DIVISORS, type TimeUnit, UNITS } from './feather.ts';
import { putMilliseconds } from './read-columns.ts';

/** Numbers of Arrow's `Precision` enum. */
const DOUBLE = 2;

/** The bytes of one file at a time: fresh memory for each takes longer to come than to be read into. */
let room = new Uint8Array(0);
let inRoom: PlainCandles | null = null;

/** Where a column lies in its batch. */
interface Place {
  readonly buffer: number;
  readonly batch: ArrowBatch;
}

/**
 * A file of candles as freqtrade writes it, whose columns are put where they are wanted: one batch, doubles without a gap, moments that follow
 * each other. Every other file is read by `readFeather`.
 */
export class PlainCandles {
  readonly length: number;
  /** First moment and distance from one to the next, ms. */
  readonly first: number;
  readonly step: number;
  readonly #path: string;
  #places: ReadonlyMap<string, Place>;

  private constructor(path: string, first: number, step: number, length: number, places: ReadonlyMap<string, Place>) {
    [this.#path, this.first, this.step, this.length, this.#places] = [path, first, step, length, places];
  }

  /** Last moment, ms. */
  get last(): number {
    return this.first + this.step * (this.length - 1);
  }

  /** @param names of the columns that are wanted, doubles all @param step ms, as found where it is left out @returns null where the file is not so plain, or not there */
  static open(path: string, names: readonly string[], step: number | null = null): PlainCandles | null {
    const places = placesIn(path, names);
    const date = places?.get(DATE);
    if (places === null || date === undefined) return null;
    const moments = steadyMoments(date);
    if (moments === null || (step !== null && (moments.step !== step || moments.first % step !== 0))) return null;
    const found = new PlainCandles(path, moments.first, moments.step, date.batch.length, places);
    inRoom = found;
    return found;
  }

  /** Puts a column into an array of its length. @throws Error where the file has become another */
  put(name: string, target: Float64Array): void {
    if (inRoom !== this) {
      const places = placesIn(
        this.#path,
        [...this.#places.keys()].filter((known) => known !== DATE),
      );
      if (places?.get(DATE)?.batch.length !== this.length) throw new Error(`${this.#path} has been changed since it was read.`);
      this.#places = places;
      inRoom = this;
    }
    const place = this.#places.get(name);
    if (place === undefined) throw new Error(`There is no column "${name}".`);
    const bytes = place.batch.look(place.buffer);
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(bytes.subarray(0, target.byteLength));
  }
}

const DATE = 'date';

/** Reads a file and finds its columns; null where they are not plain. */
function placesIn(path: string, names: readonly string[]): ReadonlyMap<string, Place> | null {
  try {
    const file = openArrowFile(bytesOf(path));
    const [batch] = file.batches;
    if (batch === undefined || file.batches.length !== 1 || batch.dictionary !== null || batch.length === 0) return null;
    const places = new Map<string, Place>();
    for (const [node, { name, type, details, dictionary }] of file.fields.entries()) {
      // other kinds of columns have another number of buffers
      if (dictionary !== null || (type !== TYPE.timestamp && type !== TYPE.floating)) return null;
      if (name !== DATE && !names.includes(name)) continue;
      if ((name === DATE) !== (type === TYPE.timestamp) || (type === TYPE.floating && details?.int16(0) !== DOUBLE)) return null;
      const buffer = node * 2 + 1;
      if (batch.nodes[node]?.nulls !== 0 || batch.sizeOf(buffer) < batch.length * 8) return null;
      places.set(name, { buffer, batch });
      if (name === DATE) unitOf.set(batch, UNITS[details?.int16(0) ?? 0] ?? 's');
    }
    return places.size === names.length + 1 ? places : null;
  } catch {
    // said by who reads it whole
    return null;
  }
}

/** Units of the moments of a batch. */
const unitOf = new WeakMap<ArrowBatch, TimeUnit>();

/** Moments that follow each other: the first and the distance, ms. */
interface Moments {
  readonly first: number;
  readonly step: number;
}

/** Those of the last file, and how they lie in it: most files of a folder have the same, in the same bytes. */
let known: { readonly packed: Uint8Array; readonly unit: TimeUnit; readonly length: number; readonly moments: Moments | null } | null =
  null;
/** Packed bytes that are remembered. */
const MOST_KNOWN = 8 << 20;

/** Null where moments do not follow each other. */
function steadyMoments(place: Place): Moments | null {
  const { batch, buffer } = place;
  const unit = unitOf.get(batch) ?? 's';
  const { length } = batch;
  if (unit === 's' || length < 2) return null;
  const packed = batch.packed(buffer);
  if (known !== null && known.unit === unit && known.length === length && Buffer.compare(known.packed, packed) === 0) return known.moments;
  const moments = momentsIn(place, unit);
  known = packed.length > MOST_KNOWN ? null : { packed: packed.slice(), unit, length, moments };
  return moments;
}

function momentsIn({ batch, buffer }: Place, unit: TimeUnit): Moments | null {
  const look = lookAt(batch, buffer);
  if (look === null) return null;
  if (look.byteOffset % 8 !== 0) return null;
  const both = new Float64Array(2);
  putMilliseconds(new BigInt64Array(look.buffer, look.byteOffset, 2), unit, both);
  const [first, next] = both;
  if (first === undefined || next === undefined || !(next > first)) return null;
  const step = next - first;
  return risesBy(look, batch.length, step * Number(DIVISORS[unit])) ? { first, step } : null;
}

/** The content of a buffer; null where it is damaged, which is said by who reads the file whole. */
function lookAt(batch: ArrowBatch, buffer: number): Uint8Array | null {
  try {
    return batch.look(buffer);
  } catch {
    return null;
  }
}

function bytesOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    inRoom = null;
    const { size } = fstatSync(file);
    if (size > room.length) room = new Uint8Array(Math.ceil(size * 1.1));
    let read = 0;
    while (read < size) {
      const more = readSync(file, room, read, size - read, read);
      if (more === 0) break;
      read += more;
    }
    return room.subarray(0, read);
  } finally {
    closeSync(file);
  }
}
