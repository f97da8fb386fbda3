import { mkdirSync } from 'node:fs';
import { openApiTokens } from '../../api/access/api-tokens.ts';
import { dateText } from '../../api/present/dates.ts';
import type { Scope } from '../../wire/answers/access.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, type Options, UsageError } from '../options.ts';
import { userDir } from '../paths.ts';

const SCOPES: readonly Scope[] = ['read', 'trade', 'admin'];

export const command: CliCommand = {
  summary: 'API tokens for programs: token create | list | revoke.',
  positionals: 'create | list | revoke',
  options: [
    ...COMMON.filter(({ names }) => ['userdir', 'help'].includes(names[0]!)),
    { names: ['name'], takes: 'value', help: 'create: what the token is for' },
    { names: ['scope'], takes: 'value', help: 'create: read, trade (read and trade) or admin (default: read)' },
    { names: ['days'], takes: 'value', help: 'create: how many days it is valid (default: for ever)' },
    { names: ['id'], takes: 'value', help: 'revoke: number of the token, as list shows it' },
  ],
  run: async (options) => {
    const folder = userDir(options);
    mkdirSync(folder, { recursive: true });
    const tokens = openApiTokens(folder, (message) => process.stderr.write(`Warning: ${message}\n`));
    const [action, argument] = options['positionals'] as readonly string[];
    switch (action) {
      case 'create': {
        const { token, id } = tokens.create(
          { name: String(options['name'] ?? argument ?? 'unnamed'), scope: scopeOf(options), days: daysOf(options) },
          Date.now(),
        );
        process.stderr.write(`Token ${id}. It is shown once; a running bot takes it at once.\n`);
        process.stdout.write(`${token}\n`);
        return EXIT_OK;
      }
      case 'list': {
        for (const { id, scope, createdAt, expiresAt, lastUsed, name } of tokens.list()) {
          const until = expiresAt === null ? 'for ever' : `until ${dateText(expiresAt)}`;
          process.stdout.write(
            `${id}  ${scope.padEnd(5)}  made ${dateText(createdAt)}  ${until}  ${lastUsed === null ? '' : `used ${dateText(lastUsed)}  `}${name}\n`,
          );
        }
        return EXIT_OK;
      }
      case 'revoke': {
        const id = String(options['id'] ?? argument ?? '');
        if (!tokens.revoke(id)) throw new UsageError(`There is no token "${id}". "freqtrade token list" shows them.`);
        process.stdout.write(`Token ${id} is revoked.\n`);
        return EXIT_OK;
      }
      default:
        throw new UsageError('Say what to do: freqtrade token create | list | revoke.');
    }
  },
};

function scopeOf(options: Options): Scope {
  const scope = String(options['scope'] ?? 'read') as Scope;
  if (!SCOPES.includes(scope)) throw new UsageError(`--scope "${scope}" is none of ${SCOPES.join(', ')}.`);
  return scope;
}

function daysOf(options: Options): number | null {
  if (options['days'] === undefined) return null;
  const days = Number(options['days']);
  if (!Number.isInteger(days) || days < 1) throw new UsageError(`--days "${String(options['days'])}" is not a number of days.`);
  return days;
}
