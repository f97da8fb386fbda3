import type { HyperoptLoss } from '../../backtest/losses/loss.ts';
import { type PairData, shiftedSignals } from '../../backtest/pair-data.ts';
import { looksBack, rangeOf } from '../../backtest/prepare.ts';
import { runBacktest } from '../../backtest/schedule.ts';
import { type BacktestFigures, backtestFigures } from '../../backtest/statistics/backtest-figures.ts';
import { botSettings } from '../../bot/settings.ts';
import { withoutSecrets } from '../../config/secrets.ts';
import { type Candles, sliceCandles } from '../../core/market/candles.ts';
import type { Point } from '../../samplers/space.ts';
import { analyzeIndicators, analyzeSignals } from '../../strategy/analyze.ts';
import { DataFrame } from '../../strategy/data-frame.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { type BacktestRequest, backtestSettings } from '../backtest-settings.ts';
import { settingsFacts } from '../backtest-strategy.ts';
import { equip, type PrepareJob } from '../prepare-pairs.ts';
import { meanChange } from '../results/market-change.ts';
import type { SharedGround, SharedPair } from './ground.ts';
import { applyPoint, type EpochParameters, unsearchedParameters, withoutSearched } from './parameters-of-point.ts';
import { isAskedFor, type Search, searchOf } from './search-space.ts';

/** What all tries of a search have in common; plain data, so that another thread can do them. */
export interface Study {
  readonly request: BacktestRequest;
  readonly job: PrepareJob;
  /** Names of spaces, `default`, `all`. */
  readonly spaces: readonly string[];
  /** Ratio. */
  readonly fee: number;
  readonly analyzePerEpoch: boolean;
  /** Trades that a try must have made. */
  readonly minTrades: number;
}

/** What is said of a try that has made too few trades, or can't be traded. */
export const WORST_LOSS = 100_000;

/** What came of one try. */
export interface EpochOutcome {
  readonly parameters: EpochParameters;
  /** One for each loss function. */
  readonly losses: readonly number[];
  readonly figures: BacktestFigures;
}

interface Hooks {
  /** Another instance of the strategy, with the values that it is loaded with. */
  readonly makeStrategy: () => Strategy;
  readonly losses: readonly HyperoptLoss[];
  /** ms since epoch. */
  readonly now: () => number;
  readonly onWarning: (text: string) => void;
}

/** Tries points, one after the other, over the same ground. */
export class EpochRunner {
  readonly #study: Study;
  readonly #ground: SharedGround;
  readonly #hooks: Hooks;
  readonly #lossConfig: Readonly<Record<string, unknown>>;
  readonly #marketChange: number;
  /** The signals of the last try, which the next one has too where it differs in nothing that signals are made of. */
  #signals: { readonly key: string; readonly pairs: readonly PairData[] } | null = null;

