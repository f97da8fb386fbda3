import type { Exchange as CcxtExchange } from 'ccxt';
import { inLists } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** ccxt's name for quotes of whichever pairs. */
const QUOTES = 'all@bidsasks';

/** Of quotes ccxt notes only that some were asked for, and never asks for those of a pair that joins. */
function askForEachPair(client: CcxtExchange): void {
  const { watchMultiple } = client;
  client.watchMultiple = (address, hashes, message, asked: string[] | undefined, ...more) =>
    watchMultiple.call(client, address, hashes, message, asked?.includes(QUOTES) ? hashes : asked, ...more);
}

/** Source: CoinEx, "Get unfilled order", "Get filled order": both by `client_id`; a market order to buy names its cost. */
export const coinex: KnownTraits = {
  idForm: 'letters',
  lookups: [inLists('client_id')],
  marketOrderNeedsRate: 'to_buy',
  tame: askForEachPair,
  unknownOrder: /"code":\s*3600\b/,
};
