import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Configured } from '../../bot/configured-strategy.ts';
import type { RawConfig } from '../../config/raw.ts';
import { withoutSecrets } from '../../config/secrets.ts';
import { findPython, noPython, systemProblem } from '../../python/find-python.ts';
import type { Ground } from '../../python/ground.ts';
import { PythonError } from '../../python/problems.ts';
import type { Limits } from '../../python/watchdog.ts';

/** Where strategies in Python run, and on what; plain data, so that another thread can load them. */
export interface PythonPlace {
  /** `--python`; null for the configuration's or the one of the environment. */
  readonly python: string | null;
  readonly config: RawConfig | null;
  readonly runmode: Ground['runmode'];
  readonly userFolder: string;
  readonly dataFolder: string;
  readonly dataFormat: string;
  readonly timerange: string;
}

/** What a strategy is loaded on where nothing else is known. */
export const NOWHERE: PythonPlace = {
  python: null,
  config: null,
  runmode: 'other',
  userFolder: 'user_data',
  dataFolder: join('user_data', 'data'),
  dataFormat: 'feather',
  timerange: '',
};

/** Where strategies in Python run for research on stored candles. @param folders where strategies are */
export function placeOf(
  config: RawConfig,
  where: { readonly folders: readonly string[]; readonly dataFolder: string; readonly dataFormat: string; readonly timerange: string },
): PythonPlace {
  const { folders, dataFolder, dataFormat, timerange } = where;
  const userFolder = config.user_data_dir ?? dirname(folders.at(-1) ?? NOWHERE.userFolder);
  return { python: null, config, runmode: 'backtest', userFolder, dataFolder, dataFormat, timerange };
}

/** While it trades: a decision is waited for less long than an event loop may stand, and half of the memory is left to others. */
const TRADING = { decisionMs: 30_000, startMs: 300_000, workMs: 300_000 };
/** Where nothing else waits. */
const PATIENT: Limits = { decisionMs: 600_000, startMs: null, workMs: null, memoryMb: null };

const PLAIN = {
  stake_currency: 'USDT',
  stake_amount: 'unlimited',
  dry_run: true,
  exchange: { name: 'binance', pair_whitelist: [] },
};

/** Of this machine, or of the container it is run in. */
function memoryMb(): number {
  const limit = process.constrainedMemory();
  return Math.min(totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY) / 2 ** 20;
}

/** A configuration as the process sees it. */
export function configFor(config: object): Ground['config'] {
  return withoutSecrets(config) as Record<string, unknown>;
}

/** @param configured taken where the place has no configuration @throws PythonError where there is no Python */
export function groundOf(place: PythonPlace, configured: Configured & Pick<RawConfig, 'python'>, onLog: Ground['onLog']): Ground {
  const problem = systemProblem(process.platform);
  if (problem !== null) throw new PythonError({ kind: 'no_python', text: problem });
  const config: object = place.config ?? { ...PLAIN, ...configured };
  const named = place.python ?? place.config?.python ?? configured.python ?? null;
  const python = findPython({ named, environment: process.env });
  if (python === null) throw new PythonError({ kind: 'no_python', text: noPython(named) });
  return {
    python,
    config: configFor(config),
    runmode: place.runmode,
    userFolder: place.userFolder,
    dataFolder: place.dataFolder,
    dataFormat: place.dataFormat,
    timerange: place.timerange,
    limits: place.runmode === 'live' || place.runmode === 'dry_run' ? { ...TRADING, memoryMb: memoryMb() / 2 } : PATIENT,
    processes: availableParallelism(),
    onLog,
  };
}

/** Where a strategy in Python runs in a thread that keeps no log: what goes wrong is passed on. @param place null where it can't */
export function hostingOf(
  place: PythonPlace | null,
  warn: (text: string) => void,
): { readonly place: PythonPlace; readonly onLog: Ground['onLog'] } {
  return { place: place ?? NOWHERE, onLog: (level, _logger, text) => (level === 'WARNING' || level === 'ERROR' ? warn(text) : undefined) };
}
