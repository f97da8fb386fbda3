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
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One armed fault: it strikes the next `count` requests that match. */
export interface Fault {
  kind: FaultKind;
  /** Regular expression on `METHOD /path?query-and-body`, e.g. `POST /api/v3/order.*side=BUY`. */
  match: string;
  count: number;
  /** For the http kinds: 500, 502, 503, 504, 429, 418. */
  status: number;
  /** For the delay kinds, ms. */
  ms: number;
}

/** Faults armed over the control endpoint, in the order they were armed. */
export class FaultBoard {
  readonly #armed: (Fault & { pattern: RegExp; struck: number })[] = [];

  /** @throws Error that says which field is wrong. */
  arm(input: Partial<Fault>): void {
    const kind = input.kind;
    if (kind === undefined || !FAULT_KINDS.includes(kind)) throw new Error(`"kind" must be one of ${FAULT_KINDS.join(', ')}.`);
    const match = input.match ?? 'POST /api/v3/order';
    const fault = { kind, match, count: input.count ?? 1, status: input.status ?? 502, ms: input.ms ?? 1000 };
    this.#armed.push({ ...fault, pattern: new RegExp(match), struck: 0 });
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /** The fault that strikes this request, if any; it is used up by one. */
  strike(request: string): Fault | null {
    for (const fault of this.#armed) {
      if (fault.struck < fault.count && fault.pattern.test(request)) {
        fault.struck++;
        return fault;
      }
    }
    return null;
  }

  state(): { kind: FaultKind; match: string; count: number; struck: number }[] {
    return this.#armed.map(({ kind, match, count, struck }) => ({ kind, match, count, struck }));
  }
}
