import { join } from 'node:path';
import type { PairlistHandler } from '../../src/pairlists/handler.ts';
import type { Parameter } from '../../src/pairlists/parameter.ts';
import { arrayLine, distinct, exportsOf, importLines, MADE } from './listing.ts';

/** The list of pairlist handlers and their document, from the records in src/pairlists/handlers. */
export async function generatePairlists(root: string): Promise<Record<string, string>> {
  const found = await exportsOf(join(root, 'src/pairlists/handlers'), isHandler);
  distinct(found, ({ name }) => name);
  const makers = found.filter(({ value }) => value.generate !== null).sort((a, b) => (a.value.name < b.value.name ? -1 : 1));
  const choosers = found.filter(({ value }) => value.generate === null).sort((a, b) => (a.value.name < b.value.name ? -1 : 1));
  const listed = `${MADE}import type { PairlistHandler } from './handler.ts';
${importLines(found, './handlers')}
/** Every handler: those that can begin a chain, then those that only choose. */
${arrayLine('export const ALL_HANDLERS: readonly PairlistHandler[]', [...makers, ...choosers])}`;
  const document = `# Pairlist handlers

<!-- Made by "npm run generate" from src/pairlists/handlers; not to be edited by hand. -->

\`pairlists\` in the configuration is a chain of these (see [trading](trading.md)). Behind each parameter stands what holds where it is
left out.

## Make pairs

These can begin a chain. Further down, they choose among the pairs there are, or add to them.

${makers.map(({ value }) => section(value)).join('\n')}
## Choose among pairs

${choosers.map(({ value }) => section(value)).join('\n')}`;
  return { 'src/pairlists/all-handlers.ts': listed, 'docs/pairlists.md': document };
}

function isHandler(value: unknown): value is PairlistHandler {
  return typeof value === 'object' && value !== null && 'needsPresent' in value && 'filter' in value;
}

function section({ name, description, parameters, needsPresent }: PairlistHandler): string {
  const lines = Object.entries(parameters).map(([key, parameter]) => `- \`${key}\` (${unset(parameter)}): ${told(parameter)}\n`);
  const present = needsPresent ? ' Knows the present only: not in backtests.' : '';
  return `### ${name}\n\n${description}${present}\n${lines.length === 0 ? '' : `\n${lines.join('')}`}`;
}

function unset({ default: value, unset: held }: Parameter): string {
  const shown = held ?? value;
  return shown === null || shown === '' || (Array.isArray(shown) && shown.length === 0) ? 'nothing' : `\`${String(shown)}\``;
}

function told({ help, options }: Parameter): string {
  const some = (options ?? []).filter((word) => word !== '').map((word) => `\`${word}\``);
  return some.length === 0 ? help : `${help} One of ${some.join(', ')}.`;
}
