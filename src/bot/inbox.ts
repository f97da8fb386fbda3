import { type Command, type CommandAnswers, CommandRefused } from './commands.ts';

type CarryOut = <K extends Command['kind']>(command: Extract<Command, { kind: K }>) => Promise<CommandAnswers[K]>;

interface Waiting {
  readonly kind: Command['kind'];
  readonly carryOut: () => Promise<void>;
  readonly refuse: (error: CommandRefused) => void;
}

/** Commands that need markets and prices: before the first iteration they wait for it. */
const TRADING: ReadonlySet<Command['kind']> = new Set(['forceEnter', 'forceExit', 'cancelOpenOrder', 'deleteTrade', 'reloadTrade']);

/** What the bot was asked to do, until the loop does it: one after another, between two of its steps. */
export class Inbox {
  readonly #waiting: Waiting[] = [];
  readonly #carryOut: CarryOut;
  readonly #onArrival: () => void;
  #isClosed = false;

  /** @param carryOut does one command @param onArrival called for each that arrives */
  constructor(carryOut: CarryOut, onArrival: () => void) {
    this.#carryOut = carryOut;
    this.#onArrival = onArrival;
  }

  /** @throws CommandRefused where the command can't be carried out, or the bot ends before */
  ask<K extends Command['kind']>(command: Extract<Command, { kind: K }>): Promise<CommandAnswers[K]> {
    if (this.#isClosed) return Promise.reject(shuttingDown());
    return new Promise((resolve, reject) => {
      const carryOut = () => this.#carryOut<K>(command).then(resolve, reject);
      this.#waiting.push({ kind: command.kind, carryOut, refuse: reject });
      this.#onArrival();
    });
  }

  /** Whether a command waits that can be carried out. @param isReady whether markets and prices are known */
  has(isReady: boolean): boolean {
    return this.#waiting.some(({ kind }) => isReady || !TRADING.has(kind));
  }

  /** Carries out all that can be, also those that arrive meanwhile. @param isReady whether markets and prices are known */
  async empty(isReady = true): Promise<void> {
    for (;;) {
      const index = this.#waiting.findIndex(({ kind }) => isReady || !TRADING.has(kind));
      if (index < 0) return;
      await this.#waiting.splice(index, 1)[0]!.carryOut();
    }
  }

  /** Takes no command any more, and refuses those that wait. */
  close(): void {
    this.#isClosed = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(shuttingDown());
  }
}

/** What a command is answered that comes too late. */
export function shuttingDown(): CommandRefused {
  return new CommandRefused('the bot is shutting down');
}
