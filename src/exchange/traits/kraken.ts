import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import { isRecord } from '../../core/is-record.ts';
import { hearCandlesTogether } from './candles-together.ts';
import { inLists } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

type Report = Readonly<Record<string, unknown>>;

interface KrakenStreams extends CcxtExchange {
  handleMessage(socket: object, message: unknown): void;
  handleOrders(socket: object, message: object): void;
  parseWsOrder(report: Report, market?: object): CcxtOrder;
  getMessageHash(kind: string, before: undefined, pair: string): string;
  requestId(): number;
}

/**
 * ccxt takes a message for one of fills or of orders by its first report, and hears nothing of the others; reports of an order that is known
 * name no market, and none of them what is filled by a name that ccxt knows. Of prices and candles it takes all for the first one's, and it asks for the candles of
 * each pair alone, one a second.
 * Source: Kraken, "WebSocket API v2", "Executions", "Ticker", "Candles".
 */
function tame(given: CcxtExchange): void {
  const client = given as KrakenStreams;
  const { handleMessage, parseWsOrder } = client;
  const known = (id: unknown): CcxtOrder | undefined =>
    ((client.orders ?? []) as readonly CcxtOrder[]).findLast((order) => order.id === id && order.symbol !== undefined);
  client.handleMessage = (socket, message) => {
    const reports = isRecord(message) && Array.isArray(message['data']) ? (message['data'] as readonly Report[]) : [];
    const channel = isRecord(message) ? message['channel'] : undefined;
    const one = (report: Report) => ({ ...(message as object), data: [report] });
    if (channel === 'executions') {
      for (const report of reports) client.handleOrders(socket, one({ symbol: known(report['order_id'])?.symbol, ...report }));
    } else if ((channel === 'ticker' || channel === 'ohlc') && reports.length > 1) {
      for (const report of reports) handleMessage.call(client, socket, one(report));
    } else handleMessage.call(client, socket, message);
  };
  hearCandlesTogether(client, (wanted) => {
    const { publicV2: address } = (client.urls.api as Readonly<Record<string, unknown>>)['ws'] as { readonly publicV2: string };
    const { subscriptions } = client.client(address);
    const hashes = wanted.map(([pair]) => client.getMessageHash('ohlcv', undefined, pair));
    // one that is asked for already is refused
    const symbol = wanted.flatMap(([pair], index) => (hashes[index]! in subscriptions ? [] : [pair]));
    const interval = client.timeframes[wanted[0]![1]];
    const message = { method: 'subscribe', params: { channel: 'ohlc', symbol, interval }, req_id: client.requestId() };
    return client.watchMultiple(address, hashes, message, hashes);
  });
  client.parseWsOrder = (report, market) => {
    const order = parseWsOrder.call(client, report, market);
    return 'cum_qty' in report ? { ...order, filled: Number(report['cum_qty']) } : order;
  };
}

/** Source: Kraken, "Nonce"; "Add order": `cl_ord_id` is a UUID; by it orders are found in the lists only. */
export const kraken: KnownTraits = {
  idForm: 'uuid',
  hasGrowingNonce: true,
  lookups: [inLists('cl_ord_id')],
  unknownOrder: /EOrder:Unknown order|EOrder:Invalid order/,
  stops: { refusal: /EOrder:Invalid price/ },
  vagueCodes: ['EService:Unavailable', 'EService:Busy', 'EService:Timeout', 'EService:Deadline elapsed', 'EGeneral:Internal error'],
  tame,
};
