import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { exposureProblems } from '../../api/access/exposure.ts';
import { VERSION } from '../../api/calls/version.ts';
import { type ApiServer, startApi } from '../../api/http/server.ts';
import { pairlistReach } from '../../app/pairlists/pairlist-reach.ts';
import { castLastNet } from '../../app/process/last-net.ts';
import { watchNpm } from '../../app/process/launcher.ts';
import { systemdNotifier } from '../../app/process/systemd.ts';
import { startWatchdog } from '../../app/process/watchdog.ts';
import { type LoadedStrategy, loadStrategy } from '../../app/strategies/strategy-loader.ts';
import { fixedSettings } from '../../app/trading/fixed-settings.ts';
import { openHooks, openProducers, openTelegram } from '../../app/trading/messaging.ts';
import { tradable } from '../../app/trading/tradable.ts';
import { webPage } from '../../app/web-page.ts';
import type { Bot, OrderPoint } from '../../bot/bot.ts';
import { shownBalances } from '../../bot/commands.ts';
import { createRunner, type Runner } from '../../bot/loop.ts';
import type { BotMessage } from '../../bot/messages.ts';
import type { BotService } from '../../bot/port.ts';
import { Pushes } from '../../bot/pushes.ts';
import { rateRefresher } from '../../bot/rates.ts';
import type { BotSettings } from '../../bot/settings.ts';
import { createState } from '../../bot/state.ts';
import { SteadyClock } from '../../bot/steady-clock.ts';
import { exchangeWallet, simulatedWallet } from '../../bot/wallets.ts';
import { ccxtOptions } from '../../config/ccxt-options.ts';
import { loadConfig } from '../../config/load.ts';
import { ConfigurationError } from '../../config/problem.ts';
import type { RawConfig } from '../../config/raw.ts';
import { guarded } from '../../core/guarded.ts';
import type { Market } from '../../core/market/market.ts';
import { reasonWithStack } from '../../core/reason.ts';
import type { TradeStore } from '../../database/port.ts';
import { OperationalException } from '../../exchange/errors.ts';
import { withLoggedResponses } from '../../exchange/logged.ts';
import { createPaperExchange } from '../../exchange/paper/paper-exchange.ts';
import type { OpenExchange } from '../../exchange/port.ts';
import { consoleWriter } from '../../log/console-writer.ts';
import { fileWriter, Log } from '../../log/log.ts';
import { parametersOf } from '../../strategy/parameters.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import { type CliCommand, EXIT_CRASH, EXIT_OK, EXIT_STANDS } from '../command.ts';
import { COMMON, type Options, STRATEGY } from '../options.ts';
import { configFiles, logFileOf, strategyFolders, userDir } from '../paths.ts';

export const command: CliCommand = {
  summary: 'Trade, for real or simulated (dry run), with API and web page.',
  options: [
    ...COMMON,
    ...STRATEGY,
    { names: ['db-url'], takes: 'value', help: 'database to use, e.g. sqlite:///trades.sqlite' },
    { names: ['dry-run'], takes: 'nothing', help: 'simulate orders, whatever the configuration says' },
    { names: ['dry-run-wallet', 'starting-balance'], takes: 'value', help: 'stake currency to begin a dry run with' },
    { names: ['fee'], takes: 'value', help: 'fee to use, 0.001 = 0.1 %' },
    { names: ['sd-notify'], takes: 'nothing', help: 'tell systemd when ready' },
  ],
  run: trade,
};

/** An orderly end takes no longer than this, ms. */
const SHUTDOWN_LIMIT_MS = 10_000;

