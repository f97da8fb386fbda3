import type { Follows } from '../options.ts';
import type { KnownOption, Program } from './program.ts';

/** Completion for fish: to be sourced, or put into ~/.config/fish/completions/freqtrade.fish. */
export function fishCompletion(programs: readonly Program[]): string {
  return `${AFTER}${PLACE}${programs.map(completionOf).join('\n')}`;
}

/** Whether the last option is one of these: fish itself knows no option with several values. */
const AFTER = `function __freqtrade_after
    set -l last
    for token in (commandline -opc)
        string match -q -- '-*' $token; and set last $token
    end
    contains -- "$last" $argv
end
`;

/** The place of the word that is typed now, behind a command; words with a = say themselves which they are. */
const PLACE = `function __freqtrade_place
    set -l tokens (commandline -opc)
    set -l command (contains -i -- $argv[1] $tokens); or return 1
    set -l place 1
    for token in $tokens[$command..-1]
        string match -q -r -- '^-|=' $token; or set place (math $place + 1)
    end
    # the command itself was counted
    test (math $place - 1) -eq $argv[2]
end
`;

function completionOf({ name, options, commands }: Program): string {
  const names = commands.map((command) => command.name).join(' ');
  const none = `not __fish_seen_subcommand_from ${names}`;
  const lines = [
    `complete -c ${name} -f`,
    ...options.map((option) => optionLine(name, none, option)),
    ...commands.flatMap((command) => {
      const within = `__fish_seen_subcommand_from ${command.name}`;
      return [
        `complete -c ${name} -n ${quoted(none)} -a ${command.name} -d ${quoted(command.summary)}`,
        ...command.options.map((option) => optionLine(name, within, option)),
        ...command.options.flatMap((option) => furtherValues(name, within, option)),
        ...(command.words.length === 0 ? [] : [`complete -c ${name} -n ${quoted(within)} -a ${quoted(command.words.join(' '))}`]),
        ...Object.entries(command.placed).map(
          ([place, words]) =>
            `complete -c ${name} -n ${quoted(`__freqtrade_place ${command.name} ${place}`)} -a ${quoted(words.join(' '))}`,
        ),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function optionLine(program: string, condition: string, { spellings, help, value }: KnownOption): string {
  const named = spellings.map((spelling) => (spelling.startsWith('--') ? `-l ${spelling.slice(2)}` : `-s ${spelling.slice(1)}`));
  return `complete -c ${program} -n ${quoted(condition)} ${named.join(' ')}${value === null ? '' : ` ${argument(value)}`} -d ${quoted(help)}`;
}

function furtherValues(program: string, within: string, { spellings, value, isList }: KnownOption): string[] {
  if (!isList || value === null || value === 'anything') return [];
  const condition = `${within}; and __freqtrade_after ${spellings.join(' ')}`;
  return [`complete -c ${program} -n ${quoted(condition)} ${argument(value).replace('-x ', '')}`];
}

function argument(value: Follows): string {
  switch (value) {
    case 'files':
      return '-r -F';
    case 'folders':
      return "-x -a '(__fish_complete_directories)'";
    case 'strategies':
      return "-x -a '(freqtrade list-strategies --one-column 2>/dev/null)'";
    case 'anything':
      return '-x';
    default:
      return `-x -a ${quoted(value.join(' '))}`;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", `\\'`)}'`;
}
