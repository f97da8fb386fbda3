import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { programFile } from '../../scripts/program.mjs';
import { flagsOf } from '../../scripts/setup.mjs';
import { loadConfig } from '../../src/config/load.ts';
import { ROOT, removeFolder, temporaryFolder } from './harness.ts';

/** Programs that set-up has bundled: that they are what runs, that they are as the sources, and that they never outlive them. */

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));

it('is what runs once set-up is through', () => {
  for (const file of ['src/cli/main.ts', 'src/cli/demo.ts', 'src/simulator/main.ts'])
    expect(programFile(file)).toMatch(/node_modules\/\.freqtrade-ts\/bundles\/\w+\/[\w-]+\.mjs$/);
});

it.each(['trade', 'webserver', 'backtesting', 'list-strategies'])('lets Node use the compiled code of its own modules: %s', (command) => {
  const script = `require('node:zlib');
const { compiledWithCache, compiledWithoutCache } = require('internal/test/binding').internalBinding('builtins').getCacheUsage();
console.log(JSON.stringify([compiledWithCache.size > 0, [...compiledWithoutCache]]));`;
  const args = [...flagsOf([command]), '--expose-internals', '-e', script];
  expect(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: 'pipe' }))).toEqual([true, []]);
});

it('names the sources where something goes wrong', () => {
  const library = join(dirname(programFile('src/cli/main.ts')), 'index.mjs');
  const script = `const { rsi } = await import(${JSON.stringify(pathToFileURL(library).href)}); try { rsi(null, 14); } catch (error) { console.log(error.stack); }`;
  const stack = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const [, file = '', line] = /\n {4}at (?:\w+ \()?file:\/\/(\S+?):(\d+):\d+\)?\n/.exec(stack) ?? [];
  expect(file, stack).toContain(`${ROOT.replace(/\/$/, '')}/src/indicators/`);
  expect(readFileSync(file, 'utf8').split('\n')[Number(line) - 1], stack).toMatch(/\w/);
  expect(stack).not.toContain('bundles');
  expect(stack).toMatch(/^TypeError: .*null/);
});

it('knows the classes that strategies extend, and says where they fail', () => {
  const strategies = join(folder, 'strategies');
  mkdirSync(strategies);
  const strategy = (name: string, line: string) => `import { Strategy, type DataFrame } from 'freqtrade-ts';
export class ${name} extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 0: 1 };
  override stoploss = -0.1;
  ${line}
  override populateIndicators = (frame: DataFrame) => frame;
  override populateEntryTrend = (frame: DataFrame) => frame;
  override populateExitTrend = (frame: DataFrame) => frame;
}
`;
  writeFileSync(join(strategies, 'sound.ts'), strategy('Sound', 'override startupCandleCount = 5;'));
  writeFileSync(join(strategies, 'failing.ts'), strategy('Failing', 'override startupCandleCount = Number(nowhere.x);'));
  writeFileSync(join(strategies, 'torn.ts'), strategy('Torn', 'override startupCandleCount = 5 5;'));
  const args = ['list-strategies', '--strategy-path', strategies, '--userdir', folder];
  const { stdout } = spawnSync(process.execPath, [programFile('src/cli/main.ts'), ...args], { encoding: 'utf8' });
  expect(stdout).toMatch(/Sound +OK/);
  expect(stdout).toMatch(
    /failing\.ts: .*nowhere is not defined \(.*failing\.ts:6:\d+: override startupCandleCount = Number\(nowhere\.x\);\)/,
  );
  expect(stdout).toMatch(/torn\.ts:6: .*override startupCandleCount = 5 5;/);
});

