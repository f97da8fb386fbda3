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
  constructor(json: string | Uint8Array) {
    this.json = json;
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
   * @param options.version of what the answer stands on: who has it already needs no answer
   */
  answer<Query extends TSchema, Body extends TSchema, Path extends TSchema, Answer extends TSchema>(
    endpoint: Endpoint<Query, Body, Path, Answer>,
    handler: (input: CallInput<Query, Body, Path>) => Promise<Static<Answer> | ReadyJson>,
    options?: { readonly version?: () => string },
  ): void;
}
