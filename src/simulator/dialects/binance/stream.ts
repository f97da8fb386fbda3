import type { WebSocket } from 'ws';
import type { Exchange } from '../../engine/exchange.ts';
import { TICK_MS } from '../../engine/price.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import type { Credentials, Streams } from '../dialect.ts';
import { amountText, executionReport, INTERVALS, klineEvent, marketsOf, priceText, ticker24h, wireId } from './facts.ts';
import { bookTicker } from './market-data.ts';
import { checkSignature } from './sign.ts';

interface Client {
  socket: WebSocket;
  streams: Set<string>;
  /** Last text sent per stream, so that nothing is pushed twice. */
  sent: Map<string, string>;
  userSubscription: number | null;
}

/** Market and account streams over WebSocket: subscriptions per connection, pushed once per time step. */
export class StreamHub implements Streams {
  readonly #exchange: Exchange;
  readonly #credentials: Credentials;
  readonly #clients: Set<Client> = new Set();
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #nextSubscription = 0;
  #muted: RegExp | null = null;

  constructor(exchange: Exchange, credentials: Credentials) {
    this.#exchange = exchange;
    this.#credentials = credentials;
    this.#timer = setInterval(() => this.#push(), TICK_MS);
    this.#stopListening = exchange.onAccountEvent((event) => {
      const at = exchange.now();
      if (event.kind === 'order') {
        if (!event.order.symbol.isPerpetual) this.#toUsers(executionReport(event.order, event.execution, event.fill, at));
      } else if (event.kind === 'balances' && !event.isPerpetual) {
        const balances = event.coins.map((coin) => {
          const { free, locked } = exchange.wallet.of(coin);
          return { a: coin, f: free.toFixed(8), l: locked.toFixed(8) };
        });
        this.#toUsers({ e: 'outboundAccountPosition', E: at, u: at, B: balances });
      }
    });
  }

  add(socket: WebSocket, path: string): void {
    const isApi = path.startsWith('/ws-api');
    const client: Client = { socket, streams: new Set(), sent: new Map(), userSubscription: null };
    this.#clients.add(client);
    socket.on('close', () => this.#clients.delete(client));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      let message: { id?: unknown; method?: string; params?: unknown };
      try {
        message = JSON.parse(data.toString());
      } catch {
        socket.send(JSON.stringify({ error: { code: -1130, msg: 'Malformed JSON.' } }));
        return;
      }
      if (isApi) this.#apiCall(client, message);
      else this.#subscription(client, message);
    });
  }

  /** Control: closes every stream, as a network failure would. */
  cut(): number {
    const count = this.#clients.size;
    for (const client of this.#clients) client.socket.terminate();
    return count;
  }

  /** Control: streams whose names match stay open and tell nothing; the account's are named "account". null: all tell again. */
  mute(match: string | null): void {
    this.#muted = match === null ? null : new RegExp(match);
  }

  /** Control: sends prices at once instead of at the next time step. */
  pushNow(): void {
    this.#push();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#stopListening();
    this.cut();
  }

  #subscription(client: Client, message: { id?: unknown; method?: string; params?: unknown }): void {
    const streams = Array.isArray(message.params) ? message.params.map(String) : [];
    if (message.method === 'SUBSCRIBE') for (const stream of streams) client.streams.add(stream);
    else if (message.method === 'UNSUBSCRIBE') for (const stream of streams) client.streams.delete(stream);
    client.socket.send(JSON.stringify({ result: null, id: message.id ?? null }));
  }

  #apiCall(client: Client, message: { id?: unknown; method?: string; params?: unknown }): void {
    const reply = (status: number, body: object) => client.socket.send(JSON.stringify({ id: message.id ?? null, status, ...body }));
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
    client.userSubscription = this.#nextSubscription++;
    reply(200, { result: { subscriptionId: client.userSubscription } });
  }

  #toUsers(event: object): void {
    if (this.#muted?.test('account')) return;
    for (const client of this.#clients) {
      if (client.userSubscription === null) continue;
      client.socket.send(JSON.stringify({ subscriptionId: client.userSubscription, event }));
    }
  }

  #push(): void {
    this.#exchange.match();
    const cache = new Map<string, string[]>();
    for (const client of this.#clients) {
      for (const stream of client.streams) {
        if (this.#muted?.test(stream)) continue;
        let texts = cache.get(stream);
        if (texts === undefined) {
          texts = this.#events(stream).map((data) => JSON.stringify({ stream, data }));
          cache.set(stream, texts);
        }
        for (const [index, text] of texts.entries()) {
          const key = `${stream}/${index}`;
          const comparable = text.replace(/"E":\d+,?/g, '');
          if (client.sent.get(key) === comparable) continue;
          client.sent.set(key, comparable);
          if (client.socket.readyState === client.socket.OPEN) client.socket.send(text);
        }
      }
    }
  }

  #events(stream: string): object[] {
    const exchange = this.#exchange;
    const at = exchange.now();
    if (stream === '!miniTicker@arr') return [marketsOf(exchange, false).map((symbol) => this.#miniTicker(symbol, at))];
    const [id, kind = ''] = stream.split('@');
    const symbol = exchange.symbols.get((id ?? '').toUpperCase());
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
