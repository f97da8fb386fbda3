import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LONGEST_LINE, MADE } from './listing.ts';

/** What columns are kept in; no indicators. */
const WITHOUT_INDICATORS = new Set(['arena.ts', 'stored.ts', 'index.ts']);

/** What src/indicators has for strategies: every export of its modules whose comment does not say `@internal`. */
export async function generateIndicators(root: string): Promise<Record<string, string>> {
  const folder = join(root, 'src/indicators');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') && !WITHOUT_INDICATORS.has(entry.name),
    )
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
  const lines = files.flatMap((file) => exportLine(readFileSync(join(folder, file), 'utf8'), file.replaceAll('\\', '/')));
  return { 'src/indicators/index.ts': `${MADE}${lines.join('')}` };
}

/** The line that passes a module's exports on, as the formatter has it; none where there are none. */
function exportLine(source: string, file: string): string[] {
  const found = source.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^export (function|const|class|interface|type) (\w+)/gm);
  const names = [...found]
    .filter(([, comment]) => !comment?.includes('@internal'))
    .map(([, , kind, name = '']) => ({ name, text: kind === 'interface' || kind === 'type' ? `type ${name}` : name }))
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
