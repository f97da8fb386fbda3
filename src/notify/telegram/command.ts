import type { InProcessApi } from '../../api/calls/in-process.ts';

export interface Button {
  readonly label: string;
  /** Command to run when it is pressed, without the slash. */
  readonly runs: string;
}

/** What a command says, in Telegram's HTML. */
export interface Reply {
  readonly text: string;
  /** Rows of buttons under it. */
  readonly buttons?: readonly (readonly Button[])[];
  /** The text can be brought up to date by running the command again. */
  readonly isRefreshable?: boolean;
}

export interface CommandContext {
  readonly call: InProcessApi['call'];
  readonly now: number;
  /** Worth below which a balance is left out, stake currency. */
  readonly dust: number;
  readonly marketDirection: {
    get(): string;
    /** @returns the direction before */
    set(direction: string): Promise<string>;
  };
  readonly chat: { readonly chat: string; readonly topic: string | null; readonly user: string };
}

export interface TelegramCommand {
  /** First is the name, the others are other ways to say it. */
  readonly names: readonly [string, ...string[]];
  readonly usage?: string;
  readonly help: string;
  run(context: CommandContext, args: readonly string[]): Promise<Reply>;
}

/** The arguments of a command do not fit; the message is for whoever typed it. */
export class UsageError extends Error {}

export function idOf(args: readonly string[], what: string): number {
  const id = Number(args[0]);
  if (args[0] === undefined || !Number.isInteger(id) || id < 0) throw new UsageError(`${what} needs the id of a trade, e.g. "/${what} 5".`);
  return id;
}

export function countOf(args: readonly string[], fallback: number): number {
  if (args[0] === undefined) return fallback;
  const count = Number(args[0]);
  if (!Number.isInteger(count) || count < 1) throw new UsageError(`"${args[0]}" is not a number of at least 1.`);
  return count;
}
