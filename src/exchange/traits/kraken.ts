import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import { isRecord } from '../../core/is-record.ts';
import { inLists } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

type Report = Readonly<Record<string, unknown>>;

interface KrakenStreams extends CcxtExchange {
  handleMessage(socket: object, message: unknown): void;
  handleOrders(socket: object, message: object): void;
  parseWsOrder(report: Report, market?: object): CcxtOrder;
}

/**
 * ccxt takes a message for one of fills or of orders by its first report, and hears nothing of the others; reports of an order that is known
 * name no market, and none of them what is filled by a name that ccxt knows. Of prices and candles it takes all for the first one's.
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
