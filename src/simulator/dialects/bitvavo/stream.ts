import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import type { Credentials } from '../dialect.ts';
import type { Listener, Speech } from '../push.ts';
import { candleRow, fillEvent, INTERVALS, orderEvent, ticker, wireId } from './facts.ts';
import { spotSymbols } from './market-data.ts';
import { isSigned } from './sign.ts';

interface Channel {
  readonly name?: string;
  readonly interval?: readonly string[];
  readonly markets?: readonly string[] | '*';
}
interface Message {
  readonly action?: string;
  readonly key?: string;
  readonly signature?: string;
  readonly timestamp?: number;
  readonly channels?: readonly Channel[];
}

/** Channels over WebSocket; the account's by market, after authentication. Source: Bitvavo, "WebSocket API", each channel's page. */
export class BitvavoSpeech implements Speech {
  readonly #exchange: Exchange;
  readonly #credentials: Credentials;

  constructor(exchange: Exchange, credentials: Credentials) {
    this.#exchange = exchange;
    this.#credentials = credentials;
  }

  heard(listener: Listener, message: unknown): void {
    const { action, channels = [], ...rest } = (typeof message === 'object' && message !== null ? message : {}) as Message;
    if (action === 'authenticate') this.#authenticate(listener, rest);
    else if (action === 'subscribe' || action === 'unsubscribe') {
      for (const channel of channels) this.#subscribe(listener, action, channel);
    } else listener.send({ action, errorCode: 110, error: 'Invalid endpoint. Please check url and HTTP method.' });
  }

  firstOf(topic: string): readonly unknown[] {
    const [name, market, interval = ''] = topic.split(' ');
    const symbol = spotSymbols(this.#exchange).find((one) => wireId(one) === market);
    if (symbol === undefined) return [];
    if (name === 'ticker24h') return [{ event: 'ticker24h', data: [ticker(this.#exchange, symbol)] }];
    const length = INTERVALS[interval];
    if (name !== 'candles' || length === undefined) return [];
    const start = Math.floor(this.#exchange.now() / length) * length;
    const row = candleRow(this.#exchange, symbol, start, length);
    return row === null ? [] : [{ event: 'candle', market, interval, candle: [row] }];
  }

  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    if (event.kind !== 'order' || event.order.symbol.isPerpetual) return [];
    if (!listener.topics.has(`account ${wireId(event.order.symbol)}`)) return [];
    const { order, fill } = event;
    return fill === null ? [orderEvent(order)] : [fillEvent(order, fill), orderEvent(order)];
  }

  comparable(text: string): string {
    return text.replace(/"(timestamp|closeTimestamp)":\d+,?/g, '');
  }

  #authenticate(listener: Listener, { key, signature = '', timestamp = 0 }: Message): void {
    listener.isOwner = key === this.#credentials.key && isSigned(this.#credentials, `${timestamp}GET/v2/websocket`, signature);
    if (listener.isOwner) listener.send({ event: 'authenticate', authenticated: true });
    else listener.send({ action: 'authenticate', errorCode: 309, error: 'The signature is invalid.' });
  }

  #subscribe(listener: Listener, action: 'subscribe' | 'unsubscribe', { name = '', interval = [], markets = [] }: Channel): void {
    if (name === 'account' && !listener.isOwner) {
      listener.send({ event: 'error', action, errorCode: 300, error: 'Authentication is required for this endpoint.' });
      return;
    }
    const known = spotSymbols(this.#exchange).map(wireId);
    const wanted = markets === '*' ? known : markets;
    // one market that there is not, and nothing of the channel is subscribed to
    if (wanted.some((market) => !known.includes(market))) {
      listener.send({ event: 'error', action, errorCode: 205, error: 'market parameter is invalid.' });
      return;
    }
    for (const market of wanted) {
      for (const topic of name === 'candles' ? interval.map((one) => `${name} ${market} ${one}`) : [`${name} ${market}`]) {
        if (action === 'subscribe') listener.topics.add(topic);
        else listener.topics.delete(topic);
      }
    }
    listener.send({ event: `${action}d`, subscriptions: { [name]: wanted } });
  }
}
