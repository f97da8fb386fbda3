import { COMMANDS as CLIENT_COMMANDS } from '../../../client/src/commands.mjs';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { clientProgram, freqtradeProgram } from '../completion/program.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { UsageError } from '../options.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

export const command: CliCommand = {
  summary: 'Print what makes a shell complete freqtrade and freqtrade-client.',
  positionals: 'bash | zsh | fish',
  options: [
    {
      names: ['help'],
      short: 'h',
      takes: 'nothing',
      help: 'show this help. To use it: source <(freqtrade completion bash), the same in zsh; freqtrade completion fish | source',
    },
  ],
  run: async (options, commands) => {
    const [shell = ''] = options['positionals'] as readonly string[];
    if (!Object.hasOwn(SHELLS, shell)) throw new UsageError(`Name the shell: freqtrade completion ${Object.keys(SHELLS).join(' | ')}.`);
    const programs = [await freqtradeProgram(commands), clientProgram(CLIENT_COMMANDS)];
    process.stdout.write(SHELLS[shell as keyof typeof SHELLS](programs));
    return EXIT_OK;
  },
};
