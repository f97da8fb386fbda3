import type { BotService } from '../../bot/port.ts';
import { dropOldest } from '../../core/oldest.ts';
import type { ClosedTradeFacts } from '../../core/trade/closed-trade.ts';
import { presentTrade } from '../present/trade.ts';
import { Slices } from './in-slices.ts';

/** About 2.5 kB each. */
const MOST_TEXTS = 4096;

type History = BotService['store']['history'];

/**
 * Closed trades as they are sent, JSON in UTF-8. One that was sent before is not read again until it changes: after a trade has closed, the
 * others of a page are there.
 */
export class TradeTexts {
  /** By the facts of the trade, which are other ones once it has changed. Those that were wanted last come last. */
  readonly #kept = new Map<ClosedTradeFacts, Uint8Array>();

  /** Those of these numbers that there are, in that order. Reading takes a while, in which others have their turns. */
  async of(history: Pick<History, 'find' | 'trades'>, ids: readonly number[]): Promise<Uint8Array[]> {
    const texts = new Map<number, Uint8Array>();
    const known = new Map<number, ClosedTradeFacts | null>();
    const unread: number[] = [];
    for (const id of ids) {
      const facts = history.find(id);
      const text = facts === null ? undefined : this.#kept.get(facts);
      known.set(id, facts);
      if (facts === null || text === undefined) unread.push(id);
      else {
        texts.set(id, text);
        this.#keep(facts, text);
      }
    }
    const slices = new Slices();
    for await (const trades of history.trades(unread)) {
      for (const trade of trades) {
        const text = Buffer.from(JSON.stringify(presentTrade(trade)));
        const facts = known.get(trade.id) ?? null;
        texts.set(trade.id, text);
        // one that has changed meanwhile may have been read before
        if (facts !== null && history.find(trade.id) === facts) this.#keep(facts, text);
        if (slices.isOver) await slices.rest();
      }
    }
    dropOldest(this.#kept, MOST_TEXTS);
    return ids.flatMap((id) => texts.get(id) ?? []);
  }

  #keep(facts: ClosedTradeFacts, text: Uint8Array): void {
    this.#kept.delete(facts);
    this.#kept.set(facts, text);
  }
}

const COMMA = Buffer.from(',');

/** A list of them within an answer. @param head what comes before it @param tail what comes behind it */
export function joinedTexts(head: string, texts: readonly Uint8Array[], tail: string): Buffer {
  const listed = texts.flatMap((text, index) => (index === 0 ? [text] : [COMMA, text]));
  return Buffer.concat([Buffer.from(head), ...listed, Buffer.from(tail)]);
}
