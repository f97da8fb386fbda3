import type { CandleKind, OtherCandles } from '../core/market/candle-kind.ts';
import type { Candles } from '../core/market/candles.ts';
import { timeframeMs } from '../core/market/timeframe.ts';
import { must } from '../core/must.ts';
import { type ProtectionSetting, withoutStrayKeys } from '../core/protections/protection-rules.ts';
import type { Trade } from '../core/trade/trade.ts';
import type { AnalysedFrame } from '../strategy/analysed-frame.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import type { Snapshot } from '../strategy/data-provider.ts';
import type { SearchedPoint } from '../strategy/hyper-opt.ts';
import type { KeptColumns } from '../strategy/kept-columns.ts';
import { type OrderTypes, type PairContext, Strategy } from '../strategy/strategy.ts';
import { annotationsFrom } from './annotations.ts';
import { AskedTimes } from './asked-times.ts';
import { type Ask, giveCallbacks } from './callbacks.ts';
import { type Answer, type Needs, nothingYet, PythonChild } from './child.ts';
import { frameOf, indicatedBy, packCandles } from './columns.ts';
import { numberFrom } from './frames.ts';
import type { Ground } from './ground.ts';
import { PythonHost } from './host.ts';
import { needsOf } from './needs.ts';
import { parameterFrom, type ReportedParameter } from './parameters.ts';
import { hyperOptFrom, type NestedClass } from './search.ts';
import { TradeNews } from './trade-news.ts';
import { SentTrades } from './trade-rows.ts';

/** Attributes of the class, by freqtrade's names, as Python tells them. */
type Attributes = Readonly<Record<string, unknown>>;

/** What Python tells of a class that it has loaded. */
export interface LoadedClass {
  readonly attributes: Attributes;
  /** Methods that the class has in place of freqtrade's. */
  readonly overridden: readonly string[];
  readonly after_fill: boolean;
  readonly version: string | null;
  readonly parameters: readonly ReportedParameter[];
  /** All of the user's source that it is made of. */
  readonly source: string;
  /** Of a search; null where the class has none of its own. */
  readonly hyperopt?: NestedClass | null;
}

/** Methods of freqtrade's that may look at analysed frames while trading. */
const LOOKING = /^(custom_|adjust_|confirm_|check_|order_filled|leverage|min_roi_reached|bot_loop_start)/;

/** A strategy in Python: its methods are asked in a process of its own. */
export abstract class PythonStrategy extends Strategy {
  timeframe = '';
  override minimalRoi: Readonly<Record<string, number>> = {};
  stoploss = -0.1;
  override otherCandles: readonly OtherCandles[] = [];
  readonly #host: PythonHost;
  readonly #ground: Ground;
  readonly #looksBack: boolean;
  readonly #sent = new SentTrades();
  readonly #news = new TradeNews();
  readonly #times = new AskedTimes();
  readonly #needs: Needs;
  readonly #version: string | null;
  readonly #loaded: LoadedClass;
  /** Attributes when the class had begun; null before. */
  readonly #begun: { attributes: Attributes | null };
  /** The last candle that was begun in a backtest, ms. */
  #candle: number | null = null;
  /** Candles and pairs that the class wants beside its own, as it said last. */
  #wanted: readonly (readonly [string, string])[] = [];
  /** What was analysed last of each pair, to be analysed again by a process that comes after this one. */
  readonly #analysed = new Map<string, Analysed>();
  #analyses = 0;

