import type { BotService } from '../../bot/port.ts';
import { ReadyJson } from './call.ts';

const PAGES = 8;
/** Bytes up to which a page stays text: that leaves with its headers in one piece, which costs less than to encode it. */
const SHORT = 4096;
/** Pieces of memory that wait for the next page. */
const MOST_FREE = 4;
/** Bytes by which pieces of memory differ in size. */
const STEP = 256 * 1024;

/**
 * Memory that pages are written into, one after the other. Fresh memory for each would make V8 look through the whole heap every fifty pages,
 * which takes several times as long as a page.
 */
export class PageMemory {
  readonly #free: ArrayBuffer[] = [];

  /** Room for so many bytes, whatever is in it. */
  take(length: number): Uint8Array {
    const fitting = this.#free.findIndex(({ byteLength }) => byteLength >= length);
    const [buffer] = fitting < 0 ? [] : this.#free.splice(fitting, 1);
    return new Uint8Array(buffer ?? new ArrayBuffer(Math.ceil(length / STEP) * STEP), 0, length);
  }

  /** For the next page, once nobody looks at this one any more. */
  giveBack({ buffer }: Uint8Array): void {
    if (!(buffer instanceof ArrayBuffer)) return;
    this.#free.push(buffer);
    if (this.#free.length > MOST_FREE) this.#free.shift();
  }
}

interface Kept {
  readonly page: Promise<string | Uint8Array>;
  /** How many look at it, the list of kept pages among them. */
  lookers: number;
}

/**
 * The last few pages of closed trades as they are sent, as text or in UTF-8: a client that polls gets the same page until a trade closes, and many that
 * ask at once wait for one.
 * @param giveBack called with a page that nobody looks at any more
 */
export function keepPages(
  bot: BotService,
  giveBack: (page: Uint8Array) => void = () => undefined,
): (key: string, make: () => Promise<Uint8Array>) => Promise<ReadyJson> {
  let version = -1;
  const pages = new Map<string, Kept>();
  const leave = (kept: Kept): void => {
    if (--kept.lookers > 0) return;
    kept.page.then(
      (page) => typeof page !== 'string' && giveBack(page),
      () => undefined,
    );
  };
  const forget = (key: string, kept: Kept): void => {
    if (pages.get(key) !== kept) return;
    pages.delete(key);
    leave(kept);
  };
  const begin = (key: string, make: () => Promise<Uint8Array>): Kept => {
    const kept = { page: make().then((bytes) => shortAsText(bytes, giveBack)), lookers: 1 };
    // what was read while a trade closed may be of before
    kept.page.then(
      () => bot.store.history.version !== version && forget(key, kept),
      () => forget(key, kept),
    );
    pages.set(key, kept);
    for (const [oldest, other] of pages) if (pages.size > PAGES) forget(oldest, other);
    return kept;
  };
  return async (key, make) => {
    if (version !== bot.store.history.version) {
      version = bot.store.history.version;
      for (const [old, other] of pages) forget(old, other);
    }
    const kept = pages.get(key) ?? begin(key, make);
    kept.lookers++;
    try {
      return new ReadyJson(await kept.page, () => leave(kept));
    } catch (error) {
      leave(kept);
      throw error;
    }
  };
}

function shortAsText(bytes: Uint8Array, giveBack: (page: Uint8Array) => void): string | Uint8Array {
  if (bytes.length > SHORT) return bytes;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  giveBack(bytes);
  return text;
}
