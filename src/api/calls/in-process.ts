import Fastify from 'fastify';
import type { Static } from 'typebox';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { type CallOptions, callRoutes, prepareCalls } from '../http/calls.ts';

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
  close(): Promise<void>;
}

export function createInProcessApi(
  options: CallOptions & { readonly log: { error(module: string, message: string): void } },
): InProcessApi {
  const app = Fastify({ schemaErrorFormatter: (errors) => Object.assign(new Error('validation'), { errors }) });
  prepareCalls(app, options.log);
  callRoutes(app, options);
  return {
    call: async (name, { path = {}, query = {}, body } = {}) => {
      const endpoint = ENDPOINTS[name];
      const url = endpoint.path.replace(/:(\w+)/g, (_match, part: string) => encodeURIComponent(String(path[part])));
      const answer = await app.inject({
        method: endpoint.method,
        url,
        query: Object.fromEntries(Object.entries(query).map(([key, value]) => [key, Array.isArray(value) ? value : String(value)])),
        ...(body === undefined ? {} : { payload: body }),
      });
      const content = answer.json<{ error?: string; detail?: unknown }>();
      if (answer.statusCode >= 400) throw new CallRefused(reasonOf(content));
      return content as never;
    },
    close: () => app.close(),
  };
}

/** The sentence in an answer that refuses, without the address that freqtrade puts before it. */
function reasonOf({ error, detail }: { error?: string; detail?: unknown }): string {
  if (error !== undefined) return error.replace(/^Error querying \S+: /, '');
  if (typeof detail === 'string') return detail;
  const first = Array.isArray(detail) ? (detail[0] as { loc?: unknown[]; msg?: string }) : {};
  return `${first.loc?.at(-1) ?? 'input'}: ${first.msg ?? 'not valid'}`;
}
