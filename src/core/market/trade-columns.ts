import type { PublicTrade, PublicTrades } from './public-trade.ts';

const FIRST_ROOM = 4096;
const NUMBERS = ['time', 'price', 'amount', 'cost'] as const;
const TEXTS = ['id', 'type', 'side'] as const;

/** Trades as they come, in columns that grow: a tenth of what they would take as objects. */
export class TradeColumns {
  #length = 0;
  readonly #numbers: Record<(typeof NUMBERS)[number], Float64Array> = {
    time: new Float64Array(FIRST_ROOM),
    price: new Float64Array(FIRST_ROOM),
    amount: new Float64Array(FIRST_ROOM),
    cost: new Float64Array(FIRST_ROOM),
  };
  readonly #texts: Record<(typeof TEXTS)[number], (string | null)[]> = { id: [], type: [], side: [] };
  /** The few words of types and sides, each kept once. */
  readonly #words = new Map<string, string>();

  get length(): number {
    return this.#length;
  }

  push(trade: PublicTrade): void {
    if (this.#length === this.#numbers.time.length) this.#grow();
    for (const name of NUMBERS) this.#numbers[name][this.#length] = trade[name];
    this.#texts.id.push(trade.id);
    this.#texts.type.push(this.#word(trade.type));
    this.#texts.side.push(this.#word(trade.side));
    this.#length++;
  }

  /** All of them behind those that are known. */
  behind(known: PublicTrades | null): PublicTrades {
    const numbers = (name: (typeof NUMBERS)[number]): Float64Array => {
      const own = this.#numbers[name].subarray(0, this.#length);
      if (known === null) return own;
      const values = new Float64Array(known.length + this.#length);
      values.set(known[name]);
      values.set(own, known.length);
      return values;
    };
    const texts = (name: (typeof TEXTS)[number]) => (known === null ? this.#texts[name] : known[name].concat(this.#texts[name]));
    return {
      length: (known?.length ?? 0) + this.#length,
      time: numbers('time'),
      id: texts('id'),
      type: texts('type'),
      side: texts('side'),
      price: numbers('price'),
      amount: numbers('amount'),
      cost: numbers('cost'),
    };
  }

  #word(text: string | null): string | null {
    if (text === null) return null;
    const word = this.#words.get(text);
    if (word !== undefined) return word;
    this.#words.set(text, text);
    return text;
  }

  #grow(): void {
    for (const name of NUMBERS) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#numbers[name]);
      this.#numbers[name] = larger;
    }
  }
}
