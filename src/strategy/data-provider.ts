import { type CandleKind, type OtherCandles, otherKind, type TradedKind } from '../core/market/candle-kind.ts';
import type { Candles } from '../core/market/candles.ts';
import type { Market, OrderBook, Ticker } from '../core/market/market.ts';
import type { FundingRate } from '../core/trade/funding.ts';
import type { Parameter } from '../indicators/check-arguments.ts';
import { ArgumentError } from '../indicators/method-arguments.ts';
import type { DataFrame } from './data-frame.ts';
import { lookedAt, type MethodParameters } from './looked-at.ts';

/** What the program was started for. */
export type RunMode = 'live' | 'dry_run' | 'backtest' | 'hyperopt' | 'plot' | 'webserver';

/**
 * What a strategy may look at. Callbacks decide at once: they see what was gathered before. What returns a promise asks anew, and may be
 * waited for in `botStart`, `botLoopStart` and the `populate` methods. Times are ms since epoch, UTC.
 */
export interface DataProvider {
  readonly runMode: RunMode;
  /** Last analysed frame of a pair; in a backtest up to the candle before the present one. Null before the first analysis. */
  analyzedFrame(pair: string): DataFrame | null;
  /**
   * In a backtest: how many rows of a pair's analysed frame had come when another had its turn, or before the first had one in this candle
   * (null). Pairs have their turns one by one, those with open trades first. Null where no row had come.
   */
  rowsKnown?(pair: string, present: string | null): number | null;
  /** When that frame was made; in a backtest the present moment. Null before the first analysis. */
  analyzedAt(pair: string): number | null;
  /**
   * Closed candles of a pair: of the strategy's timeframe where the pair is traded, of others as far as `informative` or
   * `informativePairs` name them; of another kind where that names one, too. Null for what is not gathered. Of recorded candles every
   * pair and timeframe is there: all of them in `botStart` and the `populate` methods, later those that have ended.
   */
  pairFrame(pair: string, timeframe?: string, kind?: CandleKind | TradedKind): DataFrame | null;
  /** Closed candles of another kind, of those that are gathered; null for others, and in a backtest. Funding rates are never unfinished. */
  otherFrame?(wanted: OtherCandles): DataFrame | null;
  /** Recorded candles of any pair and timeframe, at once; null where there are none, and left out while trading. */
  recorded?(pair: string, timeframe: string, kind?: CandleKind): Candles | null;
  /** Whether candles are made up to try the strategy with, so that none are on disk. */
  readonly isSample?: boolean;
  /** Candles on disk, of any pair and timeframe; null where there are none. */
  historicFrame(pair: string, timeframe?: string, kind?: CandleKind | TradedKind): Promise<DataFrame | null>;
  /** Pairs and timeframes of which `pairFrame` has candles. */
  availablePairs(): readonly (readonly [pair: string, timeframe: string])[];
  /** Best bid, best ask and last price, as they were heard last; null in a backtest and where nothing was heard. */
  ticker(pair: string): Ticker | null;
  /** As it was asked for last (`snapshot`, `fetchOrderBook`); null where it was not, and in a backtest. */
  orderBook(pair: string): OrderBook | null;
  /** As it was asked for last (`snapshot`); null where it was not, and in a backtest. */
  fundingRate(pair: string): FundingRate | null;
  /** Asks the exchange. Null in a backtest. @throws ExchangeError */
  fetchTicker(pair: string): Promise<Ticker | null>;
  /** Asks the exchange. @param depth levels of a side @returns null in a backtest @throws ExchangeError */
  fetchOrderBook(pair: string, depth: number): Promise<OrderBook | null>;
  /** What may be ordered there; null for a pair that is not traded. */
  market(pair: string): Market | null;
  /** The same as ccxt has it, with the exchange's own words in `info`; null in a backtest. */
  marketInformation(pair: string): unknown;
  /** When the exchange will end the pair's market; null where it does not say. */
  delistedAt(pair: string): number | null;
  currentWhitelist(): readonly string[];
  /** Whitelist of another bot that this one listens to (`external_message_consumer`). */
  producerPairs(producer?: string): readonly string[];
  /** Last analysed frame of a pair from another bot, and when it was made; null before the first. */
  producerFrame(pair: string, timeframe?: string, producer?: string): { readonly frame: DataFrame; readonly at: number } | null;
  /** Sends a text to the owner: a `strategy_msg` on the message WebSocket and in webhooks. The same text is sent once per candle. */
  sendMessage(message: string, options?: { readonly always?: boolean }): void;
}

