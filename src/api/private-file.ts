import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/** Reads a JSON file of ours; null when there is none. @throws Error naming the file when it can't be read */
export function readPrivateJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path} is not valid JSON. Restore it from a backup, or delete it to begin anew.`);
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
