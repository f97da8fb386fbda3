import type { Static, TSchema } from 'typebox';
import type { Endpoint } from '../../wire/endpoints.ts';

/** What comes with a call, checked, in the types of its schemas. */
export interface CallInput<Query extends TSchema, Body extends TSchema, Path extends TSchema> {
  readonly query: Static<Query>;
  readonly body: Static<Body>;
  readonly params: Static<Path>;
}

/** An answer that is JSON already, as text or in UTF-8: it is passed on as it is. */
export class ReadyJson {
  readonly json: string | Uint8Array;
  #onSent: (() => void) | null;

  /** @param onSent called once it was passed on: its memory may be used for another answer then */
  constructor(json: string | Uint8Array, onSent: (() => void) | null = null) {
    this.json = json;
    this.#onSent = onSent;
  }

  /** It was passed on, and nobody looks at it any more. */
  sent(): void {
    this.#onSent?.();
    this.#onSent = null;
  }
}

/** What was asked for is not there. The message is for whoever asked. */
export class NotThere extends Error {}

/** The bot is not there yet, or it is not what this process is for. */
export class NotReady extends Error {
  constructor() {
    super('Bot is not in the correct state.');
  }
}

/** Where calls are answered: over HTTP, or within this process. */
export interface CallTable {
  /**
   * @param handler throws NotThere, NotReady, UnprocessableError, CommandRefused, ResearchRefused
   * @param options.ready throws NotReady before what is asked is looked at
   * @param options.version of what the answer stands on: who has it already needs no answer
   * @param options.ahead does what later answers need, bit by bit until `isOver`; done after the start and again from time to time
   */
  answer<Query extends TSchema, Body extends TSchema, Path extends TSchema, Answer extends TSchema>(
    endpoint: Endpoint<Query, Body, Path, Answer>,
    handler: (input: CallInput<Query, Body, Path>) => Promise<Static<Answer> | ReadyJson>,
    options?: {
      readonly ready?: () => void;
      readonly version?: () => string;
      readonly ahead?: (isOver: () => boolean) => Promise<void>;
    },
  ): void;
}

/** The same, where every call has to be refused before what is asked is looked at. */
export function callsOf(calls: CallTable, ready: () => void): CallTable {
  return { answer: (endpoint, handler, options) => calls.answer(endpoint, handler, { ...options, ready }) };
}
