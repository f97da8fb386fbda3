import type { Log } from '../../log/log.ts';
import type { PythonHosting } from './strategy-loader.ts';

const LEVELS: Readonly<Record<string, 'debug' | 'info' | 'warn' | 'error'>> = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'error',
};

/** What strategies in Python print and log, as lines of ours. */
export function strategyLog(log: Pick<Log, 'debug' | 'info' | 'warn' | 'error'>): PythonHosting['onLog'] {
  return (level, logger, text) => {
    // a traceback is read line by line
    for (const line of text.split('\n')) log[LEVELS[level] ?? 'info'](logger.replace(/^freqtrade\./, ''), line);
  };
}
