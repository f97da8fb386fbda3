// Brings a fresh clone to where it can run. Plain JavaScript for any Node from 20 on; everything else needs the Node it installs.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshBundle, MADE, programFile, ROOT } from './program.mjs';

export { ROOT };

const WANTED_MAJOR = 24;

/** The Node that runs the product: the one from the packages, else this one if it is new enough. */
export function nodeBinary() {
  const local = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(local)) return local;
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath;
  throw new Error(
    `Node ${WANTED_MAJOR} or later is needed, and no package of it exists for ${process.platform} ${process.arch}. Install it, then try again.`,
  );
}

/** Installs packages where they are missing or out of date. */
export function installPackages() {
  step(
    'packages',
    digest(['package.json', 'package-lock.json', 'client/package.json', 'ui/package.json']),
    'Installing packages (once, about a minute)',
    () => {
      run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    },
  );
}

/** Installs packages, compiles the indicators' kernels, builds the web page and bundles the programs, whichever is missing or out of date. */
export function setUp() {
  installPackages();
  step(
    'kernels',
    digest(['package-lock.json', 'scripts/kernels.mjs', ...files('kernels')]),
    'Compiling the indicators',
    () => run(nodeBinary(), [join(ROOT, 'scripts', 'kernels.mjs')]),
    join(ROOT, 'kernels', 'dist', 'kernels.mjs'),
  );
  step(
    'ui',
    digest(['package-lock.json', ...files('ui')]),
    'Building the web page',
    () => {
      run(nodeBinary(), [join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], join(ROOT, 'ui'));
    },
    join(ROOT, 'ui', 'dist', 'index.html'),
  );
  if (freshBundle() === null) bundle();
}

/** Makes programs of few files of the sources. Where that can't be done, the sources run as they are. */
function bundle() {
  try {
    timed('Bundling the programs', () => run(nodeBinary(), [join(ROOT, 'scripts', 'bundle.mjs')]));
  } catch (error) {
    process.stdout.write(`The programs could not be bundled, so they start more slowly: ${/** @type {Error} */ (error).message}\n`);
  }
}

/** @param {string} name @param {string} key @param {string} title @param {() => void} work @param {string} [result] */
function step(name, key, title, work, result) {
  const stamp = join(MADE, name);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key && (result === undefined || existsSync(result))) return;
  timed(title, work);
  mkdirSync(MADE, { recursive: true });
  writeFileSync(stamp, key);
}

/** @param {string} title @param {() => void} work */
function timed(title, work) {
  const began = Date.now();
  process.stdout.write(`${title} …\n`);
  work();
  process.stdout.write(`${title}: done in ${((Date.now() - began) / 1000).toFixed(0)} s\n`);
}

/** @param {string} command @param {readonly string[]} args */
function run(command, args, cwd = ROOT) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, npm_config_engine_strict: 'false' } });
  if (error) throw error;
  if (status !== 0) throw new Error(`"${command} ${args.join(' ')}" failed with code ${status}.`);
}

/** @param {string} folder @returns {string[]} */
function files(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !['dist', 'node_modules'].includes(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

/** @param {readonly string[]} paths */
function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const full = join(ROOT, path);
    if (existsSync(full) && statSync(full).isFile()) hash.update(path).update(readFileSync(full));
  }
  return hash.digest('hex');
}

const QUIET = '--disable-warning=ExperimentalWarning';

/**
 * How programs of ours are run. Node has the code of its own modules compiled, and V8 takes that only with settings that it holds for harmless:
 * with some others (`--heap-growing-percent`, `--initial-heap-size`, `--no-incremental-marking`), a third of a command's start is compiling Node
 * anew, in each thread (`tests/process/bundle.test.ts`). What a bot wants of those is set when it is up (`growSlowly`).
 *
 * A young generation of a quarter of this size would save a bot 7 MB where little is done; with 500 pairs it costs 40 MB and two thirds more time.
 */
export const NODE_FLAGS = [QUIET, '--max-semi-space-size=4'];

/** Commands that make many objects, most of which are gone at once, and end. */
const BRIEF = ['backtesting', 'backtesting-analysis', 'lookahead-analysis', 'recursive-analysis'];
/**
 * The smallest young generation would cost them a fifth of their time. Garbage is little: to look for it with the help of other threads has those
 * wait for each other that are at work, a tenth of the time on two cores.
 */
const BRIEF_FLAGS = [QUIET, '--min-semi-space-size=4', '--max-semi-space-size=4', '--single-threaded-gc'];

/** Commands with threads that try one thing after the other, each of which is to stay small. */
const SEARCHING = ['hyperopt', 'sweep', 'walk-forward', 'worker'];
/** A smaller young generation would cost them a quarter of their time, and a larger one is no faster. */
const SEARCHING_FLAGS = [QUIET, '--min-semi-space-size=4', '--max-semi-space-size=4', '--heap-growing-percent=50'];

/** How a command is run. @param {readonly string[]} args of the command line, its name first */
export function flagsOf([command = '']) {
  if (SEARCHING.includes(command)) return SEARCHING_FLAGS;
  return BRIEF.includes(command) ? BRIEF_FLAGS : NODE_FLAGS;
}

/** Fewer arenas of the C library, for the same reason; and what was compiled once is kept, types already stripped. */
export const NODE_ENVIRONMENT = { MALLOC_ARENA_MAX: '2', NODE_COMPILE_CACHE: join(MADE, 'compile-cache') };

/** And where columns come and go, what is given up goes back to the system at once: the C library keeps ever larger pieces otherwise. */
const BRIEF_ENVIRONMENT = { ...NODE_ENVIRONMENT, MALLOC_MMAP_THRESHOLD_: '131072' };

/** What a command finds in its environment. @param {readonly string[]} args of the command line, its name first */
export function environmentOf([command = '']) {
  return BRIEF.includes(command) ? BRIEF_ENVIRONMENT : NODE_ENVIRONMENT;
}

/** Runs a program of ours with the right Node: in place of this process where Node can, else beside it, handing over signals and the exit code.
 * @param {string} file @param {readonly string[]} args
 */
export function runProgram(file, args) {
  const command = [...flagsOf(args), programFile(file), ...args];
  const env = { ...process.env, ...environmentOf(args) };
  if (typeof process.execve === 'function' && process.platform !== 'win32') process.execve(nodeBinary(), [nodeBinary(), ...command], env);
  const child = spawn(nodeBinary(), command, { stdio: 'inherit', env });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 130);
  });
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}

/** @param {unknown} error */
export function fail(error) {
  process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
  process.exitCode = 1;
}
