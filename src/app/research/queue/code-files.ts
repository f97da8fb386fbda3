import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';

/** Relative addresses that a file imports from. */
const IMPORTS = /(?:\bfrom|\bimport)\s*\(?\s*(['"])(\.{1,2}\/[^'"]+)\1/g;

/** A file of code and every file it imports by a relative path, and they do; each once. */
export function codeFiles(entry: string): string[] {
  const found = new Set<string>();
  const open = [resolve(entry)];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path) || !existsSync(path) || !statSync(path).isFile()) continue;
    found.add(path);
    if (!/\.[cm]?[jt]s$/.test(extname(path))) continue;
    for (const match of readFileSync(path, 'utf8').matchAll(IMPORTS)) open.push(resolve(dirname(path), match[2]!));
  }
  return [...found].sort();
}

/** The innermost folder that has all of the files in it, or in folders inside. */
export function innermostFolder(paths: readonly string[]): string {
  const [first, ...others] = paths.map((path) => dirname(resolve(path)));
  let folder = first ?? '/';
  for (const other of others) while (!`${other}/`.startsWith(folder === '/' ? '/' : `${folder}/`)) folder = dirname(folder);
  return folder;
}
