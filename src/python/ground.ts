import type { Limits } from './watchdog.ts';

/** What a strategy in Python is loaded on. */
export interface Ground {
  /** The program. */
  readonly python: string;
  /** As the strategy sees it: without what is secret. */
  readonly config: Readonly<Record<string, unknown>>;
  /** freqtrade's name of what the program was started for. */
  readonly runmode: 'live' | 'dry_run' | 'backtest' | 'hyperopt' | 'plot' | 'webserver' | 'util_exchange' | 'other';
  readonly userFolder: string;
  readonly dataFolder: string;
  readonly dataFormat: string;
  /** Empty for all. */
  readonly timerange: string;
  /** What its process is held to. */
  readonly limits: Limits;
  /** Processes that pairs may be analysed in. */
  readonly processes: number;
  readonly onLog: (level: string, logger: string, text: string) => void;
}
