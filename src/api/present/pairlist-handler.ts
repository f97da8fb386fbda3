import type { PairlistHandler } from '../../pairlists/handler.ts';
import type { Parameter } from '../../pairlists/parameter.ts';
import type { PairListResponse } from '../../wire/answers/research.ts';

/** A pairlist handler as forms are made from it. */
export function presentHandler({ name, description, generate, parameters }: PairlistHandler): PairListResponse {
  return {
    name,
    description,
    is_pairlist_generator: generate !== null,
    params: Object.fromEntries(Object.entries(parameters).map(([key, parameter]) => [key, presentParameter(parameter)])),
  };
}

function presentParameter({ type, default: value, label, help, options }: Parameter) {
  return { type, default: value, description: label, help, ...(options === undefined ? {} : { options }) };
}
