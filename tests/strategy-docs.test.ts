import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** docs/strategy.md and docs/porting.md beside the types: all that a strategy has is in them, and their examples compile. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What a strategy in a process of its own answers to its host with; nobody writes it. */
const FOR_THE_HOST: ReadonlySet<string> = new Set([
  ...['entersUnconfirmed', 'endsByFailedRoi', 'ordersAtNoPrice', 'beginAnalysis', 'analysePairs', 'rowsKnown', 'onRulesMoved'],
  ...['otherCandles', 'otherFrame', 'recorded', 'isSample', 'page', 'onRecorded'],
]);

/** Names of the public members of classes and interfaces in a file. */
function membersIn(path: string, wanted: readonly string[]): string[] {
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
  const names: string[] = [];
  source.forEachChild((node) => {
    if (!(ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) || !wanted.includes(node.name?.text ?? '')) return;
    for (const member of node.members) {
      const isHidden = ts.canHaveModifiers(member)
        ? ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.ProtectedKeyword || kind === ts.SyntaxKind.PrivateKeyword)
        : false;
      const isInternal = /@internal/.test(member.getFullText().slice(0, member.getLeadingTriviaWidth()));
      if (!isHidden && !isInternal && member.name !== undefined && ts.isIdentifier(member.name)) names.push(member.name.text);
    }
  });
  return names;
}

it('every attribute, callback and query of a strategy stands in docs/strategy.md', () => {
  const text = read('docs/strategy.md');
  const words = new Set(text.match(/[A-Za-z_]\w*/g));
  const members = [
    ...membersIn('src/strategy/strategy.ts', ['Strategy', 'TradeContext', 'EntryContext', 'OrderPriceContext', 'Informative']),
    ...membersIn('src/strategy/data-provider.ts', ['DataProvider', 'Snapshot']),
    ...membersIn('src/strategy/trade-records.ts', ['TradeRecords', 'TradeFilter']),
    ...membersIn('src/strategy/wallets.ts', ['Wallets']),
    ...membersIn('src/strategy/pair-locks.ts', ['PairLocks']),
    ...membersIn('src/strategy/data-frame.ts', ['DataFrame']).filter((name) => !['setOrderFlow', 'takeOver'].includes(name)),
    ...membersIn('src/core/market/order-flow.ts', ['CandleFlow', 'FlowLevel', 'FlowImbalance']),
    ...membersIn('src/indicators/column.ts', ['Column', 'Mask', 'Rolling']).filter((name) => !['bytes', 'at'].includes(name)),
  ];
  expect(members.length).toBeGreaterThan(150);
  expect(members.filter((name) => !words.has(name) && !FOR_THE_HOST.has(name))).toEqual([]);
});

it('every function that strategies may import stands there, or with its arguments and answer among the indicators', async () => {
  const words = new Set(`${read('docs/strategy.md')}${read('docs/indicators.md')}`.match(/[A-Za-z_]\w*/g));
  const exported = Object.keys(await import('../src/index.ts'));
  expect(exported.length).toBeGreaterThan(130);
  expect(exported.filter((name) => !words.has(name))).toEqual([]);
  const indicators = Object.entries(await import('../src/indicators/index.ts')).flatMap(([name, value]) =>
    typeof value === 'function' && /^[a-z]/.test(name) ? [name] : [],
  );
  expect(indicators.length).toBeGreaterThan(130);
  const lines = read('docs/indicators.md').split('\n');
  const told = (name: string) => lines.find((line) => line.startsWith(`- \`${name}(`));
  expect(indicators.filter((name) => !/^- `\w+\(.+\)` → .{5,}/.test(told(name) ?? ''))).toEqual([]);
});

it('its examples compile as a strategy file does', () => {
  const documents = ['docs/strategy.md', 'docs/protections.md'].map(read).join('\n');
  const blocks = [...documents.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
  expect(blocks.length).toBeGreaterThan(3);
  const planted = "import { type DataFrame, rsi } from 'freqtrade-ts';\nexport const wrong = (frame: DataFrame) => rsi(frame, 14);\n";
  const files = new Map([...blocks, planted].map((code, index) => [join(ROOT, `docs/example-${index}.ts`), code]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    types: [],
    paths: { 'freqtrade-ts': [join(ROOT, 'src/index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  host.readFile = (path) => files.get(path) ?? readFile.call(host, path);
  host.getSourceFile = (path, target, ...more) => {
    const code = files.get(path);
    return code === undefined ? getSourceFile.call(host, path, target, ...more) : ts.createSourceFile(path, code, target);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const problems = [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  });
  const found = problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('\n')[0]);
  // the mistake that was planted, and no other
  expect(found).toEqual([expect.stringContaining("'DataFrame' is not assignable to parameter of type 'Column'")]);
});

it('docs/porting.md names no member and no function that is not there', async () => {
  const exported = new Set(Object.keys(await import('../src/index.ts')));
  const known = new Set([
    ...membersIn('src/strategy/strategy.ts', ['Strategy', 'TradeContext']),
    ...membersIn('src/strategy/data-provider.ts', ['DataProvider']),
    ...membersIn('src/strategy/trade-records.ts', ['TradeRecords']),
    ...membersIn('src/strategy/wallets.ts', ['Wallets']),
    ...membersIn('src/strategy/pair-locks.ts', ['PairLocks']),
    ...membersIn('src/strategy/data-frame.ts', ['DataFrame']),
    ...membersIn('src/indicators/column.ts', ['Column', 'Mask', 'Rolling']),
    ...membersIn('src/core/trade/trade.ts', ['Trade', 'Order']),
    ...membersIn('src/core/market/order-flow.ts', ['CandleFlow', 'FlowLevel']),
    ...[
      'informative',
      'value',
      'log',
      'macd',
      'dp',
      'trades',
      'wallets',
      'config',
      'populate',
      'timeframe',
      'space',
      'default',
      'range',
      'length',
      'values',
      'others',
      'kind',
      'abs',
      'totalRatio',
      'getUTCHours',
      'getUTCDay',
      'map',
      'at',
    ],
  ]);
  const ours = [...read('docs/porting.md').matchAll(/^\| .*? \| (.*) \|$/gm)].map(([, cell = '']) => cell.replaceAll(/'[^']*'/g, "''"));
  expect(ours.length).toBeGreaterThan(50);
  const methods = ours.flatMap((cell) => [...cell.matchAll(/\.([a-z]\w*)/g)].map(([, name = '']) => name));
  expect(methods.filter((name) => !known.has(name) && name !== 'seen' && name !== 'buyRsi')).toEqual([]);
  const functions = ours.flatMap((cell) => [...cell.matchAll(/(?<![.\w])([a-z]\w*)\(/g)].map(([, name = '']) => name));
  const overridden = functions.filter((name) => !exported.has(name) && !known.has(name));
  expect(overridden).toEqual([]);
});
