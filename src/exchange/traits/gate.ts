import type { Exchange as CcxtExchange } from 'ccxt';
import { isRecord } from '../../core/is-record.ts';
import { openStreamInExchangeTime } from './exchange-time.ts';
import { type FuturesTraits, PLAIN_FUTURES } from './futures.ts';
import { inLists, inPlaceOfId } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** ccxt puts it before every id. */
const PREFIX = 't-';

interface GateFutures {
  privateFuturesGetSettleAccounts(parameters: object): Promise<{ in_dual_mode?: unknown; user?: unknown }>;
}

/** What is streamed of orders of contracts is asked for with the user's number, which the account knows. Source: Gate, "Futures WebSocket v4", "Orders". */
function nameUser(client: CcxtExchange): void {
  const { watchOrders } = client;
  client.watchOrders = async (...wanted) => {
    if (!client.uid && client.options['defaultType'] === 'swap') {
      const { user } = await (client as CcxtExchange & GateFutures).privateFuturesGetSettleAccounts({ settle: 'usdt' });
      client.uid = String(user);
    }
    return watchOrders.apply(client, wanted);
  };
}

interface CandleMessage {
  readonly channel?: unknown;
  readonly result?: unknown;
}

interface GateStreams {
  handleOHLCV: (client: object, message: CandleMessage) => void;
}

/** Of streamed candles of spot ccxt takes the quote currency for the volume, which is base currency where they are asked for. Source: Gate, "Spot WebSocket v4", "Candlesticks Channel". */
function countBase(given: CcxtExchange): void {
  const client = given as CcxtExchange & GateStreams;
  const { handleOHLCV } = client;
  const inBase = (row: unknown): unknown => (isRecord(row) && 'a' in row ? { ...row, v: row['a'] } : row);
  client.handleOHLCV = (socket, message) => {
    const { channel, result } = message;
    const isSpot = String(channel).startsWith('spot.');
    handleOHLCV.call(
      client,
      socket,
      isSpot ? { ...message, result: Array.isArray(result) ? result.map(inBase) : inBase(result) } : message,
    );
  };
}

/** Its margin mode follows from the leverage: 0 is cross. Source: Gate, "Query futures account", "Update position leverage", "Create a futures order". */
const futures: FuturesTraits = {
  ...PLAIN_FUTURES,
  account: async (client) => {
    const { in_dual_mode: isDual } = await (client as CcxtExchange & GateFutures).privateFuturesGetSettleAccounts({ settle: 'usdt' });
    const isHedged = isDual === true || isDual === 'true';
    const words = "Hedge Mode is not supported by freqtrade. Please change 'Position Mode' to one-way on your gate futures account.";
    return { obstacles: isHedged ? [words] : [], isHedged };
  },
  setup: [{ set: (client, { leverage, pair }) => client.setLeverage(leverage, pair) }],
  orderParameters: ({ orderType }) => (orderType === 'market' ? { type: 'market', timeInForce: 'IOC' } : {}),
  // "Query futures account change history", "Futures market historical funding rate"
  payments: {
    isNewestFirst: true,
    pageSize: 1000,
    page: (client, pair, since, last) =>
      client.fetchFundingHistory(pair, since, 1000, last === null ? {} : { to: Math.floor(Number(last.timestamp) / 1000) }),
  },
  olderRates: { pageSize: 1000, parameters: (_number, oldest) => ({ until: oldest }) },
  isLiquidation: ({ is_liq: isLiquidation, finish_as: end }) =>
    isLiquidation === true || isLiquidation === 'true' || /liquidat|deleverag/.test(String(end)),
};

/** Source: Gate, "Create an order": `text` of at most 28 letters and digits behind `t-`; by it only an open order is found. */
export const gate: KnownTraits = {
  branches: ['gateeu'],
  idForm: 'letters',
  idPrefix: PREFIX,
  lookups: [inPlaceOfId(PREFIX), inLists(null, PREFIX)],
  marketOrderNeedsRate: 'to_buy',
  options: { fetchMarkets: { types: ['spot'] } },
  futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['swap'] } },
  futures,
  // the text that a stop is laid with is another on its way back: where it came from
  stops: { clientOrderIdParameters: [], lookups: [], laidByHand: /^(web|app)$/ },
  tame: (client) => {
    nameUser(client);
    countBase(client);
    openStreamInExchangeTime(client, 'subscribePrivate');
  },
  timeRefusal: /gap between request timestamp and server time/i,
  vagueCodes: ['SERVER_ERROR', 'TOO_BUSY', 'INTERNAL', 'REQUEST_EXPIRED'],
};
