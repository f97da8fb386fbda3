/** A broken program stops here; `sentence` says what should have been true. Kept in production. */
export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${sentence}`);
}

/** Ends a switch over a closed union. */
export function assertNever(value: never): never {
  throw new Error(`Broken invariant: unexpected value ${JSON.stringify(value)}`);
}
