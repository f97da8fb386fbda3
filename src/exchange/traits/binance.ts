import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** Source: Binance, "Error codes": 1000 to 1008 are the server's own troubles, 1016 its going down; "Timing security". */
export const binance: KnownTraits = {
  branches: ['binanceus'],
  // a request is good for `recvWindow`, and its clock may be a second off
  acceptanceWindowMs: 6000,
  lookups: [byParameter('origClientOrderId')],
  options: { fetchMarkets: { types: ['spot'] }, fetchCurrencies: false, fetchMargins: false, recvWindow: 5000 },
  futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['linear'] } },
  vagueCodes: ['-1000', '-1001', '-1006', '-1007', '-1008', '-1016'],
};
