import type { Follows } from '../options.ts';
import type { KnownOption, Program } from './program.ts';

/** Completion for bash 3.2 or later; needs nothing of the package bash-completion. */
export function bashCompletion(programs: readonly Program[]): string {
  return programs.map(completionOf).join('\n');
}

function completionOf(program: Program): string {
  const { name, options, commands } = program;
  const shell = `_${name.replaceAll('-', '_')}`;
  const cases = commands.map((command) => {
    const words = [...command.options.flatMap(({ spellings }) => spellings), ...command.words].join(' ');
    return `    ${command.name}) words='${words}' ;;`;
  });
  const placed = commands.flatMap((command) =>
    Object.entries(command.placed).map(([place, words]) => `    '${command.name} ${place}') words="$words ${words.join(' ')}" ;;`),
  );
  return `${shell}_values() {
  case "$1 $2" in
${commands.flatMap((command) => valueCases(command.name, command.options)).join('\n')}
${valueCases('', options).join('\n')}
    *) return 1 ;;
  esac
}
${shell}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command='' words='' option='' takes=0 place=1 index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      -*)
        ${shell}_takes "$command" "\${COMP_WORDS[index]}"
        takes=$?
        option="\${COMP_WORDS[index]}"
        ;;
      *)
        if [[ $takes -eq 0 && -z "$command" ]]; then command="\${COMP_WORDS[index]}"
        elif [[ $takes -eq 0 ]]; then place=$((place + 1)); fi
        [[ $takes -eq 2 ]] || takes=0
        ;;
    esac
  done
  if [[ "$current" != -* && $takes -ne 0 ]]; then
    ${shell}_values "$command" "$option"
    return
  fi
  case "$command" in
    '') words='${[...options.flatMap(({ spellings }) => spellings), ...commands.map((command) => command.name)].join(' ')}' ;;
${cases.join('\n')}
  esac
  case "$command $place" in
${placed.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ \${#COMPREPLY[@]} -ne 1 || "\${COMPREPLY[0]}" != *= ]] || compopt -o nospace 2>/dev/null
}
# how many values an option takes: 0, 1, or 2 for any number
${shell}_takes() {
  case "$1 $2" in
${takers(program, true)}) return 2 ;;
${takers(program, false)}) return 1 ;;
  esac
  return 0
}
complete -F ${shell} ${name}
`;
}

/** A pattern for `case`: options that take several values, or those that take one. */
function takers({ options, commands }: Program, isList: boolean): string {
  const found = [{ name: '', options }, ...commands].flatMap((command) =>
    command.options
      .filter((option) => option.value !== null && option.isList === isList)
      .flatMap(({ spellings }) => spellings.map((spelling) => `'${command.name} ${spelling}'`)),
  );
  return `    ${found.length === 0 ? "''" : found.join(' | ')}`;
}

function valueCases(command: string, options: readonly KnownOption[]): string[] {
  return options.flatMap(({ spellings, value }) =>
    value === null ? [] : [`    ${spellings.map((spelling) => `'${command} ${spelling}'`).join(' | ')}) ${reply(value)} ;;`],
  );
}

function reply(value: Follows): string {
  if (value === 'anything') return ':';
  const words =
    value === 'files'
      ? '-f'
      : value === 'folders'
        ? '-d'
        : value === 'strategies'
          ? `-W "$(freqtrade list-strategies --one-column 2>/dev/null)"`
          : `-W '${value.join(' ')}'`;
  const isPath = value === 'files' || value === 'folders';
  return `${isPath ? 'compopt -o filenames 2>/dev/null; ' : ''}COMPREPLY=($(compgen ${words} -- "$current"))`;
}
