import { reasonOf } from '../../core/reason.ts';
import { OrderOutcomeUnknown } from '../../exchange/errors.ts';

/** One thing that was tried on an account. */
export interface CheckStep {
  readonly isGood: boolean;
  /** What was tried, in a word or two. */
  readonly what: string;
  /** What came of it. */
  readonly says: string;
  /** How long it took. */
  readonly ms: number;
}

/** What came of a step: in words, and what the next ones go on with. */
export interface Done<T> {
  readonly says: string;
  readonly value: T;
}

/** Tries one thing after another and says of each what came of it. */
export class CheckSteps {
  failed = 0;
  readonly #monotonic: () => number;
  readonly #tell: (step: CheckStep) => void;

  constructor({ monotonic, tell }: { readonly monotonic: () => number; readonly tell: (step: CheckStep) => void }) {
    this.#monotonic = monotonic;
    this.#tell = tell;
  }

  /** @returns whether it went well */
  async step(what: string, act: () => Promise<string>): Promise<boolean> {
    return (await this.try(what, async () => ({ says: await act(), value: true }))) === true;
  }

  /** Null where it has failed. @throws OrderOutcomeUnknown only; whatever else goes wrong is a failed step */
  async try<T>(what: string, act: () => Promise<Done<T>>): Promise<T | null> {
    const began = this.#monotonic();
    const ms = () => this.#monotonic() - began;
    try {
      const { says, value } = await act();
      this.#tell({ isGood: true, what, says, ms: ms() });
      return value;
    } catch (error) {
      this.failed++;
      this.#tell({ isGood: false, what, says: reasonOf(error), ms: ms() });
      if (error instanceof OrderOutcomeUnknown) throw error;
      return null;
    }
  }

  /** Something that went well, since `began` (monotonic, ms). */
  good(what: string, says: string, began: number): void {
    this.#tell({ isGood: true, what, says, ms: this.#monotonic() - began });
  }
}
