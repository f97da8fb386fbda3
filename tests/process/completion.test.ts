import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, removeFolder, temporaryFolder, until } from './harness.ts';
import { startTerminal } from './terminal.ts';

/** What the shells themselves make of the completion. */

const folder = temporaryFolder();
const MAIN = join(ROOT, 'src/cli/main.ts');
const isMissing = (shell: string) => process.env['CI'] === undefined && spawnSync('sh', ['-c', `command -v ${shell}`]).status !== 0;
const environment = () => ({ ...process.env, PATH: `${folder}:${process.env['PATH']}`, HOME: folder, XDG_CONFIG_HOME: folder });

/** Lines as they are typed so far, and what must be offered, in any order; what must not be, in a shell that offers more. */
const CASES: [line: string, offered: string[], never?: string[]][] = [
  ['freqtrade tr', ['trade', 'trades-to-ohlcv']],
  ['freqtrade trade --strat', ['--strategy', '--strategy-path']],
  ['freqtrade backtesting --strategy Sam', ['SampleStrategy']],
  ['freqtrade new-strategy --template ', ['full', 'minimal', 'advanced']],
  ['freqtrade download-data --timeframes 1m 15', ['15m']],
  ['freqtrade token cre', ['create']],
  ['freqtrade-client forcee', ['forceenter', 'forceexit']],
  ['freqtrade-client forceenter BTC/USDT l', ['long', 'leverage=']],
  // a side has its place, before and behind which it is none
  ['freqtrade-client forceenter l', ['leverage='], ['long']],
  ['freqtrade-client --config x forceenter BTC/USDT long 100 l', ['limit', 'leverage='], ['long']],
  ['freqtrade-client forceexit a', ['all', 'amount=']],
  ['freqtrade-client --config x forceb', ['forcebuy']],
];

beforeAll(() => {
  const launcher = join(folder, 'freqtrade');
  writeFileSync(launcher, `#!/bin/sh\nexec ${process.execPath} ${MAIN} "$@"\n`);
  chmodSync(launcher, 0o755);
  mkdirSync(join(folder, 'user_data'));
  execFileSync(launcher, ['create-userdir'], { cwd: folder });
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(join(folder, `completion.${shell}`), execFileSync(launcher, ['completion', shell], { cwd: folder }));
});
afterAll(() => removeFolder(folder));

describe('completion', () => {
  it('is asked for by the name of a shell', () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'completion', 'tcsh'], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([64, 'freqtrade: Name the shell: freqtrade completion bash | zsh | fish.\n']);
  });

  it('in bash', () => {
    const script = `source completion.bash
      complete_line() { COMP_WORDS=($1); [[ "$1" != *' ' ]] || COMP_WORDS+=(''); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); "_\${COMP_WORDS[0]//-/_}"; echo "\${COMPREPLY[*]}"; }
      ${CASES.map(([line]) => `complete_line '${line}'`).join('\n')}
      complete -p freqtrade freqtrade-client`;
    const lines = execFileSync('bash', ['-c', script], { cwd: folder, env: environment(), encoding: 'utf8' }).split('\n');
    for (const [index, [line, offered]] of CASES.entries()) expect(lines[index]!.split(' ').sort(), line).toEqual([...offered].sort());
    expect(lines.slice(-3)).toEqual(['complete -F _freqtrade freqtrade', 'complete -F _freqtrade_client freqtrade-client', '']);
  });

  it.skipIf(isMissing('fish'))('in fish', () => {
    const script = `source completion.fish; ${CASES.map(([line]) => `complete -C '${line}'; echo @@`).join('; ')}`;
    const parts = execFileSync('fish', ['-c', script], { cwd: folder, env: environment(), encoding: 'utf8' }).split('@@\n');
    for (const [index, [line, offered, never = []]] of CASES.entries()) {
      // fish tells what a word is behind a tab, and offers what contains the letters, too
      const words = parts[index]!.split('\n').map((text) => text.split('\t')[0]);
      expect(words, line).toEqual(expect.arrayContaining(offered));
      for (const word of never) expect(words, line).not.toContain(word);
    }
  });

  it.skipIf(isMissing('zsh'))('in zsh', async () => {
    const setUp = "PROMPT='> '; autoload -Uz compinit; compinit -u -D; source completion.zsh; LISTMAX=999; print is ready\n";
    writeFileSync(join(folder, 'set-up.zsh'), setUp);
    const shell = startTerminal(['zsh', '-f', '-i'], folder, { PATH: environment().PATH, HOME: folder });
    try {
      shell.type('source set-up.zsh\r');
      await shell.sees(/is ready\n/);
      for (const [line, offered, never = []] of CASES) {
        const before = shell.shown().length;
        shell.type(`${line}\t\t`);
        const whole = offered.length === 1 ? [`${line.slice(0, line.lastIndexOf(' ') + 1)}${offered[0]}`] : offered;
        const shown = () => shell.shown().slice(before);
        await until(async () => whole.every((word) => shown().includes(word)), `${whole.join(', ')} in what is shown:\n${shown()}`);
        for (const word of never) expect(shown().replaceAll(line, ''), line).not.toContain(word);
        // takes the line away again
        shell.type('\x15');
      }
    } finally {
      shell.close();
    }
  });
});
