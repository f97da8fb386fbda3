import type { ValidateFunction } from 'ajv';
import type { Static, TSchema } from 'typebox';
import { must } from '../../core/must.ts';
import { ENDPOINTS, type Endpoint, NOTHING } from '../../wire/endpoints.ts';
import { type CallTable, ReadyJson } from './call.ts';
import { compileValidator, UnprocessableError, unprocessable } from './checks.ts';
import { type CallOptions, everyCall } from './every-call.ts';

type Endpoints = typeof ENDPOINTS;
export type CallName = keyof Endpoints;
type Answers = { readonly [Name in CallName]: Static<Endpoints[Name]['answer']> };
export type AnswerOf<Name extends CallName> = Answers[Name];

export interface CallInput {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly body?: object;
}

/** A call was refused; the message is for whoever asked. */
export class CallRefused extends Error {}

/** The calls of the REST API for a part of this process, such as Telegram: the same checks and answers, no network. */
export interface InProcessApi {
  /** @throws CallRefused */
  call<Name extends CallName>(name: Name, input?: CallInput): Promise<AnswerOf<Name>>;
}

type Given = { query: unknown; body: unknown; params: unknown };
type Answering = (given: Given) => Promise<unknown>;

export function createInProcessApi(options: CallOptions): InProcessApi {
  const answering = new Map<Endpoint, Answering>();
  const calls: CallTable = {
    answer: (endpoint, handler) => {
      const check = createCheck(endpoint);
      answering.set(endpoint, async (given) => {
        check(given);
        return handler(given as never);
      });
    },
  };
  everyCall(calls, options);
  return {
    call: async (name, { path = {}, query = {}, body } = {}) => {
      // checks fill in what was left out
      const given = structuredClone({ query, body, params: path });
      try {
        return wireForm(await must(answering.get(ENDPOINTS[name]), `handler of ${name}`)(given)) as never;
      } catch (error) {
        throw new CallRefused(reasonOf(error));
      }
    },
  };
}

/** What a client would read: dates as text, nothing that is undefined. */
function wireForm(answer: unknown): unknown {
  if (!(answer instanceof ReadyJson)) return JSON.parse(JSON.stringify(answer));
  const { json } = answer;
  const found: unknown = JSON.parse(
    typeof json === 'string' ? json : Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString(),
  );
  answer.sent();
  return found;
}

/** Checks as those of the network do; schemas are compiled when they are first needed. */
function createCheck({ query, body, params }: Endpoint): (given: Given) => void {
  const parts: readonly (readonly [keyof Given, TSchema])[] = [
    ['params', params],
    ['body', body],
    ['query', query],
  ];
  const compiled = new Map<keyof Given, ValidateFunction>();
  return (given) => {
    for (const [part, schema] of parts) {
      if ((schema as object) === NOTHING) continue;
      const validate = compiled.get(part) ?? compileValidator(schema, part === 'body');
      compiled.set(part, validate);
      if (!validate(given[part])) throw unprocessable(validate.errors ?? [], part, given);
    }
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof UnprocessableError)) return (error as Error).message;
  const [first] = error.detail;
  return `${first?.loc.at(-1) ?? 'input'}: ${first?.msg ?? 'not valid'}`;
}
