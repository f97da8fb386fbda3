import { join } from 'node:path';
import type { Protection } from '../../src/core/protections/protection.ts';
import { arrayLine, distinct, exportsOf, importLines, MADE } from './listing.ts';

/** The list of protections and their document, from the records in src/core/protections/rules. */
export async function generateProtections(root: string): Promise<Record<string, string>> {
  const found = await exportsOf(join(root, 'src/core/protections/rules'), isProtection);
  distinct(found, ({ name }) => name);
  const listed = `${MADE}import type { Protection } from './protection.ts';
${importLines(found, './rules')}
${arrayLine('export const ALL_PROTECTIONS: readonly Protection[]', found)}`;
  const document = `# Protections

<!-- Made by "npm run generate" from src/core/protections/rules; not to be edited by hand. -->

A strategy names them in \`protections\`. Each time a trade has closed, they look back at closed trades, and may lock a pair, or all
pairs, from being entered. In a backtest they hold with \`--enable-protections\`. Every one has these parameters:

- \`stop_duration_candles\` or \`stop_duration\` (60 minutes): how long a lock lasts, in candles or minutes.
- \`unlock_at\`: the time of day (UTC, e.g. \`20:00\`) at which a lock ends, in their place.
- \`lookback_period_candles\` or \`lookback_period\` (60 minutes): how far it looks back.

Behind each of the others stands what holds where it is left out. A key that nothing reads is refused.

\`\`\`ts
import { IntParameter, Strategy } from 'freqtrade-ts';

export abstract class Guarded extends Strategy {
  override protections = [
    { method: 'CooldownPeriod', stop_duration_candles: 5 },
    { method: 'StoplossGuard', lookback_period_candles: 24, trade_limit: 4, stop_duration_candles: 12, only_per_pair: true },
    { method: 'MaxDrawdown', lookback_period: 1440, trade_limit: 20, max_allowed_drawdown: 0.1, unlock_at: '00:00' },
  ];
}

/** Made of parameters: a function, asked once these are set. */
export abstract class Tuned extends Strategy {
  protectionPause = new IntParameter(1, 48, { default: 5 });
  override protections = () => [{ method: 'CooldownPeriod', stop_duration_candles: this.protectionPause.value }];
}
\`\`\`

${found.map(({ value }) => section(value)).join('\n')}`;
  return { 'src/core/protections/all-protections.ts': listed, 'docs/protections.md': document };
}

function isProtection(value: unknown): value is Protection {
  return typeof value === 'object' && value !== null && 'rule' in value && 'parameters' in value;
}

function section({ name, description, parameters }: Protection): string {
  const lines = Object.entries(parameters).map(([key, { default: value, help }]) => `- \`${key}\` (\`${value}\`): ${help}\n`);
  return `## ${name}\n\n${description}\n${lines.length === 0 ? '' : `\n${lines.join('')}`}`;
}
