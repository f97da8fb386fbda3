import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Lists of what stands in a folder, so that a new file needs no line anywhere else. */

export const MADE = '// Made by "npm run generate"; not to be edited by hand.\n';

/** The line that the formatter breaks. */
export const LONGEST_LINE = 140;

/** What a module of a folder exports, as the list names it. */
export interface Found<T> {
  readonly file: string;
  readonly exported: string;
  /** How the list names it, e.g. `tickersFile.PRICE`. */
  readonly name: string;
  readonly value: T;
}

/** Exports of every module in a folder (no tests) that are what is looked for, by file and place in it. */
export async function exportsOf<T>(
  folder: string,
  isWanted: (value: unknown) => value is T,
  isRead: (file: string) => boolean = () => true,
): Promise<Found<T>[]> {
  const found: Found<T>[] = [];
  for (const file of modulesOf(folder).filter(isRead)) {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
    for (const [exported, value] of Object.entries(module))
      if (isWanted(value)) found.push({ file, exported, name: `${moduleName(file)}.${exported}`, value });
  }
  return found;
}

/** Names of the modules in a folder, without tests. */
export function modulesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort();
}

/** Imports of the modules that something was found in. @param below path from the list to the folder */
export function importLines(found: readonly Found<unknown>[], below: string): string {
  const files = [...new Set(found.map(({ file }) => file))].sort();
  return files.map((file) => `import * as ${moduleName(file)} from '${below}/${file}';\n`).join('');
}

/** `const NAME = [...]` as the formatter has it. */
export function arrayLine(head: string, found: readonly Found<unknown>[]): string {
  const entries = found.map(({ name }) => name);
  const line = `${head} = [${entries.join(', ')}];\n`;
  return line.length <= LONGEST_LINE + 1 ? line : `${head} = [\n${entries.map((entry) => `  ${entry},\n`).join('')}];\n`;
}

/** `by-candles.ts` as a name in code: `byCandlesFile`, so that no name of a file is a word of the language. */
function moduleName(file: string): string {
  return `${basename(file, '.ts').replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase())}File`;
}

/** The value of each name, none twice. @throws Error that names both files */
export function distinct<T>(found: readonly Found<T>[], nameOf: (value: T) => string): void {
  const known = new Map<string, Found<T>>();
  for (const one of found) {
    const name = nameOf(one.value);
    const other = known.get(name);
    if (other !== undefined) throw new Error(`${other.file} and ${one.file} both have ${name}.`);
    known.set(name, one);
  }
}
