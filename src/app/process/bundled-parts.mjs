import './bundled-stacks.mjs';

/**
 * Loads the parts of a bundled program, with the code that V8 has made of them when the same command ran before: also of functions that are
 * called later, which Node's own cache of compiled modules leaves out. They are a fifth of the CPU time of a short backtest.
 */

/**
 * @typedef {{ readonly exports: Record<string, unknown> }} Part
 * Code of parts, one after the other: where each begins and how long it is, B; and how many runs it was kept of.
 * @typedef {{ readonly runs: number, readonly parts: Readonly<Record<string, readonly [from: number, length: number]>>, readonly bytes: Buffer }} Code
 */

// imported, each would have all of its parts loaded, streams among them, for the case that one is asked for
const { readFileSync, renameSync, writeFileSync } = process.getBuiltinModule('node:fs');
const { createRequire } = process.getBuiltinModule('node:module');
const { basename, join } = process.getBuiltinModule('node:path');
const { cachedDataVersionTag } = process.getBuiltinModule('node:v8');
const { Script } = process.getBuiltinModule('node:vm');
const { getEnvironmentData, isMainThread, setEnvironmentData } = process.getBuiltinModule('node:worker_threads');

const FOLDER = import.meta.dirname;
const NAME = nameOfRun();
/** Threads find most of theirs in what the command that started them has kept. */
const PARENT = 'freqtrade-ts: compiled code';
/** The first run may call less than others; later ones add what is missing only. */
const [RUNS, MOST_RUNS] = [2, 6];
/** What goes on has called by then what it needs to come up, ms. */
const UP_MS = 10_000;

/** @type {Map<string, Part>} */
const loaded = new Map();
/** @type {Map<string, import('node:vm').Script>} */
const scripts = new Map();
let isMissing = false;
let own = NAME === null ? null : codeOf(NAME);
let parents = isMainThread ? null : codeOf(String(getEnvironmentData(PARENT)));
const requireOther = createRequire(import.meta.url);

if (NAME !== null) {
  if (isMainThread) setEnvironmentData(PARENT, NAME);
  /** @param {number} code */
  const keepAtExit = (code) => {
    if (code === 0 && isWorthKeeping()) keepCode(NAME, codeOfParts());
  };
  process.on('exit', keepAtExit);
  setTimeout(async () => {
    process.off('exit', keepAtExit);
    if (isWorthKeeping()) {
      const codes = [];
      for (const code of codeOfParts()) {
        codes.push(code);
        // a part takes a millisecond or less; whoever waits for the event loop has a turn in between
        await new Promise(setImmediate);
      }
      keepCode(NAME, codes);
    }
    // what is loaded from now on is compiled
    own = null;
    parents = null;
  }, UP_MS).unref();
}

/** What a part exports; it runs when it is asked for first. @param {string} name of its file @returns {Record<string, unknown>} */
export function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const file = join(FOLDER, name);
  const cachedData = piece(own, name) ?? piece(parents, name);
  const script = new Script(readFileSync(file, 'utf8'), {
    filename: new URL(name, import.meta.url).href,
    ...(cachedData !== undefined && { cachedData }),
  });
  if (cachedData === undefined || script.cachedDataRejected === true) isMissing = true;
  /** @type {Part} */
  const part = { exports: {} };
  loaded.set(name, part);
  scripts.set(name, script);
  // the parameters are those that `scripts/bundle.mjs` puts around each part
  script.runInThisContext()(part.exports, requirePart, importOther, file, FOLDER, import.meta);
  return part.exports;
}

/** @param {string} name */
function requirePart(name) {
  return name.startsWith('./') ? load(name.slice(2)) : (process.getBuiltinModule(name) ?? requireOther(name));
}

/** @param {string} address of a module that is no part */
function importOther(address) {
  return import(address);
}

/** What the code of this run is kept by: program and command, and V8 with its settings; null where none is kept. */
function nameOfRun() {
  const [, program, command = ''] = process.argv;
  const isHelp = process.argv.some((word) => word === '--help' || word === '-h');
  if (program === undefined || !program.startsWith(FOLDER) || isHelp) return null;
  const words = isMainThread && /^[a-z][a-z-]*$/.test(command) ? `-${command}` : '';
  return `${basename(program, '.mjs')}${words}-${cachedDataVersionTag().toString(36)}.code`;
}

/** @param {string} name @returns {Code | null} */
function codeOf(name) {
  try {
    const bytes = readFileSync(join(FOLDER, name));
    const from = 4 + bytes.readUInt32LE(0);
    return { ...JSON.parse(bytes.toString('latin1', 4, from)), bytes: bytes.subarray(from) };
  } catch {
    // none there, or half of it
    return null;
  }
}

/** @param {Code | null} code @param {string} name of a part */
function piece(code, name) {
  const place = code?.parts[name];
  return place === undefined ? undefined : code?.bytes.subarray(place[0], place[0] + place[1]);
}

function isWorthKeeping() {
  return (own?.runs ?? 0) < (isMissing ? MOST_RUNS : RUNS);
}

/** What V8 has made of the parts that have run, and what was kept of others. @returns {Generator<[part: string, code: Buffer]>} */
function* codeOfParts() {
  for (const [part, script] of scripts) yield [part, script.createCachedData()];
  for (const part of Object.keys(own?.parts ?? {})) {
    const code = piece(own, part);
    if (code !== undefined && !scripts.has(part)) yield [part, code];
  }
}

/** @param {string} name @param {Iterable<[part: string, code: Buffer]>} codes */
function keepCode(name, codes) {
  /** @type {Record<string, [number, number]>} */
  const parts = {};
  const pieces = [];
  let from = 0;
  for (const [part, code] of codes) {
    parts[part] = [from, code.length];
    pieces.push(code);
    from += code.length;
  }
  const head = Buffer.from(JSON.stringify({ runs: (own?.runs ?? 0) + 1, parts }), 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  try {
    // as a whole: others may be about to read it
    const draft = join(FOLDER, `${name}.${process.pid}`);
    writeFileSync(draft, Buffer.concat([length, head, ...pieces]));
    renameSync(draft, join(FOLDER, name));
  } catch {
    // a read-only installation compiles each time
  }
}
