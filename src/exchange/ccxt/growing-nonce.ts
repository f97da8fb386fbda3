import type { Exchange as CcxtExchange } from 'ccxt';

/**
 * Numbers for what is signed, each higher than the one before, whichever client asks and whatever happens to the calendar. For exchanges
 * that want just that (kraken): two requests of one millisecond, or a clock that was set back, would be refused. ms, as ccxt has them, so
 * that other programs can use the key later.
 */
export function growNonces(clients: readonly CcxtExchange[], wall: () => number): void {
  let last = 0;
  const next = () => {
    last = Math.max(last + 1, Math.floor(wall()));
    return last;
  };
  for (const client of clients) client.nonce = next;
}
