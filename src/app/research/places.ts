import { join } from 'node:path';
import type { RawConfig } from '../../config/raw.ts';
import type { Market } from '../../core/market/market.ts';
import { DATA_FORMATS, type DataFormat } from '../../data/candle-files.ts';
import type { QueueAddress } from '../../queue/address.ts';
import type { CandleStore } from '../../research/candle-store.ts';
import { type MarketPlace, ResearchRefused, unknownStrategy } from '../../research/port.ts';
import type { PairsInput, ResearchInput } from '../../research/tasks/task.ts';
import { isDeclared } from '../strategies/strategy-loader.ts';
import { backtestPairs } from './backtest-pairs.ts';
import { type OpenMarkets, openMarkets } from './markets.ts';

export interface PlaceSettings {
  readonly config: RawConfig;
  /** Asked for its markets; closed with the service. */
  readonly exchange: OpenMarkets;
  readonly userFolder: string;
  readonly dataFolder: string;
  /** Folders with strategies. */
  readonly folders: readonly string[];
  /** Whose workers may make the tries of searches; null or nothing for none. */
  readonly queue?: QueueAddress | null;
}

/** Where research takes its candles, markets and strategies from: what the configuration names, or what a request names in its place. */
export class ResearchPlaces {
  readonly config: RawConfig;
  readonly exchange: OpenMarkets;
  readonly userFolder: string;
  readonly folders: readonly string[];
  readonly store: CandleStore;
  readonly queue: QueueAddress | null;
  readonly #known = new Map<string, Promise<ReadonlyMap<string, Market>>>();
  readonly #askedAhead: Promise<void>;

  constructor({ config, exchange, userFolder, dataFolder, folders, queue = null }: PlaceSettings) {
    this.config = config;
    this.queue = queue;
    this.exchange = exchange;
    this.userFolder = userFolder;
    this.folders = folders;
    const format = DATA_FORMATS.find((known) => known === config.dataformat_ohlcv) ?? ('feather' satisfies DataFormat);
    this.store = { folder: dataFolder, format };
    // asked ahead, so that the first request need not wait; whoever asks again gets the failure
    this.#askedAhead = this.markets().then(
      () => undefined,
      () => undefined,
    );
  }

  get isFutures(): boolean {
    return this.config.trading_mode === 'futures';
  }

  get resultFolder(): string {
    return join(this.userFolder, 'backtest_results');
  }

  /** The configuration for pairs that are traded elsewhere; the same one where they are not. */
  configAt({ exchange: name, tradingMode }: MarketPlace): RawConfig {
    const { config } = this;
    const other = name !== null && name !== config.exchange.name ? name : null;
    if (other === null && (tradingMode === null || tradingMode === config.trading_mode)) return config;
    return {
      ...config,
      trading_mode: tradingMode ?? config.trading_mode,
      // what is passed to ccxt is meant for the exchange of the configuration
      exchange: other === null ? config.exchange : { ...config.exchange, name: other, ccxt_config: {}, ccxt_async_config: {} },
    };
  }

  /** Folder of an exchange's candles. */
  folderOf({ exchange: { name } }: RawConfig): string {
    return name === this.config.exchange.name ? this.store.folder : join(this.userFolder, 'data', name);
  }

  /** Asked once; again when that failed. @throws ResearchRefused */
  markets(config: RawConfig = this.config): Promise<ReadonlyMap<string, Market>> {
    const key = `${config.exchange.name}/${config.trading_mode}`;
    const known = this.#known.get(key) ?? this.#ask(config);
    this.#known.set(key, known);
    known.catch(() => this.#known.delete(key));
    return known;
  }

  async #ask(config: RawConfig): Promise<ReadonlyMap<string, Market>> {
    try {
      return await this.withMarkets(config, (client) => client.market.markets());
    } catch (error) {
      throw new ResearchRefused('impossible', `The markets of ${config.exchange.name} can't be loaded: ${(error as Error).message}`);
    }
  }

  /** Asks an exchange for something: ours, or another that is opened for it. */
  async withMarkets<T>(config: RawConfig, ask: (client: OpenMarkets) => Promise<T>): Promise<T> {
    const { exchange: own, trading_mode: mode } = this.config;
    if (config.exchange.name === own.name && config.trading_mode === mode) return ask(this.exchange);
    const client = await openMarkets(config);
    return ask(client).finally(() => client.close());
  }

  /** Refuses in freqtrade's words what no file declares; threads load strategies, so that requests need not wait. @throws ResearchRefused */
  checkDeclared(name: string): void {
    if (isDeclared(name, this.folders)) return;
    throw new ResearchRefused('impossible', unknownStrategy(name));
  }

  /** What a task over candles needs. @param config where it is not the own one */
  input(timeframe: string | null, timerange: string | null, config: RawConfig = this.config): ResearchInput {
    const wanted = timeframe ?? config.timeframe;
    return {
      // a timeframe of the configuration goes before the strategy's, one that is asked for before both
      config: wanted === undefined ? config : { ...config, timeframe: wanted },
      store: { ...this.store, folder: this.folderOf(config) },
      folders: this.folders,
      timeframe: wanted ?? null,
      timerange: timerange ?? '',
    };
  }

  /** The pairs of the configuration, or those that are named in their place, with their markets. */
  async pairs(named: readonly string[] | null = null): Promise<Pick<PairsInput, 'pairs' | 'markets'>> {
    const known = await this.markets();
    const config = { ...this.config, enable_dynamic_pairlist: false };
    const { pairs } = await backtestPairs(config, this.exchange.market, named, () => undefined);
    if (named !== null && pairs.length === 0)
      throw new ResearchRefused('impossible', `None of the pairs is traded on ${config.exchange.name}: ${named.join(', ')}.`);
    return { pairs, markets: [...known.values()].filter(({ pair }) => pairs.includes(pair)) };
  }

  async close(): Promise<void> {
    await this.exchange.close();
    await this.#askedAhead;
  }
}
