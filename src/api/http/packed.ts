import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** How thoroughly an answer is compressed that may never be asked for again: a fifth of the time, and half as large again. */
const LIGHTLY = 1;

/** Answers that are asked for again and again, compressed once: that costs fifty times what it takes to send them. */
export class Packed {
  /** By their bytes; null for those that were sent once. */
  readonly #kept = new WeakMap<Uint8Array, Promise<Uint8Array> | null>();

  /**
   * @param accepted what the client understands, its `Accept-Encoding`
   * @returns in gzip; the first time that these very bytes are sent, lightly compressed; null where they are to be sent as others are
   */
  async of(bytes: Uint8Array, accepted: string | undefined): Promise<Uint8Array | null> {
    if (!takesGzip(accepted ?? '')) return null;
    const known = this.#kept.get(bytes);
    if (known === undefined) this.#kept.set(bytes, null);
    if (known === undefined) return promisify(gzip)(bytes, { level: LIGHTLY });
    const packed = known ?? promisify(gzip)(bytes);
    this.#kept.set(bytes, packed);
    return packed;
  }
}

/** Whether it is named, and not as what is not wanted. */
function takesGzip(accepted: string): boolean {
  return accepted.split(',').some((one) => /^\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(one));
}
