import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The recipes of CONTRIBUTING.md, followed to the letter in a copy of the tree that is thrown away. */

const ROOT = join(import.meta.dirname, '..');
const PEERS = process.env['FREQTRADE_PEERS'] ?? join(ROOT, '.cache/peers');
const COPIED = [
  'src',
  'client',
  'scripts',
  'docs',
  'kernels/dist',
  'tests/fakes',
  'tests/process/harness.ts',
  'tests/golden',
  'tests/peers/indicators.py',
];
const COPIED_FILES = [
  'package.json',
  'vitest.config.ts',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.pure.json',
  'tsconfig.node.json',
  'tsconfig.pure-tests.json',
];
/** Recordings that no recipe looks at. */
const LEFT_OUT = /tests\/golden\/(backtest|candles|databases)$|\.json\.gz$|docs\/images$/;

interface Block {
  readonly path: string;
  /** The line that it goes below; null for a new file. */
  readonly below: string | null;
  readonly text: string;
}

/** What a recipe tells to write. */
function blocksOf(title: string): Block[] {
  const whole = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const section = whole.split(/^### /m).find((part) => part.startsWith(title));
  if (section === undefined) throw new Error(`CONTRIBUTING.md has no recipe "${title}".`);
  return [...section.matchAll(/^```ts (\S+)(?: below="(.*)")?\n([\s\S]*?)^```$/gm)].map(([, path = '', below = null, text = '']) => ({
    path,
    below,
    text,
  }));
}

describe('a newcomer who follows the recipe for', () => {
  const copy = mkdtempSync(join(tmpdir(), 'recipes-'));
  const node = (...words: string[]) =>
    execFileSync(process.execPath, words, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  /** What a few lines print as JSON, run in the copy. */
  const asked = (lines: string): unknown => JSON.parse(node('--input-type=module-typescript', '-e', lines));
  const read = (path: string) => readFileSync(join(copy, path), 'utf8');

  beforeAll(() => {
    for (const path of [...COPIED, ...COPIED_FILES])
      cpSync(join(ROOT, path), join(copy, path), { recursive: true, filter: (from) => !LEFT_OUT.test(from) });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  /** Writes the recipe's files, and brings the lists up to date. @returns how many files it took */
  function follow(title: string): number {
    const blocks = blocksOf(title);
    for (const { path, below, text } of blocks) {
      const file = join(copy, path);
      mkdirSync(dirname(file), { recursive: true });
      if (below === null) {
        expect(existsSync(file), path).toBe(false);
        writeFileSync(file, text);
        continue;
      }
      const parts = readFileSync(file, 'utf8').split(`${below}\n`);
      expect(parts, `${path}: ${below}`).toHaveLength(2);
      writeFileSync(file, `${parts[0]}${below}\n${text}${parts[1]}`);
    }
    node('scripts/generate.ts');
    return new Set(blocks.map(({ path }) => path)).size;
  }

  /** Runs tests in the copy. */
  function passes(...words: string[]): void {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', '--cache=false', '--reporter=dot', ...words],
      { cwd: copy, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' }, timeout: 100_000 },
    );
    expect(status, `${stdout}${stderr}`.slice(-4000)).toBe(0);
  }

  it('a pairlist handler has one that chooses, that a configuration may name, and that forms and documents know', () => {
    expect(follow('A pairlist handler')).toBe(2);
    passes('src/pairlists/handlers/first-letter.test.ts');
    const config = {
      ...{ stake_currency: 'USDT', stake_amount: 100, dry_run: true, exchange: { name: 'binance', pair_whitelist: ['BTC/USDT'] } },
      pairlists: [{ method: 'StaticPairList' }, { method: 'FirstLetterFilter', letter: 'E' }],
    };
    const told = asked(`
      import { validate } from './src/config/validate.ts';
      import { presentHandler } from './src/api/present/pairlist-handler.ts';
      import { ALL_HANDLERS } from './src/pairlists/all-handlers.ts';
      const { config } = validate(${JSON.stringify(config)}, new Map(), 'config.json', 'trade');
      const form = ALL_HANDLERS.map(presentHandler).find(({ name }) => name === 'FirstLetterFilter');
      console.log(JSON.stringify([config.pairlists.length, form.params.letter.default]));`);
    expect(told).toEqual([2, 'B']);
    expect(read('docs/pairlists.md')).toContain('### FirstLetterFilter');
    expect(read('src/config/checked-config.ts')).toContain("'FirstLetterFilter'");
  });

  it('a protection has one that locks, and that the document knows', () => {
    expect(follow('A protection')).toBe(2);
    passes('src/core/protections/rules/losing-streak.test.ts');
    expect(read('docs/protections.md')).toContain(
      '## LosingStreak\n\nLocks a pair whose last trades were all lost.\n\n- `trade_limit` (`3`)',
    );
  });

  it('an indicator has one that strategies may import, and that equals what is recorded', () => {
    expect(follow('An indicator')).toBe(2);
    const [, words = ''] = /record\.py (indicator [^\n]+)\n/.exec(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')) ?? [];
    const [, name = '', expression = ''] = /^indicator (\S+) "(.*)"$/.exec(words) ?? [];
    const python = join(PEERS, 'bin/python');
    if (existsSync(python))
      execFileSync(python, ['tests/golden/record.py', 'indicator', name, expression], { cwd: copy, encoding: 'utf8' });
    else recordByHand(copy);
    passes('src/indicators/midrange.test.ts');
    expect(asked(`import { midrange } from './src/index.ts'; console.log(typeof midrange === 'function')`)).toBe(true);
  });

  it('a command has one that runs, and that stands in help and completion', () => {
    expect(follow('A command')).toBe(2);
    passes('src/cli/commands/candle-length.test.ts');
    expect(node('src/cli/main.ts', 'candle-length', '-i', '1h')).toBe('3600 seconds\n');
    expect(node('src/cli/main.ts', '--help')).toMatch(/candle-length +Tell how long a candle is\./);
    expect(node('src/cli/main.ts', 'candle-length', '--help')).toContain('--unit');
    expect(node('src/cli/main.ts', 'completion', 'bash')).toMatch(/'candle-length --unit'\).*seconds minutes/);
  });

  it('an endpoint has one that answers by its scope, is in the OpenAPI document, and in the client', () => {
    expect(follow('An endpoint')).toBe(3);
    passes('src/api/calls/open-pairs.test.ts');
    const operation = asked(`
      import { openApiDocument } from './src/api/http/openapi.ts';
      console.log(JSON.stringify(openApiDocument().paths['/api/v1/open_pairs'].get))`) as { operationId: string; responses: object };
    expect(operation.operationId).toBe('open_pairs');
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '401', '503']));
    expect(read('client/src/calls.mjs')).toContain("open_pairs: ['GET', '/open_pairs', [], 'none', false]");
    expect(read('client/src/api-types.d.mts')).toMatch(/open_pairs\(options\?: CallOptions\): Promise</);
    expect(node('client/bin/freqtrade-client.mjs', 'help')).toContain('open_pairs\n\tPairs of the open trades.');
  });

  it('an exchange has one whose orders are placed, found and told apart', () => {
    expect(follow('An exchange')).toBe(2);
    passes('src/exchange/ccxt/live-orders.test.ts', '-t', 'orders on bitrue');
  });
});

/** What `record.py` would have recorded, where there is no pandas. */
function recordByHand(copy: string): void {
  const lines = `
    import { prices } from './tests/golden/recorded.ts';
    const { high, low } = prices();
    const rows = Array.from(high.values, (_value, row) =>
      row < 19 ? null : (Math.max(...high.values.slice(row - 19, row + 1)) + Math.min(...low.values.slice(row - 19, row + 1))) / 2);
    console.log(JSON.stringify({ outputs: { real: rows } }))`;
  const recorded = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', lines], { cwd: copy, encoding: 'utf8' });
  mkdirSync(join(copy, 'tests/golden/indicators'), { recursive: true });
  writeFileSync(join(copy, 'tests/golden/indicators/midrange.json'), recorded);
}
