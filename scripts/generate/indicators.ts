import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { indicatorDocument } from './indicator-document.ts';
import { LONGEST_LINE, MADE } from './listing.ts';

/** What columns are kept in and what their arguments are looked at with; no indicators. */
const WITHOUT_INDICATORS = new Set([
  'arena.ts',
  'stored.ts',
  'index.ts',
  'checked.ts',
  'check-arguments.ts',
  'described.ts',
  'method-arguments.ts',
]);

/** What src/indicators has for strategies: every export of its modules whose comment does not say `@internal`. */
export async function generateIndicators(root: string): Promise<Record<string, string>> {
  const folder = join(root, 'src/indicators');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') && !WITHOUT_INDICATORS.has(entry.name),
    )
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const sources = files.map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(folder, file), 'utf8') }));
  const lines = sources.flatMap(({ file, text }) => exportLine(text, file));
  return {
    'src/indicators/index.ts': `${MADE}${lines.join('')}`,
    'src/indicators/checked.ts': checkedFunctions(
      root,
      sources.map(({ text }) => text),
    ),
    'docs/indicators.md': indicatorDocument(root, sources),
  };
}

/** The same for strategies, whose types nobody reads while they run: functions look at their arguments. */
function checkedFunctions(root: string, sources: readonly string[]): string {
  const functions: string[] = [];
  const others: string[] = [];
  const words = wordsOf(sources);
  for (const [name, keys] of optionsOf(sources)) words.set(name, keys);
  for (const source of sources)
    for (const { comment, kind, name, at } of exportsOf(source)) {
      if (kind !== 'function') others.push(kind === 'interface' || kind === 'type' ? `type ${name}` : name);
      else
        functions.push(
          `${comment}export const ${name}: typeof of.${name} = checked('${name}', of.${name}, ${parametersAt(source, at, words)});\n`,
        );
    }
  const passed = `export { ${others.sort((a, b) => inOrder(a.replace('type ', ''), b.replace('type ', ''))).join(', ')} } from './index.ts';\n`;
  const imports = `import { checked } from './check-arguments.ts';\nimport * as of from './index.ts';\n\n`;
  return formatted(root, `${MADE}${imports}${passed}\n${functions.join('')}`);
}

