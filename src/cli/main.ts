import { growAsStarted, growFreely } from '../app/process/heap.ts';
import { hearThreads } from '../app/process/last-net.ts';
import { sourceLine } from '../bot/source-line.ts';
import { nearest } from '../core/nearest.ts';
import { reasonWithStack } from '../core/reason.ts';
import { redact } from '../log/redaction.ts';
import { SUMMARIES } from './built-commands.ts';
import { EXIT_CONFIG, EXIT_CRASH, EXIT_OK, EXIT_USAGE } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { optionsHelp, parseOptions, UsageError } from './options.ts';

/** Errors a person can mend; shown without a stack. */
const PLAIN_ERRORS = new Set([
  'CONFIGURATION_ERROR',
  'QUEUE_ADDRESS_ERROR',
  'STRATEGY_LOAD_ERROR',
  'DATABASE_ERROR',
  'OPERATIONAL_EXCEPTION',
  'STRATEGY_ERROR',
  'CANDLE_FILE_ERROR',
  'PYTHON_ERROR',
  'STRATEGY_GONE',
  'UNUSABLE_ANSWER',
]);

async function help(): Promise<string> {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length)) + 1;
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(width)} ${SUMMARIES[name] ?? (await load()).command.summary}`),
  );
  return `usage: freqtrade <command> [options]\n\ncommands:\n${lines.join('\n')}\n\n"freqtrade <command> --help" shows a command's options.\n`;
}

async function showVersion(): Promise<number> {
  const { VERSION } = await import('../api/calls/version.ts');
  process.stdout.write(`freqtrade-ts ${VERSION}\n`);
  return EXIT_OK;
}

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await help());
    return name === undefined ? EXIT_USAGE : EXIT_OK;
  }
  if (name === '--version' || name === '-V') return showVersion();
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    const guess = nearest(name, Object.keys(COMMANDS));
    throw new UsageError(
      `There is no command "${name}".${guess === null ? '' : ` Did you mean "${guess}"?`} "freqtrade --help" lists them.`,
    );
  }
  growFreely();
  const { command } = await load();
  growAsStarted();
  const options = parseOptions(args, command.options, command.positionals !== undefined);
  if (options['version']) return showVersion();
  if (options['help']) {
    process.stdout.write(
      `usage: freqtrade ${name}${command.positionals === undefined ? '' : ` ${command.positionals}`} [options]\n\n${command.summary}\n\noptions:\n${optionsHelp(command.options)}\n`,
    );
    return EXIT_OK;
  }
  hearThreads((text) => process.stderr.write(`freqtrade: ${text}\n`));
  return command.run(options, COMMANDS);
}

// a console that is gone is no reason to end: what is written to it is lost
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

main().then(
  (code) => {
    // a library's forgotten socket must not keep an ended program alive
    process.stdout.write('', () => process.exit(code));
  },
  (error: unknown) => {
    const code = error instanceof Error ? (error as { code?: string }).code : undefined;
    const message = redact(error instanceof Error ? error.message : reasonWithStack(error));
    const stack = redact(reasonWithStack(error));
    if (error instanceof UsageError) {
      process.stderr.write(`freqtrade: ${message}\n`);
      process.exitCode = EXIT_USAGE;
    } else if (code !== undefined && PLAIN_ERRORS.has(code)) {
      process.stderr.write(`freqtrade: ${message}${code === 'STRATEGY_ERROR' ? sourceLine(error) : ''}\n`);
      process.exitCode = EXIT_CONFIG;
    } else {
      process.stderr.write(`freqtrade: ${stack}\n`);
      process.exitCode = EXIT_CRASH;
    }
    process.exit();
  },
);