async function trade(options: Options): Promise<number> {
  const first = readEverything(options);
  const logFile = logFileOf(options, first.config);
  const log = new Log({
    now: Date.now,
    writers: [consoleWriter(), ...(logFile === null ? [] : [fileWriter(logFile)])],
    showDebug: options['verbose'] === true || (first.config.verbosity ?? 0) > 0,
    isJson: first.config.log_format === 'json',
  });
  castLastNet((text) => log.error('main', text));
  for (const warning of first.warnings) log.warn('configuration', warning);
  // from the first moment: it may end while the exchange is still waited for
  watchNpm(() => {
    log.warn('main', 'npm, which started this bot, has ended.');
    process.kill(process.pid, 'SIGTERM');
  });
  const { config } = first;
  log.info('main', `freqtrade-ts ${VERSION}, ${config.dry_run ? 'dry run' : 'LIVE trading'} on ${config.exchange.name}`);

  const listeners = new Set<(message: BotMessage) => void>();
  let service: BotService | null = null;
  let api: ApiServer | null = null;
  const owned: { close(): Promise<void> }[] = [];
  try {
    const server = config.api_server;
    if (server?.enabled) {
      const problems = exposureProblems(server);
      if (problems.length > 0) {
        const file = configFiles(options)[0]!;
        throw new ConfigurationError(
          problems.map((problem) => ({
            file,
            key: problem.split(' ')[0]!,
            found: problem.split(' ').slice(2).join(' '),
            allowed: `a secret of its own, since ${server.listen_ip_address} can be reached by others; "freqtrade new-secret" makes one`,
          })),
        );
      }
      mkdirSync(first.userFolder, { recursive: true });
      const research = server.research ? await openResearch(first, options, log) : null;
      if (research !== null) owned.push(research);
      api = await startApi({
        config: server,
        bot: () => service,
        research,
        logLines: (limit) => log.lines(limit),
        log,
        now: Date.now,
        page: webPage(config, first.userFolder),
        userFolder: first.userFolder,
      });
      owned.push(api);
      log.info('rpc.api_server', `API and web page on ${api.url}`);
    }
    const calls = { bot: () => service, research: null, logLines: (limit: number) => log.lines(limit), log, now: Date.now };
    const hooks = [...openHooks(config, log, () => service?.settings ?? null), ...(await openTelegram(config, calls))];
    owned.push(...hooks);
    for (const hook of hooks) listeners.add((message) => hook.tell(message));
    const started = await startBot(first, options, log, listeners);
    owned.unshift(...started.owned);
    service = started.service;
    const systemd = systemdNotifier(
      options['sd-notify'] === true || config.internals.sd_notify === true,
      process.env,
      () => started.service.state.mode,
    );
    owned.unshift(systemd);
    owned.push(
      startWatchdog({
        exitCode: EXIT_STANDS,
        logFile,
        isJson: config.log_format === 'json',
        onFailure: (reason) => log.error('watchdog', `Nobody watches the event loop any more: ${reason}`),
      }),
    );
    await started.runner.start();
    systemd.tell('READY=1');
    flushCompileCache();
    return await untilSignal(log, started.crashed);
  } finally {
    const limit = setTimeout(() => process.exit(EXIT_CRASH), SHUTDOWN_LIMIT_MS);
    for (const part of owned)
      await part.close().catch((error: unknown) => log.error('main', `Closing failed: ${(error as Error).message}`));
    clearTimeout(limit);
    log.info('main', 'Stopped. Open trades stay in the database.');
  }
}

/** Research beside trading: the same configuration, without what an order would need. */
async function openResearch({ config, userFolder, strategyFolders: folders }: Everything, options: Options, log: Log) {
  const [{ createResearch }, { openMarkets }, { dataFolder }] = await Promise.all([
    import('../../app/research/research.ts'),
    import('../../app/research/markets.ts'),
    import('../research-options.ts'),
  ]);
  const { key: _key, api_key: _apiKey, secret: _secret, password: _password, uid: _uid, ...rest } = config.exchange;
  const { account_id: _account, wallet_address: _wallet, private_key: _private, ...exchange } = rest;
  const plain = { ...config, dry_run: true, exchange } as RawConfig;
  return createResearch({
    config: plain,
    exchange: await openMarkets(plain),
    userFolder,
    dataFolder: dataFolder(options, plain, userFolder),
    folders,
    isBesideTrading: true,
    log,
  });
}

