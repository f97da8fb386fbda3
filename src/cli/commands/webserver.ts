import { serveResearch } from '../../app/research/serve-research.ts';
import { loadConfig } from '../../config/load.ts';
import type { CliCommand } from '../command.ts';
import { COMMON, type Options, STRATEGY_FOLDERS } from '../options.ts';
import { configFiles, dataFolder, logFileOf, strategyFolders, userDir } from '../paths.ts';

export const command: CliCommand = {
  summary: 'Serve the API and the web page for research: backtests, data, analyses. Trades nothing.',
  options: [...COMMON, ...STRATEGY_FOLDERS],
  run: webserver,
};

async function webserver(options: Options): Promise<number> {
  const files = configFiles(options);
  const { config, warnings } = loadConfig({
    files,
    environment: process.env,
    purpose: 'backtest',
    overrides: { dry_run: true, python: options['python'] },
  });
  const userFolder = userDir(options, config.user_data_dir);
  return serveResearch({
    config: { ...config, user_data_dir: userFolder },
    warnings,
    logFile: logFileOf(options, config),
    isVerbose: options['verbose'] === true,
    configFile: files[0]!,
    userFolder,
    dataFolder: dataFolder(options, config, userFolder),
    strategyFolders: strategyFolders(options, userFolder, config),
  });
}
