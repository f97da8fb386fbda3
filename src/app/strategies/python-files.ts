import { readFileSync } from 'node:fs';

/** A Python file with the classes of it that are strategies. */
export interface PythonSource {
  readonly path: string;
  readonly classes: readonly string[];
}

const CLASS = /^class\s+([A-Za-z_]\w*)\s*\(([^)]*)\)/gm;

/** Strategy classes of Python files, none of which is run: those that extend IStrategy, or a class of these files that does. */
export function pythonSources(paths: readonly string[]): PythonSource[] {
  const files = paths.map((path) => ({ path, found: classesOf(readFileSync(path, 'utf8')) }));
  const known = new Set(['IStrategy']);
  for (let before = 0; before !== known.size; ) {
    before = known.size;
    for (const { found } of files) for (const { name, bases } of found) if (bases.some((base) => known.has(base))) known.add(name);
  }
  return files.flatMap(({ path, found }) => {
    const classes = found.filter(({ name }) => known.has(name)).map(({ name }) => name);
    return classes.length === 0 ? [] : [{ path, classes }];
  });
}

function classesOf(text: string): { name: string; bases: string[] }[] {
  return [...text.matchAll(CLASS)].map(([, name = '', bases = '']) => ({
    name,
    bases: bases.split(',').map((base) => base.trim().split('.').at(-1)!),
  }));
}

/** Whether a Python file declares a class, whatever it extends. */
export function declaresClass(path: string, name: string): boolean {
  return new RegExp(`^class\\s+${name}\\s*\\(`, 'm').test(readFileSync(path, 'utf8'));
}
