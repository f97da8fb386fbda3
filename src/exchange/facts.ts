import { readFileSync } from 'node:fs';
import type { OrderType } from '../core/trade/trade.ts';

/** What freqtrade knows of an exchange in one trading mode, by its names. Source: freqtrade 2026.9's exchange classes. */
export interface ModeFacts {
  readonly stoploss_on_exchange: boolean;
  readonly stop_price_param: string;
  /** ccxt's types of stops by ours, the usual one first. */
  readonly stoploss_order_types: Readonly<Partial<Record<OrderType, string>>>;
  /** Whether a stop binds what it would sell. */
  readonly stoploss_blocks_assets: boolean;
  /** Whether stops are asked for with `stop: true`. */
  readonly stoploss_query_requires_stop_flag: boolean;
  /** Field that names the order which a stop has become; none where it stays the same. */
  readonly stoploss_algo_order_info_id?: string;
  readonly stop_price_type_field?: string;
  readonly stop_price_type_value_mapping?: Readonly<Record<string, string | number>>;
  readonly order_time_in_force: readonly string[];
  /** How long a time one search of orders spans, minutes; null: as far as is asked. */
  readonly fetch_orders_limit_minutes: number | null;
  /** Whether candles of the past can be asked for. */
  readonly ohlcv_has_history: boolean;
  /** Whether the last candle may still be running. */
  readonly ohlcv_partial_candle: boolean;
  readonly ohlcv_volume_currency: string;
  readonly tickers_have_quoteVolume: boolean;
  readonly tickers_have_bid_ask: boolean;
  readonly trades_limit: number;
  /** How public trades are asked for page by page: by id, or by time. */
  readonly trades_pagination: 'id' | 'time';
  readonly trades_pagination_arg: string;
  readonly trades_has_history: boolean;
  /** Whether a page begins with the trade that was named; missing where it does. */
  readonly trades_pagination_overlap?: boolean;
  /** Depths an order book can be asked for; null where any can. */
  readonly l2_limit_range: readonly number[] | null;
  /** Whether a depth must be given. */
  readonly l2_limit_range_required: boolean;
  /** Deepest order book that can be asked for; null for none known. */
  readonly l2_limit_upper: number | null;
  readonly mark_ohlcv_price: string;
  readonly mark_ohlcv_timeframe: string;
  readonly funding_fee_timeframe: string;
  readonly ccxt_futures_name: string;
  /** Whether balances in futures have in them what positions have gained. */
  readonly balance_includes_unrealized_pnl: boolean;
  readonly ws_enabled: boolean;
  readonly has_delisting: boolean;
}

interface StoredExchange {
  readonly name: string;
  /** Trading mode and margin mode, those that can be traded. */
  readonly modes: readonly (readonly [string, string])[];
  readonly candle_limit: number | null;
  readonly spot: Partial<ModeFacts>;
  readonly futures_candle_limit?: number | null;
  readonly futures?: Partial<ModeFacts>;
}

interface Stored {
  readonly defaults: ModeFacts;
  readonly supported: readonly string[];
  readonly unsuitable: Readonly<Record<string, string>>;
  readonly aliases: Readonly<Record<string, string>>;
  /** What an exchange must be able to do; what may stand for it. */
  readonly required: Readonly<Record<string, readonly string[]>>;
  readonly optional: Readonly<Record<string, readonly string[]>>;
  readonly optional_futures: Readonly<Record<string, readonly string[]>>;
  readonly exchanges: Readonly<Record<string, StoredExchange>>;
}

const STORED = JSON.parse(readFileSync(new URL('./exchange-facts.json', import.meta.url), 'utf8')) as Stored;

export const {
  supported: SUPPORTED,
  unsuitable: UNSUITABLE,
  required: REQUIRED,
  optional: OPTIONAL,
  optional_futures: OPTIONAL_FUTURES,
} = STORED;

export interface ExchangeFacts {
  /** ccxt's and freqtrade's name. */
  readonly id: string;
  readonly name: string;
  readonly isSupported: boolean;
  readonly modes: readonly (readonly [string, string])[];
  /** Candles one request returns; null where it is not known. */
  readonly candleLimit: number | null;
  readonly facts: ModeFacts;
}

/** The depth to ask an order book for, at least as deep as wanted where the exchange has it; undefined for all it gives. */
export function bookDepth(
  { l2_limit_range: range, l2_limit_range_required: isRequired, l2_limit_upper: upper }: ModeFacts,
  wanted: number,
): number | undefined {
  if (range === null) return upper === null ? wanted : Math.min(wanted, upper);
  const enough = range.find((depth) => depth >= wanted);
  if (enough !== undefined) return enough;
  return isRequired ? Math.max(...range) : undefined;
}

/** Names of before. */
const RENAMED: Readonly<Record<string, string>> = { gateio: 'gate', huobi: 'htx' };

/** ccxt's name of an exchange, also where it is called by an earlier one. */
export function presentName(name: string): string {
  return RENAMED[name] ?? name;
}

/** Facts of an exchange in a trading mode; those of an unknown one are what freqtrade takes for granted. */
export function exchangeFacts(id: string, isFutures: boolean): ExchangeFacts {
  const present = presentName(id);
  const known = STORED.exchanges[STORED.aliases[present] ?? present];
  const changes = (isFutures ? known?.futures : known?.spot) ?? {};
  return {
    id,
    name: known?.name ?? id,
    isSupported: SUPPORTED.includes(present),
    modes: known?.modes ?? [['spot', '']],
    candleLimit: (isFutures ? known?.futures_candle_limit : known?.candle_limit) ?? null,
    facts: { ...STORED.defaults, ...changes },
  };
}

/**
 * Why an exchange can't be traded in a mode; null for nothing.
 * @param margin `isolated`, `cross` or none, as the configuration has it; null where it does not matter
 */
export function modeProblem(id: string, tradingMode: string, margin: string | null): string | null {
  const { name, modes } = exchangeFacts(id, tradingMode === 'futures');
  const has = modes.filter(([mode]) => mode === tradingMode);
  if (has.length > 0 && (tradingMode === 'spot' || margin === null || has.some(([, one]) => one === margin))) return null;
  const asked = tradingMode === 'spot' || margin === null ? `'${tradingMode}'` : `'${margin}' '${tradingMode}'`;
  const others = modes.map(([mode, one]) => `"trading_mode": "${mode}"${one === '' ? '' : ` with "margin_mode": "${one}"`}`);
  return `Freqtrade does not support ${asked} on ${name}. It takes ${others.join(' or ')}.`;
}
