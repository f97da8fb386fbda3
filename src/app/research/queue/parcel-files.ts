import { createHash, randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';

/** A file that a study needs: where it lies, and what is in it. */
export interface ParcelFile {
  /** Within its folder, with `/`. */
  readonly path: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly digest: string;
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Files of a folder as parts of a parcel. */
export async function packFiles(folder: string, paths: readonly string[]): Promise<{ file: ParcelFile; read: () => Promise<Buffer> }[]> {
  const packed = [];
  for (const path of paths) {
    const digest = digestOf(await readFile(path));
    packed.push({ file: { path: relative(folder, path).split(sep).join('/'), digest }, read: () => readFile(path) });
  }
  return packed;
}

/** Lays files where they belong in a folder; what the cache has with the right bytes is not fetched. */
export async function layFiles(
  folder: string,
  files: readonly ParcelFile[],
  cache: string,
  fetch: (digest: string) => Promise<Buffer>,
): Promise<void> {
  await mkdir(cache, { recursive: true });
  for (const { path, digest } of files) {
    const kept = join(cache, digest);
    if (!(await isRight(kept, digest))) await keep(kept, digest, await fetch(digest));
    const place = placeIn(folder, path);
    await mkdir(dirname(place), { recursive: true });
    // another file system has no links to this one
    await link(kept, place).catch(() => copyFile(kept, place));
  }
}

async function isRight(path: string, digest: string): Promise<boolean> {
  return readFile(path).then(
    (bytes) => digestOf(bytes) === digest,
    () => false,
  );
}

async function keep(path: string, digest: string, bytes: Buffer): Promise<void> {
  if (digestOf(bytes) !== digest) throw new Error(`The queue has other bytes than it says for the file ${digest.slice(0, 16)}.`);
  // two studies may want the same file at once
  const whole = `${path}.${randomUUID()}`;
  await writeFile(whole, bytes);
  await rename(whole, path);
}

/** @throws Error where a path leads out of the folder */
function placeIn(folder: string, path: string): string {
  const inner = normalize(path);
  if (isAbsolute(inner) || inner === '..' || inner.startsWith(`..${sep}`))
    throw new Error(`The queue has a file outside of its folder: ${path}`);
  return join(folder, inner);
}
