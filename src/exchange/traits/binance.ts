import type { Exchange as CcxtExchange } from 'ccxt';
import { endedOfBinance } from './ended-candles.ts';
import { type FuturesTraits, PLAIN_FUTURES } from './futures.ts';
import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

interface BinanceFutures {
  fapiPrivateGetPositionSideDual(): Promise<{ dualSidePosition?: unknown }>;
  fapiPrivateGetMultiAssetsMargin(): Promise<{ multiAssetsMargin?: unknown }>;
}

/** Source: Binance, "USDⓈ-M Futures": "Get current position mode", "Get current multi-assets mode"; liquidations and their client ids in "All orders". */
const account: FuturesTraits['account'] = async (client, marginMode) => {
  const binanceFutures = client as CcxtExchange & BinanceFutures;
  const { dualSidePosition } = await binanceFutures.fapiPrivateGetPositionSideDual();
  const { multiAssetsMargin } = await binanceFutures.fapiPrivateGetMultiAssetsMargin();
  const isHedged = isTrue(dualSidePosition);
  const obstacles = [
    ...(isHedged ? ["Hedge Mode is not supported by freqtrade. Please change 'Position Mode' on your binance futures account."] : []),
    ...(isTrue(multiAssetsMargin) && marginMode !== 'cross'
      ? ["Multi-Asset Mode is not supported by freqtrade. Please change 'Asset Mode' on your binance futures account."]
      : []),
  ];
  return { obstacles, isHedged };
};

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

interface BinanceStreams extends CcxtExchange {
  stream(type: string, hash: string | undefined, count?: number): string;
}

/** ccxt opens a connection for each list of pairs whose prices are asked for, and leaves those of the lists before. Here all are asked for over one. */
function keepConnection(given: CcxtExchange): void {
  const client = given as BinanceStreams;
  const { stream } = client;
  client.stream = (type, hash, count) => stream.call(client, type, hash?.replace(/^bookTicker::.*/, 'bookTicker'), count);
}

/** Source: Binance, "Error codes": 1000 to 1008 are the server's own troubles, 1016 its going down; "Timing security". */
export const binance: KnownTraits = {
  branches: ['binanceus', 'binanceusdm'],
  // a request is good for `recvWindow`, and its clock may be a second off
  acceptanceWindowMs: 6000,
  endedCandles: endedOfBinance,
  lookups: [byParameter('origClientOrderId')],
  options: { fetchMarkets: { types: ['spot'] }, fetchCurrencies: false, fetchMargins: false, recvWindow: 5000 },
  futuresOptions: {
    defaultType: 'swap',
    fetchMarkets: { types: ['linear'] },
    // with the account's stream ccxt would ask for all positions, with the client that is there for orders
    watchPositions: { fetchPositionsSnapshot: false, awaitPositionsSnapshot: false },
  },
  futures: {
    ...PLAIN_FUTURES,
    hasWholeLeverage: true,
    account,
    alreadySo: /-4046\b/,
    isLiquidation: ({ clientOrderId, origType }) => /^(adl_)?autoclose/.test(String(clientOrderId)) || origType === 'LIQUIDATION',
  },
  stops: { refusal: /"code":\s*-20(10|21)\b.*[Ww]ould (immediately )?trigger/ },
  futuresStops: { lookups: [byParameter('origClientOrderId', { stop: true })] },
  tame: keepConnection,
  // contracts: margin, nothing to reduce, position or leverage not allowed, price too far from the others', value too small
  refusalCodes: ['-2019', '-2022', '-2024', '-2027', '-2028', '-4131', '-4164'],
  vagueCodes: ['-1000', '-1001', '-1006', '-1007', '-1008', '-1016'],
};
