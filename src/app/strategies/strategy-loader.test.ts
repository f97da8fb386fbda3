import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pythonFiles } from './strategy-loader.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
const GOOD = `import { type DataFrame, Strategy } from 'freqtrade-ts';
export class NAME extends Strategy {
  override timeframe = '5m';
  override minimalRoi = { 0: 0.1 };
  override stoploss = -0.1;
  override populateIndicators(frame: DataFrame): DataFrame { return frame; }
  override populateEntryTrend(frame: DataFrame): DataFrame { return frame; }
  override populateExitTrend(frame: DataFrame): DataFrame { return frame; }
}
`;

/** Strategies are loaded by Node itself, so this is tried in a process of its own. */
function list(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'strategies-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return execFileSync(
    process.execPath,
    [join(ROOT, 'src/cli/main.ts'), 'list-strategies', '--strategy-path', folder, '--userdir', folder],
    { encoding: 'utf8' },
  );
}

/** Why a strategy is not loaded. */
function refusal(name: string, files: Record<string, string>, environment: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'strategies-'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const script = `import { loadStrategy } from ${JSON.stringify(join(ROOT, 'src/app/strategies/strategy-loader.ts'))};
    await loadStrategy(${JSON.stringify(name)}, [${JSON.stringify(folder)}]).catch((error) => process.stdout.write(error.message));`;
  return execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
}

/** What a strategy is like once it is loaded. @param config stands above it @param asked its attributes, as an array or object of them */
function loaded(name: string, text: string, config: object, asked: string): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'strategies-'));
  writeFileSync(join(folder, 'one.ts'), text);
  const attributes = asked.replaceAll(/\w+/g, (word) => `strategy.${word}`);
  const script = `import { loadStrategy } from ${JSON.stringify(join(ROOT, 'src/app/strategies/strategy-loader.ts'))};
    const { strategy } = await loadStrategy(${JSON.stringify(name)}, [${JSON.stringify(folder)}], ${JSON.stringify(config)});
    process.stdout.write(JSON.stringify(${attributes}));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], { encoding: 'utf8' }));
}

/** What is said of answers that are none, with their places. */
function places(name: string, files: Record<string, string>, members: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'strategies-'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const from = (path: string) => JSON.stringify(join(ROOT, path));
  const script = `import { loadStrategy } from ${from('src/app/strategies/strategy-loader.ts')};
    import { sourceLine } from ${from('src/bot/source-line.ts')};
    import { askStrategy } from ${from('src/strategy/guard.ts')};
    const { strategy } = await loadStrategy(${JSON.stringify(name)}, [${JSON.stringify(folder)}]);
    for (const member of ${JSON.stringify(members)}) askStrategy(strategy, member, {}, null, (error) => console.log(sourceLine(error)));`;
  const said = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], { encoding: 'utf8' });
  return said
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(`${folder}/`, ''));
}

describe('strategy files', () => {
  it('are named with the line of the member that answers what it may not, and of what throws', () => {
    const [head = '', body = ''] = GOOD.split('  override timeframe');
    const files = {
      'base.ts': `${head.replace('NAME', 'Common')}  customExit(): unknown { return 5; }\n  override timeframe${body}`,
      'one.ts': `import { Common } from './base.ts';
