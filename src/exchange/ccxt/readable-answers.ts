import type { Exchange as CcxtExchange } from 'ccxt';

/** The part of a ccxt client that every answer goes through before it is read, in this order. */
interface Receiver {
  onRestResponse(status: number, text: string, url: string, method: string, headers: unknown, body: string, ...more: unknown[]): string;
  parseJson(text: string): unknown;
  handleHttpStatusCode(status: number, text: string, url: string, method: string, body: string): void;
}

// both are called as ccxt calls its own, by which errors are distinguished

/** An answer that is none: cut off, empty, or somebody else's page. */
class NetworkError extends Error {}

/** The exchange wants to be left alone, whatever else it says. */
export class RateLimitExceeded extends Error {
  /** Headers of the answer, under whatever capitals. */
  readonly headers: unknown;
  constructor(message: string, headers: unknown) {
    super(message);
    this.headers = headers;
  }
}

/** Statuses by which exchanges, and gates before them, ask for a pause. ccxt takes some for other things (429 of okx, 418 of bingx). */
const TOO_OFTEN: ReadonlySet<number> = new Set([418, 429]);
/** Asked for by a proxy or a network before the exchange; ccxt takes them for a key that is not valid. */
const BEFORE_THE_EXCHANGE: ReadonlySet<number> = new Set([407, 511]);
/** Hyperliquid answers some questions with one word in quotes, and some exchanges tell the time as a number alone. */
const WORD = /^\s*("[^"<]*"|\d+)\s*$/;
const NOTHING_TO_SAY = 204;

/**
 * ccxt reads what is no answer (nothing, a gateway's page, JSON that was cut off, a redirect) as one without a list, and so as one that
 * names no order, no balance, no market. Here such an answer is none: who has asked hears that it failed.
 * @param saysMore whether an empty object is no answer, either, as to all that is only read
 */
export function demandReadable(client: CcxtExchange, saysMore: boolean): void {
  const receiver = client as Receiver;
  const { onRestResponse, parseJson, handleHttpStatusCode } = receiver;
  // of the answer that is taken apart now: ccxt does so at one go
  let what: string | null = null;
  receiver.onRestResponse = (status, text, url, method, headers, body, ...more) => {
    const found = onRestResponse.call(client, status, text, url, method, headers, body, ...more);
    if (TOO_OFTEN.has(status)) throw new RateLimitExceeded(`${client.id} ${method}: ${status} ${body.trim().slice(0, 300)}`, headers);
    what = status < 300 && status !== NOTHING_TO_SAY ? `${client.id} ${method}` : null;
    return found;
  };
  receiver.parseJson = (text) => {
    const asked = what;
    what = null;
    const found = parseJson.call(client, text);
    if (asked !== null && !isReadable(found, text, saysMore))
      throw new NetworkError(`${asked}: the answer can't be read (${text.trim() === '' ? 'nothing' : 'a text'} in place of JSON)`);
    return found;
  };
  receiver.handleHttpStatusCode = (status, text, url, method, body) => {
    if (BEFORE_THE_EXCHANGE.has(status)) throw new NetworkError(`${client.id} ${method}: ${status} ${text}`);
    handleHttpStatusCode.call(client, status, text, url, method, body);
    // ccxt knows some of them, and takes the others for success
    if (status >= 300) throw new NetworkError(`${client.id} ${method}: ${status} ${text}`);
  };
}

function isReadable(found: unknown, text: string, saysMore: boolean): boolean {
  if (typeof found !== 'object' || found === null) return WORD.test(text);
  return !saysMore || Array.isArray(found) || Object.keys(found).length > 0;
}