/** Where it comes from: the candles that are traded by have no kind there. */
export type ProviderSource = Omit<DataProvider, 'pairFrame' | 'historicFrame'> & {
  pairFrame(pair: string, timeframe?: string, kind?: CandleKind): DataFrame | null;
  historicFrame(pair: string, timeframe?: string, kind?: CandleKind): Promise<DataFrame | null>;
};

/** What is asked of the exchange before decisions, for pairs with an open trade and those with an entry signal. */
export interface Snapshot {
  /** Levels of a side. */
  readonly orderBookDepth?: number;
  /** Where no stream brings it. */
  readonly ticker?: boolean;
  /** Of perpetual contracts. */
  readonly fundingRate?: boolean;
}

const PAIR: Parameter = ['pair', 'text'];
const TIMEFRAME: Parameter = ['timeframe', 'text', true];
const KIND: Parameter = ['kind', 'any', true];
const ASKED: MethodParameters<DataProvider> = {
  analyzedFrame: [PAIR],
  analyzedAt: [PAIR],
  pairFrame: [PAIR, TIMEFRAME, KIND],
  historicFrame: [PAIR, TIMEFRAME, KIND],
  ticker: [PAIR],
  orderBook: [PAIR],
  fundingRate: [PAIR],
  fetchTicker: [PAIR],
  fetchOrderBook: [PAIR, ['depth', 'levels']],
  market: [PAIR],
  marketInformation: [PAIR],
  delistedAt: [PAIR],
  producerPairs: [['producer', 'text', true]],
  producerFrame: [PAIR, TIMEFRAME, ['producer', 'text', true]],
  sendMessage: [
    ['message', 'text'],
    ['options', 'options always', true],
  ],
};

/** freqtrade's names of what is called otherwise here. */
const FREQTRADES: Readonly<Record<string, keyof DataProvider>> = {
  get_analyzed_dataframe: 'analyzedFrame',
  get_pair_dataframe: 'pairFrame',
  ohlcv: 'pairFrame',
  historic_ohlcv: 'historicFrame',
  available_pairs: 'availablePairs',
  orderbook: 'orderBook',
  funding_rate: 'fundingRate',
  check_delisting: 'delistedAt',
  current_whitelist: 'currentWhitelist',
  get_producer_pairs: 'producerPairs',
  get_producer_df: 'producerFrame',
  send_msg: 'sendMessage',
  runmode: 'runMode',
};

/** Looks at what strategies ask with. @param tradingMode of the configuration */
export function dataProvider(source: ProviderSource, tradingMode: unknown): DataProvider {
  const kindOf = (method: string, kind: unknown, pair: string): CandleKind | undefined => {
    try {
      return otherKind(kind, tradingMode, pair);
    } catch (error) {
      throw new ArgumentError(`dp.${method}: ${(error as Error).message}`);
    }
  };
  const provider: DataProvider = {
    ...source,
    pairFrame: (pair, timeframe, kind) => source.pairFrame(pair, timeframe, kindOf('pairFrame', kind, pair)),
    historicFrame: (pair, timeframe, kind) => source.historicFrame(pair, timeframe, kindOf('historicFrame', kind, pair)),
  };
  return lookedAt('dp', provider, ASKED, FREQTRADES);
}
