import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import type { Credentials } from '../dialect.ts';
import type { Listener, Speech } from '../push.ts';
import { candleRow, INTERVALS, orderRow, priceText, ticker, wireId } from './facts.ts';
import { contractOrder } from './futures.ts';
import { accountOf } from './rest.ts';
import { isSigned } from './sign.ts';

interface Message {
  readonly id?: unknown;
  readonly time?: number;
  readonly channel?: string;
  readonly event?: string;
  readonly payload?: unknown;
  readonly auth?: Readonly<Record<string, string>>;
}

/** How far the time of a signature may be off. */
const WINDOW_SECONDS = 60;

/** Channels over WebSocket, those of the account with a signature of their own. Source: Gate, "Spot WebSocket v4", "Futures WebSocket v4". */
export class GateSpeech implements Speech {
  readonly #exchange: Exchange;
  readonly #credentials: Credentials;

  constructor(exchange: Exchange, credentials: Credentials) {
    this.#exchange = exchange;
    this.#credentials = credentials;
  }

  heard(listener: Listener, message: unknown): void {
    const {
      id,
      time = 0,
      channel = '',
      event = '',
      payload,
      auth,
    } = (typeof message === 'object' && message !== null ? message : {}) as Message;
    const reply = (more: object) => listener.send({ time: this.#seconds(), time_ms: this.#exchange.now(), id, channel, event, ...more });
    if (channel.endsWith('.ping')) {
      listener.send({ time: this.#seconds(), channel: channel.replace('.ping', '.pong'), event: '', result: null });
      return;
    }
    if (event !== 'subscribe' && event !== 'unsubscribe') {
      reply({ error: { code: 2, message: `unknown event ${event}` }, result: null });
      return;
    }
    const list = Array.isArray(payload) ? payload.map(String) : [];
    if (isOfAccount(channel)) {
      const text = `channel=${channel}&event=${event}&time=${time}`;
      const isInTime = Math.abs(this.#seconds() - Number(time)) <= WINDOW_SECONDS;
      if (!isInTime || auth?.['KEY'] !== this.#credentials.key || !isSigned(this.#credentials, text, auth['SIGN'] ?? '')) {
        reply({ error: { code: 4, message: 'authentication fail' }, result: null });
        return;
      }
      listener.isOwner = true;
    }
    for (const topic of topicsOf(channel, list)) {
      if (event === 'subscribe') listener.topics.add(topic);
      else listener.topics.delete(topic);
    }
    reply({ error: null, result: { status: 'success' } });
  }

  firstOf(topic: string): readonly unknown[] {
    const { channel, payload } = JSON.parse(topic) as { channel: string; payload: string[] };
    const isPerpetual = channel.startsWith('futures.');
    const symbol = [...this.#exchange.symbols.values()].find((one) => one.isPerpetual === isPerpetual && wireId(one) === payload.at(-1));
    if (symbol === undefined) return [];
    return this.#data(channel, payload, symbol).map((result) => this.#update(channel, result));
  }

  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    if (event.kind !== 'order') return [];
    const { order, execution } = event;
    const channel = order.symbol.isPerpetual ? 'futures.orders' : 'spot.orders';
    if (![...listener.topics].some((topic) => topic.includes(`"${channel}"`))) return [];
    if (order.symbol.isPerpetual) return [this.#update(channel, [contractOrder(order)])];
    const change = execution === 'new' ? 'put' : order.status === 'open' ? 'update' : 'finish';
    return [this.#update(channel, [{ ...orderRow(order, accountOf(this.#exchange).costs), event: change }])];
  }

  comparable(text: string): string {
    return text.replace(/"(time|time_ms|t)":\d+,?/g, '');
  }

  #update(channel: string, result: unknown): object {
    return { time: this.#seconds(), time_ms: this.#exchange.now(), channel, event: 'update', result };
  }

  #seconds(): number {
    return Math.floor(this.#exchange.now() / 1000);
  }

  #data(channel: string, payload: readonly string[], symbol: MarketSymbol): readonly unknown[] {
    const now = this.#exchange.now();
    if (channel.endsWith('.tickers')) return [ticker(this.#exchange, symbol)];
    if (channel.endsWith('.book_ticker')) {
      const { bids, asks } = this.#exchange.book(symbol, 1);
      const [bid = [0, 0]] = bids;
      const [ask = [0, 0]] = asks;
      const amount = (value: number) => (symbol.isPerpetual ? Math.round(value / symbol.contractSize) : decimalText(value));
      return [
        {
          t: now,
          u: Math.floor(now / TICK_MS),
          s: wireId(symbol),
          b: priceText(symbol, bid[0]),
          B: amount(bid[1]),
          a: priceText(symbol, ask[0]),
          A: amount(ask[1]),
        },
      ];
    }
    const length = INTERVALS[payload[0] ?? ''];
    if (!channel.endsWith('.candlesticks') || length === undefined) return [];
    const start = Math.floor(now / length) * length;
    const starts = now - start < 1250 ? [start - length, start] : [start];
    return starts.map((from) => {
      const [t, v, c, h, l, o, a] = candleRow(this.#exchange, symbol, from, length) ?? [];
      const row = { t, c, h, l, o, n: `${payload[0]}_${wireId(symbol)}`, w: now >= from + length };
      return symbol.isPerpetual ? { ...row, t: Number(t), v: Math.round(Number(a) / symbol.contractSize), a: v } : { ...row, v, a };
    });
  }
}

function isOfAccount(channel: string): boolean {
  return /\.(orders|balances|usertrades|positions|autoorders|priceorders)$/.test(channel);
}

/** A subscription of candles is one topic, of others one a market. */
function topicsOf(channel: string, payload: readonly string[]): string[] {
  const groups = channel.endsWith('.candlesticks') || isOfAccount(channel) ? [payload] : payload.map((one) => [one]);
  return groups.map((group) => JSON.stringify({ channel, payload: group }));
}
