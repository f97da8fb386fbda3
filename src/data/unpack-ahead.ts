import { promisify } from 'node:util';
import { brotliDecompress, gunzip, zstdDecompress } from 'node:zlib';

/** What Node unpacks in threads of its own. */
const IN_THREADS = { zstd: promisify(zstdDecompress), gzip: promisify(gunzip), brotli: promisify(brotliDecompress) } as const;
export type ThreadCodec = keyof typeof IN_THREADS;

/** Pieces that are unpacked at a time: as many threads as there are, and what they take up next. */
const WINDOW = 8;
/** Smaller packed pieces cost more to hand over than to unpack. */
const LEAST = 16 << 10;
/** Larger content is unpacked when it is asked for: what a damaged file announces is not kept eightfold. */
const MOST = 64 << 20;

/** One byte more, so that nothing is asked for after it. @param size bytes of the content */
export const inOnePiece = (size: number) => ({ maxOutputLength: Math.max(1, size), chunkSize: Math.max(64, size + 1) });

/** Whether a piece is worth a thread. @param size bytes of its content, as announced */
export function isWorthAThread(packed: Uint8Array, size: number): boolean {
  return packed.length >= LEAST && size <= MOST;
}

/** The content in memory of its own; null where it can't be unpacked, which is said where it is asked for. */
export async function unpackInThread(codec: ThreadCodec, packed: Uint8Array, size: number): Promise<Uint8Array | null> {
  try {
    return await IN_THREADS[codec](packed, inOnePiece(size));
  } catch {
    return null;
  }
}

/** Unpacks pieces in their order, a few ahead of their use, so that all cores have something to do and little is kept. */
export class UnpackAhead {
  readonly #pieces: readonly (() => Promise<void>)[];
  readonly #begun: Promise<void>[] = [];
  #done = 0;

  /** @param pieces what unpacks one and puts it where it is looked for; they do not fail */
  constructor(pieces: readonly (() => Promise<void>)[]) {
    this.#pieces = pieces;
  }

  /** Returns when the first `count` pieces are unpacked. */
  async until(count: number): Promise<void> {
    for (; this.#done < count; this.#done++) {
      this.#begin(this.#done + WINDOW);
      await this.#begun[this.#done];
    }
    this.#begin(count + WINDOW);
  }

  #begin(end: number): void {
    for (const piece of this.#pieces.slice(this.#begun.length, end)) this.#begun.push(piece());
  }
}
