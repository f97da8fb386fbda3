import { createHash } from 'node:crypto';
import { closeSync, constants, fdatasyncSync, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import type { OrderIntent } from '../../core/order/intent.ts';
import { DatabaseError } from '../errors.ts';
import { intentFromRow, intentRow } from '../rows/intent-row.ts';

/** Bytes of one place, and how many places there are. */
const [PLACE, PLACES] = [4096, 64];

/** What is written of an intent. */
interface Entry {
  /** The database that it is meant for. */
  readonly database: string;
  readonly row: ReturnType<typeof intentRow>;
}

/**
 * A file beside a database, with room that is taken in advance: orders that leave a trade, or lay its stop, are written down here while the
 * database takes nothing, and stay until it has them. Each lies in a place of its own, which is written over, so that the file never grows;
 * one that was cut off while it was written does not fit its digest, and its order was not sent.
 */
export class SpareJournal {
  readonly #path: string;
  readonly #database: string;
  readonly #file: number;
  /** What lies here and where, by client order id. */
  readonly #places: Map<string, { readonly place: number; readonly intent: OrderIntent }> = new Map();

  private constructor(path: string, database: string, file: number) {
    this.#path = path;
    this.#database = database;
    this.#file = file;
  }

  /**
   * Opens it, or makes it, readable by the owner only.
   * @param database what is written in the database and in no other: intents of another are none of ours
   * @returns null where it can't be made, which is a reason to do without
   * @throws DatabaseError naming an intent that can't be read; its order may exist
   */
  static open(path: string, database: string): SpareJournal | null {
    let file: number | null = null;
    try {
      file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
      const spare = new SpareJournal(path, database, file);
      spare.#begin();
      return spare;
    } catch (error) {
      if (file !== null) closeSync(file);
      if (error instanceof DatabaseError) throw error;
      return null;
    }
  }

  /** What lies here. */
  intents(): OrderIntent[] {
    return [...this.#places.values()].map(({ intent }) => intent);
  }

  get hasRoom(): boolean {
    return this.#places.size < PLACES;
  }

  /** Puts an intent on disk. @throws DatabaseError */
  write(intent: OrderIntent): void {
    const text = JSON.stringify({ database: this.#database, row: intentRow(intent) } satisfies Entry);
    const place = this.#free();
    if (place === null || digested(text).length > PLACE) throw new DatabaseError(`${this.#path} has no place for the order`);
    if (!this.#isThere()) throw new DatabaseError(`the file ${this.#path} was removed or replaced while the bot used it`);
    try {
      this.#put(place, digested(text));
    } catch (error) {
      throw new DatabaseError(`${this.#path}: ${(error as Error).message}`, { cause: error });
    }
    this.#places.set(intent.clientOrderId, { place, intent });
  }

  /** Frees the place of an intent. Where that can't be done it stays taken: the database, which has the intent, says what became of it. */
  remove(clientOrderId: string): void {
    const lying = this.#places.get(clientOrderId);
    if (lying === undefined) return;
    try {
      this.#put(lying.place, Buffer.alloc(0));
    } catch {
      return;
    }
    this.#places.delete(clientOrderId);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Reads what lies here, and takes the room that is missing. */
  #begin(): void {
    const there = Math.floor(fstatSync(this.#file).size / PLACE);
    if (there < PLACES) this.#put(there, Buffer.alloc(0), PLACES - there);
    for (let place = 0; place < PLACES; place++) {
      const entry = undigested(this.#read(place));
      if (entry?.database !== this.#database) continue;
      const intent = intentFromRow({ trade_id: null, ...entry.row });
      this.#places.set(intent.clientOrderId, { place, intent });
    }
  }

  #free(): number | null {
    const taken = new Set([...this.#places.values()].map(({ place }) => place));
    for (let place = 0; place < PLACES; place++) if (!taken.has(place)) return place;
    return null;
  }

  #read(place: number): string {
    const bytes = Buffer.alloc(PLACE);
    readSync(this.#file, bytes, 0, PLACE, place * PLACE);
    return bytes.toString().trim();
  }

  #put(place: number, bytes: Buffer, count = 1): void {
    const whole = Buffer.alloc(count * PLACE, ' ');
    bytes.copy(whole);
    if (writeSync(this.#file, whole, 0, whole.length, place * PLACE) < whole.length) throw new Error('it takes a part only');
    fdatasyncSync(this.#file);
  }

  /** Whether its path still names the file that is open. */
  #isThere(): boolean {
    const named = statSync(this.#path, { throwIfNoEntry: false, bigint: true });
    const open = fstatSync(this.#file, { bigint: true });
    return named !== undefined && named.dev === open.dev && named.ino === open.ino;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function digested(text: string): Buffer {
  return Buffer.from(`${digest(text)} ${text}`);
}

/** What a place holds; null for nothing, or for what was not written whole. */
function undigested(written: string): Entry | null {
  const text = written.slice(written.indexOf(' ') + 1);
  return written.includes(' ') && written.startsWith(`${digest(text)} `) ? (JSON.parse(text) as Entry) : null;
}
