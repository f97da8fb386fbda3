import { randomUUID } from 'node:crypto';
import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import { left, type Order } from '../../engine/order.ts';
import type { Credentials } from '../dialect.ts';
import type { Listener, Speech } from '../push.ts';
import { clientIdOf, quote, uid, wireId } from './facts.ts';
import { symbolsOf } from './market-data.ts';
import { isChallengeMet } from './sign.ts';

interface Said {
  readonly event?: string;
  readonly feed?: string;
  readonly product_ids?: readonly string[];
  readonly api_key?: string;
  readonly original_challenge?: string;
  readonly signed_challenge?: string;
}

interface Topic {
  readonly feed: string;
  readonly id: string;
}

const PUBLIC_FEEDS: readonly string[] = ['ticker', 'ticker_lite'];
const ORDER_FEEDS: readonly string[] = ['open_orders', 'open_orders_verbose'];

/** Feeds over WebSocket; the account's are for who signs a challenge. Source: Kraken, "Futures WebSocket", "Challenge", each feed's page. */
export class KrakenFuturesSpeech implements Speech {
  readonly #exchange: Exchange;
  readonly #credentials: Credentials;
  /** What was to be signed, and the feed of orders that is listened to. */
  readonly #challenges: WeakMap<Listener, string> = new WeakMap();
  readonly #feeds: WeakMap<Listener, string> = new WeakMap();

  constructor(exchange: Exchange, credentials: Credentials) {
    this.#exchange = exchange;
    this.#credentials = credentials;
  }

  heard(listener: Listener, message: unknown): void {
    const said = (typeof message === 'object' && message !== null ? message : {}) as Said;
    const { event, feed = '', product_ids: ids = [] } = said;
    if (event === 'challenge') {
      const challenge = randomUUID();
      this.#challenges.set(listener, challenge);
      listener.send({ event: 'challenge', message: challenge });
    } else if (event === 'subscribe' && ORDER_FEEDS.includes(feed)) this.#subscribeOrders(listener, said);
    else if ((event === 'subscribe' || event === 'unsubscribe') && PUBLIC_FEEDS.includes(feed)) {
      for (const id of ids) {
        const topic = JSON.stringify({ feed, id } satisfies Topic);
        if (event === 'subscribe') listener.topics.add(topic);
        else listener.topics.delete(topic);
      }
      listener.send({ event: `${event}d`, feed, product_ids: ids });
    } else listener.send({ event: 'alert', message: 'Bad websocket message' });
  }

  firstOf(topic: string): readonly unknown[] {
    const { feed, id } = JSON.parse(topic) as Topic;
    const symbol = symbolsOf(this.#exchange).find((one) => wireId(one) === id);
    return symbol === undefined ? [] : [{ feed, ...quote(this.#exchange, symbol) }];
  }

  /** Of orders that lie open; what is filled or ends at once is never in it. */
  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    const feed = this.#feeds.get(listener);
    if (feed === undefined || event.kind !== 'order' || !event.order.symbol.isPerpetual) return [];
    const { order, execution } = event;
    if (order.type === 'market' && order.trigger === null) return [];
    if (order.status !== 'open') {
      if (execution === 'new') return [];
      const reason = order.status === 'filled' ? 'full_fill' : 'cancelled_by_user';
      return [{ feed, order_id: uid(order.id), cli_ord_id: clientIdOf(order), is_cancel: true, reason }];
    }
    const reason = execution === 'trade' ? 'partial_fill' : 'new_placed_order_by_user';
    return [{ feed, order: restingRow(order), is_cancel: false, reason }];
  }

  #subscribeOrders(
    listener: Listener,
    { feed = '', api_key: key, original_challenge: challenge = '', signed_challenge: signature = '' }: Said,
  ) {
    const isTrue =
      key === this.#credentials.key &&
      challenge === this.#challenges.get(listener) &&
      isChallengeMet(this.#credentials.secret, challenge, signature);
    if (!isTrue) {
      listener.send({ event: 'alert', message: 'Failed to subscribe to authenticated feed' });
      return;
    }
    listener.isOwner = true;
    this.#feeds.set(listener, feed);
    listener.send({ event: 'subscribed', feed });
    const orders = this.#exchange.openOrders(null).filter(({ symbol }) => symbol.isPerpetual);
    listener.send({ feed: `${feed}_snapshot`, account: uid(0), orders: orders.map(restingRow) });
  }
}

/** `qty` is what is left of it. */
function restingRow(order: Order): object {
  return {
    instrument: wireId(order.symbol),
    time: order.time,
    last_update_time: order.updateTime,
    qty: left(order),
    filled: order.executed,
    limit_price: order.price,
    stop_price: order.trigger?.price ?? 0,
    type: order.trigger === null ? 'limit' : 'stop',
    order_id: uid(order.id),
    ...(clientIdOf(order) === null ? {} : { cli_ord_id: clientIdOf(order) }),
    direction: order.side === 'buy' ? 0 : 1,
    reduce_only: order.isReduceOnly,
    ...(order.trigger === null ? {} : { triggerSignal: 'last' }),
  };
}
