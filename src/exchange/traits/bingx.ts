import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: BingX, "Query order details": `clientOrderID`, letters, digits and underscores, kept for two hours. */
export const bingx: KnownTraits = {
  idForm: 'letters',
  lookups: [byParameter('clientOrderID')],
  unknownOrder: /"code":\s*"?(100404|109414|80016)\b/,
  vagueCodes: ['100500', '80012'],
  tickersHaveQuotes: true,
};
