import type { Follows } from '../options.ts';
import type { KnownOption, Program } from './program.ts';

/** Completion for zsh: to be sourced after compinit, or put into a folder of $fpath as _freqtrade. */
export function zshCompletion(programs: readonly Program[]): string {
  const names = programs.map(({ name }) => name);
  const dispatch = names.map((name) => `  ${name}) ${shellName(name)}_program "$@" ;;`).join('\n');
  return `#compdef ${names.join(' ')}
${programs.map(completionOf).join('\n')}
_freqtrade_strategies() {
  local -a found
  found=(\${(f)"$(freqtrade list-strategies --one-column 2>/dev/null)"})
  compadd -a found
}
${shellName(programs[0]!.name)}() {
  case "$service" in
${dispatch}
  esac
}
if [ "\${funcstack[1]}" = '_freqtrade' ]; then _freqtrade "$@"; else compdef _freqtrade ${names.join(' ')}; fi
`;
}

function shellName(name: string): string {
  return `_${name.replaceAll('-', '_')}`;
}

function completionOf({ name, options, commands }: Program): string {
  const described = commands.map((command) => `    ${quoted(`${command.name}:${command.summary}`)}`).join('\n');
  const cases = commands.map((command) => {
    // words that end in = go on without a space
    const spaceless = command.words.filter((word) => word.endsWith('='));
    const plain = command.words.filter((word) => !word.endsWith('='));
    const offer = (place: string, words: readonly string[]): string =>
      spaceless.length === 0
        ? `'${place}:word:(${words.join(' ')})'`
        : `'${place}:word:{ compadd -- ${words.join(' ')}; compadd -S "" -- ${spaceless.join(' ')} }'`;
    const placed = Object.entries(command.placed).map(([place, words]) => offer(place, [...plain, ...words]));
    const rest = command.words.length === 0 ? [] : [...placed, offer('*', plain)];
    return `        ${command.name}) _arguments -s ${[...command.options.flatMap(specs), ...rest].join(' ')} ;;`;
  });
  return `${shellName(name)}_program() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
${described}
  )
  _arguments -C ${options.flatMap(specs).join(' ')} '1:command:->command' '*::argument:->argument'
  case "$state" in
    command) _describe command commands ;;
    argument)
      case "\${line[1]}" in
${cases.join('\n')}
      esac
      ;;
  esac
}`;
}

function specs({ spellings, help, value, isList }: KnownOption): string[] {
  const others = isList ? '*' : spellings.length > 1 ? `(${spellings.join(' ')})` : '';
  const text = help.replaceAll(/[[\]]/g, '').replaceAll(':', '\\:');
  return spellings.map((spelling) =>
    quoted(`${others}${spelling}[${text}]${value === null ? '' : `${isList ? ':*-*' : ''}:value:${action(value)}`}`),
  );
}

function action(value: Follows): string {
  switch (value) {
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'strategies':
      return '_freqtrade_strategies';
    case 'anything':
      return ' ';
    default:
      return `(${value.join(' ')})`;
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
