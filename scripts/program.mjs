// Which files run: the sources as they are, or what set-up made of them (`bundle.mjs`), where it was made of these very sources.
import { execFileSync } from 'node:child_process';
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
const FRESH_MS = 3_600_000;

/**
 * @typedef {{ readonly folder: string, readonly ingredients: Record<string, Ingredient> }} Stamp
 * A file that went in: its size, when it was last changed (s; 0 where that was too late to say that it is unchanged), digest of what it held.
 * @typedef {readonly [size: number, changedAt: number, digest: string]} Ingredient
 */

/** Name of the made file of a program in `src/`: its path in one word. @param {string} file path below the checkout */
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

/**
 * Removes programs that nobody runs any more: one that runs loads parts of itself later, and one made just now is about to be run.
 * @param {string} kept name of the folder that stays
 */
export function removeOldBundles(kept) {
  const running = runningCommands();
  for (const entry of readdirSync(BUNDLES, { withFileTypes: true })) {
    const folder = join(BUNDLES, entry.name);
    if (!entry.isDirectory() || entry.name === kept || running === null || running.includes(folder)) continue;
    if (statSync(folder).mtimeMs < Date.now() - FRESH_MS) rmSync(folder, { recursive: true, force: true });
  }
}

/** Command lines of all processes; null where they can't be had. */
function runningCommands() {
  try {
    if (process.platform !== 'linux') return execFileSync('ps', ['-axww', '-o', 'command'], { encoding: 'utf8', maxBuffer: 1e8 });
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(commandOf)
      .join('\n');
  } catch {
    return null;
  }
}

/** @param {string} pid */
function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // has ended
    return '';
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
