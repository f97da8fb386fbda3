// Which files run: the sources as they are, or what set-up made of them (`bundle.mjs`), where it was made of these very sources.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** What is made in this checkout, with stamps that say of what. */
export const MADE = join(ROOT, 'node_modules', '.freqtrade-ts');
/** Programs that are made of our sources and the packages they use: a folder each time, since those of before may still run. */
export const BUNDLES = join(MADE, 'bundles');
const STAMP = join(BUNDLES, 'made-of.json');
const USED_BY = 'used-by-';

/**
 * @typedef {{ readonly folder: string, readonly ingredients: Record<string, Ingredient> }} Stamp
 * A file that went in: its size, when it was last changed (s; 0 where that was too late to say that it is unchanged), digest of what it held.
 * @typedef {readonly [size: number, changedAt: number, digest: string]} Ingredient
 */

/** Name of the made file of a program in `src/`, e.g. `cli-main.mjs`. @param {string} file path below the checkout */
export function madeName(file) {
  return `${file
    .replace(/^src\//, '')
    .replace(/\.m?[jt]s$/, '')
    .replaceAll('/', '-')}.mjs`;
}

/** Full path of what runs for a program in `src/`. @param {string} file path below the checkout */
export function programFile(file) {
  const folder = freshBundle();
  const made = folder === null ? null : join(folder, madeName(file));
  return made !== null && existsSync(made) ? made : join(ROOT, file);
}

/** Folder of the programs that were made of the sources as they are now; null where there is none. Reads what has other times only. */
export function freshBundle() {
  try {
    /** @type {Stamp} */
    const { folder, ingredients } = JSON.parse(readFileSync(STAMP, 'utf8'));
    let isTouched = false;
    for (const [path, [size, changedAt, digest]] of Object.entries(ingredients)) {
      const full = join(ROOT, path);
      const now = statSync(full);
      if (now.size === size && Math.floor(now.mtimeMs / 1000) === changedAt) continue;
      if (now.size !== size || digestOf(full) !== digest) return null;
      isTouched = true;
      ingredients[path] = [size, steadyTime(now.mtimeMs, Date.now()), digest];
    }
    if (isTouched) keep({ folder, ingredients });
    return join(BUNDLES, folder);
  } catch {
    // none there, half of it, or a source that is gone
    return null;
  }
}

/** Leaves word that a process runs a program, so that it finds the rest of it for as long as it lives. @param {string} program @param {number} pid */
export function markUse(program, pid) {
  if (!program.startsWith(BUNDLES)) return;
  try {
    writeFileSync(join(dirname(program), `${USED_BY}${pid}`), '');
  } catch {
    // a read-only installation makes no other
  }
}

/** Removes programs that nobody runs any more. @param {string} kept name of the folder that stays */
export function removeOldBundles(kept) {
  for (const name of readdirSync(BUNDLES)) {
    const folder = join(BUNDLES, name);
    if (name === kept || !statSync(folder).isDirectory()) continue;
    const users = readdirSync(folder).filter((file) => file.startsWith(USED_BY));
    if (!users.some((file) => isAlive(Number(file.slice(USED_BY.length))))) rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // another user's
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * @param {string} folder name of that of the programs
 * @param {readonly string[]} paths of all that went in, below the checkout
 * @param {number} began when they were read first, ms since epoch
 */
export function writeStamp(folder, paths, began) {
  const ingredients = paths.map((path) => {
    const full = join(ROOT, path);
    const { size, mtimeMs } = statSync(full);
    return [path, [size, steadyTime(mtimeMs, began), digestOf(full)]];
  });
  keep({ folder, ingredients: Object.fromEntries(ingredients) });
}

/** A file that was changed just now may be changed once more within the same second. @param {number} mtimeMs @param {number} seenAt */
function steadyTime(mtimeMs, seenAt) {
  return mtimeMs < seenAt - 2000 ? Math.floor(mtimeMs / 1000) : 0;
}

/** @param {Stamp} stamp */
function keep(stamp) {
  try {
    // as a whole: others may be about to read it
    const draft = `${STAMP}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(stamp));
    renameSync(draft, STAMP);
  } catch {
    // a read-only installation looks again next time
  }
}

/** @param {string} path */
function digestOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('base64url');
}
