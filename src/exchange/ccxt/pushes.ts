import type { Order as CcxtOrder } from 'ccxt';
import type { Ticker } from '../../core/market/market.ts';
import type { ExchangePush, Pushes } from '../ports/pushes.ts';
import type { EndedCandles } from '../traits/ended-candles.ts';
import type { Contracts } from './contracts.ts';
import { toTicker } from './convert-market.ts';
import { toUpdate } from './convert-order.ts';
import { EndedCandleNotes } from './ended-candles.ts';
import { ccxtClassNames } from './error-map.ts';
import { HeardCandles, type KeptRows } from './heard-candles.ts';
import { HeardOrders } from './heard-orders.ts';
import type { OrderIds } from './order-ids.ts';
import { Rests } from './rests.ts';
import { type CcxtSession, can } from './session.ts';
import { StreamWatch } from './stream-watch.ts';
import type { OnStreamState, Streams } from './streams.ts';

type Listener = (push: ExchangePush) => void;
type PushedTicker = Parameters<typeof toTicker>[0] & { readonly timestamp?: unknown };

const [PRICES, CANDLES] = ['tickers', 'candles'] as const;
const DAY_MS = 86_400_000;
/** So many are heard in vain for nothing. */
const FEW_PAIRS = 20;
const ignore = (): void => undefined;

export interface PushOptions {
  /** Whether the account's own orders can be heard of. */
  readonly hasAccount: boolean;
  readonly contracts: Contracts;
  /** Whether a pushed ticker holds the best bid and ask. */
  readonly tickersHaveQuotes: boolean;
  /** Whether each pair is heard for itself, own orders, too. */
  readonly isHeardPairByPair: boolean;
  /** How its streams say that a candle has ended; null where they don't. */
  readonly endedCandles: EndedCandles | null;
  readonly onState?: OnStreamState | undefined;
}

/** What an exchange pushes, through ccxt's WebSockets. */
export class CcxtPushes implements Pushes {
  readonly #session: CcxtSession;
  readonly #streams: Streams;
  readonly #ids: OrderIds;
  readonly #options: PushOptions;
  readonly #watch: StreamWatch;
  readonly #ended: EndedCandleNotes;
  /** Of the pairs that are watched, and those before. */
  readonly #prices = new Map<string, object>();
  readonly #orders = new HeardOrders();
  #isAccountOpen = false;
  #candles = new HeardCandles();
  #watched: { readonly pairs: ReadonlySet<string>; readonly timeframe: string } = { pairs: new Set(), timeframe: '' };
  /** Pairs that the connections were asked for. */
  readonly #asked = new Set<string>();
  /** Takes what has come of candles, and says that their streams broke. */
  #onBreak: () => void = ignore;

  constructor(session: CcxtSession, streams: Streams, ids: OrderIds, options: PushOptions) {
    const { data } = session.clients;
    this.#watch = new StreamWatch({ monotonic: session.monotonic, onState: options.onState, reconnect: () => this.#reconnect() });
    this.#session = session;
    this.#streams = streams;
    this.#ids = ids;
    this.#options = options;
    this.#ended = new EndedCandleNotes(data, options.endedCandles);
    // a connection may end while nothing is waited for, and nothing is thrown then
    const { onClose, onError } = data;
    data.onClose = (client, error) => {
      onClose?.call(data, client, error);
      this.#onBreak();
    };
    data.onError = (client, error) => {
      onError?.call(data, client, error);
      this.#onBreak();
    };
  }

  watch(pairs: readonly string[], timeframe: string, listener: Listener): void {
    const { data, orders } = this.#session.clients;
    const { hasAccount, tickersHaveQuotes, isHeardPairByPair } = this.#options;
    this.#streams.restart();
    this.#watch.end();
    this.#onBreak = ignore;
    if (this.#isHeardInVain(pairs, timeframe)) this.#reconnect();
    this.#begin(pairs, timeframe);
    if (!isHeardPairByPair && can(data, 'watchBidsAsks')) this.#watchBidsAsks(pairs, listener);
    else if (tickersHaveQuotes && can(data, 'watchTicker')) this.#watchEachTicker(pairs, listener);
    else if (can(data, 'watchOrderBook')) this.#watchEachBook(pairs, listener);
    if (!isHeardPairByPair && can(data, 'watchOHLCVForSymbols')) this.#watchCandles(pairs, timeframe, listener);
    else if (can(data, 'watchOHLCV')) this.#watchEachCandle(pairs, timeframe, listener);
    if (!hasAccount || !can(orders, 'watchOrders')) return;
    if (isHeardPairByPair) this.#streams.startEach('orders', pairs, (pair) => this.#hearOrders(listener, pair));
    else this.#streams.start('orders', () => this.#hearOrders(listener));
  }

  /** Ends the connections of prices and candles, and with them all that they were asked for. */
  #reconnect(): void {
    this.#asked.clear();
    this.#session.clients.data.close().catch(ignore);
  }