/** As the formatter has it. */
function formatted(root: string, text: string): string {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const path = join(root, 'src/indicators/checked.ts');
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${path}`], { cwd: root, input: text, encoding: 'utf8' });
}

/** Parameters of a function as `checked` wants them. @param at where its list begins */
function parametersAt(source: string, at: number, words: ReadonlyMap<string, string>): string {
  const list = listAt(source, at);
  const parameters = splitAtCommas(list).map((text) => {
    const [, before = '', type = '', fallback] = /^((?:\{[^}]*\})|\w+)\??\s*(?::\s*([^=]*))?(?:=\s*([\s\S]*))?$/.exec(text.trim()) ?? [];
    const isOptional = fallback !== undefined || text.includes('?:');
    const name = before.startsWith('{') ? 'prices' : before;
    const columns = before.startsWith('{') ? before.replace(/[{}\s]/g, '').replace(/,$/, '') : '';
    return `['${name}', '${kindOf(name, type.trim(), fallback, columns, words)}'${isOptional ? ', true' : ''}]`;
  });
  return `[${parameters.join(', ')}]`;
}

/** Names of numbers that count candles. */
const WHOLE =
  /^(period|fast|slow|signal|average|short|medium|long|first|second|left|right|range|conversion|base|span|displacement|change|shortest|longest|deviation|count|length|levels|decimals)$/;

/** Names of numbers by which bands are widened: below nothing their ends would change places. */
const WIDTH = /^(deviations|multiplier)$/;

function kindOf(name: string, type: string, fallback: string | undefined, columns: string, words: ReadonlyMap<string, string>): string {
  if (name === 'prices') return `prices ${columns}`;
  if (type === 'Column') return 'column';
  if (type === 'Mask') return 'mask';
  if (type === 'Operand') return 'operand';
  if (type === 'boolean' || (type === '' && /^(true|false)$/.test(fallback ?? ''))) return 'truth';
  const isNumber = type === 'number' || (type === '' && fallback !== undefined && /^-?[\d.]/.test(fallback));
  if (isNumber && WIDTH.test(name)) return 'width';
  if (isNumber) return WHOLE.test(name) ? (fallback === '0' || name === 'decimals' ? 'whole' : 'count') : 'number';
  if (type.startsWith('{ period: number; type: AverageType }')) return `average of ${words.get('AverageType')}`;
  if (words.get(type)?.startsWith('{')) return `options ${words.get(type)?.slice(1)}`;
  const named = words.get(type) ?? unionOf(type);
  if (named !== null && named !== undefined) return `one of ${named}`;
  return /^\w*(Type|Name)$/.test(type) ? 'text' : 'any';
}

/** The words of a union of texts, with commas; null for another type. */
function unionOf(type: string): string | null {
  const parts = type.split('|').map((part) => part.trim());
  return parts.every((part) => /^'[\w-]+'$/.test(part)) ? parts.map((part) => part.slice(1, -1)).join(',') : null;
}

/** Names of such unions. */
function wordsOf(sources: readonly string[]): Map<string, string> {
  const named = sources.flatMap((source) => [...source.matchAll(/^export type (\w+) =\s+([^;]+);/gm)]);
  return new Map(
    named.flatMap(([, name = '', type = '']): [string, string][] => {
      const words = unionOf(type.trim().replace(/^\|/, ''));
      return words === null ? [] : [[name, words]];
    }),
  );
}

/** Names of interfaces of options, whose members may all be left out; a brace stands before the members. */
function optionsOf(sources: readonly string[]): [string, string][] {
  const found = sources.flatMap((source) => [...source.matchAll(/^export interface (\w+Options) \{([^}]*)\}/gm)]);
  return found.map(([, name = '', body = '']) => [name, `{${[...body.matchAll(/readonly (\w+)\?:/g)].map(([, key]) => key).join(',')}`]);
}

/** What stands between the parentheses of a parameter list. */
function listAt(source: string, at: number): string {
  let depth = 0;
  for (let index = at; index < source.length; index++) {
    if (source[index] === '(') depth++;
    if (source[index] === ')' && --depth === 0) return source.slice(at + 1, index);
  }
  return '';
}

function splitAtCommas(list: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of list) {
    if ('({[<'.includes(letter)) depth++;
    if (')}]>'.includes(letter)) depth--;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.filter((part) => part.trim() !== '');
}

interface Export {
  /** With its line end; empty for none. */
  readonly comment: string;
  readonly kind: string;
  readonly name: string;
  /** Where its declaration goes on after its name. */
  readonly at: number;
}

/** Exports whose comment does not say `@internal`. */
function exportsOf(source: string): Export[] {
  const found = source.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^export (function|const|class|interface|type) (\w+)/gm);
  return [...found]
    .filter(([, comment]) => !comment?.includes('@internal'))
    .map((match) => ({ comment: match[1] ?? '', kind: match[2]!, name: match[3]!, at: match.index + match[0].length }));
}

/** The line that passes a module's exports on, as the formatter has it; none where there are none. */
function exportLine(source: string, file: string): string[] {
  const names = exportsOf(source)
    .map(({ kind, name }) => ({ name, text: kind === 'interface' || kind === 'type' ? `type ${name}` : name }))
    .sort((a, b) => inOrder(a.name, b.name));
  if (names.length === 0) return [];
  const onlyTypes = names.every(({ text }) => text.startsWith('type '));
  const words = names.map(({ name, text }) => (onlyTypes ? name : text));
  const line = `export ${onlyTypes ? 'type ' : ''}{ ${words.join(', ')} } from './${file}';\n`;
  if (line.length <= LONGEST_LINE + 1) return [line];
  return [`export ${onlyTypes ? 'type ' : ''}{\n${words.map((word) => `  ${word},\n`).join('')}} from './${file}';\n`];
}

/** The formatter's order: letter by letter, of one letter the large one first. */
function inOrder(a: string, b: string): number {
  const [first, second] = [a, b].map((name) =>
    name.replace(/./g, (letter) => `${letter.toLowerCase()}${letter === letter.toLowerCase() ? 1 : 0}`),
  );
  return first! < second! ? -1 : 1;
}
