import { mkdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { checkExposure } from '../../api/access/exposure.ts';
import { VERSION } from '../../api/calls/version.ts';
import { startApi } from '../../api/http/server.ts';
import { ConfigurationError } from '../../config/problem.ts';
import type { RawApiServer, RawConfig } from '../../config/raw.ts';
import { EXIT_OK } from '../process/exit-codes.ts';
import { type LogSettings, openProcessLog, watchEventLoop } from '../process/process-log.ts';
import { untilSignal } from '../process/until-signal.ts';
import { webPage } from '../web-page.ts';
import { openMarkets } from './markets.ts';
import { createResearch } from './research.ts';

export interface ServerSettings extends Omit<LogSettings, 'isOnConsole'> {
  /** The first file of the configuration, for messages. */
  readonly configFile: string;
  readonly userFolder: string;
  readonly dataFolder: string;
  readonly strategyFolders: readonly string[];
}

/** Serves the API and the page for research until a signal comes. @returns the exit code @throws ConfigurationError */
export async function serveResearch(settings: ServerSettings): Promise<number> {
  const { config, userFolder, dataFolder, strategyFolders: folders } = settings;
  const logged = { ...settings, isOnConsole: false };
  const log = openProcessLog(logged, 'server');
  const api = enabledApi(config, settings.configFile);
  checkExposure(api, settings.configFile);
  mkdirSync(userFolder, { recursive: true });
  // opened now, so that no request has to wait for it
  const research = createResearch({ config, exchange: await openMarkets(config), userFolder, dataFolder, folders, log });
  const server = await startApi({
    config: api,
    bot: () => null,
    research,
    logLines: (limit) => log.lines(limit),
    log,
    now: Date.now,
    page: webPage(config, userFolder),
    userFolder,
  });
  const watchdog = watchEventLoop(logged, log);
  log.info('main', `freqtrade-ts ${VERSION}, webserver mode`);
  log.info('rpc.api_server', `API and web page on ${server.url}`);
  flushCompileCache();
  await untilSignal();
  await research.close();
  await server.close();
  await watchdog.close();
  log.info('main', 'Stopped.');
  return EXIT_OK;
}

function enabledApi({ api_server: api }: RawConfig, file: string): RawApiServer {
  if (api?.enabled) return api;
  const allowed = 'a section api_server with enabled: true; "freqtrade new-config" makes one';
  throw new ConfigurationError([{ file, key: 'api_server', found: 'nothing that is enabled', allowed }]);
}