  /** @param begun what all that are in the same process know of its beginning */
  constructor(host: PythonHost, ground: Ground, loaded: LoadedClass, begun: { attributes: Attributes | null } = { attributes: null }) {
    super();
    this.#loaded = loaded;
    this.#begun = begun;
    this.#host = host;
    this.#ground = ground;
    this.#version = loaded.version;
    this.#looksBack = loaded.overridden.some((name) => LOOKING.test(name));
    const needs = needsOf(this, this.#sent, this.#news);
    this.#needs = (what, facts, canWait) =>
      what === 'attributes_set' ? this.#move(facts['attributes'] as Attributes) : needs(what, facts, canWait);
    this.stopsAfterFill = loaded.after_fill;
    this.snapshot = snapshotOf(loaded.source);
    // a backtest trades what freqtrade's does; with orders that are sent, no money is spent on a mistake
    this.entersUnconfirmed = ground.runmode === 'backtest' || ground.runmode === 'hyperopt';
    this.endsByFailedRoi = this.entersUnconfirmed;
    this.ordersAtNoPrice = this.entersUnconfirmed;
    this.#take(begun.attributes ?? loaded.attributes);
    const ask: Ask = ({ method, pair, at, trade, order, values }) => {
      const since = performance.now();
      const answer = this.#host.ask(() => {
        const sent = trade === null ? null : this.#sent.changesOf(trade);
        const rows = this.dp.rowsKnown?.(pair, pair) ?? null;
        return { do: 'ask', m: method, p: pair, t: at, n: rows, x: sent, o: order, a: values };
      }, this.#needs);
      this.#times.add(performance.now() - since);
      return answer;
    };
    giveCallbacks(this, loaded.overridden, ask);
    for (const reported of loaded.parameters) {
      const parameter = parameterFrom(reported);
      if (parameter !== null && !(reported.name in this)) Reflect.set(this, reported.name, parameter);
    }
    if (ground.runmode === 'hyperopt') this.#joinSearch(loaded.hyperopt ?? null);
    if (loaded.overridden.includes('bot_loop_start')) this.botLoopStart = (at) => this.#beginLoop(at);
    if (loaded.overridden.includes('plot_annotations'))
      this.plotAnnotations = ({ pair, startDate, endDate }) =>
        annotationsFrom(this.#host.ask(() => ({ do: 'annotations', p: pair, from: startDate, to: endDate }), this.#needs));
  }

  #joinSearch(nested: NestedClass | null): void {
    const make = (what: string, point: SearchedPoint): unknown => this.#host.ask(() => ({ do: 'make', what, point }), this.#needs);
    if (nested !== null) this.hyperOpt = hyperOptFrom(nested, make);
    this.search = {
      prepare: async (pairs, searched, analysesEach) => {
        if (this.#begun.attributes === null) await this.beginAnalysis([...pairs.keys()]);
        const message = {
          do: 'prepare_search',
          pairs: [...pairs.keys()],
          searched,
          analyses_each: analysesEach,
          keeps_frames: this.#looksBack,
        };
        await this.#host.request(message, this.#needs, [...pairs.values()].map(packCandles));
      },
      begin: async (pairs, values, attributes) => {
        const { ok, columns } = await this.#host.request({ do: 'begin_try', values, attributes }, this.#needs);
        this.#take((ok as { attributes: Attributes }).attributes);
        return new Map([...pairs].map(([pair, candles], index) => [pair, frameOf(candles, columns[index]!)]));
      },
      end: async () => {
        await this.#host.request({ do: 'end_try' }, this.#needs);
      },
    };
  }

  /** Another one in the same process, set as the class was when it had begun. */
  another(): PythonStrategy {
    const Class = this.constructor as new (...given: ConstructorParameters<typeof PythonStrategy>) => PythonStrategy;
    return new Class(this.#host, this.#ground, this.#loaded, this.#begun);
  }

  /** A new instance of the class in the same process, which knows nothing of those before: this one is not asked any more. */
  async anew(config: Ground['config'], timerange: string): Promise<PythonStrategy> {
    const { ok } = await this.#host.request({ do: 'renew', config, timerange }, this.#needs);
    const Class = this.constructor as new (...given: ConstructorParameters<typeof PythonStrategy>) => PythonStrategy;
    return new Class(this.#host, this.#ground, ok as LoadedClass);
  }

  override version(): string | null {
    return this.#version;
  }

  /** Ends its process. */
  override close(): void {
    const { runmode } = this.#ground;
    const words = runmode === 'backtest' ? this.#times.words() : null;
    if (words !== null) this.#ground.onLog('INFO', 'python', words);
    // what trades answers at once, wherever it runs
    if (runmode !== 'live' && runmode !== 'dry_run') this.#host.part();
    this.#host.close();
  }

  /** Begins trading: equips the class, and calls its `bot_start`, which may change its attributes. */
  override async botStart(): Promise<void> {
    this.#host.revives = true;
    await this.#begin((message) => this.#host.request(message, this.#needs));
  }

  /** A process that has taken the place of one that ended is to know what that knew. */
  async bring(child: PythonChild): Promise<void> {
    this.#sent.forget();
    await this.#begin((message) => child.request(message, this.#needs));
    for (const [pair, { candles, number }] of this.#analysed)
      await child.request({ do: 'analyse_pair', pair, number, wanted: [] }, this.#needs, [candles]).catch((error: unknown) => {
        this.#ground.onLog('ERROR', 'python', `Analysis of ${pair}: ${(error as Error).message}`);
      });
  }

  async #begin(request: (message: object) => Promise<Answer>): Promise<void> {
    const { ok } = await request({ do: 'begin', live: true, pairs: null });
    this.#take((ok as { attributes: Attributes }).attributes);
  }

  override onRecorded(changed: readonly Readonly<Trade>[], removed: readonly Readonly<Trade>[]): void {
    this.#news.add(changed, removed);
    if (this.#news.size < MOST_NEWS) return;
    // whoever does not ask hears of it now and then, so that nothing piles up here; one that is away begins with what the database has
    this.#host.request({ do: 'take_news' }, this.#needs).catch(() => this.#news.take());
  }

  get #isTrading(): boolean {
    return this.dp.runMode === 'live' || this.dp.runMode === 'dry_run';
  }

  #beginLoop(at: number): void | Promise<void> {
    if (this.#isTrading)
      return this.#host.request({ do: 'begin_loop', t: at, direction: this.marketDirection }, this.#needs).then(() => undefined);
    this.#host.ask(() => ({ do: 'begin_candle', t: at, before: this.#candle }), this.#needs);
    this.#candle = at;
  }

  override informativePairs(): readonly (readonly [pair: string, timeframe: string])[] {
    // a backtest reads its candles where they are
    if (['backtest', 'hyperopt', 'plot'].includes(this.dp.runMode) && this.dp.isSample !== true) return [];
    try {
      const wanted = this.#host.ask(() => ({ do: 'wanted' }), this.#needs) as readonly (readonly [string, string, CandleKind | ''])[];
      this.#wanted = wanted.flatMap(([pair, timeframe, kind]) => (kind === '' ? [[pair, timeframe] as const] : []));
      this.otherCandles = wanted.flatMap(([pair, timeframe, kind]) => (kind === '' ? [] : [{ pair, timeframe, kind }]));
    } catch (error) {
      this.#ground.onLog('ERROR', 'python', `informative_pairs: ${(error as Error).message}`);
    }
    return this.#wanted;
  }

  /** Equips the class for an analysis of these pairs, and calls its `bot_start`, which may change its attributes. */
  override async beginAnalysis(pairs: readonly string[]): Promise<void> {
    const { ok } = await this.#host.request({ do: 'begin', pairs, sample: this.dp.isSample ?? false }, this.#needs);
    const { attributes } = ok as { attributes: Attributes };
    this.#begun.attributes = attributes;
    this.#take(attributes);
  }

  /** All pairs of a backtest, in freqtrade's order. */
  override async analysePairs(pairs: ReadonlyMap<string, Candles>, kept: KeptColumns): Promise<ReadonlyMap<string, AnalysedFrame>> {
    const message = { do: 'analyse', pairs: [...pairs.keys()], processes: this.#ground.processes, keeps_frames: this.#looksBack, kept };
    const { ok, columns } = await this.#host.request(message, this.#needs, [...pairs.values()].map(packCandles));
    const { shortened } = ok as { shortened: Readonly<Record<string, readonly number[]>> };
    const each = columns.length / pairs.size;
    const analysed = (pair: string, candles: Candles, [frame, traded]: readonly Uint8Array[]): AnalysedFrame => ({
      frame: frameOf(candles, must(frame, 'frame of a pair')),
      indicated: indicatedBy(candles, shortened[pair]),
      traded: traded === undefined ? null : frameOf(candles, traded),
    });
    return new Map(
      [...pairs].map(([pair, candles], index) => [pair, analysed(pair, candles, columns.slice(index * each, (index + 1) * each))]),
    );
  }

  async populateIndicators(frame: DataFrame, { pair }: PairContext): Promise<DataFrame> {
    const candles = candlesOf(frame);
    const packed = packCandles(candles);
    if (!this.#isTrading) {
      const { columns } = await this.#host.request({ do: 'analyse_pair', pair, number: 0, wanted: null }, this.#needs, [packed]);
      return frameOf(candles, columns[0]!);
    }
    const number = ++this.#analyses;
    this.#analysed.set(pair, { candles: packed, number });
    const { columns } = await this.#host.request({ do: 'analyse_pair', pair, number, wanted: [] }, this.#needs, [packed]);
    return frameOf(candles, columns[0]!).leaveElsewhere(async () => {
      const shown = await this.#host.request({ do: 'show', pair, number }, this.#needs);
      return shown.columns[0] === undefined ? null : frameOf(candles, shown.columns[0]);
    });
  }
  // indicators bring the signals along: one question for all three
  populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }

  /** What the class trades by is what its own code has set now. */
  #move(attributes: Attributes): null {
    this.#take(attributes);
    this.onRulesMoved?.();
    return null;
  }

  #take(attributes: Attributes): void {
    const { timeframe, minimal_roi, stoploss } = attributes;
    if (typeof timeframe === 'string') {
      timeframeMs(timeframe);
      this.timeframe = timeframe;
    }
    this.minimalRoi = Object.fromEntries(Object.entries(minimal_roi ?? {}).map(([minutes, ratio]) => [minutes, numberFrom(ratio)]));
    this.stoploss = numberFrom(stoploss);
    const isTrue = (name: string, fallback = false): boolean => (attributes[name] === undefined ? fallback : attributes[name] === true);
    const number = (name: string, fallback: number): number => (typeof attributes[name] === 'number' ? attributes[name] : fallback);
    this.trailingStop = isTrue('trailing_stop');
    this.trailingStopPositive = typeof attributes['trailing_stop_positive'] === 'number' ? attributes['trailing_stop_positive'] : null;
    this.trailingStopPositiveOffset = number('trailing_stop_positive_offset', 0);
    this.trailingOnlyOffsetIsReached = isTrue('trailing_only_offset_is_reached');
    this.useCustomStoploss = isTrue('use_custom_stoploss');
    this.useCustomRoi = isTrue('use_custom_roi');
    this.useExitSignal = isTrue('use_exit_signal', true);
    this.exitProfitOnly = isTrue('exit_profit_only');
    this.exitProfitOffset = number('exit_profit_offset', 0);
    this.ignoreRoiIfEntrySignal = isTrue('ignore_roi_if_entry_signal');
    this.canShort = isTrue('can_short');
    this.startupCandleCount = number('startup_candle_count', 0);
    this.processOnlyNewCandles = isTrue('process_only_new_candles', true);
    this.ignoreBuyingExpiredCandleAfter = number('ignore_buying_expired_candle_after', 0);
    this.positionAdjustmentEnable = isTrue('position_adjustment_enable');
    this.maxEntryPositionAdjustment = number('max_entry_position_adjustment', -1);
    this.maxOpenTrades = number('max_open_trades', -1);
    if (attributes['unfilledtimeout'] !== undefined) this.unfilledTimeout = attributes['unfilledtimeout'] as Strategy['unfilledTimeout'];
    const { protections } = attributes;
    // in Python, none can be an empty list, table or text
    const isNone = typeof protections !== 'object' ? !protections : Object.keys(protections ?? {}).length === 0;
    this.protections = isNone ? [] : withoutStrayKeys(protections as readonly ProtectionSetting[]);
    this.orderTypes = attributes['order_types'] as OrderTypes;
    this.orderTimeInForce = attributes['order_time_in_force'] as Strategy['orderTimeInForce'];
    this.plotConfig = (attributes['plot_config'] ?? {}) as Readonly<Record<string, unknown>>;
  }
}

