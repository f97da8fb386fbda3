import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { SUMMARIES } from './built-commands.ts';
import { EXIT_NOT_YET } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { NOT_YET } from './commands/not-yet.ts';

/** Spellings of every option of freqtrade 2026.9, by command. */
const OPTIONS = JSON.parse(readFileSync(new URL('../../tests/golden/command-options.json', import.meta.url), 'utf8')) as Record<
  string,
  string[][]
>;

describe.each(Object.entries(OPTIONS))("freqtrade's %s", (name, options) => {
  it('is a command here, with every spelling of its options', async () => {
    expect(Object.keys(COMMANDS)).toContain(name);
    const { command } = await COMMANDS[name]!();
    const known = new Set(
      command.options.flatMap(({ names, short }) => [...names.map((one) => `--${one}`), ...(short === undefined ? [] : [`-${short}`])]),
    );
    expect(options.flat().filter((flag) => flag.startsWith('-') && !known.has(flag))).toEqual([]);
  });
});

describe.each(Object.keys(NOT_YET) as (keyof typeof NOT_YET)[])('%s', (name) => {
  it('says that it is not there yet, and ends with a code of its own', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const code = await NOT_YET[name].run({} as never, COMMANDS);
    const text = written.mock.calls.map(([line]) => String(line)).join('');
    written.mockRestore();
    expect(code).toBe(EXIT_NOT_YET);
    expect(text).toContain(`${name} is not there yet`);
  });
});

it('the help says of each command what the command says of itself', async () => {
  expect(Object.keys(SUMMARIES).sort()).toEqual(Object.keys(COMMANDS).sort());
  for (const [name, summary] of Object.entries(SUMMARIES))
    expect([name, (await COMMANDS[name]!()).command.summary]).toEqual([name, summary]);
});
