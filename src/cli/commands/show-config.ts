import { loadConfig } from '../../config/load.ts';
import { withoutSecrets } from '../../config/secrets.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, type Options } from '../options.ts';
import { configFiles } from '../paths.ts';

export const command: CliCommand = {
  summary: 'Show the configuration as it is after merging, without secrets.',
  options: [...COMMON, { names: ['show-sensitive'], takes: 'nothing', help: 'show secrets too' }],
  run: async (options: Options) => {
    const { config, warnings } = loadConfig({ files: configFiles(options), environment: process.env });
    for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
    const shown = options['show-sensitive'] ? config : withoutSecrets(config);
    process.stdout.write(`Your combined configuration is:\n${JSON.stringify(shown, null, 2)}\n`);
    return EXIT_OK;
  },
};
