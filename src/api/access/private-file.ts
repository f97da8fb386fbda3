import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/** Says something that the owner should know. */
export type Warn = (message: string) => void;

/**
 * Reads a list from a JSON file of ours; empty when there is none. A file that can't be read, or in which nothing is as it should be,
 * is set aside with a warning, so that the bot starts: what it held is worth less than a bot that runs. Of a list in which some
 * entries are damaged the others are kept, and a copy is set aside.
 * @param listIn the list in what the file holds; null where it holds something else @param wrap what a file with a list holds
 */
export function readPrivateList<T>(
  path: string,
  shape: {
    readonly listIn: (content: unknown) => readonly unknown[] | null;
    readonly wrap: (entries: readonly T[]) => unknown;
    readonly isEntry: (entry: unknown) => entry is T;
  },
  warn: Warn,
): T[] {
  let list: readonly unknown[] | null = null;
  try {
    list = shape.listIn(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
  }
  const entries = (list ?? []).filter(shape.isEntry);
  if (list !== null && entries.length === list.length) return entries;
  const isAside = setAside(path, list === null ? 'what it held' : `${list.length - entries.length} of its entries`, warn);
  if (isAside && entries.length > 0) writePrivateJson(path, shape.wrap(entries));
  return entries;
}

/** The list itself is all that such a file holds. */
export const PLAIN_LIST = {
  listIn: (content: unknown): readonly unknown[] | null => (Array.isArray(content) ? (content as unknown[]) : null),
  wrap: (entries: readonly unknown[]): unknown => entries,
};

/** Keeps what is damaged under another name, for who can mend it. */
function setAside(path: string, lost: string, warn: Warn): boolean {
  const aside = `${path}.damaged-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  try {
    renameSync(path, aside);
    warn(`${path} is damaged and was set aside as ${aside}; ${lost} must be made anew.`);
    return true;
  } catch (error) {
    warn(`${path} is damaged and can't be set aside (${(error as Error).message}); ${lost} must be made anew.`);
    return false;
  }
}

/** Writes beside, then renames: a crash leaves the old file or the new one, never half of it. Only the owner may read it. */
export function writePrivateJson(path: string, value: unknown): void {
  const beside = `${path}.${process.pid}.tmp`;
  const file = openSync(beside, 'w', 0o600);
  try {
    writeSync(file, JSON.stringify(value, null, 1));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  chmodSync(beside, 0o600);
  renameSync(beside, path);
}
