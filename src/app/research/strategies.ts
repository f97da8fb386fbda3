import { startingBalance } from '../../config/starting-balance.ts';
import { type BacktestDefaults, type KnownStrategy, ResearchRefused, type Strategies } from '../../research/port.ts';
import { parametersOf } from '../../strategy/parameters.ts';
import { placeOf } from '../strategies/python-place.ts';
import { type LoadedStrategy, listStrategies, loadStrategy } from '../strategies/strategy-loader.ts';
import type { ResearchPlaces } from './places.ts';

/** @throws ResearchRefused */
export function refuseFreqai(model: string | null): void {
  if (model !== null) throw new ResearchRefused('impossible', `FreqAI is not built here: the model "${model}" can't be used.`);
}

/** The strategies of the user's folders, loaded when they are asked for. */
export class StrategyFolders implements Strategies {
  readonly #places: ResearchPlaces;

  constructor(places: ResearchPlaces) {
    this.#places = places;
  }

  async names(): Promise<string[]> {
    const found = await listStrategies(this.#places.folders);
    return found
      .filter(({ problem }) => problem === null)
      .map(({ name }) => name)
      .sort();
  }

  async find(name: string): Promise<KnownStrategy | null> {
    try {
      const { strategy, code, close } = await this.#load(name);
      close();
      const { timeframe, startupCandleCount: startupCandles } = strategy;
      return { timeframe, startupCandles, parameters: parametersOf(strategy), code };
    } catch {
      return null;
    }
  }

  async plotConfig(name: string): Promise<Readonly<Record<string, unknown>>> {
    this.#places.checkDeclared(name);
    try {
      const { strategy, close } = await this.#load(name);
      close();
      return strategy.plotConfig;
    } catch (error) {
      throw new ResearchRefused('impossible', (error as Error).message);
    }
  }

  async backtestDefaults(name: string): Promise<BacktestDefaults | null> {
    const { config } = this.#places;
    const loaded = await this.#load(name).catch(() => null);
    if (loaded === null) return null;
    loaded.close();
    return {
      timeframe: config.timeframe ?? loaded.strategy.timeframe,
      isTimeframeConfigured: config.timeframe !== undefined,
      maxOpenTrades: config.max_open_trades ?? loaded.strategy.maxOpenTrades ?? -1,
      isMaxOpenTradesConfigured: config.max_open_trades !== undefined,
      stakeAmount: config.stake_amount,
      wallet: startingBalance(config),
    };
  }

  /** What it says of itself; nothing is asked of it afterwards. */
  #load(name: string): Promise<LoadedStrategy> {
    const { config, folders, store } = this.#places;
    const place = placeOf(config, { folders, dataFolder: store.folder, dataFormat: store.format, timerange: '' });
    return loadStrategy(name, folders, config, { place, onLog: () => undefined });
  }
}