interface Everything {
  readonly config: RawConfig;
  readonly warnings: readonly string[];
  readonly userFolder: string;
  readonly strategyName: string;
  readonly strategyFolders: readonly string[];
}

function readEverything(options: Options): Everything {
  const files = configFiles(options);
  const wallet = options['dry-run-wallet'];
  const { config, warnings } = loadConfig({
    files,
    environment: process.env,
    overrides: {
      strategy: options['strategy'],
      db_url: options['db-url'],
      dry_run: options['dry-run'] === true ? true : undefined,
      dry_run_wallet: wallet === undefined ? undefined : Number(wallet),
      fee: options['fee'] === undefined ? undefined : Number(options['fee']),
    },
  });
  if (!config.strategy) {
    throw new ConfigurationError([
      { file: files[0]!, key: 'strategy', found: 'nothing', allowed: 'the name of a strategy class, here or with --strategy' },
    ]);
  }
  const userFolder = userDir(options, config.user_data_dir);
  return {
    config,
    warnings,
    userFolder,
    strategyName: config.strategy,
    strategyFolders: strategyFolders(options, userFolder, config),
  };
}

async function startBot(
  first: Everything,
  options: Options,
  log: Log,
  listeners: Set<(message: BotMessage) => void>,
): Promise<{ runner: Runner; service: BotService; owned: { close(): Promise<void> }[]; crashed: Promise<unknown> }> {
  const { config } = first;
  // loaded while the API answers already
  const [{ openBotStore }, { openCcxtExchange }, { dataFolder }, { withLeverageTiers }, { exchangeTimeframes }] = await Promise.all([
    import('../../database/open.ts'),
    import('../../exchange/ccxt/ccxt-exchange.ts'),
    import('../research-options.ts'),
    import('../../data/leverage-tiers.ts'),
    import('../../exchange/ccxt/load.ts'),
  ]);
  const load = async ({ strategyName, strategyFolders: folders }: Everything): Promise<LoadedStrategy> => {
    const found = await loadStrategy(strategyName, folders);
    for (const note of found.notes) log.info('hyper', note);
    return found;
  };
  const loaded = await load(first);
  const loadedBy = new WeakMap<Strategy, LoadedStrategy>([[loaded.strategy, loaded]]);
  const settings = tradable(config, loaded.strategy);
  log.info('resolvers', `Using strategy ${first.strategyName} from ${loaded.path}`);
  const timeframes = await exchangeTimeframes(config.exchange.name);
  const timeframeFile = (given: RawConfig, from: LoadedStrategy) => (given.timeframe === undefined ? from.path : configFiles(options)[0]!);
  checkTimeframe(settings.timeframe, timeframes, config, timeframeFile(config, loaded));
  mkdirSync(first.userFolder, { recursive: true });
  const url = databaseUrl(config, first.userFolder);
  const store: TradeStore = await openBotStore(url, Date.now, {
    owner: `process ${process.pid} on ${hostname()}, ${resolve(first.userFolder)}`,
    note: (text) => log.warn('persistence', text),
  });
  const firstStart = await store.records.startTime(Date.now());
  const clock = new SteadyClock({ wall: Date.now, monotonic: () => performance.now() });
  const { now } = clock;
  const monotonic = () => performance.now();
  const source = await openCcxtExchange({
    name: config.exchange.name,
    apiKey: config.dry_run ? undefined : (config.exchange.key ?? config.exchange.api_key ?? undefined),
    secret: config.dry_run ? undefined : (config.exchange.secret ?? undefined),
    password: config.dry_run ? undefined : (config.exchange.password ?? undefined),
    uid: config.dry_run ? undefined : (config.exchange.uid ?? undefined),
    walletAddress: config.dry_run ? undefined : (config.exchange.wallet_address ?? undefined),
    privateKey: config.dry_run ? undefined : (config.exchange.private_key ?? undefined),
    accountId: config.dry_run ? undefined : (config.exchange.account_id ?? undefined),
    config: ccxtOptions(config),
    tradingMode: config.trading_mode,
    enableStreams: config.exchange.enable_ws,
    now,
    monotonic,
    wall: Date.now,
    onClockMoved: (difference) =>
      Math.abs(difference) < 1000
        ? log.info('exchange', "The machine's clock and the exchange's agree again.")
        : log.warn(
            'exchange',
            `The machine's clock and the exchange's are ${seconds(difference)} apart; requests are signed with the exchange's time.`,
          ),
    onStreamState: (stream, error) =>
      error === null
        ? log.info('exchange', `Stream of ${stream} is back.`)
        : log.warn('exchange', `Stream of ${stream} broke, connecting again: ${error}`),
  });
  const check = ({ orderTypes, timeInForce }: BotSettings) =>
    source.check({
      isLive: !config.dry_run,
      orderTypes: Object.values(orderTypes).filter((type): type is 'limit' | 'market' => typeof type === 'string'),
      timesInForce: [timeInForce.entry, timeInForce.exit],
    });
  const { refusals, warnings } = check(settings);
  for (const warning of warnings) log.warn('exchange', warning);
  if (refusals.length > 0) {
    await Promise.all([source.close(), store.close()]);
    throw new OperationalException(refusals.join(' '));
  }
  const isFutures = config.trading_mode === 'futures';
  const folder = dataFolder(options, config, first.userFolder);
  const tiered = (found: ReadonlyMap<string, Market>) =>
    new Map(withLeverageTiers([...found.values()], config.exchange.name, folder, config.stake_currency).map((one) => [one.pair, one]));
  const paper = config.dry_run ? createPaperExchange({ source, uniqueId, now, ...(isFutures ? { marketsFrom: tiered } : {}) }) : null;
  const venue: OpenExchange = paper ?? source;
  const exchange = config.exchange.log_responses
    ? { ...venue, trading: withLoggedResponses(venue.trading, (text) => log.info('exchange', text)) }
    : venue;
  const producers = openProducers(config, log);
  const state = createState(Date.now());
  const tellSafely = guarded(
    (listener: (message: BotMessage) => void, message: BotMessage) => listener(message),
    (error) => log.error('rpc.rpc_manager', `A message could not be sent: ${reasonWithStack(error)}`),
  );
  const bot: Bot = {
    settings,
    strategy: loaded.strategy,
    exchange,
    store,
    ...(paper === null ? {} : { restoreOrders: paper.restore }),
    producers,
    wallet: config.dry_run
      ? simulatedWallet(startBalances(config), config.stake_currency, isFutures)
      : exchangeWallet(() => exchange.trading.balances(), monotonic),
    log,
    now,
    monotonic,
    uniqueId,
    random: Math.random,
    pairlistReach: pairlistReach(config, true),
    publish: (message) => {
      for (const listener of listeners) tellSafely(listener, message);
    },
    probe: crashProbe(),
    state,
    pushes: new Pushes(),
    exitRates: new Map(),
    notices: config.dry_run ? ['Dry run is enabled. All trades are simulated.'] : [],
  };
  let crash: (error: unknown) => void = () => undefined;
  const crashed = new Promise<unknown>((resolve) => {
    crash = resolve;
  });
  clock.onJump(({ byMs, whose }) => {
    if (whose === 'ours') {
      log.warn('worker', `By the exchange's time it is ${seconds(byMs)} ${byMs < 0 ? 'earlier' : 'later'}; the bot goes by it.`);
      return;
    }
    const words = byMs < 0 ? `set back by ${seconds(byMs)}` : `moved forward by ${seconds(byMs)}, or the machine slept`;
    log.warn('worker', `The clock was ${words}. Everything that may be due is done now.`);
    void trueTime(source, clock, log);
  });
  const runner = createRunner({
    bot,
    version: VERSION,
    onClockJump: (listener) => clock.onJump(({ byMs }) => listener(byMs)),
    reload: async () => {
      const again = readEverything(options);
      const later = fixedSettings(config, again.config, configFiles(options)[0]!);
      const fresh = await load(again);
      const freshSettings = tradable(again.config, fresh.strategy);
      checkTimeframe(freshSettings.timeframe, timeframes, again.config, timeframeFile(again.config, fresh));
      const { refusals: reasons } = check(freshSettings);
      if (reasons.length > 0) throw new OperationalException(reasons.join(' '));
      if (later.length > 0)
        log.warn('worker', `Changed in the configuration, but used only once the bot is started anew: ${later.join(', ')}.`);
      loadedBy.set(fresh.strategy, fresh);
      return { settings: freshSettings, strategy: fresh.strategy };
    },
    onCrash: crash,
  });
  const service: BotService = {
    get settings(): BotSettings {
      return bot.settings;
    },
    state,
    exitRates: bot.exitRates,
    store,
    firstStart,
    get strategyVersion() {
      return bot.strategy.version?.() ?? null;
    },
    get strategyCode() {
      return loadedBy.get(bot.strategy)?.code ?? '';
    },
    get strategyParameters() {
      return parametersOf(bot.strategy);
    },
    get marketDirection() {
      return bot.strategy.marketDirection;
    },
    get plotConfig() {
      return bot.strategy.plotConfig;
    },
    refreshRates: rateRefresher(bot),
    balances: () => shownBalances(bot),
    ask: (asked) => runner.ask(asked),
    onMessage: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { runner, service, owned: [runner, ...(producers === null ? [] : [producers]), exchange, store], crashed };
}

/** After a jump of the machine's clock the exchange says what time it is; where it can't be asked, time goes on as before. */
async function trueTime(source: { serverTime(): Promise<number | null> }, clock: SteadyClock, log: Log): Promise<void> {
  try {
    const time = await source.serverTime();
    if (time !== null) clock.believe(time);
    if (clock.behindMs > 0) {
      log.warn(
        'worker',
        `The machine's clock is ${seconds(clock.behindMs)} behind. The bot goes on with the right time; please set the clock.`,
      );
    }
  } catch (error) {
    log.warn('worker', `The exchange's time can't be read: ${(error as Error).message}`);
  }
}

function seconds(ms: number): string {
  return `${(Math.abs(ms) / 1000).toFixed(1)} s`;
}

/** @param known what ccxt tells of the exchange; nothing is refused where it tells nothing @throws ConfigurationError */
function checkTimeframe(timeframe: string, known: readonly string[], { exchange }: RawConfig, file: string): void {
  if (known.length === 0 || known.includes(timeframe)) return;
  const allowed = `what ${exchange.name} has: ${known.join(', ')}`;
  throw new ConfigurationError([{ file, key: 'timeframe', found: JSON.stringify(timeframe), allowed }]);
}

function databaseUrl(config: RawConfig, userFolder: string): string {
  const name = config.dry_run ? 'tradesv3.dryrun.sqlite' : 'tradesv3.sqlite';
  return config.db_url ?? `sqlite:///${join(userFolder, name)}`;
}

function startBalances(config: RawConfig): Record<string, number> {
  return typeof config.dry_run_wallet === 'number' ? { [config.stake_currency]: config.dry_run_wallet } : { ...config.dry_run_wallet };
}

function uniqueId(): string {
  return randomBytes(12).toString('hex');
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

async function untilSignal(log: Log, crashed: Promise<unknown>): Promise<number> {
  let onSignal: (name: NodeJS.Signals) => void = () => undefined;
  const signalled = new Promise<NodeJS.Signals>((resolvePromise) => {
    onSignal = resolvePromise;
  });
  // the handlers stay: a terminal sends Ctrl-C to the launcher too, which hands it on
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const ended = await Promise.race([signalled.then((name) => ({ name })), crashed.then((error) => ({ error }))]);
  if ('name' in ended) {
    log.info('main', `${ended.name} received, stopping.`);
    return EXIT_OK;
  }
  log.error('main', `The trading loop ended by a bug: ${(ended.error as Error).stack ?? String(ended.error)}`);
  return EXIT_CRASH;
}
