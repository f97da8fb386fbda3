import type { OptionSpec, Options } from './options.ts';

/** One `freqtrade <command>`. */
export interface CliCommand {
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** What may follow the command without a dash, for its help; nothing when left out. Found under `positionals`. */
  readonly positionals?: string;
  /** @returns the exit code */
  run(options: Options, commands: CommandTable): Promise<number>;
}

/** Every command by its name, loaded when it is asked for: a start costs only what it uses. */
export type CommandTable = Readonly<Record<string, () => Promise<{ command: CliCommand }>>>;

export * from '../app/process/exit-codes.ts';