  constructor(study: Study, ground: SharedGround, hooks: Hooks) {
    this.#study = study;
    this.#ground = ground;
    this.#hooks = hooks;
    this.#lossConfig = Object.freeze(withoutSecrets(study.request.config) as Record<string, unknown>);
    this.#marketChange = meanChange(
      ground.pairs.map((pair) => pairData(pair, null)),
      ground.idle,
    );
  }

  /** @throws BacktestError, StrategyError, ConfigurationError */
  async run(point: Point): Promise<EpochOutcome> {
    const { request, spaces, fee, minTrades } = this.#study;
    const { now, onWarning } = this.#hooks;
    const runStart = Math.floor(now() / 1000);
    const { strategy, search } = this.#strategy();
    const facts = settingsFacts(request, botSettings(request.config, strategy), this.#ground.found);
    const unsearched = unsearchedParameters(strategy, search);
    const parameters = { ...applyPoint(strategy, search, point), unsearched };
    const { bot, engine } = backtestSettings(
      {
        ...request,
        config: withoutSearched(request.config, search),
        enableProtections: request.enableProtections || isAskedFor(spaces, 'protection'),
      },
      strategy,
      fee,
    );
    const pairs = await this.#withSignals(strategy, point);
    const outcome = runBacktest({ ...engine, keepsWallet: false, informative: this.#ground.informative }, pairs, rangeOf(pairs), {
      onFailure: (error) => onWarning(error.message),
    });
    const setting = bot.entryRules.maxOpenTrades;
    const figures = backtestFigures(outcome, {
      ...facts,
      maxOpenTrades: Math.min(setting, this.#ground.found.length),
      maxOpenTradesSetting: Number.isFinite(setting) ? setting : -1,
      enableProtections: request.enableProtections || isAskedFor(spaces, 'protection'),
      startingBalance: engine.wallet,
      runStart,
      runEnd: Math.floor(now() / 1000),
      marketChange: this.#marketChange,
    });
    const isEnough = figures.results.length >= minTrades;
    return { parameters, figures, losses: this.#hooks.losses.map((loss) => (isEnough ? this.#lossOf(loss, figures) : WORST_LOSS)) };
  }

  #strategy(): { strategy: Strategy; search: Search } {
    const { job, spaces } = this.#study;
    const strategy = this.#hooks.makeStrategy();
    const search = searchOf(strategy, spaces, { phase: 'epoch', tell: () => undefined }, () => undefined);
    const { informative } = this.#ground;
    equip(strategy, job, informative, async (pair, timeframe) => informative.get(`${pair} ${timeframe}`) ?? null, 'hyperopt');
    return { strategy, search };
  }

  #lossOf(loss: HyperoptLoss, figures: BacktestFigures): number {
    const value = loss({
      trades: figures.results,
      tradeCount: figures.results.length,
      minDate: figures.start,
      maxDate: figures.end,
      startingBalance: figures.facts.startingBalance,
      figures,
      config: this.#lossConfig,
    });
    return Number.isNaN(value) ? WORST_LOSS : value;
  }

  async #withSignals(strategy: Strategy, point: Point): Promise<readonly PairData[]> {
    const key = JSON.stringify(point);
    if (this.#signals?.key === key && !looksBack(strategy)) return this.#signals.pairs;
    const pairs: PairData[] = [];
    for (const shared of this.#ground.pairs) pairs.push(await this.#analyzed(strategy, shared));
    this.#signals = looksBack(strategy) ? null : { key, pairs };
    return pairs;
  }

  async #analyzed(strategy: Strategy, shared: SharedPair): Promise<PairData> {
    const isKept = looksBack(strategy);
    const frame = await this.#withIndicators(strategy, shared);
    return analyzeSignals(strategy, shared.pair, frame, isKept, (made) => ({ ...pairData(shared, made), frame: isKept ? made : null }));
  }

  async #withIndicators(strategy: Strategy, { pair, candles, indicators }: SharedPair): Promise<DataFrame> {
    const { informative } = this.#ground;
    if (indicators === null) {
      const candlesOf = (asset: string, timeframe: string): Candles | null => informative.get(`${asset} ${timeframe}`) ?? null;
      return analyzeIndicators(strategy, pair, candles, { stakeCurrency: this.#study.job.stakeCurrency, candlesOf });
    }
    const frame = new DataFrame(candles);
    frame.takeOver(indicators.columns, indicators.texts);
    return frame;
  }
}

/** A pair as it is traded. @param frame null for no signals */
function pairData({ pair, market, candles, detail, funding, ticks, start, end }: SharedPair, frame: DataFrame | null): PairData {
  return {
    pair,
    market,
    candles: sliceCandles(candles, start, end),
    signals: shiftedSignals(frame ?? new DataFrame(candles), start),
    frame,
    frameOffset: start,
    detail,
    funding,
    startup: { time: candles.time.subarray(0, start), close: candles.close.subarray(0, start) },
    ticks,
  };
}