/** class One is not here. */
class Other { customRoi() {} }
export class One extends Common {
  customRoi = () => 'much';
  customStoploss(
  ) { throw new Error('no stop'); }
  get leverage() { return () => '3'; }
}
`,
    };
    expect(places('One', files, ['customExit', 'customRoi', 'customStoploss', 'leverage'])).toEqual([
      ' (base.ts:3: customExit(): unknown { return 5; })',
      " (one.ts:5: customRoi = () => 'much';)",
      " (one.ts:7:13: ) { throw new Error('no stop'); })",
      " (one.ts:8: get leverage() { return () => '3'; })",
    ]);
  });
  it('load as they are, types and all', () => {
    expect(list({ 'good.ts': GOOD.replace('NAME', 'Good') })).toMatch(/Good +OK/);
  });
  it('are looked for folder by folder, in links, too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'strategies-'));
    const [last, first] = [join(folder, 'a'), join(folder, 'b')];
    for (const made of [last, first]) mkdirSync(made);
    writeFileSync(join(last, 'mine.py'), '');
    writeFileSync(join(first, 'two.py'), '');
    symlinkSync(join(last, 'mine.py'), join(first, 'linked.py'));
    symlinkSync(join(last, 'gone.py'), join(first, 'broken.py'));
    symlinkSync(last, join(first, 'folder.py'));
    expect(pythonFiles([first, last])).toEqual([join(first, 'linked.py'), join(first, 'two.py'), join(last, 'mine.py')]);
  });

  it('are missing, are there twice, or have a class that is not exported', () => {
    const python = 'class OldIdea(IStrategy):\n    timeframe = "5m"\n';
    const both = { 'old.py': python, 'good.ts': GOOD.replace('NAME', 'Good') };
    expect(refusal('Goood', both)).toMatch(/^No strategy "Goood".*Did you mean "Good"\? There are: Good, OldIdea\.$/);
    expect(refusal('Good', { ...both, 'good.py': python.replace('OldIdea', 'Good') })).toMatch(
      /^There are two strategies Good: .*good\.ts and .*good\.py\./,
    );
    expect(refusal('Shy', { 'shy.ts': GOOD.replace('export class NAME', 'class Shy') })).toMatch(/shy\.ts has it, but does not export it/);
    expect(refusal('Any', {})).toMatch(/^No strategy "Any" in .*Make one with "freqtrade new-strategy"\.$/);
  });
  it('in Python need a Python with freqtrade, which is said in one sentence', () => {
    const python = 'from freqtrade.strategy import IStrategy\nclass OldIdea(IStrategy):\n    timeframe = "5m"\n';
    const bare = mkdtempSync(join(tmpdir(), 'python-'));
    expect(refusal('OldIdea', { 'old.py': python }, { PATH: bare, VIRTUAL_ENV: '' })).toMatch(/there is none: name one with --python PATH/);
    execFileSync('python3', ['-m', 'venv', '--without-pip', bare]);
    expect(refusal('OldIdea', { 'old.py': python }, { VIRTUAL_ENV: bare })).toBe(
      `Python strategies need freqtrade as a library, and ${bare}/bin/python3 lacks the package "freqtrade": ${bare}/bin/python3 -m pip install freqtrade==2026.9`,
    );
  });
  it('tell where their own code has thrown, and what stands there', () => {
    const text = list({
      'bad.ts': GOOD.replace('NAME', 'Bad').replace("override timeframe = '5m';", 'override timeframe = String(undefined!.x);'),
    });
    expect(text).toMatch(/Bad can't be made: .* \(.*bad\.ts:3:\d+: override timeframe = String\(undefined!\.x\);\)/);
  });
  it('that are wrong are explained with file and line', () => {
    const text = list({
      'enumerated.ts': `enum A { B }\n${GOOD.replace('NAME', 'Enumerated')}`,
      'throwing.ts': `${GOOD.replace('NAME', 'Throwing')}\nthrow new Error('on purpose');\n`,
      'foreign.ts': 'class Other {}\nexport class Foreign extends Other {}\n',
      'incomplete.ts': GOOD.replace('NAME', 'Incomplete').replace('override stoploss = -0.1;', ''),
    });
    expect(text).toMatch(/Enumerated +FAILED .*enumerated\.ts.*const object in place of an enum/);
    expect(text).toMatch(/Throwing +FAILED .*throwing\.ts:11: on purpose \(throw new Error\('on purpose'\);\)/);
    expect(text).toMatch(/Foreign +FAILED .*must extend Strategy/);
    expect(text).toMatch(/Incomplete +FAILED .*must set stoploss/);
  });
  it('that only declare an attribute are told that this sets nothing', () => {
    const declared = GOOD.replace('NAME', 'Declared');
    const both = { 'declared.ts': declared.replace("override timeframe = '5m'", 'declare timeframe: string') };
    expect(refusal('Declared', both)).toMatch(
      /Declared must set timeframe\. "declare timeframe" states a type and sets nothing: write "override timeframe = …"/,
    );
    const set = { 'declared.ts': declared.replace('override timeframe', 'declare timeframe') };
    expect(refusal('Declared', set)).toMatch(/declared\.ts:3: .*\(declare timeframe = '5m';\)\. Leave out "declare"/);
    const empty = {
      'declared.ts': declared.replace("override timeframe = '5m';", "override timeframe = '5m'; override trailingStop: boolean;"),
    };
    expect(refusal('Declared', empty)).toMatch(/trailingStop has no value: give it one, or leave its line out\.$/);
  });
  it('may leave to the configuration what it sets, and see it', () => {
    const plain = GOOD.replace('NAME', 'Plain').replace("override timeframe = '5m';", '').replace('override minimalRoi = { 0: 0.1 };', '');
    expect(refusal('Plain', { 'plain.ts': plain })).toMatch(/Plain must set timeframe\.$/);
    const config = { timeframe: '1h', stoploss: -0.03, trailing_stop: true, max_open_trades: 7, use_exit_signal: false };
    const seen = loaded(
      'Plain',
      plain,
      config,
      '[timeframe, minimalRoi, stoploss, trailingStop, maxOpenTrades, useExitSignal, exitProfitOnly]',
    );
    expect(seen).toEqual(['1h', {}, -0.03, true, 7, false, false]);
  });
  it('make protections of their parameters in a function, not in a getter that would never be asked', () => {
    const rules = `[{ method: 'CooldownPeriod', stop_duration_candles: this.protectionPause.value }]`;
    const own = GOOD.replace('NAME', 'Own').replace(
      'override stoploss',
      `buyParams = {}; protectionParams = { protectionPause: 7 };
  protectionPause = new IntParameter(1, 9, { default: 2 });
  override protections = () => ${rules};
  override stoploss`,
    );
    const text = own.replace('{ type', '{ IntParameter, type');
    expect(loaded('Own', text, {}, '[protections()]')).toEqual([[{ method: 'CooldownPeriod', stop_duration_candles: 7 }]]);
    const hidden = text.replace(`override protections = () => ${rules};`, `get protections() { return ${rules}; }`);
    expect(refusal('Own', { 'own.ts': hidden })).toMatch(
      /Own: "get protections\(\)" is never asked, write "override protections = \(\) => \[ … \]"\.$/,
    );
  });
});
