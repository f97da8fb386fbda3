import { mkdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { checkExposure } from '../../api/access/exposure.ts';
import { VERSION } from '../../api/calls/version.ts';
import { startApi } from '../../api/http/server.ts';
import type { BotEvent } from '../../bot/events.ts';
import type { BotService } from '../../bot/port.ts';
import type { RawConfig } from '../../config/raw.ts';
import type { Log } from '../../log/log.ts';
import { EXIT_CRASH, EXIT_OK } from '../process/exit-codes.ts';
import { growSlowly } from '../process/heap.ts';
import { openProcessLog, watchEventLoop } from '../process/process-log.ts';
import { systemdNotifier } from '../process/systemd.ts';
import { untilSignal } from '../process/until-signal.ts';
import { webPage } from '../web-page.ts';
import { openHooks, openTelegram } from './messaging.ts';
import { proposalEvent } from './proposal-event.ts';
import type { TradeOptions, TradeSetup } from './setup.ts';
import { shutdownLimitMs } from './shutdown-limit.ts';
import { type StartedBot, startBot } from './start-bot.ts';
import { tellListeners } from './tell-listeners.ts';

type Owned = { close(): Promise<void> }[];

/** Trades until a signal comes. @returns the exit code */
export async function trade(options: TradeOptions): Promise<number> {
  const setup = options.read();
  const { config, warnings } = setup;
  const logged = { config, logFile: options.logFile(config), isOnConsole: true, isVerbose: options.isVerbose, warnings };
  const log = openProcessLog(logged, 'bot');
  log.info('main', `freqtrade-ts ${VERSION}, ${config.dry_run ? 'dry run' : 'LIVE trading'} on ${config.exchange.name}`);
  const listeners = new Set<(message: BotEvent) => void>();
  let service: BotService | null = null;
  const owned: Owned = [];
  try {
    await serve(setup, () => service, tellListeners(listeners, log), log, owned);
    const calls = { bot: () => service, research: null, logLines: (limit: number) => log.lines(limit), log, now: Date.now };
    const hooks = [...openHooks(config, log, () => service?.settings ?? null), ...(await openTelegram(config, calls))];
    owned.push(...hooks);
    for (const hook of hooks) listeners.add((message) => hook.tell(message));
    const started = await startBot(setup, options, log, listeners);
    owned.unshift(...started.owned);
    service = started.service;
    const { state } = started.service;
    const isNotified = options.notifiesSystemd || config.internals.sd_notify === true;
    const systemd = systemdNotifier(isNotified, process.env, () => state.mode);
    owned.unshift(systemd);
    owned.push(watchEventLoop(logged, log));
    await started.runner.start();
    systemd.tell('READY=1');
    flushCompileCache();
    growSlowly();
    return await untilTheEnd(started, log);
  } finally {
    await closeAll(owned, log, shutdownLimitMs(service));
  }
}

/** The API and the page, where the configuration has them on: they answer before the bot is there. */
async function serve(
  setup: TradeSetup,
  bot: () => BotService | null,
  tell: (message: BotEvent) => void,
  log: Log,
  owned: Owned,
): Promise<void> {
  const { config, userFolder } = setup;
  const { api_server: server } = config;
  if (server?.enabled) checkExposure(server, setup.configFile);
  const isServed = server?.enabled === true && server.research === true;
  mkdirSync(userFolder, { recursive: true });
  const opened = isServed || config.reoptimize !== undefined ? await openResearch(setup, bot, tell, log) : null;
  if (opened !== null) owned.push(opened);
  if (!server?.enabled) return;
  const research = isServed ? opened : null;
  const api = await startApi({
    config: server,
    bot,
    research,
    logLines: (limit) => log.lines(limit),
    log,
    now: Date.now,
    page: webPage(config, userFolder),
    userFolder,
  });
  owned.push(api);
  log.info('rpc.api_server', `API and web page on ${api.url}`);
}

/** Research beside trading: the same configuration, without what an order would need. */
async function openResearch(
  { config, userFolder, dataFolder, strategyName, strategyFolders: folders }: TradeSetup,
  bot: () => BotService | null,
  tell: (message: BotEvent) => void,
  log: Log,
) {
  const [{ createResearch }, { openMarkets }] = await Promise.all([import('../research/research.ts'), import('../research/markets.ts')]);
  const { key: _key, api_key: _apiKey, secret: _secret, password: _password, uid: _uid, ...rest } = config.exchange;
  const { account_id: _account, wallet_address: _wallet, private_key: _private, ...exchange } = rest;
  const plain = { ...config, strategy: strategyName, dry_run: true, exchange } as RawConfig;
  return createResearch({
    config: plain,
    exchange: await openMarkets(plain),
    userFolder,
    dataFolder,
    folders,
    isBesideTrading: true,
    log,
    reoptimizing: { pairs: () => bot()?.state.whitelist ?? [], tell: (proposal) => tell(proposalEvent(proposal)) },
  });
}

async function untilTheEnd({ crashed }: StartedBot, log: Log): Promise<number> {
  const ended = await Promise.race([untilSignal().then((name) => ({ name })), crashed.then((error) => ({ error }))]);
  if ('name' in ended) {
    log.info('main', `${ended.name} received, stopping.`);
    return EXIT_OK;
  }
  log.error('main', `The trading loop ended by a bug: ${(ended.error as Error).stack ?? String(ended.error)}`);
  return EXIT_CRASH;
}

async function closeAll(owned: Owned, log: Log, limitMs: number): Promise<void> {
  const limit = setTimeout(() => process.exit(EXIT_CRASH), limitMs);
  for (const part of owned) await part.close().catch((error: unknown) => log.error('main', `Closing failed: ${(error as Error).message}`));
  clearTimeout(limit);
  log.info('main', 'Stopped. Open trades stay in the database.');
}
