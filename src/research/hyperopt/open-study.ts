import { researchSettings } from '../../bot/settings.ts';
import type { Market } from '../../core/market/market.ts';
import type { ParameterSearch } from '../../strategy/parameter.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import type { BacktestRequest } from '../backtest-settings.ts';
import { highestFee, readTimerange, tradedMarkets, withTiers } from '../backtest-strategy.ts';
import type { CandleStore } from '../candle-store.ts';
import type { DownloadHint } from '../missing-data.ts';
import { prepareJob } from '../prepare-pairs.ts';
import { sweptSearch } from '../sweep/swept.ts';
import type { Study } from './epoch-runner.ts';
import { layGround, type SharedGround } from './ground.ts';
import { type Search, searchOf } from './search-space.ts';

/** How a search is asked for, beside what is backtested. */
export interface StudyRequest extends BacktestRequest {
  /** Names of spaces, `default`, `all`. */
  readonly spaces: readonly string[];
  readonly analyzePerEpoch: boolean;
  readonly minTrades: number;
  /** Of sweeps: names of what points set, in place of spaces. */
  readonly swept?: readonly string[];
}

export interface StudySources {
  readonly store: CandleStore;
  readonly pairs: readonly string[];
  readonly markets: ReadonlyMap<string, Market>;
  readonly download: DownloadHint;
  /** ms since epoch. */
  readonly now: () => number;
  readonly onProgress: (ratio: number) => void;
  readonly onWarning: (text: string) => void;
}

export interface OpenStudy {
  readonly study: Study;
  readonly search: Search;
  readonly ground: SharedGround;
}

/** Everything a search stands on, loaded and computed once. @throws BacktestError, StrategyError, ConfigurationError, CandleFileError */
export async function openStudy(request: StudyRequest, strategy: Strategy, sources: StudySources): Promise<OpenStudy> {
  const { config, analyzePerEpoch, spaces, minTrades, swept } = request;
  const phase: { phase: ParameterSearch['phase']; tell: ParameterSearch['tell'] } = { phase: 'start', tell: sources.onWarning };
  const search = swept === undefined ? searchOf(strategy, spaces, phase, sources.onWarning) : sweptSearch(strategy, swept);
  const [first, ...others] = tradedMarkets(config, sources);
  const markets = withTiers([first, ...others], config, sources);
  const bot = researchSettings(config, strategy);
  const job = prepareJob(request, bot, { store: sources.store, range: readTimerange(request.timerange), markets, kept: 'signals' });
  phase.phase = 'indicators';
  const ground = await layGround(job, strategy, { ...sources, analyzePerEpoch });
  const fee = request.fee ?? config.fee ?? highestFee(first);
  return { study: { request, job, spaces, fee, analyzePerEpoch, minTrades, swept: swept ?? null }, search, ground };
}
