import type { BotSettings } from '../../bot/settings.ts';
import { ConfigurationError } from '../../config/problem.ts';
import type { RawConfig } from '../../config/raw.ts';
import type { Log } from '../../log/log.ts';
import { type LoadedStrategy, loadStrategy, type PythonHosting } from '../strategies/strategy-loader.ts';
import { strategyLog } from '../strategies/strategy-log.ts';
import type { TradeSetup } from './setup.ts';
import { tradable } from './tradable.ts';

/** A strategy with what a bot trades by. */
export interface Trader {
  readonly loaded: LoadedStrategy;
  readonly settings: BotSettings;
}

/** Loads the strategy of a setup, and makes settings of both. @param timeframes of the exchange; none where they are not known @throws ConfigurationError, StrategyLoadError */
export async function loadTrader(setup: TradeSetup, timeframes: readonly string[], log: Log): Promise<Trader> {
  const { config, configFile } = setup;
  const loaded = await loadStrategy(setup.strategyName, setup.strategyFolders, config, hosting(setup, log));
  for (const note of loaded.notes) log.info('hyper', note);
  const settings = tradable(config, loaded.strategy);
  checkTimeframe(settings.timeframe, timeframes, config, config.timeframe === undefined ? loaded.path : configFile);
  return { loaded, settings };
}

/** Where a strategy in Python trades. */
function hosting({ config, python, userFolder, dataFolder }: TradeSetup, log: Log): PythonHosting {
  const dataFormat = config.dataformat_ohlcv ?? 'feather';
  const runmode = config.dry_run ? 'dry_run' : 'live';
  return { place: { python, config, runmode, userFolder, dataFolder, dataFormat, timerange: '' }, onLog: strategyLog(log) };
}

/** @param known what ccxt knows of the exchange; nothing is refused where it knows nothing @throws ConfigurationError */
function checkTimeframe(timeframe: string, known: readonly string[], { exchange }: RawConfig, file: string): void {
  if (known.length === 0 || known.includes(timeframe)) return;
  const allowed = `what ${exchange.name} has: ${known.join(', ')}`;
  throw new ConfigurationError([{ file, key: 'timeframe', found: JSON.stringify(timeframe), allowed }]);
}
