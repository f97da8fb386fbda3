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

  /** As freqtrade sends it: a whole frame of a WebSocket. */
  plain(): Buffer {
    this.#plain ??= textFrame(this.#text);
    return this.#plain;
  }

  /** With its position as `seq`. */
  numbered(): Buffer {
    this.#numbered ??= textFrame(`${this.#text.slice(0, -1)},"seq":${this.sequence}}`);
    return this.#numbered;
  }

  /** As a server-sent event. Answers have no id, so that they don't move the position a listener comes back with. */
  event(stream: string): Buffer {
    const id = this.sequence === 0 ? '' : `id: ${stream}-${this.sequence}\n`;
    this.#event ??= Buffer.from(`${id}event: ${this.type}\ndata: ${this.#text}\n\n`);
    return this.#event;
  }
}

/** A server's text message in one frame, neither masked nor compressed, as RFC 6455 has it. */
function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 1 << 16 ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(head + length);
  frame[0] = 0x81;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame;
}