  /** Whether most of what the connections were asked for is of no use any more: ccxt never asks for less, and for kraken's other candles not at all. */
  #isHeardInVain(pairs: readonly string[], timeframe: string): boolean {
    const asked = new Set([...this.#asked, ...pairs]);
    const isOther = this.#watched.pairs.size > 0 && this.#watched.timeframe !== timeframe;
    return isOther || asked.size > 2 * pairs.length + FEW_PAIRS;
  }

  /** Nothing is heard any more. */
  close(): void {
    this.#watch.end();
    this.#onBreak = ignore;
  }

  /** Of pairs that were not watched, ccxt remembers what is long over; of the others nothing is missed in between. */
  #begin(pairs: readonly string[], timeframe: string): void {
    const before = this.#watched;
    if (before.timeframe !== timeframe) this.#candles = new HeardCandles();
    for (const pair of pairs) {
      const isWatched = before.pairs.has(pair);
      const price = this.#keptPrice(pair);
      if (!isWatched && price !== undefined) this.#prices.set(pair, price);
      if (!isWatched || before.timeframe !== timeframe) this.#candles.skip(pair, this.#keptRows(pair, timeframe) ?? []);
    }
    this.#watched = { pairs: new Set(pairs), timeframe };
    for (const pair of pairs) this.#asked.add(pair);
  }

