import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import type { Credentials } from '../dialect.ts';
import type { Listener, Speech } from '../push.ts';
import { amountText, executionReport, INTERVALS, klineEvent, marketsOf, priceText, ticker24h, wireId } from './facts.ts';
import { accountUpdate, algoUpdate, orderTradeUpdate } from './futures-events.ts';
import { isListenKey } from './listen-keys.ts';
import { bookTicker } from './market-data.ts';
import { checkSignature } from './sign.ts';

interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: unknown;
}

/** Where futures are streamed; ccxt puts the kind of stream between. */
const FUTURES_PATH = /^\/futures\/(public|market|private)\/ws$/;
/** Before the topics of futures, whose streams have the same names as those of spot. */
const FUTURES = 'futures ';

/**
 * Binance's market streams; the account's stream of spot is behind a signed subscription, that of futures behind an address nobody else
 * knows. Source: Binance, "WebSocket Streams", "WebSocket API"; "USDⓈ-M Futures", "Connect", "User data streams".
 */
export class BinanceSpeech implements Speech {
  readonly #exchange: Exchange;
  readonly #credentials: Credentials;
  readonly #subscriptions: WeakMap<Listener, number> = new WeakMap();
  #nextSubscription = 0;

  constructor(exchange: Exchange, credentials: Credentials) {
    this.#exchange = exchange;
    this.#credentials = credentials;
  }

  opened(listener: Listener): void {
    const isPrivate = FUTURES_PATH.exec(listener.path)?.[1] === 'private';
    listener.isOwner = isPrivate && isListenKey(this.#exchange, listener.query.get('listenKey'));
  }

  heard(listener: Listener, message: unknown): void {
    if (typeof message !== 'object' || message === null) listener.send({ error: { code: -1130, msg: 'Malformed JSON.' } });
    else if (listener.path.startsWith('/ws-api')) this.#apiCall(listener, message);
    else subscribe(listener, message);
  }

  firstOf(topic: string): readonly unknown[] {
    // a bare address sends what a combined one wraps
    return topic.startsWith(FUTURES) ? this.#events(topic) : this.#events(topic).map((data) => ({ stream: topic, data }));
  }

  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    if (FUTURES_PATH.test(listener.path)) return this.#toOwnerOfFutures(listener, event);
    const subscriptionId = this.#subscriptions.get(listener);
    const news = this.#accountEvent(event);
    return news === null ? [] : [{ subscriptionId, event: news }];
  }

  comparable(text: string): string {
    return text.replace(/"E":\d+,?/g, '');
  }

