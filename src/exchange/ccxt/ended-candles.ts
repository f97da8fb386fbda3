import type { Exchange as CcxtExchange } from 'ccxt';
import type { EndedCandles } from '../traits/ended-candles.ts';

/** ccxt's own, of all its classes with streams of candles. */
const HANDLER = 'handleOHLCV';

/** Candles of which the exchange has said that nothing more comes: ccxt keeps their numbers and drops the word. */
export class EndedCandleNotes {
  /** Start of the newest of a pair of which nobody has asked, ms since epoch. */
  readonly #starts: Map<string, number> = new Map();

  /** Listens to what a client hears, from now on. @param endedCandles what its exchange says; null where it says nothing */
  constructor(client: CcxtExchange, endedCandles: EndedCandles | null) {
    const handle: unknown = Reflect.get(client, HANDLER);
    if (endedCandles === null || typeof handle !== 'function') return;
    const noting = (connection: unknown, message: unknown): void => {
      Reflect.apply(handle, client, [connection, message]);
      for (const { id, start } of endedCandles(message))
        for (const market of client.markets_by_id?.[id] ?? []) this.#starts.set(market.symbol, start);
    };
    Reflect.set(client, HANDLER, noting);
  }

  /** Start of a pair's candle that has ended since this was asked last, ms since epoch; null for none. */
  take(pair: string): number | null {
    const start = this.#starts.get(pair) ?? null;
    this.#starts.delete(pair);
    return start;
  }
}
