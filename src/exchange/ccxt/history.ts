import type { Exchange as CcxtExchange } from 'ccxt';
import type { CandleRow } from '../../core/market/candles.ts';
import type { PublicTrade } from '../../core/market/public-trade.ts';
import { DDosProtection, TemporaryError } from '../errors.ts';
import { traitsOf } from '../traits/all.ts';
import { type CandleRequest, candlesOfKind } from './candle-kinds.ts';
import { mapReadError } from './error-map.ts';
import { createClient, loadCcxtClass } from './load.ts';
import { tradesPage } from './public-trades.ts';

/** A market as the exchange lists it. */
export interface ListedMarket {
  readonly id: string;
  readonly pair: string;
  readonly base: string;
  readonly quote: string;
  readonly isActive: boolean;
  readonly isSpot: boolean;
  readonly isMargin: boolean;
  readonly isFuture: boolean;
  readonly maxLeverage: number | null;
  /** Quote currency. */
  readonly minCost: number | null;
  /** Base currency. */
  readonly minAmount: number | null;
}

export type HistoryKind = CandleRequest['kind'];

/** What an exchange tells of its past and of its markets; asks again when a connection breaks. */
export interface HistorySource {
  readonly timeframes: readonly string[];
  /** Candles that one request gives. */
  readonly candleLimit: number;
  markets(): Promise<readonly ListedMarket[]>;
  /** Closed and the running candle, oldest first. */
  candles(pair: string, timeframe: string, kind: HistoryKind, since: number): Promise<CandleRow[]>;
  /** Public trades from a moment on, or from the trade after an id where the exchange counts them. */
  trades(pair: string, since: number, afterId: string | null): Promise<PublicTrade[]>;
  /** Ends requests that are under way. */
  close(): Promise<void>;
}

export interface HistoryOptions {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly isFutures: boolean;
  /** Called before a request is made again. */
  readonly onRetry: (reason: string, inMs: number) => void;
  readonly signal: AbortSignal;
}

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 500;
const DEADLINE_MS = 20_000;

export async function openCcxtHistory(options: HistoryOptions): Promise<HistorySource> {
  const Class = await loadCcxtClass(options.name);
  const traits = traitsOf(options.name, options.isFutures);
  const client: CcxtExchange = createClient(Class, {
    enableRateLimit: true,
    timeout: DEADLINE_MS,
    ...options.config,
    options: {
      ...traits.options,
      ...(options.isFutures ? traits.futuresOptions : {}),
      ...(options.config['options'] as object | undefined),
    },
  });
  await client.loadHttpProxyAgent();

  const ask = patient(options);
  return {
    timeframes: Object.keys((client.timeframes as object | undefined) ?? {}),
    candleLimit: traits.candleLimit,
    markets: async () => {
      const markets = await ask(() => client.loadMarkets());
      return Object.values(markets).flatMap((market) => (market === undefined ? [] : [listed(market as RawMarket)]));
    },
    candles: (pair, timeframe, kind, since) =>
      ask(() => candlesOfKind(client, { pair, timeframe, kind, since, limit: traits.candleLimit })),
    trades: async (pair, since, afterId) => {
      return ask(() => tradesPage(client, traits, { pair, since, fromId: afterId }));
    },
    close: async () => {
      await client.close();
    },
  };
}

/** Makes a request again that did not arrive, later and later. @throws ExchangeError, the signal's reason */
function patient({ signal, onRetry }: HistoryOptions): <T>(request: () => Promise<T>) => Promise<T> {
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      try {
        return await request();
      } catch (error) {
        signal.throwIfAborted();
        const mapped = mapReadError(error, 0);
        // what the exchange refuses stays refused; what did not arrive may arrive
        const mayPass = mapped instanceof TemporaryError || mapped instanceof DDosProtection;
        if (!mayPass || attempt === ATTEMPTS || /BadSymbol|BadRequest/.test((error as Error).name)) throw mapped;
        const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1);
        onRetry(mapped.message, pause);
        await sleep(pause, signal);
      }
    }
  };
}

interface RawMarket {
  id: string;
  symbol: string;
  base: string;
  quote: string;
  active?: boolean;
  spot?: boolean;
  margin?: boolean;
  swap?: boolean;
  future?: boolean;
  limits?: { leverage?: { max?: number }; cost?: { min?: number }; amount?: { min?: number } };
}

function listed(market: RawMarket): ListedMarket {
  return {
    id: market.id,
    pair: market.symbol,
    base: market.base,
    quote: market.quote,
    isActive: market.active ?? true,
    isSpot: market.spot === true,
    isMargin: market.margin === true,
    isFuture: market.swap === true || market.future === true,
    maxLeverage: market.limits?.leverage?.max ?? null,
    minCost: market.limits?.cost?.min ?? null,
    minAmount: market.limits?.amount?.min ?? null,
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
