import { nearest } from './nearest.ts';

/** What is said of the first key of an object that nothing reads, with the one that is meant or all there are; null where all are read. */
export function strayKey(given: object, known: readonly string[]): string | null {
  const stray = Object.keys(given).find((key) => !known.includes(key));
  if (stray === undefined) return null;
  const meant = nearest(stray, known);
  return `there is no "${stray}"${meant === null ? `; there are ${known.join(', ')}` : `; did you mean "${meant}"?`}`;
}
