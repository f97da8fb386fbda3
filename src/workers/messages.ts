/** What goes to a thread, and what comes back. */

export interface ThreadOrder {
  readonly kind: string;
  readonly order: unknown;
}

/** An error, with the fields that tell one kind from another (`code` …). */
export interface ThrownFields {
  readonly message: string;
  readonly [field: string]: unknown;
}

export type ThreadMessage =
  | { readonly news: unknown }
  | { readonly warning: string }
  /** `stays`: the thread waits for more of this kind of work. */
  | { readonly result: unknown; readonly stays: boolean }
  /** A thread that has stayed can't do this piece. */
  | { readonly declined: true }
  | { readonly thrown: ThrownFields };

/** Sent to a thread whose work shall end by itself. */
export const STOP = 'stop';

/** Sent to a thread that waits for more work, when there is none. */
export const LEAVE = 'leave';

/** What a thread that stays is prepared with. */
export interface HandOrder {
  readonly order: unknown;
}

export type HandMessage =
  | { readonly warning: string }
  | { readonly result: unknown }
  /** `isLast`: it could not be prepared, and nothing it is given will be done. */
  | { readonly thrown: ThrownFields; readonly isLast: boolean };
