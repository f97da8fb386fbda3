import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import { packBlock, Unpacking } from '../../data/unpacking.ts';

/** Trades whose numbers follow each other are packed together: most of a text is in all of them, and takes hardly any room. */
const TOGETHER = 32;
/** What packed texts may take together, bytes; a trade with two orders takes 310. */
const MOST_BYTES = 48 * 1024 * 1024;

/** A trade as it is sent, in UTF-8, and what it was made of: other facts once the trade has changed. */
export interface TradeText {
  readonly facts: ClosedTradeFacts;
  readonly text: Uint8Array;
}

/** Texts one after the other, in LZ4. */
export interface TextBlock {
  readonly packed: Uint8Array;
  readonly facts: readonly ClosedTradeFacts[];
  /** Where each text ends, bytes. */
  readonly ends: readonly number[];
}

/** A text that is packed. */
export interface PackedText {
  readonly block: TextBlock;
  /** Bytes of what is unpacked. */
  readonly start: number;
  readonly end: number;
}

/** Texts of closed trades in little room. Where there is not enough of it, trades of lower numbers make way. */
export class PackedTexts {
  readonly #blocks = new Map<number, TextBlock>();
  readonly #mostBytes: number;
  #bytes = 0;

  /** @param mostBytes that all of them may take */
  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** The numbers that are packed together with this one, in ascending order. */
  static numbersBeside(id: number): number[] {
    const first = blockOf(id) * TOGETHER;
    return Array.from({ length: TOGETHER }, (_value, index) => first + index);
  }

  /** Whether these are packed, and no others with them. @param beside trades whose numbers are packed together, in ascending order */
  has(beside: readonly ClosedTradeFacts[]): boolean {
    if (beside[0] === undefined) return true;
    const packed = this.#blocks.get(blockOf(beside[0].id))?.facts ?? [];
    return packed.length === beside.length && packed.every((facts, index) => facts === beside[index]);
  }

  /**
   * Packs texts, in place of those that were there.
   * @param texts of trades whose numbers are packed together @returns false where there is no room for trades of such low numbers
   */
  put(texts: readonly TradeText[]): boolean {
    const [first] = texts;
    if (first === undefined) return true;
    const number = blockOf(first.facts.id);
    this.#drop(number);
    let end = 0;
    const ends = texts.map(({ text }) => {
      end += text.length;
      return end;
    });
    const packed = packBlock(Buffer.concat(texts.map(({ text }) => text))).slice();
    this.#blocks.set(number, { packed, facts: texts.map(({ facts }) => facts), ends });
    this.#bytes += packed.length;
    while (this.#bytes > this.#mostBytes) {
      const lowest = Math.min(...this.#blocks.keys());
      this.#drop(lowest);
      if (lowest === number) return false;
    }
    return true;
  }

  /** Where the text of a trade is, as the trade is now; null where it is not packed. */
  find(facts: ClosedTradeFacts): PackedText | null {
    const block = this.#blocks.get(blockOf(facts.id));
    const position = block?.facts.indexOf(facts) ?? -1;
    if (block === undefined || position < 0) return null;
    return { block, start: block.ends[position - 1] ?? 0, end: block.ends[position]! };
  }

  #drop(number: number): void {
    const block = this.#blocks.get(number);
    if (block === undefined) return;
    this.#bytes -= block.packed.length;
    this.#blocks.delete(number);
  }
}

/** The texts of a block one after the other, only until something else is packed or unpacked. */
export function unpackTexts({ packed, ends }: TextBlock): Uint8Array {
  const size = ends.at(-1) ?? 0;
  const unpacking = new Unpacking(packed, size);
  return unpacking.look(unpacking.lz4(0, packed.length, 0));
}

const blockOf = (id: number): number => Math.floor(id / TOGETHER);
