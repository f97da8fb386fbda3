import type { Encoded } from './encoded.ts';

const MESSAGE_LIMIT = 2000;
const SIZE_LIMIT = 4 << 20;

/** The last messages, for listeners that come back. Frames are not kept: a listener asks for them anew. */
export class History {
  readonly #kept: Encoded[] = [];
  #size = 0;
  /** Position of the newest message that is gone. */
  #gone = 0;

  add(message: Encoded): void {
    this.#kept.push(message);
    this.#size += message.size;
    while (this.#kept.length > MESSAGE_LIMIT || (this.#size > SIZE_LIMIT && this.#kept.length > 1)) {
      const oldest = this.#kept.shift();
      if (oldest === undefined) return;
      this.#size -= oldest.size;
      this.#gone = oldest.sequence;
    }
  }

  /** What came after a position; null when some of it is gone. */
  after(sequence: number): readonly Encoded[] | null {
    if (sequence < this.#gone) return null;
    return this.#kept.filter((message) => message.sequence > sequence);
  }
}
