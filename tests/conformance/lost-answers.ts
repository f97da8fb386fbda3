import type { Fault } from '../../src/simulator/faults.ts';

/** One way to lose an answer; those whose name ends in "before" never reach the exchange's books. */
export type LostAnswer = Readonly<Partial<Fault>>;

/** What may become of any request or its answer. */
export const LOST_ANSWERS: readonly LostAnswer[] = [
  { kind: 'drop_before' },
  { kind: 'drop_after' },
  { kind: 'hang_before' },
  { kind: 'hang_after' },
  { kind: 'stall_body' },
  { kind: 'empty_before' },
  { kind: 'empty_after' },
  { kind: 'page_before' },
  { kind: 'page_after' },
  { kind: 'http_before', status: 503 },
  { kind: 'http_after', status: 500 },
  { kind: 'http_after', status: 502 },
  { kind: 'http_after', status: 504 },
  { kind: 'http_after', status: 429 },
];

/** What may be wrong with the answer to a new order besides. */
export const SPOILT_ANSWERS: readonly LostAnswer[] = [{ kind: 'no_id_after' }];

/** A way in words, e.g. `http_after 502`. */
export function named({ kind, status }: LostAnswer): string {
  return status === undefined ? String(kind) : `${kind} ${status}`;
}
