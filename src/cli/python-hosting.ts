import { resolve } from 'node:path';
import type { PythonPlace } from '../app/strategies/python-place.ts';
import type { PythonHosting } from '../app/strategies/strategy-loader.ts';
import { strategyLog } from '../app/strategies/strategy-log.ts';
import type { RawConfig } from '../config/raw.ts';
import type { Log } from '../log/log.ts';
import type { Options } from './options.ts';
import { dataFolder, userDir } from './paths.ts';
import { dataFormat } from './research-options.ts';

/** `--python` as a path; null where it is not given. */
export function namedPython(options: Options): string | null {
  const named = options['python'];
  return named === undefined ? null : String(named).includes('/') ? resolve(String(named)) : String(named);
}

/** Where strategies in Python run for a command. */
export function pythonPlace(options: Options, config: RawConfig, runmode: PythonPlace['runmode']): PythonPlace {
  const userFolder = userDir(options, config.user_data_dir);
  return {
    python: namedPython(options),
    config,
    runmode,
    userFolder,
    dataFolder: dataFolder(options, config, userFolder),
    dataFormat: dataFormat(options, config),
    timerange: String(options['timerange'] ?? ''),
  };
}

/** The same, with what strategies print in the log. */
export function pythonHosting(options: Options, config: RawConfig, runmode: PythonPlace['runmode'], log: Log): PythonHosting {
  return { place: pythonPlace(options, config, runmode), onLog: strategyLog(log) };
}

/** Where strategies in Python run for a command that shows nothing of what they print. */
export function quietHosting(options: Options, config: RawConfig): PythonHosting {
  return { place: pythonPlace(options, config, 'backtest'), onLog: () => undefined };
}
