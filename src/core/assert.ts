/** A broken program stops here; `sentence` says what should have been true. Kept in production. */
export function assert(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new Error(`Broken invariant: ${sentence}`);
}
