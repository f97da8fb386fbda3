import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import type { Listener, Speech } from '../push.ts';
import { symbolOfCoin } from './coins.ts';
import { basicOrder, bookRow, candleRow, context, fillRow, INTERVALS, statusOf } from './facts.ts';
import type { Fields } from './sign.ts';

/** Subscriptions over WebSocket, those of an account by its address: there is nothing secret. Source: Hyperliquid, "Subscriptions". */
export class HyperliquidSpeech implements Speech {
  readonly #exchange: Exchange;
  readonly #address: string;

  /** @param address of the account */
  constructor(exchange: Exchange, address: string) {
    this.#exchange = exchange;
    this.#address = address.toLowerCase();
  }

  heard(listener: Listener, message: unknown): void {
    const { method, subscription } = (typeof message === 'object' && message !== null ? message : {}) as Fields;
    if (method === 'ping') {
      listener.send({ channel: 'pong' });
      return;
    }
    const isForm = (method === 'subscribe' || method === 'unsubscribe') && typeof subscription === 'object' && subscription !== null;
    if (!isForm) {
      listener.send({ channel: 'error', data: `Error parsing JSON into valid websocket request: ${JSON.stringify(message)}` });
      return;
    }
    const topic = JSON.stringify(subscription);
    if (method === 'unsubscribe') listener.topics.delete(topic);
    else if (listener.topics.has(topic)) {
      listener.send({ channel: 'error', data: `Already subscribed: ${topic}` });
      return;
    } else listener.topics.add(topic);
    listener.isOwner = [...listener.topics].some((one) => this.#isOurs(JSON.parse(one) as Fields));
    listener.send({ channel: 'subscriptionResponse', data: { method, subscription } });
    if (method === 'subscribe' && (subscription as Fields)['type'] === 'userFills') {
      listener.send({ channel: 'userFills', data: { isSnapshot: true, user: (subscription as Fields)['user'], fills: [] } });
    }
  }

  firstOf(topic: string): readonly unknown[] {
    const { type, coin, interval } = JSON.parse(topic) as Fields;
    const symbol = symbolOfCoin(this.#exchange, coin);
    if (symbol === undefined) return [];
    if (type === 'l2Book') return [{ channel: 'l2Book', data: bookRow(this.#exchange, symbol) }];
    if (type === 'activeAssetCtx') {
      const channel = symbol.isPerpetual ? 'activeAssetCtx' : 'activeSpotAssetCtx';
      return [{ channel, data: { coin, ctx: context(this.#exchange, symbol) } }];
    }
    const length = INTERVALS[String(interval)];
    if (type !== 'candle' || length === undefined) return [];
    const start = Math.floor(this.#exchange.now() / length) * length;
    return [{ channel: 'candle', data: candleRow(this.#exchange, symbol, String(interval), start) }];
  }

  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    if (event.kind !== 'order') return [];
    const { order, fill } = event;
    const wanted = [...listener.topics].map((topic) => JSON.parse(topic) as Fields).filter((topic) => this.#isOurs(topic));
    return wanted.flatMap(({ type, user }): readonly unknown[] => {
      if (type === 'userFills' && fill !== null) {
        return [{ channel: 'userFills', data: { user, fills: [fillRow(this.#exchange, order, fill)] } }];
      }
      if (type !== 'orderUpdates') return [];
      const update = { order: basicOrder(this.#exchange, order), status: statusOf(order), statusTimestamp: order.updateTime };
      return [{ channel: 'orderUpdates', data: [update] }];
    });
  }

  comparable(text: string): string {
    return text.replace(/"time":\d+,?/g, '');
  }

  #isOurs({ user }: Fields): boolean {
    return typeof user === 'string' && user.toLowerCase() === this.#address;
  }
}
