import type { TradeSetup } from '../../app/trading/setup.ts';
import { trade } from '../../app/trading/trade.ts';
import { loadConfig } from '../../config/load.ts';
import { ConfigurationError } from '../../config/problem.ts';
import type { CliCommand } from '../command.ts';
import { COMMON, type Options, STRATEGY } from '../options.ts';
import { configFiles, dataFolder, logFileOf, strategyFolders, userDir } from '../paths.ts';
import { namedPython } from '../python-hosting.ts';

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
  run: (options) =>
    trade({
      read: () => readSetup(options),
      logFile: (config) => logFileOf(options, config),
      isVerbose: options['verbose'] === true,
      notifiesSystemd: options['sd-notify'] === true,
    }),
};

function readSetup(options: Options): TradeSetup {
  const files = configFiles(options);
  const configFile = files[0]!;
  const wallet = options['dry-run-wallet'];
  const { config, warnings } = loadConfig({
    files,
    environment: process.env,
    overrides: {
      strategy: options['strategy'],
      python: options['python'],
      db_url: options['db-url'],
      dry_run: options['dry-run'] === true ? true : undefined,
      dry_run_wallet: wallet === undefined ? undefined : Number(wallet),
      fee: options['fee'] === undefined ? undefined : Number(options['fee']),
    },
  });
  if (!config.strategy) {
    const allowed = 'the name of a strategy class, here or with --strategy';
    throw new ConfigurationError([{ file: configFile, key: 'strategy', found: 'nothing', allowed }]);
  }
  const userFolder = userDir(options, config.user_data_dir);
  return {
    config: { ...config, user_data_dir: userFolder },
    warnings,
    configFile,
    userFolder,
    dataFolder: dataFolder(options, config, userFolder),
    strategyName: config.strategy,
    strategyFolders: strategyFolders(options, userFolder, config),
    python: namedPython(options),
  };
}
