import type { OtherCandles } from '../../core/market/candle-kind.ts';
import type { CandleRow } from '../../core/market/candles.ts';
import type { DayTicker, Market, OrderBook, Quote, Ticker } from '../../core/market/market.ts';
import type { PublicTrade } from '../../core/market/public-trade.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { TemporaryError } from '../errors.ts';
import { bookDepth, type ModeFacts } from '../facts.ts';
import type { MarketData } from '../ports/market-data.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import { candlesOfKind } from './candle-kinds.ts';
import { inPages } from './candle-pages.ts';
import type { Contracts } from './contracts.ts';
import { precisionMode, toCandleRow, toDayTicker, toLevels, toMarket, toTicker } from './convert-market.ts';
import { tradesPage } from './public-trades.ts';
import type { CcxtSession } from './session.ts';

/** Public data through ccxt. */
export class CcxtMarketData implements MarketData {
  readonly #session: CcxtSession;
  readonly #contracts: Contracts;
  readonly #facts: ModeFacts;
  readonly #traits: Pick<ExchangeTraits, 'candleLimit' | 'learnedOptions' | 'tradesAfterParameter'>;

  constructor(session: CcxtSession, contracts: Contracts, facts: ModeFacts, traits: ExchangeTraits) {
    this.#session = session;
    this.#contracts = contracts;
    this.#facts = facts;
    this.#traits = traits;
  }

  async markets(reload = false): Promise<ReadonlyMap<string, Market>> {
    const { data, account, orders } = this.#session.clients;
    // some sign what they ask of markets, and of the account, before anything else is asked
    const loaded = await this.#session.readAccount(() => data.loadMarkets(reload), data);
    if (Object.keys(loaded).length === 0) {
      // those of before serve on, also where ccxt looks them up, which remembers that it found none
      if (Object.keys(account.markets ?? {}).length > 0) Object.assign(data.setMarketsFromExchange(account), { marketsLoading: undefined });
      throw new TemporaryError(`${this.#session.name} answered with no market at all.`);
    }
    // not `setMarkets`, which loses the exchange's own names for coins
    const learned = Object.fromEntries(this.#traits.learnedOptions.map((name) => [name, data.options[name]]));
    for (const client of [account, orders]) {
      client.setMarketsFromExchange(data);
      Object.assign(client.options, learned);
    }
    const mode = precisionMode(data.precisionMode);
    return new Map(Object.values(loaded).flatMap((market) => (market === undefined ? [] : [[market.symbol, toMarket(market, mode)]])));
  }

  marketInformation(pair: string): unknown {
    return this.#session.clients.data.markets?.[pair] ?? null;
  }

  async candles(pair: string, timeframe: string, since: number | null, limit: number): Promise<CandleRow[]> {
    const { now, clients } = this.#session;
    const { candleLimit } = this.#traits;
    const request = async (from: number | undefined): Promise<CandleRow[]> => {
      const rows = await this.#session.read(() => clients.data.fetchOHLCV(pair, timeframe, from, Math.min(limit, candleLimit)));
      // one without a time is none
      return rows.map(toCandleRow).filter(([start]) => !Number.isNaN(start));
    };
    if (since !== null || limit <= candleLimit || !this.#facts.ohlcv_has_history) return request(since ?? undefined);
    const step = timeframeMs(timeframe);
    return inPages(request, { from: now() - limit * step, until: now(), step, most: candleLimit });
  }

  async otherCandles(wanted: OtherCandles, limit: number): Promise<CandleRow[]> {
    const { data } = this.#session.clients;
    const request = { ...wanted, since: undefined, limit: Math.min(limit, this.#traits.candleLimit) };
    return this.#session.read(() => candlesOfKind(data, request));
  }

  async publicTrades(pair: string, since: number, fromId: string | null): Promise<PublicTrade[]> {
    return this.#session.read(() => tradesPage(this.#session.clients.data, this.#traits, { pair, since, fromId }));
  }

  async orderBook(pair: string, depth: number): Promise<OrderBook> {
    const { data } = this.#session.clients;
    const book = await this.#session.read(() => data.fetchOrderBook(pair, bookDepth(this.#facts, depth)));
    return { bids: this.#contracts.levels(pair, toLevels(book.bids)), asks: this.#contracts.levels(pair, toLevels(book.asks)) };
  }

  async tickers(pairs: readonly string[]): Promise<ReadonlyMap<string, Ticker>> {
    const { data } = this.#session.clients;
    const [first, ...others] = pairs;
    // some answer for one pair with all they have, which weighs as much
    if (first !== undefined && others.length === 0 && data.has['fetchTicker'] === true)
      return new Map([[first, toTicker(await this.#session.read(() => data.fetchTicker(first)))]]);
    const found = await this.#session.read(() => data.fetchTickers([...pairs]));
    return new Map(Object.entries(found).map(([pair, ticker]) => [pair, toTicker(ticker)]));
  }

  async dayTickers(): Promise<ReadonlyMap<string, DayTicker>> {
    const found = await this.#session.read(() => this.#session.clients.data.fetchTickers());
    if (Object.keys(found).length === 0) throw new TemporaryError(`${this.#session.name} answered with no ticker at all.`);
    return new Map(Object.entries(found).map(([pair, ticker]) => [pair, toDayTicker(ticker)]));
  }

  quote(_pair: string, rate: number, at: number): Quote {
    return { at, rate, high: rate, low: rate, close: rate };
  }
}
