import { createInterface } from 'node:readline/promises';
import { hashPassword } from '../../api/access/password.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { UsageError } from '../options.ts';

export const command: CliCommand = {
  summary: 'Print the hash of a password, to stand in api_server.password in its place.',
  options: [{ names: ['help'], short: 'h', takes: 'nothing', help: 'show this help; the password is read from standard input' }],
  run: async () => {
    const lines = createInterface({ input: process.stdin });
    process.stderr.write('Password: ');
    const { value, done } = await lines[Symbol.asyncIterator]().next();
    lines.close();
    if (done || value === '') throw new UsageError('No password was given.');
    process.stdout.write(`${hashPassword(value)}\n`);
    return EXIT_OK;
  },
};
