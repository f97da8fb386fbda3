import type { CandleRow } from '../core/market/candles.ts';
import type { DayTicker, Market } from '../core/market/market.ts';
import { matcherOf } from './pair-pattern.ts';
import type { Parameter } from './parameter.ts';

/** One handler of the chain, with its parameters as the configuration has them. */
export type PairlistSetting = { readonly method: string } & Readonly<Record<string, unknown>>;

/** Closed trades of a pair, together. */
export interface PairPerformance {
  readonly pair: string;
  /** Sum of the ratios, 0.01 = 1 %. */
  readonly profitRatio: number;
  readonly count: number;
}

/** Where handlers get what they choose by. Every call may fail, which fails the chain. */
export interface PairlistSource {
  /** Of every pair of the exchange. */
  tickers(): Promise<ReadonlyMap<string, DayTicker>>;
  /** Closed candles since a moment (ms), oldest first; pairs without any are left out. */
  candles(pairs: readonly string[], timeframe: string, since: number): Promise<ReadonlyMap<string, readonly CandleRow[]>>;
  /** Of trades closed since a moment (ms); null for all. */
  performance(since: number | null): readonly PairPerformance[];
  /** What the exchange tells of a pair's market, as ccxt has it. */
  marketInformation(pair: string): unknown;
  /** Base currencies of the active markets of the other trading mode, with the stake currency as quote. */
  basesElsewhere(): Promise<readonly string[]>;
  /** A JSON document; `file:///` addresses are files. @throws with the reason */
  document(url: string, options: { readonly headers?: Readonly<Record<string, string>>; readonly timeoutMs: number }): Promise<unknown>;
  save(file: string, document: unknown): void;
}

/** What lies outside of exchange and database. */
export type PairlistReach = Pick<PairlistSource, 'basesElsewhere' | 'document' | 'save'>;

/** What handlers remember from one run of the chain to the next, by what it is; values end with their time. */
export class PairlistMemory {
  readonly #kept = new Map<string, { readonly until: number; readonly value: unknown }>();

  /** What is kept, or made now and kept for a while. @param ttlMs ms */
  async keep<T>(key: string, now: number, ttlMs: number, make: () => T | Promise<T>): Promise<T> {
    const known = this.peek<T>(key, now);
    if (known !== undefined) return known;
    const value = await make();
    this.put(key, now + ttlMs, value);
    return value;
  }

  peek<T>(key: string, now: number): T | undefined {
    const known = this.#kept.get(key);
    return known !== undefined && now < known.until ? (known.value as T) : undefined;
  }

  /** @param until ms since epoch; Infinity for ever */
  put(key: string, until: number, value: unknown): void {
    this.#kept.set(key, { until, value });
  }
}

/** What handlers may know. */
export interface PairlistWorld {
  readonly markets: ReadonlyMap<string, Market>;
  readonly stakeCurrency: string;
  readonly isFutures: boolean;
  readonly whitelist: readonly string[];
  readonly blacklist: readonly string[];
  readonly producerPairs: (producer: string) => readonly string[];
  readonly openTrades: number;
  /** Infinity for no limit. */
  readonly maxOpenTrades: number;
  /** Ratio, e.g. -0.1. */
  readonly stoploss: number;
  /** Length of a candle, ms. */
  readonly timeframeMs: number;
  readonly coingecko: { readonly apiKey: string; readonly isDemo: boolean };
  /** ms since epoch, UTC */
  readonly now: number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Whether a bot trades with the pairs; else they are chosen to be looked at, or for the past. */
  readonly isTrading: boolean;
  readonly source: PairlistSource;
  readonly memory: PairlistMemory;
}

/** What a handler is called with besides the pairs. */
export interface HandlerCall {
  readonly setting: PairlistSetting;
  readonly world: PairlistWorld;
  /** Tells this handler's memory from that of the others in the chain. */
  readonly key: string;
}

type Pairs = readonly string[];

/** What a handler does. */
export interface HandlerRule {
  /** Makes pairs at the head of a chain; null for one that only chooses. */
  readonly generate: ((call: HandlerCall) => Pairs | Promise<Pairs>) | null;
  /** Chooses among pairs, or adds to them, further down. */
  readonly filter: (pairs: Pairs, call: HandlerCall) => Pairs | Promise<Pairs>;
  /** What is wrong with the parameters; null for nothing. */
  readonly problem?: (setting: PairlistSetting) => string | null;
}

/**
 * One pairlist handler: everything there is to know of it. The list of all (`all-handlers.ts`), the names a configuration may use, the
 * answer of the API and docs/pairlists.md are made from these records.
 */
export interface PairlistHandler extends HandlerRule {
  /** As `method` in the configuration has it. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly description: string;
  /** By the name each has in the configuration. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Whether it knows the present only, and so can't choose pairs for a backtest. */
  readonly needsPresent: boolean;
}

/** A handler that chooses among all tradable pairs at the head of a chain, and keeps its choice until its time has passed. */
export function choosing(filter: HandlerRule['filter'], refreshSeconds: number): Pick<HandlerRule, 'generate' | 'filter'> {
  return {
    generate: (call) => {
      const { world, key, setting } = call;
      return world.memory.keep(`${key} pairs`, world.now, refreshMs(setting, refreshSeconds), () => filter(tradablePairs(world), call));
    },
    filter,
  };
}

/** A parameter as a number; the fallback where it is not set. */
export function numberOf<T extends number | null>(setting: PairlistSetting, name: string, fallback: T): number | T {
  const value = setting[name];
  return value === undefined || value === null || value === '' ? fallback : Number(value);
}

/** How long a handler's answer holds, ms. */
export function refreshMs(setting: PairlistSetting, fallbackSeconds: number): number {
  return numberOf(setting, 'refresh_period', fallbackSeconds) * 1000;
}

/** Whether a pair is kept out by name. */
export function isBlacklisted({ blacklist }: Pick<PairlistWorld, 'blacklist'>): (pair: string) => boolean {
  return matcherOf(blacklist);
}

/** Active pairs that may be traded with the stake currency, without those that are kept out. */
export function tradablePairs(world: PairlistWorld): string[] {
  const isBanned = isBlacklisted(world);
  return [...world.markets.values()]
    .filter((market) => market.isActive && market.quote === world.stakeCurrency && (world.isFutures ? market.isSwap : market.isSpot))
    .map(({ pair }) => pair)
    .filter((pair) => !isBanned(pair));
}