function candlesOf({ length, time, open, high, low, close, volume }: DataFrame): Candles {
  return { length, time, open: open.values, high: high.values, low: low.values, close: close.values, volume: volume.values };
}

/** What is asked of the exchange ahead, where a class speaks of it. */
function snapshotOf(source: string): Snapshot {
  return {
    ...(/\.\s*orderbook\s*\(/.test(source) ? { orderBookDepth: BOOK_DEPTH } : {}),
    ...(/\.\s*ticker\s*\(/.test(source) ? { ticker: true } : {}),
    ...(/\.\s*funding_rate\s*\(/.test(source) ? { fundingRate: true } : {}),
  };
}

/** Trades that were closed or removed and that nobody has asked for. */
const MOST_NEWS = 100;

/** Candles as they were sent to be analysed, and which analysis that was. */
interface Analysed {
  readonly candles: Uint8Array;
  readonly number: number;
}

/** Levels of a side. */
const BOOK_DEPTH = 20;

/** Starts a Python process and loads a class of a file in it. @throws PythonError */
export async function loadPythonStrategy(name: string, file: string, ground: Ground): Promise<PythonStrategy> {
  let loaded: LoadedClass | null = null;
  let strategy: PythonStrategy | null = null;
  const host = await PythonHost.start(ground, async (child) => {
    loaded = await loadClass(child, name, file, ground);
    await strategy?.bring(child);
  });
  // a class of that name: everybody names a strategy by its class
  const Named = { [name]: class extends PythonStrategy {} }[name]!;
  strategy = new Named(host, ground, must<LoadedClass>(loaded, 'class that was loaded'));
  return strategy;
}

/** A class in a Python file. */
export interface PythonClass {
  readonly name: string;
  readonly path: string;
}

/** What keeps classes from loading, each in words or null; one process looks at them all. @throws PythonError where there is none */
export async function problemsOfPython(classes: readonly PythonClass[], ground: Ground): Promise<(string | null)[]> {
  const child = PythonChild.start(ground.python, ground.limits, { onLog: () => undefined, onEnd: () => undefined });
  try {
    await child.wake();
    const found: (string | null)[] = [];
    for (const { name, path } of classes) {
      const problem = await child.request({ do: 'check', ground: groundOf(child, name, path, ground) }, nothingYet).then(
        () => null,
        (error: unknown) => (error as Error).message,
      );
      found.push(problem);
    }
    return found;
  } finally {
    child.close();
  }
}

/** Has a class of a file loaded by a process that has just been started. */
async function loadClass(child: PythonChild, name: string, file: string, ground: Ground): Promise<LoadedClass> {
  await child.wake();
  const { ok } = await child.request({ do: 'load', ground: groundOf(child, name, file, ground) }, nothingYet);
  return ok as LoadedClass;
}

/** The ground as Python reads it. */
function groundOf({ folder }: PythonChild, strategy: string, file: string, ground: Ground): object {
  return {
    file,
    strategy,
    config: ground.config,
    runmode: ground.runmode,
    user_data_dir: ground.userFolder,
    datadir: ground.dataFolder,
    dataformat_ohlcv: ground.dataFormat,
    timerange: ground.timerange,
    folder,
    level: 'INFO',
  };
}
