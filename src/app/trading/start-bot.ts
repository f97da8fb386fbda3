import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { VERSION } from '../../api/calls/version.ts';
import type { Bot, OrderPoint, WalletSource } from '../../bot/bot.ts';
import type { BotEvent } from '../../bot/events.ts';
import { createRunner, type Runner } from '../../bot/loop.ts';
import type { BotService } from '../../bot/port.ts';
import { Pushes } from '../../bot/pushes.ts';
import type { BotSettings } from '../../bot/settings.ts';
import { createState } from '../../bot/state.ts';
import type { SteadyClock } from '../../bot/steady-clock.ts';
import { exchangeWallet, simulatedWallet, worthInMargin } from '../../bot/wallets.ts';
import type { RawConfig } from '../../config/raw.ts';
import { EVERYTHING } from '../../core/market/timerange.ts';
import type { TradeStore } from '../../database/port.ts';
import { ExchangeError, OperationalException } from '../../exchange/errors.ts';
import type { Exchange } from '../../exchange/port.ts';
import type { Log } from '../../log/log.ts';
import type { ProducerFeeds } from '../../producers/port.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { pairlistReach } from '../pairlists/pairlist-reach.ts';
import type { LoadedStrategy } from '../strategies/strategy-loader.ts';
import { botService } from './bot-service.ts';
import { openClock, watchClock } from './clock.ts';
import { databaseUrl } from './database-url.ts';
import { fixedSettings } from './fixed-settings.ts';
import { foreignTrades } from './foreign-trades.ts';
import { openProducers } from './messaging.ts';
import type { TradeOptions, TradeSetup } from './setup.ts';
import { tellListeners } from './tell-listeners.ts';
import { loadTrader, type Trader } from './trader.ts';
import { checkVenue, openVenue, uniqueId, type Venue } from './venue.ts';

type Listeners = Set<(message: BotEvent) => void>;

export interface StartedBot {
  readonly runner: Runner;
  readonly service: BotService;
  /** To be closed in this order. */
  readonly owned: readonly { close(): Promise<void> }[];
  /** Resolves with the bug that ended the loop. */
  readonly crashed: Promise<unknown>;
}

/** Puts a bot together: strategy, database, exchange, clock. */
export async function startBot(setup: TradeSetup, options: TradeOptions, log: Log, listeners: Listeners): Promise<StartedBot> {
  // loaded while the API answers already
  const { exchangeTimeframes } = await import('../../exchange/ccxt/load.ts');
  const timeframes = await exchangeTimeframes(setup.config.exchange.name);
  const trader = await loadTrader(setup, timeframes, log);
  log.info('resolvers', `Using strategy ${setup.strategyName} from ${trader.loaded.path}`);
  const store = await openStore(setup, log);
  const firstStart = await store.records.startTime(Date.now());
  const clock = openClock();
  const venue = await openVenue(setup, clock, log);
  await refuseUnfit(venue, setup.config, trader, store, log);
  const producers = openProducers(setup.config, log);
  const bot = assemble({ setup, trader, store, venue, producers, clock, log, listeners });
  await watchClock(clock, venue.source, log);
  const crashed = Promise.withResolvers<unknown>();
  const codes = new WeakMap<Strategy, LoadedStrategy>([[trader.loaded.strategy, trader.loaded]]);
  const runner = createRunner({
    bot,
    version: VERSION,
    onClockJump: (listener) => clock.onJump(({ byMs }) => listener(byMs)),
    reload: async () => {
      const fresh = await reload(setup.config, options, timeframes, venue, log);
      codes.set(fresh.loaded.strategy, fresh.loaded);
      return { settings: fresh.settings, strategy: fresh.loaded.strategy };
    },
    onCrash: crashed.resolve,
  });
  const service = botService({ bot, runner, firstStart, code: () => codes.get(bot.strategy)?.code ?? '', listeners });
  const owned = [runner, ...(producers === null ? [] : [producers]), venue.exchange, store];
  return { runner, service, owned, crashed: crashed.promise };
}

async function openStore({ config, userFolder }: TradeSetup, log: Log): Promise<TradeStore> {
  const { openBotStore } = await import('../../database/open.ts');
  mkdirSync(userFolder, { recursive: true });
  return openBotStore(databaseUrl(config, userFolder), Date.now, {
    owner: `process ${process.pid} on ${hostname()}, ${resolve(userFolder)}`,
    note: (text) => log.warn('persistence', text),
  });
}

