import { newSecret } from '../../app/new-secret.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';

export const command: CliCommand = {
  summary: 'Print a new random secret for password, jwt_secret_key or ws_token.',
  options: [{ names: ['help'], short: 'h', takes: 'nothing', help: 'show this help' }],
  run: async () => {
    process.stdout.write(`${newSecret()}\n`);
    return EXIT_OK;
  },
};