  /** Until the key is good no more. */
  #toOwnerOfFutures(listener: Listener, event: AccountEvent): readonly unknown[] {
    if (!isListenKey(this.#exchange, listener.query.get('listenKey'))) return [];
    const at = this.#exchange.now();
    if (event.kind === 'conditional') return event.conditional.request.symbol.isPerpetual ? [algoUpdate(event.conditional, at)] : [];
    if (event.kind === 'order') return event.order.symbol.isPerpetual ? [orderTradeUpdate(event, at)] : [];
    return event.isPerpetual ? [accountUpdate(this.#exchange, event.coins, at)] : [];
  }

  #accountEvent(event: AccountEvent): object | null {
    const at = this.#exchange.now();
    if (event.kind === 'order') {
      return event.order.symbol.isPerpetual ? null : executionReport(event.order, event.execution, event.fill, at);
    }
    if (event.kind !== 'balances' || event.isPerpetual) return null;
    const balances = event.coins.map((coin) => {
      const { free, locked } = this.#exchange.wallet.of(coin);
      return { a: coin, f: free.toFixed(8), l: locked.toFixed(8) };
    });
    return { e: 'outboundAccountPosition', E: at, u: at, B: balances };
  }

  #apiCall(listener: Listener, message: Message): void {
    const reply = (status: number, body: object) => listener.send({ id: message.id ?? null, status, ...body });
    if (message.method !== 'userDataStream.subscribe.signature') {
      reply(400, { error: { code: -1000, msg: `Unknown method ${message.method}.` } });
      return;
    }
    const given = (message.params ?? {}) as Record<string, string | number>;
    const params = new URLSearchParams(Object.entries(given).map(([name, value]): [string, string] => [name, String(value)]));
    const unsigned = Object.entries(given)
      .filter(([name]) => name !== 'signature')
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const raw = unsigned.map(([name, value]) => `${name}=${value}`).join('&');
    try {
      checkSignature(this.#credentials, params.get('apiKey'), raw, params, this.#exchange.now());
    } catch (error) {
      reply(400, { error: { code: -1022, msg: (error as Error).message } });
      return;
    }
    const subscriptionId = this.#nextSubscription++;
    this.#subscriptions.set(listener, subscriptionId);
    listener.isOwner = true;
    reply(200, { result: { subscriptionId } });
  }

  #events(stream: string): object[] {
    const exchange = this.#exchange;
    const at = exchange.now();
    if (stream === '!miniTicker@arr') return [marketsOf(exchange, false).map((symbol) => this.#miniTicker(symbol, at))];
    const isPerpetual = stream.startsWith(FUTURES);
    const [id = '', kind = ''] = (isPerpetual ? stream.slice(FUTURES.length) : stream).split('@');
    const symbol = marketsOf(exchange, isPerpetual).find((one) => wireId(one) === id.toUpperCase());
    if (symbol === undefined) return [];
    if (kind.startsWith('kline_')) return this.#klines(symbol, kind.slice(6), at);
    if (kind === 'bookTicker') {
      const top = bookTicker(exchange, symbol);
      return [
        { u: Math.floor(at / TICK_MS), s: wireId(symbol), b: top['bidPrice'], B: top['bidQty'], a: top['askPrice'], A: top['askQty'] },
      ];
    }
    if (kind === 'miniTicker') return [this.#miniTicker(symbol, at)];
    if (kind === 'ticker') return [this.#ticker(symbol, at)];
    if (kind === 'trade' || kind === 'aggTrade') {
      const tick = Math.floor(at / TICK_MS);
      return [
        {
          e: kind,
          E: at,
          s: wireId(symbol),
          t: tick,
          a: tick,
          p: priceText(symbol, exchange.price(symbol)),
          q: amountText(symbol, symbol.stepSize),
          T: tick * TICK_MS,
          m: tick % 2 === 0,
          M: true,
          f: tick,
          l: tick,
        },
      ];
    }
    if (kind.startsWith('depth')) {
      const tick = Math.floor(at / TICK_MS);
      const book = exchange.book(symbol, 20);
      const rows = (side: [number, number][]) => side.map(([price, amount]) => [priceText(symbol, price), amountText(symbol, amount)]);
      return [{ e: 'depthUpdate', E: at, s: wireId(symbol), U: tick, u: tick, b: rows(book.bids), a: rows(book.asks) }];
    }
    return [];
  }

  /** The candle just closed is sent once more, as closed, at the start of the next. */
  #klines(symbol: MarketSymbol, interval: string, at: number): object[] {
    const length = INTERVALS[interval];
    if (length === undefined) return [];
    const start = Math.floor(at / length) * length;
    const previous = at - start < 5 * TICK_MS ? klineEvent(this.#exchange, symbol, interval, start - length) : null;
    const current = klineEvent(this.#exchange, symbol, interval, start);
    return [previous, current].filter((event) => event !== null);
  }

  #miniTicker(symbol: MarketSymbol, at: number): object {
    const day = ticker24h(this.#exchange, symbol);
    return {
      e: '24hrMiniTicker',
      E: at,
      s: wireId(symbol),
      c: day['lastPrice'],
      o: day['openPrice'],
      h: day['highPrice'],
      l: day['lowPrice'],
      v: day['volume'],
      q: day['quoteVolume'],
    };
  }

  #ticker(symbol: MarketSymbol, at: number): object {
    const day = ticker24h(this.#exchange, symbol);
    return {
      ...this.#miniTicker(symbol, at),
      e: '24hrTicker',
      p: day['priceChange'],
      P: day['priceChangePercent'],
      w: day['weightedAvgPrice'],
      x: day['prevClosePrice'],
      Q: day['lastQty'],
      b: day['bidPrice'],
      B: day['bidQty'],
      a: day['askPrice'],
      A: day['askQty'],
      O: day['openTime'],
      C: day['closeTime'],
      F: 1,
      L: 2,
      n: 2,
    };
  }
}

function subscribe(listener: Listener, message: Message): void {
  const prefix = FUTURES_PATH.test(listener.path) ? FUTURES : '';
  const streams = Array.isArray(message.params) ? message.params.map((name) => `${prefix}${name}`) : [];
  if (message.method === 'SUBSCRIBE') for (const stream of streams) listener.topics.add(stream);
  else if (message.method === 'UNSUBSCRIBE') for (const stream of streams) listener.topics.delete(stream);
  listener.send({ result: null, id: message.id ?? null });
}
