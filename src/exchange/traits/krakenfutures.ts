import type { Exchange as CcxtExchange, Order as CcxtOrder } from 'ccxt';
import { timeDifference } from './exchange-time.ts';
import { type FuturesTraits, PLAIN_FUTURES } from './futures.ts';
import type { KnownTraits, Lookup, OrderList } from './traits.ts';

type Message = Readonly<Record<string, unknown>>;

interface KrakenFutures extends CcxtExchange {
  historyGetOrders(parameters: object): Promise<{ readonly elements?: readonly { readonly event?: OrderEvent }[] }>;
  createOrderRequest(symbol: string, type: string, side: string, amount: number, price?: number, params?: object): object;
  handleOrder(socket: unknown, message: Message): unknown;
  publicGetTickersSymbol(parameters: object): Promise<{ readonly serverTime?: string }>;
}

/** What happened to an order; its amounts are what is left. */
type OrderEvent = Readonly<Record<string, { readonly order?: EventOrder; readonly newOrder?: EventOrder } | undefined>>;

interface EventOrder {
  readonly uid?: string;
  readonly clientId?: string;
  readonly tradeable?: string;
  readonly direction?: string;
  readonly quantity?: string;
  readonly filled?: string;
  readonly timestamp?: string;
  readonly lastUpdateTimestamp?: string;
  readonly limitPrice?: string;
  readonly orderType?: string;
}

/** How long an order is good for that has not reached the matching engine, ms. */
const PROCESSED_WITHIN_MS = 30_000;

/** Entries of the account's log that are given at once. */
const LOGS_OF_A_PAGE = 500;

/** A contract that there is always. */
const ANY_CONTRACT = 'PF_XBTUSD';

/** What has ended is asked for by its number for five seconds only. Source: Kraken, "Get specific orders' status". */
const byStatus: Lookup = async (client, wireId) => {
  const [order] = await client.fetchOrders(undefined, undefined, undefined, { cliOrdIds: wireId });
  return order ?? null;
};

/** ccxt takes what was placed for cancelled, and a part of an order for all of it. Source: Kraken, "Get order events". */
async function history(client: CcxtExchange, pair: string, since: number | null): Promise<CcxtOrder[]> {
  const market = client.market(pair);
  const asked = { tradeable: market?.id, ...(since === null ? {} : { since, sort: 'desc' }) };
  const { elements = [] } = await (client as KrakenFutures).historyGetOrders(asked);
  const latest = new Map<string, CcxtOrder>();
  // the newest event of an order tells what has become of it
  for (const { event = {} } of elements) {
    const [kind, change] = Object.entries(event)[0] ?? [];
    const order = change?.newOrder ?? change?.order;
    if (kind === undefined || order?.uid === undefined || latest.has(order.uid)) continue;
    if (order.tradeable === market?.id) latest.set(order.uid, toOrder(order, kind, pair));
  }
  return [...latest.values()];
}

function toOrder(order: EventOrder, kind: string, pair: string): CcxtOrder {
  const left = Number(order.quantity ?? 0);
  const filled = Number(order.filled ?? 0);
  const ended = kind === 'OrderCancelled' ? 'canceled' : kind === 'OrderRejected' ? 'rejected' : null;
  return {
    id: order.uid,
    clientOrderId: order.clientId || undefined,
    symbol: pair,
    side: order.direction?.toLowerCase(),
    type: order.orderType === 'IoC' ? 'market' : 'limit',
    timestamp: Number(order.timestamp),
    lastUpdateTimestamp: Number(order.lastUpdateTimestamp),
    price: Number(order.limitPrice),
    amount: left + filled,
    filled,
    remaining: left,
    status: ended ?? (left > 0 ? 'open' : 'closed'),
    info: { ...order },
  } as CcxtOrder;
}

const inHistory =
  (field: 'id' | 'clientOrderId'): Lookup =>
  async (client, id, pair) =>
    (await history(client, pair, null)).find((order) => order[field] === id) ?? null;

