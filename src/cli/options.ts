import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../core/nearest.ts';

/** The command line was wrong; the message says what to write. */
export class UsageError extends Error {
  readonly code = 'USAGE_ERROR';
}

/** What may follow on the command line: paths, names of strategies, some fixed words, or anything. */
export type Follows = 'files' | 'folders' | 'strategies' | 'anything' | readonly string[];

/** One option: its spellings as freqtrade has them, and what it takes. */
export interface OptionSpec {
  /** Long names without dashes, the first is the key. */
  readonly names: readonly string[];
  readonly short?: string;
  /** `values`: one each time it is given; `words`: everything up to the next option. */
  readonly takes: 'value' | 'values' | 'words' | 'nothing';
  readonly help: string;
  /** What a shell completes after it; of names that several commands have, `completion/program.ts` knows. */
  readonly follows?: Follows;
  /** What it belongs to, where that is not built: known, and refused by name. */
  readonly waitsFor?: string;
}

export const COMMON: readonly OptionSpec[] = [
  { names: ['verbose'], short: 'v', takes: 'nothing', help: 'show more of what happens' },
  { names: ['no-color'], takes: 'nothing', help: 'without colours; the output has none' },
  { names: ['logfile', 'log-file'], takes: 'value', help: 'also write the log to this file' },
  {
    names: ['config'],
    short: 'c',
    takes: 'values',
    help: 'configuration file, - for standard input; may be given several times, later ones win (default: user_data/config.json, else config.json)',
  },
  { names: ['datadir', 'data-dir'], short: 'd', takes: 'value', help: 'folder with candle data' },
  { names: ['userdir', 'user-data-dir'], takes: 'value', help: 'folder for strategies, data and results (default: user_data)' },
  { names: ['version'], short: 'V', takes: 'nothing', help: 'show the version' },
  { names: ['help'], short: 'h', takes: 'nothing', help: 'show this help' },
];

/** Where strategies are looked for. */
export const STRATEGY_FOLDERS: readonly OptionSpec[] = [
  { names: ['strategy-path'], takes: 'value', help: 'another folder to look for strategies in' },
  { names: ['recursive-strategy-search'], takes: 'nothing', help: 'look for strategies in the folders inside, too' },
  { names: ['python'], takes: 'value', help: 'the Python that strategies in Python run with' },
];

const FREQAI = 'FreqAI';

export const STRATEGY: readonly OptionSpec[] = [
  { names: ['strategy'], short: 's', takes: 'value', help: 'name of the strategy class' },
  ...STRATEGY_FOLDERS,
  { names: ['freqaimodel'], takes: 'value', help: 'model for FreqAI; not yet', waitsFor: FREQAI },
  { names: ['freqaimodel-path'], takes: 'value', help: 'another folder to look for models in; not yet', waitsFor: FREQAI },
];

export const FREQAI_BACKTEST: OptionSpec = {
  names: ['freqai-backtest-live-models'],
  takes: 'nothing',
  help: 'backtest with models made while trading; not yet',
  waitsFor: FREQAI,
};

export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** @throws UsageError that names the option and its nearest known spelling */
export function parseOptions(args: readonly string[], specs: readonly OptionSpec[], takesWords = false): Options {
  const config: NonNullable<ParseArgsConfig['options']> = {};
  const keys = new Map<string, string>();
  for (const spec of specs) {
    spec.names.forEach((name, index) => {
      config[name] = {
        type: spec.takes === 'nothing' ? 'boolean' : 'string',
        ...(spec.takes === 'values' || spec.takes === 'words' ? { multiple: true } : {}),
        ...(index === 0 && spec.short !== undefined ? { short: spec.short } : {}),
      };
      keys.set(name, spec.names[0]!);
    });
  }
  let values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  let words: readonly string[];
  try {
    ({ values, positionals: words } = parseArgs({
      args: spelledOut(args, specs),
      options: config,
      allowPositionals: takesWords,
      strict: true,
    }));
  } catch (error) {
    const typed = /'-{1,2}([\w-]+)/.exec((error as Error).message)?.[1] ?? '';
    const guess = nearest(typed, keys.keys());
    throw new UsageError(
      `${(error as Error).message.split('. To specify')[0]}${guess === null || keys.has(typed) ? '' : ` Did you mean --${guess}?`}`,
    );
  }
  for (const { names, waitsFor } of specs) {
    if (waitsFor !== undefined && names.some((name) => values[name] !== undefined))
      throw new UsageError(`--${names[0]!}: ${waitsFor} is not there yet. Leave the option out.`);
  }
  const named = Object.entries(values).map(([name, value]) => [keys.get(name) ?? name, value]);
  return { ...Object.fromEntries(named), ...(takesWords ? { positionals: words } : {}) } as Options;
}

/** What the parser takes: `--pairs A B` as `--pairs A --pairs B`, and a number below nothing with its option: `-n -1` as `-n-1`. */
function spelledOut(args: readonly string[], specs: readonly OptionSpec[]): string[] {
  const takes = new Map(
    specs.flatMap((spec) =>
      [...spec.names.map((name) => `--${name}`), ...(spec.short === undefined ? [] : [`-${spec.short}`])].map(
        (name) => [name, spec.takes] as const,
      ),
    ),
  );
  const result: string[] = [];
  /** Whose values these are, and whether one has come. */
  let option: string | null = null;
  let isFirst = false;
  for (const arg of args) {
    const isBelowNothing = option !== null && !takes.has(arg) && /^-\.?\d/.test(arg) && Number.isFinite(Number(arg));
    if (arg.startsWith('-') && arg !== '-' && !isBelowNothing) {
      const kind = takes.get(arg);
      option = kind === undefined || kind === 'nothing' ? null : arg;
      isFirst = true;
      result.push(arg);
      continue;
    }
    const isFollowed = option !== null && takes.get(option) === 'words';
    if (option !== null && isBelowNothing) {
      if (isFirst) result.pop();
      result.push(`${option}${option.startsWith('--') ? '=' : ''}${arg}`);
    } else {
      if (option !== null && isFollowed && !isFirst) result.push(option);
      result.push(arg);
    }
    isFirst = false;
    if (!isFollowed) option = null;
  }
  return result;
}

const HELP_COLUMN = 44;

export function optionsHelp(specs: readonly OptionSpec[]): string {
  return specs
    .map((spec) => {
      const names = [...(spec.short === undefined ? [] : [`-${spec.short}`]), ...spec.names.map((name) => `--${name}`)].join(', ');
      const option = `  ${names}${spec.takes === 'nothing' ? '' : ` ${spec.names[0]!.toUpperCase()}`}`;
      // a long one has a line of its own
      return option.length < HELP_COLUMN
        ? `${option.padEnd(HELP_COLUMN)} ${spec.help}`
        : `${option}\n${' '.repeat(HELP_COLUMN)} ${spec.help}`;
    })
    .join('\n');
}