/** @throws OperationalException when the exchange can't do what the settings ask for, or the database is another exchange's */
async function refuseUnfit(venue: Venue, config: RawConfig, { settings }: Trader, store: TradeStore, log: Log): Promise<void> {
  const { refusals, warnings } = checkVenue(venue, config, settings);
  for (const warning of warnings) log.warn('exchange', warning);
  // a dry run holds no coins anywhere
  const foreign = venue.paper === null ? foreignTrades(await store.trades.open(), config.exchange.name) : null;
  const found = foreign === null ? refusals : [...refusals, foreign];
  const obstacles = found.length > 0 ? found : await accountObstacles(venue, config, log);
  if (obstacles.length === 0) return;
  await Promise.all([venue.source.close(), store.close()]);
  throw new OperationalException(obstacles.join(' '));
}

/** What stands against trading on the account; nothing where it can't be asked now, since of contracts it is asked again before an order. */
async function accountObstacles({ source, exchange, paper }: Venue, config: RawConfig, log: Log): Promise<readonly string[]> {
  if (paper !== null) return [];
  try {
    if (config.trading_mode === 'futures') await source.market.markets();
    return await exchange.leverage.obstacles();
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    if (!error.isRetryable) return [error.message];
    log.warn('exchange', `The account can't be looked at now, to see whether it can trade: ${error.message}`);
    return [];
  }
}

/** What a new configuration brings. @throws ConfigurationError, StrategyLoadError, OperationalException where it can't be traded by */
async function reload(config: RawConfig, options: TradeOptions, timeframes: readonly string[], venue: Venue, log: Log): Promise<Trader> {
  const again = options.read();
  const later = fixedSettings(config, again.config, again.configFile);
  const fresh = await loadTrader(again, timeframes, log);
  const { refusals } = checkVenue(venue, config, fresh.settings);
  if (refusals.length > 0) throw new OperationalException(refusals.join(' '));
  if (later.length > 0)
    log.warn('worker', `Changed in the configuration, but used only once the bot is started anew: ${later.join(', ')}.`);
  return fresh;
}

interface BotParts {
  readonly setup: TradeSetup;
  readonly trader: Trader;
  readonly store: TradeStore;
  readonly venue: Venue;
  readonly producers: ProducerFeeds | null;
  readonly clock: SteadyClock;
  readonly log: Log;
  readonly listeners: Listeners;
}

function assemble({ setup, trader, store, venue, producers, clock, log, listeners }: BotParts): Bot {
  const { config } = setup;
  const { exchange, paper } = venue;
  const monotonic = () => performance.now();
  return {
    settings: trader.settings,
    strategy: trader.loaded.strategy,
    exchange,
    store,
    ...(paper === null ? {} : { restoreOrders: paper.restore }),
    producers,
    wallet: config.dry_run ? dryWallet(config, trader.settings, exchange, monotonic) : exchangeWallet(exchange, monotonic),
    log,
    now: clock.now,
    monotonic,
    uniqueId,
    random: Math.random,
    runMode: config.dry_run ? 'dry_run' : 'live',
    storedCandles: storedCandlesOf(setup),
    pairlistReach: pairlistReach(config, true),
    publish: tellListeners(listeners, log),
    probe: crashProbe(),
    state: createState(Date.now()),
    pushes: new Pushes(),
    exitRates: new Map(),
    notices: config.dry_run ? ['Dry run is enabled. All trades are simulated.'] : [],
  };
}

/** Candles on disk for the strategy that asks for them; what reads them is loaded by then. */
function storedCandlesOf({ config, dataFolder }: TradeSetup): Bot['storedCandles'] {
  return async (pair, timeframe, kind) => {
    const [{ storedOfKind }, { DATA_FORMATS }] = await Promise.all([
      import('../../research/candle-store.ts'),
      import('../../data/candle-files.ts'),
    ]);
    const store = { folder: dataFolder, format: DATA_FORMATS.find((known) => known === config.dataformat_ohlcv) ?? 'feather' };
    return storedOfKind(store, { pair, timeframe, kind }, config.trading_mode === 'futures', EVERYTHING);
  };
}

function dryWallet(config: RawConfig, { isFutures, isCross }: BotSettings, { market }: Exchange, monotonic: () => number): WalletSource {
  const start = startBalances(config);
  const worth = isCross ? worthInMargin(market, start, config.stake_currency, monotonic) : null;
  return simulatedWallet(start, config.stake_currency, isFutures, worth);
}

function startBalances(config: RawConfig): Record<string, number> {
  return typeof config.dry_run_wallet === 'number' ? { [config.stake_currency]: config.dry_run_wallet } : { ...config.dry_run_wallet };
}

/** Tests end the process at a named point of an order's life: `FREQTRADE_TS_KILL_AT=point` or `point:nth`. */
function crashProbe(): (point: OrderPoint) => void {
  const [wanted, nth = '1'] = (process.env['FREQTRADE_TS_KILL_AT'] ?? '').split(':');
  if (!wanted) return () => undefined;
  let seen = 0;
  return (point) => {
    if (point === wanted && ++seen === Number(nth)) process.kill(process.pid, 'SIGKILL');
  };
}
