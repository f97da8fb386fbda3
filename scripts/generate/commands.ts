import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MADE, modulesOf } from './listing.ts';

/** In the order of freqtrade's help, grouped by what they are for; others come after these. */
const ORDER: readonly string[] = [
  'trade',
  'create-userdir',
  'new-config',
  'show-config',
  'new-strategy',
  'list-strategies',
  'check-strategy',
  'download-data',
  'list-data',
  'check-data',
  'convert-data',
  'convert-trade-data',
  'trades-to-ohlcv',
  'backtesting',
  'backtesting-show',
  'backtesting-analysis',
  'hyperopt',
  'hyperopt-list',
  'hyperopt-show',
  'list-hyperoptloss',
  'worker',
  'lookahead-analysis',
  'recursive-analysis',
  'list-exchanges',
  'list-markets',
  'list-pairs',
  'list-timeframes',
  'test-pairlist',
  'show-trades',
  'exchange-check',
  'reconcile',
  'plot-dataframe',
  'plot-profit',
  'webserver',
  'install-ui',
  'hash-password',
  'new-secret',
  'token',
  'completion',
];

/** The table of the commands in src/cli/commands, each loaded when it is asked for. */
export function generateCommands(root: string): Record<string, string> {
  const names = modulesOf(join(root, 'src/cli/commands'))
    .map((file) => basename(file, '.ts'))
    .filter((name) => name !== 'not-yet');
  const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const rows = names
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((name) => `  ${key(name)}: () => import('./commands/${name}.ts'),\n`);
  const summaries = names.map((name) => {
    const text = readFileSync(join(root, 'src/cli/commands', `${name}.ts`), 'utf8');
    const [line] = /(?<=^ {2}summary: )'.*'(?=,$)/m.exec(text) ?? [];
    if (line === undefined)
      throw new Error(`src/cli/commands/${name}.ts: its summary must be one text in single quotes, on a line of its own.`);
    return `  ${key(name)}: ${line},\n`;
  });
  const missing = readFileSync(join(root, 'src/cli/commands/not-yet.ts'), 'utf8');
  for (const [, name, summary] of missing.matchAll(/notYet\(\s*'(\S+)',\s*'(.*?)',\s/g))
    summaries.push(`  ${key(String(name))}: '${summary} Not yet.',\n`);
  const table = `${MADE}import type { CommandTable } from './command.ts';

export const BUILT: CommandTable = {
${rows.join('')}};

/** What each is for, so that the help need not load them. */
export const SUMMARIES: Readonly<Record<string, string>> = {
${summaries.join('')}};
`;
  return { 'src/cli/built-commands.ts': table };
}

/** As an object's key. */
function key(name: string): string {
  return /^\w+$/.test(name) ? name : `'${name}'`;
}
