import { nearest } from '../../core/nearest.ts';
import { type CommandContext, type Reply, type TelegramCommand, UsageError } from './command.ts';
import { BOT_COMMANDS } from './commands/bot.ts';
import { RESULT_COMMANDS } from './commands/results.ts';
import { TRADE_COMMANDS } from './commands/trades.ts';
import { bold, escaped } from './text.ts';

const HELP: TelegramCommand = {
  names: ['help'],
  help: 'this list',
  run: async () => ({ text: helpText() }),
};

export const COMMANDS: readonly TelegramCommand[] = [...TRADE_COMMANDS, ...RESULT_COMMANDS, ...BOT_COMMANDS, HELP];

const BY_NAME = new Map(COMMANDS.flatMap((command) => command.names.map((name) => [name, command] as const)));

/** Runs a line such as `/status table`. @throws UsageError when there is no such command, or its arguments don't fit */
export async function runCommand(line: string, context: CommandContext): Promise<Reply> {
  const [first = '', ...args] = line
    .trim()
    .replace(/^\//, '')
    .split(/[\s,]+/);
  // in groups commands are written with the bot's name: /status@my_bot
  const name = first.split('@')[0]!.toLowerCase();
  const command = BY_NAME.get(name);
  if (command === undefined) {
    const guess = nearest(name, [...BY_NAME.keys()]);
    throw new UsageError(`There is no command "/${name}".${guess === null ? ' /help lists them.' : ` Did you mean /${guess}?`}`);
  }
  return command.run(
    context,
    args.filter((arg) => arg !== ''),
  );
}

export function isCommand(line: string): boolean {
  return BY_NAME.has(line.trim().replace(/^\//, '').split(/[\s@]/)[0]!.toLowerCase());
}

function helpText(): string {
  const lines = COMMANDS.map(
    ({ names, usage, help }) =>
      `${bold(names.map((name) => `/${name}`).join(', '))}${usage === undefined ? '' : ` ${escaped(usage)}`}: ${escaped(help)}`,
  );
  return lines.join('\n');
}
