import { NOWHERE } from '../../app/strategies/python-place.ts';
import { listStrategies } from '../../app/strategies/strategy-loader.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, type Options, STRATEGY_FOLDERS } from '../options.ts';
import { knownConfigFiles, strategyFolders, userDir } from '../paths.ts';
import { namedPython, pythonPlace } from '../python-hosting.ts';
import { readConfig } from '../research-options.ts';

export const command: CliCommand = {
  summary: 'List the strategies that can be used.',
  options: [...COMMON, ...STRATEGY_FOLDERS, { names: ['one-column'], short: '1', takes: 'nothing', help: 'names only, one a line' }],
  run: async (options: Options) => {
    const config = knownConfigFiles(options).length === 0 ? null : readConfig(options).config;
    const folders = strategyFolders(options, userDir(options, config?.user_data_dir), config ?? {});
    const place =
      config === null
        ? { ...NOWHERE, python: namedPython(options), userFolder: userDir(options) }
        : pythonPlace(options, config, NOWHERE.runmode);
    const found = await listStrategies(folders, { place, onLog: () => undefined });
    if (found.length === 0) process.stderr.write(`There is no strategy in ${folders.join(', ')}. "freqtrade new-strategy" makes one.\n`);
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
