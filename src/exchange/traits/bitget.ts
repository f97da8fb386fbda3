import type { Exchange as CcxtExchange, Dictionary, Market, Order } from 'ccxt';
import { ccxtClassNames } from '../ccxt/error-map.ts';
import { hearCandlesTogether } from './candles-together.ts';
import { openStreamInExchangeTime } from './exchange-time.ts';
import { type FuturesTraits, PLAIN_FUTURES, setsOneWay } from './futures.ts';
import { byParameter, inLists } from './lookups.ts';
import { firedWithItsNumber } from './stops.ts';
import type { KnownTraits, StopList } from './traits.ts';

interface Bitget extends CcxtExchange {
  handleUTAAndParams(params: object, method: string, otherwise?: boolean): Promise<unknown>;
  privateUtaGetV3AccountSettings(): Promise<unknown>;
  getInstType(call: string, market: Market, isUnified: boolean, params: object): readonly [string, object];
  watchPublicMultiple(isUnified: boolean, hashes: readonly string[], topics: readonly object[]): Promise<unknown>;
  parseWsOrder(order: Dictionary<unknown>, market?: Market): Order;
}

/** Source: Bitget, "REST API error codes": time-outs and troubles of its own. */
const VAGUE_CODES: readonly string[] = ['40010', '40015', '40725', '45001'];

/**
 * ccxt asks once which kind of account it is, and takes every failure, of the network too, for "a classic one", for as long as it runs; each
 * order on the other kind would be refused. Here a failure that is no answer is one, and the next call asks again.
 */
async function isUnified(client: Bitget, isSecond = false): Promise<boolean> {
  try {
    await client.privateUtaGetV3AccountSettings();
    return true;
  } catch (error) {
    const names = ccxtClassNames(error);
    if (names.includes('InvalidNonce') && !isSecond) {
      await client.loadTimeDifference();
      return isUnified(client, true);
    }
    const isOfKeys = names.includes('AuthenticationError') && !names.includes('PermissionDenied');
    const isVague = VAGUE_CODES.some((code) => String((error as Error).message).includes(`"${code}"`));
    if (names.includes('NetworkError') || isOfKeys || isVague) throw error;
    return false;
  }
}

function tame(given: CcxtExchange): void {
  const client = given as Bitget;
  const { handleUTAAndParams, parseWsOrder } = client;
  openStreamInExchangeTime(client, 'authenticate');
  hearCandlesTogether(client, (wanted) => {
    const lengths = client.options['timeframes'] as Readonly<Record<string, string>>;
    const topics = wanted.map(([pair, timeframe]) => {
      const market = client.market(pair);
      const [instType] = client.getInstType('watchOHLCV', market, false, {});
      return { instType, channel: `candle${lengths[timeframe]}`, instId: market.id };
    });
    return client.watchPublicMultiple(
      false,
      wanted.map(([pair, timeframe]) => `candles:${timeframe}:${pair}`),
      topics,
    );
  });
  client.handleUTAAndParams = async (params, method, otherwise) => {
    if (client.options['uta'] === undefined && client.checkRequiredCredentials(false)) client.options['uta'] = await isUnified(client);
    return handleUTAAndParams.call(client, params, method, otherwise);
  };
  // `baseVolume` and `fillNotionalUsd` are the last fill's, and ccxt takes them for all of them
  client.parseWsOrder = ({ fillNotionalUsd: _, ...order }, market) =>
    parseWsOrder.call(client, 'accBaseVolume' in order ? { ...order, baseVolume: order['accBaseVolume'] } : order, market);
}

/** Source: Bitget, "Change Position Mode", "Change Margin Mode", "Change Leverage", "Place Order", "Get Order Detail" (`tradeSide`). */
const futures: FuturesTraits = {
  ...PLAIN_FUTURES,
  hasWholeLeverage: true,
  account: setsOneWay(
    // one that is so already is taken, and no refusal says so
    /(?!)/,
    "Hedge Mode is not supported by freqtrade. Please change 'Position Mode' to one-way on your bitget futures account.",
  ),
  orderParameters: ({ marginMode }) => ({ marginMode }),
  // "Get Account Bill", "Get Historical Funding Rates"
  payments: {
    isNewestFirst: true,
    pageSize: 100,
    page: (client, pair, since, last) => client.fetchFundingHistory(pair, since, 100, last === null ? {} : { until: last.timestamp }),
  },
  olderRates: { pageSize: 100, parameters: (number) => ({ pageNo: String(number + 1) }) },
  isLiquidation: ({ tradeSide }) => /^(burst|reduce|dte_sys_adl)_/.test(String(tradeSide)),
};

function bitgetStops(parameters: Readonly<Record<string, unknown>>): readonly StopList[] {
  return (['fetchOpenOrders', 'fetchCanceledAndClosedOrders'] as const).map((call) => ({ call, parameters }));
}

/**
 * A market order to buy names its cost. Source: Bitget, "Get Order Info": by our id only an order that is not finished is found;
 * "Place Order": `clientOid`.
 */
export const bitget: KnownTraits = {
  idForm: 'letters',
  lookups: [byParameter('clientOid'), inLists(null, '', ['fetchCanceledAndClosedOrders'])],
  marketOrderNeedsRate: 'to_buy',
  options: { fetchMarkets: { types: ['spot'] } },
  futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['swap'] } },
  learnedOptions: ['uta'],
  futures,
  stops: {
    findParameters: null,
    lookups: [],
    isFoundInLists: true,
    lists: bitgetStops({ stop: true }),
    orderType: 'stoploss',
    // the price it waits for may lie on either side
    guessesDirection: true,
    fired: firedWithItsNumber,
  },
  futuresStops: {
    cancelParameters: { stop: true, planType: 'pos_loss' },
    // what could not be cancelled stands in a list of the answer, at which ccxt does not look
    isRefusedInSilence: true,
    lists: bitgetStops({ planType: 'profit_loss' }),
    guessesDirection: false,
  },
  // "Connect": ten messages a second, and no long ones
  topicsAMessage: () => 50,
  tame,
  // nothing to reduce
  refusalCodes: ['22002'],
  vagueCodes: VAGUE_CODES,
};