  /** The last of a pair's prices that came. Some exchanges' (kraken's) best bids and asks are kept among ccxt's tickers. */
  #keptPrice(pair: string): PushedTicker | undefined {
    const { bidsasks, tickers } = this.#session.clients.data;
    return bidsasks?.[pair] ?? tickers?.[pair];
  }

  #keptRows(pair: string, timeframe: string): KeptRows | undefined {
    return this.#session.clients.data.ohlcvs?.[pair]?.[timeframe];
  }

  /** Says what is new of a pair's candles. */
  #tellCandles(listener: Listener, pair: string, rows: KeptRows): void {
    const ended = this.#ended.take(pair);
    for (const row of this.#candles.news(pair, rows)) {
      this.#watch.heard(CANDLES);
      listener({ kind: 'candle', pair, row });
    }
    if (ended !== null) listener({ kind: 'candle_end', pair, start: ended });
  }

  /** @param take tells what has come before the break */
  #tellBreaks(listener: Listener, pairs: readonly string[], take: () => void): void {
    this.#onBreak = () => {
      take();
      for (const pair of pairs) listener({ kind: 'candle_break', pair });
    };
  }

  /** What a pair's prices are now. @param moment of which that is, ms since epoch, where the exchange says so */
  #tellTicker(listener: Listener, pair: string, ticker: Ticker, moment: unknown): void {
    // one exchange or another may count in seconds
    const isMoment = typeof moment === 'number' && Math.abs(moment - this.#session.now()) < DAY_MS;
    const ageMs = this.#watch.heard(PRICES, isMoment ? moment : undefined);
    listener({ kind: 'ticker', pair, ticker, ageMs });
  }

  #watchBidsAsks(pairs: readonly string[], listener: Listener): void {
    if (pairs.length === 0) return;
    const { data } = this.#session.clients;
    const watched = this.#watched;
    const heard = this.#prices;
    const rests = new Rests();
    const take = (offered: readonly string[], answer: Readonly<Record<string, PushedTicker>>): void => {
      // others listen now
      if (watched !== this.#watched) return;
      // the answer is the pair that came first; others of the same moment are in ccxt's memory only, and would be missed
      for (const pair of offered) {
        const ticker = this.#keptPrice(pair) ?? answer[pair];
        if (ticker === undefined || heard.get(pair) === ticker) continue;
        heard.set(pair, ticker);
        this.#tellTicker(listener, pair, toTicker(ticker), ticker.timestamp);
      }
    };
    this.#watch.begin(PRICES);
    this.#streams.startPairs(PRICES, pairs, async (offered) => {
      // what has come in the rest
      rests.work(() => take(offered, {}));
      const answer = await rests.work(() => data.watchBidsAsks([...offered]));
      rests.work(() => take(offered, answer));
      if (offered.some((pair) => this.#keptPrice(pair) !== undefined)) await rests.rest();
    });
  }

  #watchEachTicker(pairs: readonly string[], listener: Listener): void {
    const { data } = this.#session.clients;
    if (pairs.length > 0) this.#watch.begin(PRICES);
    this.#streams.startEach(PRICES, pairs, async (pair) => {
      const answer = await data.watchTicker(pair);
      // of several in one moment the answer is the first
      const ticker = data.tickers?.[pair] ?? answer;
      this.#tellTicker(listener, pair, toTicker(ticker), ticker.timestamp);
    });
  }

  /** The best level of each side is a quote, too. */
  #watchEachBook(pairs: readonly string[], listener: Listener): void {
    const { data } = this.#session.clients;
    const heard = new Map<string, string>();
    if (pairs.length > 0) this.#watch.begin(PRICES);
    this.#streams.startEach(PRICES, pairs, async (pair) => {
      const { bids, asks, timestamp } = await data.watchOrderBook(pair);
      const [bid, ask] = [bids[0]?.[0], asks[0]?.[0]];
      // most changes lie deeper in the book
      if (heard.get(pair) === `${bid} ${ask}`) {
        this.#watch.heard(PRICES);
        return;
      }
      heard.set(pair, `${bid} ${ask}`);
      this.#tellTicker(listener, pair, toTicker({ bid, ask }), timestamp);
    });
  }

  #watchCandles(pairs: readonly string[], timeframe: string, listener: Listener): void {
    if (pairs.length === 0) return;
    const { data } = this.#session.clients;
    const watched = this.#watched;
    const kept = (pair: string) => this.#keptRows(pair, timeframe);
    const rests = new Rests();
    const take = (offered: readonly string[], answer: Readonly<Record<string, Record<string, KeptRows>>>): void => {
      if (watched !== this.#watched) return;
      // as with prices: all candles end at one moment, and the answer is the first of them
      for (const pair of offered) this.#tellCandles(listener, pair, kept(pair) ?? answer[pair]?.[timeframe] ?? []);
    };
    this.#tellBreaks(listener, pairs, () => take(pairs, {}));
    this.#watch.begin(CANDLES);
    this.#streams.startPairs(CANDLES, pairs, async (offered) => {
      rests.work(() => take(offered, {}));
      const answer = await rests.work(() => data.watchOHLCVForSymbols(offered.map((pair) => [pair, timeframe])));
      rests.work(() => take(offered, answer));
      if (offered.some((pair) => kept(pair) !== undefined)) await rests.rest();
    });
  }

  #watchEachCandle(pairs: readonly string[], timeframe: string, listener: Listener): void {
    const { data } = this.#session.clients;
    const watched = this.#watched;
    // the answer lacks what has changed of a candle since the next one began, and kraken's may be of another timeframe
    const take = (pair: string): void => {
      if (watched === this.#watched) this.#tellCandles(listener, pair, this.#keptRows(pair, timeframe) ?? []);
    };
    this.#tellBreaks(listener, pairs, () => {
      for (const pair of pairs) take(pair);
    });
    if (pairs.length > 0) this.#watch.begin(CANDLES);
    this.#streams.startEach(CANDLES, pairs, async (pair) => {
      await data.watchOHLCV(pair, timeframe);
      this.#watch.heard(CANDLES);
      take(pair);
    });
  }

  async #hearOrders(listener: Listener, pair?: string): Promise<void> {
    const { orders } = this.#session.clients;
    const answer = await this.#ordersOf(pair);
    for (const heard of this.#orders.news(orders.orders ?? [], answer)) {
      const order = this.#options.contracts.converted(heard.symbol ?? '', heard);
      const update = toUpdate(order, order.amount ?? 0, this.#session.now());
      // of orders to buy for a cost some (htx) count the money where others count the coins; how such a one ends is asked for
      if (update.status === 'open' && update.filled > update.amount) continue;
      listener({ kind: 'order', pair: order.symbol ?? '', clientOrderId: this.#ids.ours(order) ?? '', update });
    }
  }

  /** Opens the account's stream where it is not, for which ccxt signs with the time. */
  async #ordersOf(pair: string | undefined): Promise<readonly CcxtOrder[]> {
    const { clients, clock } = this.#session;
    if (!this.#isAccountOpen) await clock?.ready();
    try {
      const answer = await clients.orders.watchOrders(pair);
      this.#isAccountOpen = true;
      return answer;
    } catch (error) {
      this.#isAccountOpen = false;
      if (ccxtClassNames(error).includes('AuthenticationError')) {
        await clock?.read().catch(ignore);
        // some take themselves for known from the first try on
        clients.orders.close().catch(ignore);
      }
      throw error;
    }
  }
}
