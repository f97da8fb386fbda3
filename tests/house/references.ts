import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Finds what documents and comments say of files, scripts, commands and sources, and says which of it isn't there. */

export interface House {
  readonly root: string;
  /** Every file of the repository, as absolute paths. */
  readonly files: readonly string[];
  /** What `npm run` knows. */
  readonly scripts: readonly string[];
  /** What stands behind `freqtrade`. */
  readonly commands: readonly string[];
  /** Functions of the recorded indicators, in TA-Lib's spelling. */
  readonly talib: ReadonlySet<string>;
}

const CODE = /\.(ts|mts|mjs|cjs|vue|py|sh)$/;
const OURS = /^(src|tests|ui|client|scripts|kernels|bench|docs|examples|findings|deploy)\//;
/** Documents about the inside: every path in them is one of the repository, unless it is a user's file. */
const INSIDE = /^(ARCHITECTURE|CONTRIBUTING)\.md$/;
const USERS = /^(user_data|node_modules|dist)\/|^api_\w+\.json$|^other_bots\.json$|^my-strategy\.\w+$|^bots\/<id>/;

/** Paths and scripts a document names that do not exist. */
export function brokenInDocument(path: string, house: House): string[] {
  const name = relative(house.root, path);
  const text = readFileSync(path, 'utf8');
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  const broken: string[] = [];
  for (const [, token] of prose.matchAll(/`([^`\n]+)`/g)) {
    if (isPath(token!, INSIDE.test(name)) && !exists(token!, house)) broken.push(`${name}: \`${token}\` is no file`);
  }
  // recipes show files that are not there yet
  const pictures = name === 'CONTRIBUTING.md' ? [] : (text.match(/^```[\s\S]*?^```/gm) ?? []);
  for (const block of pictures)
    for (const [token] of block.matchAll(/(?<![\w/.])src\/[\w./-]*\w/g))
      if (!exists(token, house)) broken.push(`${name}: "${token}" is no file`);
  return [...broken, ...brokenCalls(text, house).map((call) => `${name}: ${call}`)];
}

/** Paths, scripts and sources the comments of a source file name that do not exist. */
export function brokenInSource(path: string, house: House): string[] {
  const name = relative(house.root, path);
  const broken: string[] = [];
  for (const comment of commentsOf(readFileSync(path, 'utf8'))) {
    for (const [token] of comment.matchAll(/(?<![\w/.<*-])(?:\.{1,2}\/)*[\w-]+(?:\/[\w.-]+)*\.(?:ts|mjs|vue|py|md)\b/g)) {
      if (!USERS.test(token) && !exists(token, house)) broken.push(`${name}: "${token}" is no file`);
    }
    for (const [, source] of comment.matchAll(/\bSource: (.*?)\.?(?: ?\*\/)?$/gm)) {
      if (!isSource(source!, house)) broken.push(`${name}: "Source: ${source}" is of no known form`);
    }
    broken.push(...brokenCalls(comment, house).map((call) => `${name}: ${call}`));
  }
  return broken;
}

/** Names of functions, types and fields a document about the inside puts in backticks that no source knows. */
export function unknownNames(path: string, house: House, words: ReadonlySet<string>): string[] {
  const prose = readFileSync(path, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...prose.matchAll(/`([A-Za-z_]\w+)(?:\(\))?`/g)]
    .map(([, name]) => name!)
    .filter((name) => !words.has(name) && !house.commands.includes(name))
    .map((name) => `${relative(house.root, path)}: \`${name}\` is nowhere in the sources`);
}

function isPath(token: string, isInside: boolean): boolean {
  if (!/^[\w.*<>-]+(\/[\w.*<>-]*)*$/.test(token) || USERS.test(token)) return false;
  return CODE.test(token) || OURS.test(token) || (isInside && (token.includes('/') || token.endsWith('.json')));
}

/** Whether there is a file or folder with this end to its path; `*` and `<name>` stand for anything. */
function exists(token: string, house: House): boolean {
  const wanted = token.replace(/\/$/, '').replace(/^(\.{1,2}\/)+/, '');
  const pattern = wanted
    .split(/\*|<\w+>/)
    .map((part) => part.replaceAll(/[.\\^$+?()[\]{}|]/g, '\\$&'))
    .join('[^/]*');
  const end = new RegExp(`(^|/)${pattern}(\\.ts|\\.mjs)?(/|$)`);
  return house.files.some((file) => end.test(relative(house.root, file)));
}

function brokenCalls(text: string, house: House): string[] {
  const broken: string[] = [];
  for (const [call, script] of text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)) {
    if (!house.scripts.includes(script!)) broken.push(`"${call}" is no script`);
  }
  for (const [call, path] of text.matchAll(/\bnode (scripts\/[\w./-]+)/g)) {
    if (!exists(path!, house)) broken.push(`"${call}" is no file`);
  }
  for (const [call, command] of text.matchAll(/(?<=^|["`$] ?|npx )freqtrade ([a-z]+(?:-[a-z]+)*)(?=["`]|$| -| <)/gm)) {
    if (!house.commands.includes(command!)) broken.push(`"${call}" is no command`);
  }
  return broken;
}

function commentsOf(source: string): string[] {
  return [...source.matchAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$|<!--[\s\S]*?-->/gm)].map(([comment]) =>
    comment.replaceAll(/\n\s*\* ?/g, '\n'),
  );
}

/** Forms a source has: a golden of ours, a program and what of it, a paper, or an exchange and the page of its documents. */
function isSource(source: string, house: House): boolean {
  const golden = /^(tests\/golden\/[\w./-]+?)(?: `\w+`)?(?:, (tests\/golden\/[\w./-]+?)(?: `\w+`)?)?$/.exec(source);
  if (golden !== null) return golden.slice(1).every((path) => path === undefined || exists(path, house));
  const talib = /^TA-Lib(?: ([A-Z\d_, ]+))?(?: with matype 1)?$/.exec(source);
  if (talib !== null) return (talib[1] ?? '').split(', ').every((name) => name === '' || house.talib.has(name));
  return (
    /^freqtrade 2026\.9(?:'s [\w`. -]+)?$/.test(source) ||
    /^TA-Lib's [\w ]+$/.test(source) ||
    /^(?:qtpylib|pandas|technical) \w+$/.test(source) ||
    /^Optuna 5\.0\.0's `\w+`$/.test(source) ||
    // who has written it, and where
    /^[A-Z][\w.]+(?: (?:et al\.|and [A-Z]\w+))?, "[A-Z\w]/.test(source)
  );
}
