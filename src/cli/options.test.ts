import { describe, expect, it } from 'vitest';
import { type OptionSpec, parseOptions, UsageError } from './options.ts';

const SPECS: readonly OptionSpec[] = [
  { names: ['index'], short: 'n', takes: 'value', help: '' },
  { names: ['max-total-profit'], takes: 'value', help: '' },
  { names: ['config'], short: 'c', takes: 'values', help: '' },
  { names: ['spaces'], takes: 'words', help: '' },
  { names: ['one-column'], short: '1', takes: 'nothing', help: '' },
];

describe('options of the command line', () => {
  it('take numbers below nothing, as any other', () => {
    expect(parseOptions(['-n', '-3', '--max-total-profit', '-.5'], SPECS)).toMatchObject({ index: '-3', 'max-total-profit': '-.5' });
    expect(parseOptions(['-n-3', '--max-total-profit=-50'], SPECS)).toMatchObject({ index: '-3', 'max-total-profit': '-50' });
    expect(parseOptions(['--spaces', '-2', 'buy', '-1.5', 'sell', '-n', '-1e-3'], SPECS)).toMatchObject({
      spaces: ['-2', 'buy', '-1.5', 'sell'],
      index: '-1e-3',
    });
  });

  it('that are called like a number stay options', () => {
    expect(parseOptions(['--spaces', 'buy', '-1', '-n', '2'], SPECS)).toMatchObject({ spaces: ['buy'], 'one-column': true, index: '2' });
  });

  it('with nothing behind them, or another option, are refused', () => {
    for (const args of [['-n'], ['-n', '--spaces', 'buy'], ['-n', '-x'], ['-5'], ['--config', 'a.json', '-5']])
      expect(() => parseOptions(args, SPECS), args.join(' ')).toThrow(UsageError);
  });

  it('that take one value each time are given several times', () => {
    expect(parseOptions(['-c', 'a.json', '--config', 'b.json', '--spaces', 'buy', 'sell', '--spaces', 'roi'], SPECS)).toMatchObject({
      config: ['a.json', 'b.json'],
      spaces: ['buy', 'sell', 'roi'],
    });
  });
});
