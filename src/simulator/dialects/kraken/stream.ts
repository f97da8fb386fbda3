import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import { averagePrice, type Order } from '../../engine/order.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import type { Listener, Speech } from '../push.ts';
import { candleRow, orderType, ticker, tradeId, txid } from './facts.ts';
import { spotSymbols } from './market-data.ts';

interface Message {
  readonly method?: string;
  readonly req_id?: number;
  readonly params?: { readonly channel?: string; readonly symbol?: readonly string[]; readonly interval?: number; readonly token?: string };
}

/** Channels of the second version over WebSocket; those of the account with a token. Source: Kraken, "WebSocket API v2". */
export class KrakenSpeech implements Speech {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  heard(listener: Listener, message: unknown): void {
    const { method, req_id, params = {} } = (typeof message === 'object' && message !== null ? message : {}) as Message;
    const time_in = new Date(this.#exchange.now()).toISOString();
    if (method === 'ping') {
      listener.send({ method: 'pong', req_id, time_in, time_out: time_in });
      return;
    }
    if (method !== 'subscribe' && method !== 'unsubscribe') {
      listener.send({ error: 'Unsupported event', method, req_id, success: false, time_in, time_out: time_in });
      return;
    }
    const { channel = '', symbol: symbols = [], interval = 1, token } = params;
    if (channel === 'executions' || channel === 'balances') {
      listener.isOwner = token === 'simulator-token';
      listener.send({ method, req_id, result: { channel }, success: listener.isOwner, time_in, time_out: time_in });
      if (listener.isOwner) listener.send({ channel, type: 'snapshot', sequence: 1, data: [] });
      return;
    }
    for (const symbol of symbols) {
      const topic = JSON.stringify({ channel, symbol, interval });
      const isOther = (one: string) => one !== topic && one.startsWith(JSON.stringify({ channel, symbol }).slice(0, -1));
      if (method === 'subscribe' && channel === 'ohlc' && [...listener.topics].some(isOther)) {
        const error = 'Already subscribed to one ohlc interval on this symbol';
        listener.send({ error, method, req_id, success: false, symbol, time_in, time_out: time_in });
        continue;
      }
      if (method === 'subscribe') listener.topics.add(topic);
      else listener.topics.delete(topic);
      listener.send({ method, req_id, result: { channel, symbol }, success: true, time_in, time_out: time_in });
    }
  }

  firstOf(topic: string): readonly unknown[] {
    const { channel, symbol: name, interval } = JSON.parse(topic) as { channel: string; symbol: string; interval: number };
    const symbol = spotSymbols(this.#exchange).find(({ base, quote }) => `${base}/${quote}` === name);
    if (symbol === undefined) return [];
    if (channel === 'ticker') return [{ channel, type: 'update', data: [this.#ticker(symbol, name)] }];
    if (channel === 'ohlc') return [{ channel, type: 'update', data: [this.#candle(symbol, name, interval)] }];
    return [];
  }

  /** A fill is sent as a trade; an order that is done, once more as such. Who it is that has changed is said by its number alone. */
  toOwner(_listener: Listener, event: AccountEvent): readonly unknown[] {
    if (event.kind !== 'order' || event.order.symbol.isPerpetual) return [];
    const { order, execution, fill } = event;
    const whole = executionOf(order);
    const message = (...data: object[]) => [{ channel: 'executions', type: 'update', sequence: 1, data }];
    if (fill === null && execution === 'new') {
      return [...message({ ...whole, exec_type: 'pending_new', order_status: 'pending_new' }), ...message(changeOf(whole, 'new'))];
    }
    if (fill === null) return message(changeOf(whole, 'canceled'));
    const trade = {
      ...whole,
      order_status: 'partially_filled',
      exec_type: 'trade',
      exec_id: tradeId(fill.id),
      last_qty: fill.amount,
      last_price: fill.price,
      cost: fill.price * fill.amount,
      liquidity_ind: fill.isMaker ? 'm' : 't',
      fees: [{ asset: fill.feeCoin, qty: fill.fee }],
    };
    return order.status === 'filled' ? message(trade, changeOf(whole, 'filled')) : message(trade);
  }

  #ticker(symbol: MarketSymbol, name: string): object {
    const { a, b, c, v, p, l, h } = ticker(this.#exchange, symbol) as Record<string, string[]>;
    const at = (list: string[] | undefined, index: number) => Number(list?.[index] ?? 0);
    return {
      symbol: name,
      bid: at(b, 0),
      bid_qty: at(b, 2),
      ask: at(a, 0),
      ask_qty: at(a, 2),
      last: at(c, 0),
      volume: at(v, 1),
      vwap: at(p, 1),
      low: at(l, 1),
      high: at(h, 1),
      change: 0,
      change_pct: 0,
    };
  }

  #candle(symbol: MarketSymbol, name: string, interval: number): object {
    const length = interval * 60_000;
    const start = Math.floor(this.#exchange.now() / length) * length;
    const [, open, high, low, close, vwap, volume, trades] = (candleRow(this.#exchange, symbol, start, length) ?? []).map(Number);
    return { symbol: name, open, high, low, close, vwap, volume, trades, interval, interval_begin: new Date(start).toISOString() };
  }
}

/** What is sent of an order that was sent as a whole before. */
function changeOf(whole: Readonly<Record<string, unknown>>, kind: 'new' | 'filled' | 'canceled'): object {
  const { order_id, cl_ord_id, order_userref, cum_qty, cum_cost, avg_price, fee_usd_equiv, timestamp } = whole;
  const counts = kind === 'new' ? {} : { cum_qty, cum_cost, avg_price, fee_usd_equiv };
  return { timestamp, order_status: kind, exec_type: kind, ...counts, order_userref, order_id, cl_ord_id };
}

function executionOf(order: Order): Record<string, unknown> {
  const statuses = { open: order.executed > 0 ? 'partially_filled' : 'new', filled: 'filled', cancelled: 'canceled', expired: 'canceled' };
  return {
    order_id: txid(order.id),
    cl_ord_id: order.clientId,
    order_userref: 0,
    symbol: `${order.symbol.base}/${order.symbol.quote}`,
    side: order.side,
    order_type: orderType(order),
    order_qty: order.amount,
    limit_price: order.price,
    time_in_force: order.timeInForce,
    order_status: statuses[order.status],
    cum_qty: order.executed,
    cum_cost: order.executedValue,
    avg_price: averagePrice(order),
    fee_usd_equiv: 0,
    timestamp: new Date(order.updateTime).toISOString(),
  };
}