const orderList: OrderList = async (client, pair, since) => [
  ...(await history(client, pair, since)),
  ...(await client.fetchOpenOrders(pair)).filter(({ timestamp }) => (timestamp ?? since) >= since),
];

/** An order among those that were streamed. */
function known(client: CcxtExchange, id: unknown): CcxtOrder | undefined {
  const streamed = client.orders as unknown;
  return Array.isArray(streamed) ? (streamed as CcxtOrder[]).find((order) => order.id === id) : undefined;
}

function tame(given: CcxtExchange): void {
  const client = given as KrakenFutures;
  const { createOrderRequest, handleOrder, fetchBalance } = client;
  // nothing else says when a request is too old
  client.createOrderRequest = (symbol, type, side, amount, price, params) => ({
    ...createOrderRequest.call(client, symbol, type, side, amount, price, params),
    processBefore: new Date(client.milliseconds() - timeDifference(client) + PROCESSED_WITHIN_MS).toISOString(),
  });
  // every answer tells the time
  client.has['fetchTime'] = true;
  client.fetchTime = async () => {
    const { serverTime = '' } = await client.publicGetTickersSymbol({ symbol: ANY_CONTRACT });
    return Date.parse(serverTime) || undefined;
  };
  // what is filled of an order is sent as a whole, and ccxt adds it to what was sent before; of the last part it keeps nothing
  client.handleOrder = (socket, message) => {
    const whole = message['reason'] === 'full_fill' ? known(client, message['order_id']) : undefined;
    if (whole !== undefined) Object.assign(whole, { filled: whole.amount, remaining: 0 });
    return handleOrder.call(client, socket, message['order'] === undefined ? message : { ...message, reason: 'edited_by_user' });
  };
  // dollars are what all collateral together is worth, as freqtrade has it; without what positions have gained
  client.fetchBalance = async (params) => {
    const balance = await fetchBalance.call(client, params);
    const flex = (balance['info'] as { accounts?: { flex?: Record<string, unknown> } } | undefined)?.accounts?.flex;
    const figure = (name: string) => Number(flex?.[name] ?? Number.NaN);
    const free = figure('availableMargin');
    const total = figure('marginEquity') - figure('totalUnrealizedAsMargin');
    if (!Number.isFinite(free) || !Number.isFinite(total)) return balance;
    balance['USD'] = { free, used: Math.max(total - free, 0), total };
    return Object.assign(balance, { total: { ...(balance['total'] as object), USD: total } });
  };
}

/** A leverage of its own makes a contract isolated; there are no two sides. Source: Kraken, "Set the leverage setting for a market". */
const futures: FuturesTraits = {
  ...PLAIN_FUTURES,
  setup: [{ set: (client, { leverage, pair }) => client.setLeverage(leverage, pair) }],
  tellsLiquidation: false,
  // "Get account log": of all contracts
  payments: {
    isNewestFirst: false,
    pageSize: LOGS_OF_A_PAGE,
    page: (client, _pair, since, last) => client.fetchFundingHistory(undefined, last?.timestamp ?? since, LOGS_OF_A_PAGE),
  },
  isLiquidationFill: ({ fillType }) => fillType === 'liquidation' || fillType === 'assignee',
};

/** Source: Kraken, "Send order": `cliOrdId`, `processBefore`. */
export const krakenfutures: KnownTraits = {
  idForm: 'uuid',
  acceptanceWindowMs: 32_000,
  lookups: [byStatus, inHistory('clientOrderId')],
  laterLookups: [inHistory('id')],
  orderList,
  lateRefusal: /processBeforeExpired/,
  refusalCodes: ['wouldNotReducePosition'],
  futures,
  tame,
  vagueCodes: ['unavailable', 'Unavailable', 'Server Error', 'unknownError', 'marketUnavailable'],
};
