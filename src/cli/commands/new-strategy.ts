import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from '../../core/nearest.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { type Options, UsageError } from '../options.ts';
import { userDir } from '../paths.ts';

const TEMPLATES = { full: 'SampleStrategy', minimal: 'MinimalStrategy', advanced: 'AdvancedStrategy' } as const;

export const command: CliCommand = {
  summary: 'Make a new strategy from a template.',
  options: [
    { names: ['userdir', 'user-data-dir'], takes: 'value', help: 'user folder (default: user_data)' },
    { names: ['strategy'], short: 's', takes: 'value', help: 'name of the new class' },
    { names: ['strategy-path'], takes: 'value', help: 'folder to write it to (default: user_data/strategies)' },
    { names: ['template'], takes: 'value', help: 'full, minimal, or advanced with every callback (default: full)' },
    { names: ['help'], short: 'h', takes: 'nothing', help: 'show this help' },
  ],
  run: async (options: Options) => {
    const name = options['strategy'];
    if (typeof name !== 'string') throw new UsageError('Name the strategy: freqtrade new-strategy --strategy MyStrategy');
    if (!/^[A-Z][A-Za-z0-9_]*$/.test(name))
      throw new UsageError(`"${name}" can't be the name of a class; begin with a capital letter and use letters and digits only.`);
    const template = String(options['template'] ?? 'full');
    if (!Object.hasOwn(TEMPLATES, template)) {
      const guess = nearest(template, Object.keys(TEMPLATES));
      throw new UsageError(
        `--template: "${template}" is none of ${Object.keys(TEMPLATES).join(', ')}.${guess === null ? '' : ` Did you mean ${guess}?`}`,
      );
    }
    const folder = String(options['strategy-path'] ?? join(userDir(options), 'strategies'));
    const path = join(folder, `${kebab(name)}.ts`);
    if (existsSync(path)) throw new UsageError(`${path} exists already. Choose another name, or remove it first.`);
    mkdirSync(folder, { recursive: true });
    const source = TEMPLATES[template as keyof typeof TEMPLATES];
    const text = readFileSync(fileURLToPath(new URL(`../../../examples/strategies/${kebab(source)}.ts`, import.meta.url)), 'utf8');
    writeFileSync(path, text.replaceAll(source, name).replaceAll(`${kebab(source)}.json`, `${kebab(name)}.json`));
    process.stdout.write(
      `Strategy ${name} written to ${path}. Change it there; then get candles (freqtrade download-data --days 30 --timeframes 5m) and try it: freqtrade backtesting --strategy ${name}\n`,
    );
    return EXIT_OK;
  },
};

function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}
