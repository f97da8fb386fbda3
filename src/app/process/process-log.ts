import type { RawConfig } from '../../config/raw.ts';
import { consoleWriter } from '../../log/console-writer.ts';
import { fileWriter, Log } from '../../log/log.ts';
import { EXIT_STANDS } from './exit-codes.ts';
import { castLastNet } from './last-net.ts';
import { watchNpm } from './launcher.ts';
import { startWatchdog } from './watchdog.ts';

export interface LogSettings {
  readonly config: RawConfig;
  /** Null where there is none. */
  readonly logFile: string | null;
  /** Whether the console is written to where there is a file, too. */
  readonly isOnConsole: boolean;
  readonly isVerbose: boolean;
  readonly warnings: readonly string[];
}

/** The log of a process that stays, which from now on survives what nobody catches and ends with npm. @param what that process is */
export function openProcessLog({ config, logFile, isOnConsole, isVerbose, warnings }: LogSettings, what: string): Log {
  const file = logFile === null ? [] : [fileWriter(logFile)];
  const log = new Log({
    now: Date.now,
    writers: isOnConsole || logFile === null ? [consoleWriter(), ...file] : file,
    showDebug: isVerbose || (config.verbosity ?? 0) > 0,
    isJson: config.log_format === 'json',
  });
  castLastNet((text) => log.error('main', text));
  for (const warning of warnings) log.warn('configuration', warning);
  // from the first moment: it may end while the exchange is still waited for
  watchNpm(() => {
    log.warn('main', `npm, which started this ${what}, has ended.`);
    process.kill(process.pid, 'SIGTERM');
  });
  return log;
}

/** Ends this process when its event loop stands. */
export function watchEventLoop({ config, logFile }: LogSettings, log: Log): { close(): Promise<void> } {
  return startWatchdog({
    exitCode: EXIT_STANDS,
    logFile,
    isJson: config.log_format === 'json',
    onFailure: (reason) => log.error('watchdog', `Nobody watches the event loop any more: ${reason}`),
  });
}
