import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import { type Conditional, type Fill, left, type Order } from '../../engine/order.ts';
import { decimalText } from '../decimal-text.ts';
import type { Listener, Speech } from '../push.ts';
import { candleRow, clientIdOf, INTERVALS, orderId, stopId, stopKind, ticker, wireId } from './facts.ts';
import { spotSymbols } from './market-data.ts';

interface Message {
  readonly id?: string;
  readonly type?: string;
  readonly topic?: string;
}

const ACCOUNT_TOPICS: readonly string[] = ['/spotMarket/tradeOrders', '/spotMarket/advancedOrders', '/account/balance'];
const SUBJECTS: Readonly<Record<string, string>> = {
  '/spotMarket/level1': 'level1',
  '/market/ticker': 'trade.ticker',
  '/market/candles': 'trade.candles.update',
};

/**
 * Topics over WebSocket; those of the account on a connection whose address was asked for with a signature.
 * Source: KuCoin, "WebSocket", "Get Order(V1)", "Get Stop Order", "Klines".
 */
export class KucoinSpeech implements Speech {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  heard(listener: Listener, message: unknown): void {
    const { id, type = '', topic = '' } = (typeof message === 'object' && message !== null ? message : {}) as Message;
    if (type === 'ping') {
      listener.send({ id, type: 'pong' });
      return;
    }
    if (type !== 'subscribe' && type !== 'unsubscribe') {
      listener.send({ id, type: 'error', code: 415, data: 'type is not supported' });
      return;
    }
    const [channel = '', markets = ''] = topic.split(':');
    const isOfAccount = ACCOUNT_TOPICS.includes(channel);
    if ((isOfAccount && listener.path !== '/private') || (!isOfAccount && SUBJECTS[channel] === undefined)) {
      listener.send({ id, type: 'error', code: isOfAccount ? 403 : 404, data: `topic ${topic} is not found` });
      return;
    }
    if (isOfAccount) listener.isOwner = true;
    for (const one of isOfAccount ? [channel] : markets.split(',').map((market) => `${channel}:${market}`)) {
      if (type === 'subscribe') listener.topics.add(one);
      else listener.topics.delete(one);
    }
    listener.send({ id, type: 'ack' });
  }

  firstOf(topic: string): readonly unknown[] {
    const [channel = '', rest = ''] = topic.split(':');
    const [market, interval = ''] = rest.split('_');
    const symbol = spotSymbols(this.#exchange).find((one) => wireId(one) === market);
    const subject = SUBJECTS[channel];
    if (symbol === undefined || subject === undefined) return [];
    const message = (data: object) => ({ topic, type: 'message', subject, data });
    const now = this.#exchange.now();
    const { buy, sell, last, bestBidSize, bestAskSize } = ticker(this.#exchange, symbol);
    if (channel === '/spotMarket/level1') return [message({ asks: [sell, bestAskSize], bids: [buy, bestBidSize], timestamp: now })];
    if (channel === '/market/ticker') {
      return [message({ bestAsk: sell, bestAskSize, bestBid: buy, bestBidSize, price: last, size: '0', sequence: '1', time: now })];
    }
    const length = INTERVALS[interval];
    if (length === undefined) return [];
    const start = Math.floor(now / length) * length;
    // a candle that has just ended is sent once more, as ended
    return (now - start < 1250 ? [start - length, start] : [start])
      .map((from) => candleRow(this.#exchange, symbol, from, length))
      .filter((candles) => candles !== null)
      .map((candles) => message({ symbol: market, candles, time: now * 1_000_000 }));
  }

  comparable(text: string): string {
    return text.replace(/"(time|timestamp)":\d+/g, '');
  }

  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    const pushed = (topic: string, subject: string, data: object) =>
      listener.topics.has(topic) ? [{ type: 'message', topic, userId: '1', channelType: 'private', subject, data }] : [];
    if (event.kind === 'conditional') return pushed('/spotMarket/advancedOrders', 'stopOrder', stopChange(event.conditional));
    if (event.kind !== 'order' || event.order.symbol.isPerpetual) return [];
    const { order, execution, fill } = event;
    return changes(order, execution, fill).flatMap((change) => pushed('/spotMarket/tradeOrders', 'orderChange', change));
  }
}

/** A fill is a match; the last one is followed by the end of the order. An order that takes at once is never open. */
function changes(order: Order, execution: string, fill: Fill | null): object[] {
  if (fill === null) {
    if (execution === 'new') return order.type === 'limit' ? [orderChange(order, 'open', 'open')] : [];
    return [orderChange(order, 'canceled', 'done')];
  }
  const match = orderChange(order, 'match', fill.isMaker ? 'open' : 'match', {
    matchPrice: decimalText(fill.price),
    matchSize: decimalText(fill.amount),
    liquidity: fill.isMaker ? 'maker' : 'taker',
    feeType: fill.isMaker ? 'makerFee' : 'takerFee',
  });
  return order.status === 'filled' ? [match, orderChange(order, 'filled', 'done')] : [match];
}

function orderChange(order: Order, type: string, status: string, more: object = {}): object {
  const rest = left(order);
  return {
    symbol: wireId(order.symbol),
    orderType: order.type,
    side: order.side,
    orderId: orderId(order.id),
    clientOid: clientIdOf(order.clientId),
    type,
    status,
    orderTime: order.time,
    price: decimalText(order.price),
    size: decimalText(order.amount),
    originSize: decimalText(order.amount),
    filledSize: decimalText(order.executed),
    canceledSize: decimalText(status === 'done' ? rest : 0),
    remainSize: decimalText(status === 'done' ? 0 : rest),
    remainFunds: '0',
    ts: order.updateTime * 1_000_000,
    ...more,
  };
}

function stopChange({ id, request, trigger, status, time, updateTime }: Conditional): object {
  return {
    createdAt: time,
    orderId: stopId(id),
    orderPrice: decimalText(request.price ?? 0),
    orderType: 'stop',
    side: request.side,
    size: decimalText(request.amount ?? 0),
    stop: stopKind(trigger.direction),
    stopPrice: decimalText(trigger.price),
    symbol: wireId(request.symbol),
    tradeType: 'TRADE',
    ts: updateTime * 1_000_000,
    type: status === 'waiting' ? 'open' : status === 'cancelled' || status === 'expired' ? 'cancel' : 'triggered',
    ...(status === 'fired' || status === 'failed' ? { triggerSuccess: status === 'fired' } : {}),
  };
}
