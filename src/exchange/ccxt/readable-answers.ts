import type { Exchange as CcxtExchange } from 'ccxt';

/** The part of a ccxt client that every answer goes through before it is read. */
interface Receiver {
  onRestResponse(status: number, text: string, url: string, method: string, headers: unknown, body: string, ...more: unknown[]): string;
}

/**
 * ccxt reads an answer without a body, and a gateway's page, as an answer without a list, and so as one that names no order. Here such an
 * answer is none: who has asked hears that it failed.
 */
export function demandReadable(client: CcxtExchange): void {
  const receiver = client as Receiver;
  const { onRestResponse } = receiver;
  receiver.onRestResponse = (status, text, url, method, headers, body, ...more) => {
    // Hyperliquid answers some questions with one word in quotes
    if (status < 300 && !/^\s*([[{]|"[^"<]*"\s*$)/.test(body))
      throw new Error(`${client.id} ${method}: the answer can't be read (${body.trim() === '' ? 'nothing' : 'a text'} in place of JSON)`);
    return onRestResponse.call(client, status, text, url, method, headers, body, ...more);
  };
}
