import { mkdirSync } from 'node:fs';
import { exposureProblems } from '../../api/access/exposure.ts';
import { VERSION } from '../../api/calls/version.ts';
import { startApi } from '../../api/http/server.ts';
import { castLastNet } from '../../app/process/last-net.ts';
import { watchNpm } from '../../app/process/launcher.ts';
import { startWatchdog } from '../../app/process/watchdog.ts';
import { openMarkets } from '../../app/research/markets.ts';
import { createResearch } from '../../app/research/research.ts';
import { webPage } from '../../app/web-page.ts';
import { loadConfig } from '../../config/load.ts';
import { ConfigurationError } from '../../config/problem.ts';
import { consoleWriter } from '../../log/console-writer.ts';
import { fileWriter, Log } from '../../log/log.ts';
import { type CliCommand, EXIT_OK, EXIT_STANDS } from '../command.ts';
import { COMMON, type Options, STRATEGY_FOLDERS } from '../options.ts';
import { configFiles, logFileOf, strategyFolders, userDir } from '../paths.ts';
import { dataFolder } from '../research-options.ts';

export const command: CliCommand = {
  summary: 'Serve the API and the web page for research: backtests, data, analyses. Trades nothing.',
  options: [...COMMON, ...STRATEGY_FOLDERS],
  run: webserver,
};

async function webserver(options: Options): Promise<number> {
  const { config, warnings } = loadConfig({
    files: configFiles(options),
    environment: process.env,
    purpose: 'backtest',
    overrides: { dry_run: true },
  });
  const logFile = logFileOf(options, config);
  const log = new Log({
    now: Date.now,
    writers: [logFile === null ? consoleWriter() : fileWriter(logFile)],
    showDebug: options['verbose'] === true || (config.verbosity ?? 0) > 0,
    isJson: config.log_format === 'json',
  });
  castLastNet((text) => log.error('main', text));
  for (const warning of warnings) log.warn('configuration', warning);
  watchNpm(() => {
    log.warn('main', 'npm, which started this server, has ended.');
    process.kill(process.pid, 'SIGTERM');
  });
  const api = config.api_server;
  if (!api?.enabled) {
    const file = configFiles(options)[0]!;
    throw new ConfigurationError([
      {
        file,
        key: 'api_server',
        found: 'nothing that is enabled',
        allowed: 'a section api_server with enabled: true; "freqtrade new-config" makes one',
      },
    ]);
  }
  const problems = exposureProblems(api);
  if (problems.length > 0)
    throw new ConfigurationError(
      problems.map((problem) => ({
        file: configFiles(options)[0]!,
        key: 'api_server',
        found: problem,
        allowed: 'a secret of its own; "freqtrade new-secret" makes one',
      })),
    );
  const userFolder = userDir(options, config.user_data_dir);
  mkdirSync(userFolder, { recursive: true });
  // opened now, so that no request has to wait for it
  const exchange = await openMarkets(config);
  const research = createResearch({
    config,
    exchange,
    userFolder,
    dataFolder: dataFolder(options, config, userFolder),
    folders: strategyFolders(options, userFolder, config),
    log,
  });
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
  const watchdog = startWatchdog({
    exitCode: EXIT_STANDS,
    logFile,
    isJson: config.log_format === 'json',
    onFailure: (reason) => log.error('watchdog', `Nobody watches the event loop any more: ${reason}`),
  });
  log.info('main', `freqtrade-ts ${VERSION}, webserver mode`);
  log.info('rpc.api_server', `API and web page on ${server.url}`);
  await new Promise<void>((done) => {
    process.on('SIGINT', () => done());
    process.on('SIGTERM', () => done());
  });
  await research.close();
  await server.close();
  await watchdog.close();
  log.info('main', 'Stopped.');
  return EXIT_OK;
}
