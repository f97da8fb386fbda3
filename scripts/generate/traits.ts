import { join } from 'node:path';
import type { KnownTraits } from '../../src/exchange/traits/traits.ts';
import { exportsOf, importLines, MADE } from './listing.ts';

/** The list of exchanges whose orders are known: each file in src/exchange/traits that exports a record of its own name. */
export async function generateTraits(root: string): Promise<Record<string, string>> {
  const all = await exportsOf(join(root, 'src/exchange/traits'), isObject, (file) => !['all.ts', 'known.ts'].includes(file));
  const found = all.filter(({ file, exported }) => file === `${exported}.ts`);
  const rows = found.map(({ exported, name }) => `  ${exported}: ${name},\n`);
  const listed = `${MADE}${importLines(found, '.')}import type { KnownTraits } from './traits.ts';

export const KNOWN_TRAITS: Readonly<Record<string, KnownTraits>> = {
${rows.join('')}};
`;
  return { 'src/exchange/traits/known.ts': listed };
}

function isObject(value: unknown): value is KnownTraits {
  return typeof value === 'object' && value !== null;
}
