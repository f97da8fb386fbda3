import { listLosses } from '../../app/strategies/loss-loader.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { LOSS_PATH, lossFolders } from '../hyperopt-options.ts';
import { COMMON } from '../options.ts';
import { userDir } from '../paths.ts';

export const command: CliCommand = {
  summary: 'List the loss functions for hyperopt.',
  options: [...COMMON, LOSS_PATH, { names: ['one-column'], short: '1', takes: 'nothing', help: 'names only, one a line' }],
  run: async (options) => {
    const found = await listLosses(lossFolders(options, userDir(options)));
    if (options['one-column'] === true) {
      process.stdout.write(found.map(({ name }) => `${name}\n`).join(''));
      return EXIT_OK;
    }
    const width = Math.max(...found.map(({ name }) => name.length));
    const line = (name: string, status: string, place: string): string => `${name.padEnd(width)}  ${status.padEnd(6)}  ${place}\n`;
    process.stdout.write(line('name', 'status', 'location'));
    for (const { name, location, problem } of found)
      process.stdout.write(line(name, problem === null ? 'OK' : 'FAILED', problem ?? location));
    return EXIT_OK;
  },
};
