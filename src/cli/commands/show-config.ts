import { loadConfig } from '../../config/load.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, type Options } from '../options.ts';
import { configFiles } from '../paths.ts';

export const command: CliCommand = {
  summary: 'Show the configuration as it is after merging, without secrets.',
  options: [...COMMON, { names: ['show-sensitive'], takes: 'nothing', help: 'show secrets too' }],
  run: async (options: Options) => {
    const { config, warnings } = loadConfig({ files: configFiles(options), environment: process.env });
    for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
    const shown = options['show-sensitive'] ? config : withoutSecrets(config as unknown as Record<string, unknown>);
    process.stdout.write(`Your combined configuration is:\n${JSON.stringify(shown, null, 2)}\n`);
    return EXIT_OK;
  },
};

const SENSITIVE: Readonly<Record<string, readonly string[]>> = {
  exchange: ['key', 'api_key', 'secret', 'password', 'uid', 'account_id', 'wallet_address', 'private_key'],
  telegram: ['token', 'chat_id'],
  discord: ['webhook_url'],
  webhook: ['url'],
  api_server: ['password', 'jwt_secret_key', 'ws_token'],
  coingecko: ['api_key'],
};

/** A copy with secrets written as REDACTED. */
export function withoutSecrets(config: Record<string, unknown>): Record<string, unknown> {
  const copy = structuredClone(config);
  for (const [section, keys] of Object.entries(SENSITIVE)) {
    const part = copy[section] as Record<string, unknown> | undefined;
    for (const key of keys) if (part?.[key] !== undefined && part[key] !== null) part[key] = 'REDACTED';
  }
  return copy;
}
