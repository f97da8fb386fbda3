import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, type Options, STRATEGY_FOLDERS } from '../options.ts';
import { strategyFolders, userDir } from '../paths.ts';
import { listStrategies } from '../strategy-loader.ts';

export const command: CliCommand = {
  summary: 'List the strategies that can be used.',
  options: [...COMMON, ...STRATEGY_FOLDERS, { names: ['one-column'], short: '1', takes: 'nothing', help: 'names only, one a line' }],
  run: async (options: Options) => {
    const found = await listStrategies(strategyFolders(options, userDir(options)));
    if (options['one-column']) {
      process.stdout.write(found.map(({ name }) => `${name}\n`).join(''));
      return EXIT_OK;
    }
    const width = Math.max(4, ...found.map(({ name }) => name.length));
    const line = (name: string, status: string, path: string) => `${name.padEnd(width)}  ${status.padEnd(6)}  ${path}\n`;
    process.stdout.write(line('name', 'status', 'location'));
    for (const { name, path, problem } of found) process.stdout.write(line(name, problem === null ? 'OK' : 'FAILED', problem ?? path));
    return EXIT_OK;
  },
};
