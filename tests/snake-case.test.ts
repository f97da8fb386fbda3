import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snakeCaseNames } from './snake-case.ts';

/** snake_case is the language of the edges: what is read from others or written for them. Everything else speaks camelCase. */

const ROOT = join(import.meta.dirname, '..');

/** Rooms and files that speak to somebody else, and to whom. */
const EDGES: readonly (readonly [path: string, to: string])[] = [
  ['src/wire/', 'clients of the API: its shapes'],
  ['src/api/access/', 'clients of the API and the files of its tokens'],
  ['src/api/calls/', 'clients of the API'],
  ['src/api/http/', 'clients of the API'],
  ['src/api/present/', 'clients of the API'],
  ['src/api/stream/', 'listeners of messages'],
  ['src/notify/', 'Telegram, webhooks'],
  ['src/config/', 'the configuration'],
  ['src/bot/settings.ts', 'the configuration and the strategy: the one reader of both in the bot'],
  ['src/app/fresh-config.ts', 'the configuration that is written'],
  ['src/app/frequi.ts', 'the answers of GitHub'],
  ['src/app/research/', 'the configuration, results'],
  ['src/app/trading/', 'the configuration'],
  ['src/cli/', 'the configuration, completions'],
  ['src/core/protections/protection-rules.ts', 'the configuration: names of parameters'],
  ['src/pairlists/handlers/', 'the configuration: names of parameters'],
  ['src/pairlists/parameter.ts', 'the configuration: names of parameters'],
  ['src/strategy/', 'strategies: freqtrade’s names of order types and parameters, and those that are refused'],
  ['src/app/strategies/', 'the configuration'],
  ['src/python/', 'strategies in Python: freqtrade’s names of methods and attributes'],
  ['src/data/', 'files of candles: Arrow and Parquet for pandas'],
  ['src/database/', 'tables'],
  ['src/exchange/facts.ts', 'freqtrade’s table of exchanges'],
  ['src/exchange/traits/', 'the exchanges’ own answers'],
  ['src/simulator/', 'the exchanges’ own answers'],
  ['src/research/results/', 'result files'],
  ['src/research/tables/', 'result files'],
  ['src/research/tasks/', 'the configuration of a task, result files'],
  ['src/research/hyperopt/', 'freqtrade’s files of a search'],
  ['src/research/sweep/', 'files of a sweep: freqtrade’s figures and parameters'],
  ['src/research/report/', 'result files: what a report says'],
];

const sources = execFileSync('git', ['ls-files', 'src'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));

describe('snake_case', () => {
  const speaking = sources.map((path) => ({ path, names: snakeCaseNames(join(ROOT, path)) })).filter(({ names }) => names.length > 0);

  it('is spoken at the edges only', () => {
    const inside = speaking.filter(({ path }) => !EDGES.some(([edge]) => path.startsWith(edge)));
    expect(inside.map(({ path, names }) => `${path}: ${names.join(', ')}`)).toEqual([]);
  });

  it('is allowed nowhere that has none', () => {
    expect(EDGES.filter(([edge]) => !speaking.some(({ path }) => path.startsWith(edge))).map(([edge]) => edge)).toEqual([]);
  });

  it('is seen wherever a name is given: planted ones are found', () => {
    const planted = `
      interface A { first_name: string; second_name(): void }
      class B { third_name = 1; fourth_name() {} }
      const fifth_name = 1;
      const o = { fifth_name, sixth_name: 1, 'seventh_name': 2, eighth_name() {}, fine: a.not_ours, FINE_TOO: 1 };
    `;
    expect(snakeCaseNames('planted.ts', planted)).toEqual([
      ...['first_name', 'second_name', 'third_name', 'fourth_name', 'fifth_name', 'sixth_name', 'seventh_name', 'eighth_name'],
    ]);
  });
});
