import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** How much of a try's line lies in memory, bytes; what is longer goes into a file. */
const [FIRST_BYTES, MOST_BYTES] = [64 * 1024, 4 * 1024 * 1024];

/** Bytes that were too many to be held: what comes before them, and the file that has the rest. */
export interface Spilled {
  readonly before: Uint8Array;
  readonly file: string;
}

/**
 * Text that is written bit by bit, as UTF-8; its memory is used again for the next one.
 */
export class SpillingText {
  readonly #folder: string | null;
  readonly #mostBytes: number;
  readonly #encoder = new TextEncoder();
  #room = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #handle: number | null = null;
  #file = '';
  #files = 0;

  /** @param folder for texts that are too long for memory, made when there is one; nobody else writes into it. Null where they stay in memory, however long */
  constructor(folder: string | null, mostBytes = MOST_BYTES) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
  }

  add(text: string): void {
    for (let rest = text; rest !== ''; ) {
      const { read, written } = this.#encoder.encodeInto(rest, this.#room.subarray(this.#length));
      this.#length += written;
      rest = rest.slice(read);
      if (rest !== '') this.#makeRoom();
    }
  }

  /** All of it behind what comes before it, and begins anew. */
  take(before: string): Uint8Array | Spilled {
    const head = this.#encoder.encode(before);
    if (this.#handle === null) {
      const whole = new Uint8Array(head.length + this.#length);
      whole.set(head);
      whole.set(this.#room.subarray(0, this.#length), head.length);
      this.#length = 0;
      return whole;
    }
    this.#write(this.#handle);
    this.drop();
    return { before: head, file: this.#file };
  }

  /** Forgets what was written. */
  drop(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
    this.#length = 0;
  }

  #makeRoom(): void {
    if (this.#folder === null || this.#room.length < this.#mostBytes) {
      const larger = new Uint8Array(this.#room.length * 2);
      larger.set(this.#room.subarray(0, this.#length));
      this.#room = larger;
      return;
    }
    if (this.#handle === null) {
      this.#file = join(this.#folder, String(++this.#files));
      mkdirSync(this.#folder, { recursive: true });
      this.#handle = openSync(this.#file, 'w');
    }
    this.#write(this.#handle);
  }

  #write(handle: number): void {
    for (let from = 0; from < this.#length; ) from += writeSync(handle, this.#room, from, this.#length - from);
    this.#length = 0;
  }
}
