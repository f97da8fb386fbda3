/** What may go wrong with a request. "after" kinds do their harm once the exchange has acted. */
export const FAULT_KINDS = [
  'http_before',
  'http_after',
  'hang_before',
  'hang_after',
  'drop_before',
  'drop_after',
  'stall_body',
  'delay_before',
  'delay_after',
  'ban_before',
  'ban_after',
  'empty_before',
  'empty_after',
  'page_before',
  'page_after',
  'no_id_after',
  'foreign_id_after',
  'refusal_before',
  'refusal_after',
  'unknown_order',
  'empty_list',
  'forget_order',
  'fill_before',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One armed fault: it strikes the next `count` requests that match. */
export interface Fault {
  kind: FaultKind;
  /** Regular expression on `METHOD /path?query-and-body`, e.g. `POST /api/v3/order.*side=BUY`. */
  match: string;
  count: number;
  /** Requests that match and are let pass first. */
  skip: number;
  /** HTTP status of the http, ban and refusal kinds: 500, 502, 503, 504, 408, 400, 429, 418. */
  status: number;
  /** How long the delay kinds wait, a ban lasts and an order stays forgotten, ms. */
  ms: number;
  /** What the refusal kinds say, in the exchange's numbering. */
  code: number;
  msg: string;
  /** How much of what an order has left `fill_before` fills, 1 = all. */
  ratio: number;
}

/** What a kind takes where nothing else is given: a refusal that tells of a time-out, a ban as the exchange bans. */
const STATUS: Partial<Record<FaultKind, number>> = { ban_before: 418, ban_after: 418, refusal_before: 400, refusal_after: 408 };
const TIMED_OUT = 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.';

/** Faults armed over the control endpoint, in the order they were armed. */
export class FaultBoard {
  readonly #armed: (Fault & { pattern: RegExp; struck: number })[] = [];
  readonly #orderCall: string;

  /** @param orderCall what faults strike that name no request, `METHOD /path` */
  constructor(orderCall: string) {
    this.#orderCall = orderCall;
  }

  /** @throws Error that says which field is wrong. */
  arm(input: Partial<Fault>): void {
    const kind = input.kind;
    if (kind === undefined || !FAULT_KINDS.includes(kind)) throw new Error(`"kind" must be one of ${FAULT_KINDS.join(', ')}.`);
    const match = input.match ?? this.#orderCall;
    const number = (name: 'count' | 'skip' | 'status' | 'ms' | 'code' | 'ratio', otherwise: number) => {
      const value = input[name] ?? otherwise;
      if (typeof value !== 'number' || !Number.isFinite(value)) throw new Error(`"${name}" must be a number.`);
      return value;
    };
    this.#armed.push({
      kind,
      match,
      count: number('count', 1),
      skip: number('skip', 0),
      status: number('status', STATUS[kind] ?? 502),
      ms: number('ms', 1000),
      code: number('code', -1007),
      msg: input.msg ?? TIMED_OUT,
      ratio: number('ratio', 1),
      pattern: new RegExp(match),
      struck: 0,
    });
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /** The fault that strikes this request, if any; it is used up by one. */
  strike(request: string): Fault | null {
    for (const fault of this.#armed) {
      if (fault.struck >= fault.count || !fault.pattern.test(request)) continue;
      if (fault.skip > 0) {
        fault.skip--;
        continue;
      }
      fault.struck++;
      return fault;
    }
    return null;
  }

  state(): { kind: FaultKind; match: string; count: number; struck: number }[] {
    return this.#armed.map(({ kind, match, count, struck }) => ({ kind, match, count, struck }));
  }
}
