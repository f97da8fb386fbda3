import { setTimeout as sleep } from 'node:timers/promises';
import type { BotService } from '../../bot/port.ts';
import { dropOldest } from '../../core/oldest.ts';
import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import { presentTrade } from '../present/trade.ts';
import { Slices } from './in-slices.ts';
import { type PackedText, PackedTexts, type TextBlock, type TradeText, unpackTexts } from './packed-texts.ts';

/** About 2.5 kB each. */
const MOST_TEXTS = 2048;
/** How often as long as the work on some trades took nothing is done afterwards, where nobody waits for them. */
const REST = 2;
const COMMA = 44;

type History = BotService['store']['history'];
type Texts = Uint8Array | PackedText;
/** Memory for so many bytes. */
type Room = (length: number) => Uint8Array;
const fresh: Room = (length) => new Uint8Array(length);

/** What stands before and behind the trades of an answer. @param count of the trades */
export type Frame = (count: number) => readonly [head: string, tail: string];

/**
 * Closed trades as they are sent, JSON in UTF-8. One that was sent before is not read again until it changes: after a trade has closed, the
 * others of a page are there.
 */
export class TradeTexts {
  /** By the facts of the trade, which are other ones once it has changed. Those that were wanted last come last. */
  readonly #kept = new Map<ClosedTradeFacts, Uint8Array>();
  readonly #packed: PackedTexts;
  /** Version of the history of which all are packed that there is room for. */
  #packedVersion: number | null = null;

  readonly #room: Room;

  /** @param room memory that a page is written into */
  constructor({ packed = new PackedTexts(), room = fresh }: { packed?: PackedTexts; room?: Room } = {}) {
    this.#packed = packed;
    this.#room = room;
  }

  /** A list of those of these numbers that there are, in that order. Reading takes a while, in which others have their turns. */
  async page(history: Pick<History, 'find' | 'trades'>, ids: readonly number[], frame: Frame): Promise<Uint8Array> {
    const texts = new Map<number, Texts>();
    const known = new Map<number, ClosedTradeFacts | null>();
    const unread: number[] = [];
    for (const id of ids) {
      const facts = history.find(id);
      const kept = facts === null ? undefined : this.#kept.get(facts);
      const text = kept ?? (facts === null ? null : this.#packed.find(facts));
      known.set(id, facts);
      if (text === null) unread.push(id);
      else texts.set(id, text);
      if (facts !== null && kept !== undefined) this.#keep({ facts, text: kept });
    }
    for await (const { id, text, facts } of readTexts(history, unread)) {
      texts.set(id, text);
      // one that has changed meanwhile may have been read before
      if (facts !== null && facts === known.get(id)) this.#keep({ facts, text });
    }
    dropOldest(this.#kept, MOST_TEXTS);
    const listed = ids.flatMap((id) => texts.get(id) ?? []);
    return joined(listed, frame(listed.length), this.#room);
  }

  /**
   * Makes the texts of all trades before they are asked for, the latest first, bit by bit while others have their turns. What is there already
   * costs little.
   * @param isOver once nobody wants them any more
   */
  async makeAhead(history: Pick<History, 'find' | 'trades' | 'facts' | 'version'>, isOver: () => boolean): Promise<void> {
    const { version } = history;
    if (version === this.#packedVersion) return;
    const slices = new Slices();
    const last = history.facts().reduce((most, { id }) => Math.max(most, id), 0);
    let hasRoom = true;
    for (let id = last; id > 0 && hasRoom && !isOver(); id = PackedTexts.numbersBeside(id)[0]! - 1) {
      if (slices.isOver) await slices.rest();
      const beside = PackedTexts.numbersBeside(id).flatMap((number) => history.find(number) ?? []);
      if (this.#packed.has(beside)) continue;
      const began = performance.now();
      const texts: TradeText[] = [];
      for await (const { text, facts } of readTexts(
        history,
        beside.map((facts) => facts.id),
      ))
        if (facts !== null && beside.includes(facts)) texts.push({ facts, text });
      hasRoom = this.#packed.put(texts);
      for (const { facts } of texts) this.#kept.delete(facts);
      await sleep(REST * (performance.now() - began));
    }
    if (!isOver()) this.#packedVersion = version;
  }

  #keep({ facts, text }: TradeText): void {
    this.#kept.delete(facts);
    this.#kept.set(facts, text);
  }
}

/** Reads trades. @returns with each the facts that are known of it afterwards */
async function* readTexts(history: Pick<History, 'find' | 'trades'>, ids: readonly number[]) {
  const slices = new Slices();
  for await (const trades of history.trades(ids)) {
    for (const trade of trades) {
      yield { id: trade.id, text: Buffer.from(JSON.stringify(presentTrade(trade))), facts: history.find(trade.id) };
      if (slices.isOver) await slices.rest();
    }
  }
}

/** All in one, without a pause: what is unpacked stays only until something else is. */
function joined(texts: readonly Texts[], [head, tail]: readonly [string, string], room: Room): Uint8Array {
  const [before, behind] = [Buffer.from(head), Buffer.from(tail)];
  const length = texts.reduce((sum, text) => sum + lengthOf(text) + 1, before.length + behind.length - Math.min(texts.length, 1));
  const page = room(length);
  page.set(before);
  let at = before.length;
  const packed = new Map<TextBlock, { readonly text: PackedText; readonly at: number }[]>();
  for (const [index, text] of texts.entries()) {
    if (index > 0) page[at++] = COMMA;
    if (text instanceof Uint8Array) page.set(text, at);
    else {
      const others = packed.get(text.block);
      if (others === undefined) packed.set(text.block, [{ text, at }]);
      else others.push({ text, at });
    }
    at += lengthOf(text);
  }
  for (const [block, wanted] of packed) {
    const unpacked = unpackTexts(block);
    for (const { text, at: place } of wanted) page.set(unpacked.subarray(text.start, text.end), place);
  }
  page.set(behind, at);
  return page;
}

const lengthOf = (text: Texts): number => (text instanceof Uint8Array ? text.length : text.end - text.start);
