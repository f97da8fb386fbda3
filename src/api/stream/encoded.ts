/** One message in the forms that listeners take, each made once however many listen. Buffers are shared between them. */
export class Encoded {
  /** Position in the stream; 0 for an answer to one listener. */
  readonly sequence: number;
  readonly type: string;
  readonly #text: string;
  #plain: Buffer | null = null;
  #numbered: Buffer | null = null;
  #event: Buffer | null = null;

  /** @param text a JSON object with at least one member */
  constructor(sequence: number, type: string, text: string) {
    this.sequence = sequence;
    this.type = type;
    this.#text = text;
  }

  get size(): number {
    return this.#text.length;
  }

  /** As freqtrade sends it. */
  plain(): Buffer {
    this.#plain ??= Buffer.from(this.#text);
    return this.#plain;
  }

  /** With its position as `seq`. */
  numbered(): Buffer {
    this.#numbered ??= Buffer.from(`${this.#text.slice(0, -1)},"seq":${this.sequence}}`);
    return this.#numbered;
  }

  /** As a server-sent event. Answers have no id, so that they don't move the position a listener comes back with. */
  event(stream: string): Buffer {
    const id = this.sequence === 0 ? '' : `id: ${stream}-${this.sequence}\n`;
    this.#event ??= Buffer.from(`${id}event: ${this.type}\ndata: ${this.#text}\n\n`);
    return this.#event;
  }
}
