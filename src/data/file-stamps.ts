import { type BigIntStats, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What tells a file from what it was before, whatever its size and date were set to; null where there is none. */
type Stamp = string | null;

/** How files were when they were looked at. */
export class FileStamps {
  readonly #stamps: ReadonlyMap<string, Stamp>;
  /** Whether none of them was changed just before. */
  readonly #isSettled: boolean;

  /**
   * @param paths of files, which need not exist
   * @param settledAt ms since epoch: one that was written later than this may be written once more within what its system counts as one moment
   */
  constructor(paths: readonly string[], settledAt: number) {
    let newest = 0;
    const stamps = new Map<string, Stamp>();
    for (const path of paths) {
      const found = statSync(path, { bigint: true, throwIfNoEntry: false });
      stamps.set(path, found === undefined ? null : stampOf(found));
      if (found !== undefined) newest = Math.max(newest, Number(found.mtimeMs), Number(found.ctimeMs));
    }
    this.#stamps = stamps;
    this.#isSettled = newest <= settledAt;
  }

  /** Whether they are the same files with the same content as at a later look. */
  isSameAt(later: FileStamps): boolean {
    const [mine, theirs] = [this.#stamps, later.#stamps];
    return this.#isSettled && mine.size === theirs.size && [...mine].every(([path, stamp]) => theirs.get(path) === stamp);
  }
}

/** The time of its last change of any kind is set by the system alone. */
function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

/** Files of a folder and of the folders in it. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