it('keeps what was compiled for the next run of a command, and does without where that is damaged', () => {
  const made = dirname(programFile('src/cli/main.ts'));
  const copy = join(dirname(made), `copy-${process.pid}`);
  cpSync(made, copy, { recursive: true, filter: (path) => !path.endsWith('.code') });
  const run = (...args: string[]) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(copy, 'cli-main.mjs'), ...args], { encoding: 'utf8' });
    expect(stderr).toBe('');
    return { stdout, status };
  };
  const kept = () => readdirSync(copy).filter((name) => name.endsWith('.code'));
  try {
    run('list-timeframes', '--help');
    expect(kept()).toEqual([]);
    const first = run('list-timeframes', '--exchange', 'binance');
    expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining('5m') });
    expect(kept()).toEqual([expect.stringMatching(/^cli-main-list-timeframes-\w+\.code$/)]);
    const file = join(copy, kept()[0]!);
    const code = readFileSync(file);
    expect(run('list-timeframes', '--exchange', 'binance')).toEqual(first);
    for (const damaged of [code.subarray(0, code.length / 2), Buffer.from('nothing of the kind'), Buffer.alloc(0)]) {
      writeFileSync(file, damaged);
      expect(run('list-timeframes', '--exchange', 'binance')).toEqual(first);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

it('complains of a configuration in the words of the sources', () => {
  const path = join(folder, 'config.json');
  const [wrongTypes, wrongValues] = [
    { max_open_trades: 'three', exchange: { name: 5, pair_whitelist: 'BTC/USDT' }, api_server: { listen_ip_address: '1.2.3' } },
    { stake_amount: 'much', api_server: { jwt_secret_key: 'ä', listen_port: 1 }, pairlists: [{ method: 'NoPairList' }], fee: -1 },
  ];
  for (const wrong of [wrongTypes, wrongValues, { max_open_trade: 3 }, { exchange: {} }]) {
    writeFileSync(path, JSON.stringify(wrong));
    const { stderr } = spawnSync(process.execPath, [programFile('src/cli/main.ts'), 'show-config', '-c', path], { encoding: 'utf8' });
    let said = '';
    try {
      loadConfig({ files: [path], environment: {} });
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain('config.json');
    expect(stderr).toBe(`freqtrade: ${said}\n`);
  }
});

describe('a source that has changed since', () => {
  const root = join(folder, 'checkout');
  const source = join(root, 'src/cli/main.ts');
  const bundles = join(root, 'node_modules/.freqtrade-ts/bundles');
  const LONG_AGO = new Date('2026-01-01T00:00:00Z');
  const call = (text: string): string => {
    const script = `import * as program from ${JSON.stringify(pathToFileURL(join(root, 'scripts/program.mjs')).href)}; ${text}`;
    return execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).trim();
  };
  const running = () => call("console.log(program.programFile('src/cli/main.ts'))");
  const made = join(bundles, 'one/cli-main.mjs');

  beforeEach(() => {
    rmSync(root, { recursive: true, force: true });
    for (const path of ['scripts', 'src/cli']) mkdirSync(join(root, path), { recursive: true });
    copyFileSync(join(ROOT, 'scripts/program.mjs'), join(root, 'scripts/program.mjs'));
    mkdirSync(join(bundles, 'one'), { recursive: true });
    writeFileSync(made, '');
    writeFileSync(source, 'const a = 1;');
    utimesSync(source, LONG_AGO, LONG_AGO);
    call("program.writeStamp('one', ['src/cli/main.ts'], Date.now())");
  });

  it('runs as it is', () => {
    expect(running()).toBe(made);
    writeFileSync(source, 'const a = 2;');
    expect(running()).toBe(source);
  });

  it('and only if it has: a time alone says nothing, and is remembered', () => {
    utimesSync(source, new Date('2026-02-02T00:00:00Z'), new Date('2026-02-02T00:00:00Z'));
    expect(running()).toBe(made);
    expect(readFileSync(join(bundles, 'made-of.json'), 'utf8')).toContain(String(Date.parse('2026-02-02T00:00:00Z') / 1000));
  });

  it('is seen within the second in which it was bundled', () => {
    writeFileSync(source, 'const a = 3;');
    call("program.writeStamp('one', ['src/cli/main.ts'], Date.now())");
    writeFileSync(source, 'const a = 4;');
    expect(running()).toBe(source);
  });

  it('or is gone, leaves no program of before', () => {
    rmSync(source);
    expect(running()).toBe(source);
  });

  it('leaves the programs that still run where they are', async () => {
    for (const name of ['two', 'three', 'four']) mkdirSync(join(bundles, name));
    writeFileSync(join(bundles, 'two/cli-main.mjs'), "console.log('runs'); setInterval(() => undefined, 1000);");
    const bot = spawn(process.execPath, [join(bundles, 'two/cli-main.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(bot.stdout, 'data');
    for (const name of ['one', 'two', 'three']) utimesSync(join(bundles, name), LONG_AGO, LONG_AGO);
    call("program.removeOldBundles('one')");
    expect(readdirSync(bundles).sort()).toEqual(['four', 'made-of.json', 'one', 'two']);
    bot.kill();
    await once(bot, 'exit');
    call("program.removeOldBundles('one')");
    expect(readdirSync(bundles).sort()).toEqual(['four', 'made-of.json', 'one']);
  });
});
