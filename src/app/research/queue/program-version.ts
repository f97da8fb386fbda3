import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../../../api/calls/version.ts';

/** Where all code is that a result depends on. */
const FOLDERS = [new URL('../../../../src/', import.meta.url), new URL('../../../../kernels/', import.meta.url)].map((folder) =>
  fileURLToPath(folder),
);
const DIGITS = 12;
let known: string | null = null;

/** The release and a digest of this program's own sources: two of one release whose code differs may come to different results. */
export function programVersion(): string {
  known ??= `${VERSION}-${digestOfSources(FOLDERS)}`;
  return known;
}

/** @param folders with files of code, tests left out */
export function digestOfSources(folders: readonly string[]): string {
  const digest = createHash('sha256');
  for (const folder of folders)
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!/\.(ts|mjs|json)$/.test(path) || path.endsWith('.test.ts') || path.split(sep)[0] === 'dist') continue;
      digest.update(`${path.split(sep).join('/')}\0`).update(readFileSync(join(folder, path)));
    }
  return digest.digest('hex').slice(0, DIGITS);
}
