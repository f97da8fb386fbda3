import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CliCommand, EXIT_OK } from '../command.ts';
import type { Options } from '../options.ts';
import { USER_FOLDERS, userDir } from '../paths.ts';

export const command: CliCommand = {
  summary: 'Make the user folder, with a sample strategy.',
  options: [
    { names: ['userdir', 'user-data-dir'], takes: 'value', help: 'folder to make (default: user_data)' },
    { names: ['reset'], takes: 'nothing', help: 'put the sample files back as they were' },
    { names: ['help'], short: 'h', takes: 'nothing', help: 'show this help' },
  ],
  run: async (options: Options) => {
    const folder = userDir(options);
    createUserDir(folder, options['reset'] === true);
    process.stdout.write(`The user folder is ${folder}.\n`);
    return EXIT_OK;
  },
};

/** Makes what is missing; sample files that exist are kept unless `reset`. */
export function createUserDir(folder: string, reset: boolean): void {
  for (const name of USER_FOLDERS) mkdirSync(join(folder, name), { recursive: true });
  const sample = fileURLToPath(new URL('../../../examples/strategies/sample-strategy.ts', import.meta.url));
  const target = join(folder, 'strategies', 'sample-strategy.ts');
  if (reset || !existsSync(target)) copyFileSync(sample, target);
}
