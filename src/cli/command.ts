import type { OptionSpec, Options } from './options.ts';

/** One `freqtrade <command>`. */
export interface CliCommand {
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** What may follow the command without a dash, for its help; nothing when left out. Found under `positionals`. */
  readonly positionals?: string;
  /** @returns the exit code */
  run(options: Options): Promise<number>;
}

export const EXIT_OK = 0;
export const EXIT_USAGE = 64;
/** What was asked for is not built. */
export const EXIT_NOT_YET = 69;
export const EXIT_CRASH = 70;
export const EXIT_CONFIG = 78;
