import { BREAKDOWNS } from '../../backtest/statistics/breakdown.ts';
import { CANDLE_TYPES, DATA_FORMATS } from '../../data/candle-files.ts';
import { SUPPORTED } from '../../exchange/facts.ts';
import type { CommandTable } from '../command.ts';
import type { Follows, OptionSpec } from '../options.ts';

export interface KnownOption {
  /** With their dashes. */
  readonly spellings: readonly string[];
  readonly help: string;
  /** Null where it takes no value. */
  readonly value: Follows | null;
  /** Whether several values may follow. */
  readonly isList: boolean;
}

export interface KnownCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly KnownOption[];
  /** Words that may follow the command without a dash. */
  readonly words: readonly string[];
  /** Words that may stand at one place only, counted from 1 behind the command. */
  readonly placed: Readonly<Record<number, readonly string[]>>;
}

/** A program as a shell can complete it. */
export interface Program {
  readonly name: string;
  readonly options: readonly KnownOption[];
  readonly commands: readonly KnownCommand[];
}

const TIMEFRAMES = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w', '1M'];
const FORMATS = [...DATA_FORMATS];

const FOLLOWS: Readonly<Record<string, Follows>> = {
  'analysis-csv-path': 'folders',
  'analysis-groups': ['0', '1', '2', '3', '4', '5'],
  'backtest-directory': 'folders',
  'backtest-filename': 'files',
  breakdown: [...BREAKDOWNS],
  cache: ['none', 'day', 'week', 'month'],
  'candle-types': [...CANDLE_TYPES],
  config: 'files',
  'data-format-ohlcv': FORMATS,
  'data-format-trades': FORMATS,
  datadir: 'folders',
  exchange: [...SUPPORTED],
  export: ['trades', 'signals', 'none'],
  'export-csv': 'files',
  'format-from': FORMATS,
  'format-to': FORMATS,
  'freqaimodel-path': 'folders',
  'hyperopt-filename': 'files',
  'hyperopt-path': 'folders',
  logfile: 'files',
  'lookahead-analysis-exportfilename': 'files',
  'pairs-file': 'files',
  scope: ['read', 'trade', 'admin'],
  strategy: 'strategies',
  'strategy-list': 'strategies',
  'strategy-path': 'folders',
  template: ['full', 'minimal', 'advanced'],
  timeframe: TIMEFRAMES,
  'timeframe-detail': TIMEFRAMES,
  timeframes: TIMEFRAMES,
  'trading-mode': ['spot', 'margin', 'futures'],
  'ui-zip': 'files',
  userdir: 'folders',
};

const HELP: KnownOption = { spellings: ['-h', '--help'], help: 'show help', value: null, isList: false };
const VERSION: KnownOption = { spellings: ['-V', '--version'], help: 'show the version', value: null, isList: false };

/** `freqtrade` itself. */
export async function freqtradeProgram(table: CommandTable): Promise<Program> {
  const commands = Object.entries(table).map(async ([name, load]): Promise<KnownCommand> => {
    const { command } = await load();
    return {
      name,
      summary: command.summary,
      // a new strategy has a name that is not there yet
      options: command.options.map((option) => known(option, name === 'new-strategy' ? { strategy: 'anything' } : {})),
      words: command.positionals?.split(' | ') ?? [],
      placed: {},
    };
  });
  return { name: 'freqtrade', options: [HELP, VERSION], commands: await Promise.all(commands) };
}

function known({ names, short, takes, help, follows }: OptionSpec, over: Readonly<Record<string, Follows>>): KnownOption {
  const name = names[0]!;
  return {
    spellings: [...(short === undefined ? [] : [`-${short}`]), ...names.map((spelling) => `--${spelling}`)],
    help,
    value: takes === 'nothing' ? null : (follows ?? over[name] ?? FOLLOWS[name] ?? 'anything'),
    isList: takes === 'words',
  };
}

interface ClientCommand {
  readonly help: string;
  readonly parameters?: readonly { readonly name: string }[];
}

/** What parameters of the client may be. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  side: ['long', 'short'],
  order_type: ['limit', 'market'],
  ordertype: ['limit', 'market'],
  tradeid: ['all'],
};

/** `freqtrade-client`, from its own table of commands. */
export function clientProgram(commands: Readonly<Record<string, ClientCommand>>): Program {
  const json: KnownOption = { spellings: ['--json'], help: 'the answer as JSON', value: null, isList: false };
  const own = [
    { name: 'help', summary: 'List the commands.', options: [], words: [], placed: {} },
    { name: 'watch', summary: 'Show messages as they come.', options: [json], words: [], placed: {} },
  ];
  return {
    name: 'freqtrade-client',
    options: [
      { spellings: ['-c', '--config'], help: 'configuration with an api_server section', value: 'files', isList: false },
      json,
      { spellings: ['--show'], help: 'list the commands', value: null, isList: false },
      HELP,
      VERSION,
    ],
    commands: [
      ...Object.entries(commands).map(
        ([name, { help, parameters = [] }]): KnownCommand => ({
          name,
          summary: help,
          options: [json],
          words: parameters.map((parameter) => `${parameter.name}=`),
          placed: Object.fromEntries(
            parameters.flatMap((parameter, index) => (VALUES[parameter.name] === undefined ? [] : [[index + 1, VALUES[parameter.name]!]])),
          ),
        }),
      ),
      ...own,
    ],
  };
}
