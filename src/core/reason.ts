/** Why something failed, in words: whatever was thrown, be it no error at all. Never throws itself. */
export function reasonOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return thrown.message === '' ? thrown.name : thrown.message;
    if (typeof thrown === 'object' && thrown !== null) return JSON.stringify(thrown) ?? 'an object that says nothing';
    return String(thrown);
  } catch {
    return 'something that cannot be shown';
  }
}

/** The same for a log: with where it was thrown, if that is known. */
export function reasonWithStack(thrown: unknown): string {
  return (thrown instanceof Error && thrown.stack) || reasonOf(thrown);
}
