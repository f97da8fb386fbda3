import type { Exchange as CcxtExchange } from 'ccxt';
import { signInExchangeTime } from './exchange-time.ts';
import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

interface BingxStreams extends CcxtExchange {
  handleOHLCV(socket: object, message: { readonly dataType?: unknown }): void;
  authenticate(parameters?: object): Promise<unknown>;
}

/** ccxt looks for the candles it has by BingX's name of their length, and begins anew with each message. */
function keepCandles(client: BingxStreams): void {
  const { handleOHLCV } = client;
  client.handleOHLCV = (socket, message) => {
    const [id = '', length = ''] = String(message.dataType).split('@kline_');
    const { symbol } = client.safeMarket(id, undefined, undefined, 'spot');
    const lengths = (client.options['spot'] as { readonly timeframes?: object } | undefined)?.timeframes ?? {};
    const timeframe = Object.entries(lengths).find(([, name]) => name === length)?.[0];
    const kept = client.ohlcvs?.[symbol];
    if (timeframe !== undefined && kept?.[timeframe] !== undefined) kept[length] = kept[timeframe];
    handleOHLCV.call(client, socket, message);
  };
}

/**
 * A key of the account's stream is good for an hour, and each request for it makes it so again, which ccxt takes no notice of: it would make
 * another, and connect once more, with each. Source: BingX, "Listen Key".
 */
function keepListenKey(client: BingxStreams): void {
  const { authenticate } = client;
  client.authenticate = async (parameters) =>
    client.options['listenKey'] === undefined ? authenticate.call(client, parameters) : undefined;
}

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
  options: { listenKeyRefreshRate: 1_800_000 },
  tame: (client) => {
    signInExchangeTime(client);
    keepCandles(client as BingxStreams);
    keepListenKey(client as BingxStreams);
  },
};
