import { signInExchangeTime } from './exchange-time.ts';
import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/**
 * Source: BingX, "Query Order details": `clientOrderID`, letters, digits and underscores, for two hours; "Current Open Orders" and "Query
 * Order history" do not show it; "Place order": a market order to buy has a cost.
 */
export const bingx: KnownTraits = {
  idForm: 'letters',
  lookups: [byParameter('clientOrderID')],
  listsShowIds: false,
  marketOrderNeedsRate: 'to_buy',
  // the same code is said of pairs that are closed to the API, which is all ccxt knows of it
  timeRefusal: /"code":\s*"?100421\b.*timestamp/,
  unknownOrder: /"code":\s*"?(100404|109414|80016)\b/,
  vagueCodes: ['100500', '80012'],
  // the price it waits for may lie on either side
  stops: { guessesDirection: true },
  tickersHaveQuotes: true,
  tame: signInExchangeTime,
};
