import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** docs/indicators.md: what strategies may call on columns and frames, with arguments and answers, read from the sources. */

/** A file of src/indicators, by its path in there. */
export interface IndicatorSource {
  readonly file: string;
  readonly text: string;
}

const HEAD = `# Indicators

<!-- Made by "npm run generate" from src/indicators and src/strategy; not to be edited by hand. -->

All of these are imported from \`freqtrade-ts\`. \`frame\` stands for the data frame, or an object with the columns that are needed
(\`{ high, low, close }\`); \`column\` for one of its columns, \`frame.close\` or \`frame.get('…')\`. What has a value may be left out. Behind the
arrow is what comes back: a column, or an object with a column for each name. Periods are in candles; a column is NaN until there are enough.
`;

/** Titles that are not the file's name. */
const TITLES: Readonly<Record<string, string>> = {
  pattern: 'Candlestick patterns',
  hilbert: 'Cycles',
  rsi: 'Relative strength',
  qtpylib: 'Of qtpylib',
};

/** Members that are there for others of this program. */
const NOT_FOR_STRATEGIES: ReadonlySet<string> = new Set(['bytes', 'setOrderFlow', 'takeOver']);

const CLASSES: readonly (readonly [file: string, name: string, title: string])[] = [
  ['src/indicators/column.ts', 'Column', 'Columns of numbers'],
  ['src/indicators/column.ts', 'Mask', 'Columns of truth values'],
  ['src/indicators/column.ts', 'Rolling', 'Windows: `column.rolling(period)`'],
  ['src/strategy/data-frame.ts', 'DataFrame', 'The data frame'],
];

/** @param sources of the modules that have indicators, in the order of the list */
export function indicatorDocument(root: string, sources: readonly IndicatorSource[]): string {
  const parsed = sources.map(({ file, text }) => parse(file, text));
  const classSources = [...new Set(CLASSES.map(([file]) => file)), 'src/core/market/signal-names.ts'].map((file) =>
    parse(file, readFileSync(join(root, file), 'utf8')),
  );
  const types = new Map([...parsed, ...classSources].flatMap((source) => namedTypes(source)));
  const functions = parsed.flatMap((source) => {
    const lines = source.statements.filter(ts.isFunctionDeclaration).flatMap((found) => functionLine(found, types));
    return lines.length === 0 ? [] : [`## ${titleOf(source.fileName)}\n\n${lines.join('\n')}\n`];
  });
  const classes = CLASSES.map(([file, name, title]) => {
    const source = parse(file, readFileSync(join(root, file), 'utf8'));
    const found = source.statements.filter(ts.isClassDeclaration).find((declared) => declared.name?.text === name);
    const lines = found?.members.flatMap((member) => memberLine(name, member, types)) ?? [];
    return `## ${title}\n\n${lines.join('\n')}\n`;
  });
  const text = [...functions, ...classes].join('\n');
  const isNamed = (within: string) => (name: string) => new RegExp(`: (?:[^\`\n]*\\W)?${name}\\b[^\`\n]*\``).test(within);
  const wordsOf = (name: string) => `- \`${name}\`: ${meaning(types.get(name)!)}`;
  const named = [...types.keys()].filter(isNamed(text));
  const within = [...types.keys()].filter(isNamed(named.map(wordsOf).join('\n')));
  const words = [...new Set([...named, ...within])].map(wordsOf).sort();
  return `${HEAD}\n${text}\n## Types of arguments\n\n${words.join('\n')}\n`;
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

function titleOf(file: string): string {
  const name = file.replace(/^.*\//, '').replace('.ts', '');
  const words = name.replaceAll('-', ' ');
  return `${TITLES[name] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`}${file.includes('technical/') ? ' (technical)' : ''}`;
}

type TypeNode = ts.TypeAliasDeclaration | ts.InterfaceDeclaration;

function namedTypes(source: ts.SourceFile): [string, TypeNode][] {
  const found = source.statements.filter((node) => ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node));
  return found.map((node) => [node.name.text, node]);
}

function functionLine(node: ts.FunctionDeclaration, types: ReadonlyMap<string, TypeNode>): string[] {
  const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
  const comment = commentOf(node);
  if (!isExported || node.body === undefined || comment.includes('@internal')) return [];
  return [line(node.name?.text ?? '', node, types, comment)];
}

function memberLine(of: string, member: ts.ClassElement, types: ReadonlyMap<string, TypeNode>): string[] {
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];
  const comment = commentOf(member);
  if (member.name === undefined || !ts.isIdentifier(member.name) || comment.includes('@internal')) return [];
  if (NOT_FOR_STRATEGIES.has(member.name.text)) return [];
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  if (modifiers.some(({ kind }) => hidden.includes(kind))) return [];
  const isStatic = modifiers.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  const name = `${isStatic ? `${of}.` : ''}${member.name.text}`;
  if (ts.isMethodDeclaration(member)) return [line(name, member, types, comment)];
  if (!(ts.isGetAccessor(member) || ts.isPropertyDeclaration(member)) || member.type === undefined) return [];
  return [`- \`${name}\` → ${answer(member.type, types)}${comment === '' ? '' : `. ${comment}`}`];
}

function line(
  name: string,
  node: ts.FunctionDeclaration | ts.MethodDeclaration,
  types: ReadonlyMap<string, TypeNode>,
  comment: string,
): string {
  const given = node.parameters.map((parameter) => parameterText(parameter, types)).join(', ');
  const back = node.type === undefined ? '' : ` → ${answer(node.type, types)}`;
  return `- \`${name}(${given})\`${back}${comment === '' ? '' : `. ${comment}`}`;
}

/** A parameter as it is written: `period = 14`, `type: AverageType = 'sma'`, `frame` for what is taken of one. */
function parameterText(
  { name, type, initializer, questionToken, dotDotDotToken }: ts.ParameterDeclaration,
  types: ReadonlyMap<string, TypeNode>,
): string {
  const typed = type === undefined ? '' : oneLine(type.getText());
  if (isOfFrame(type, types)) return 'frame';
  const word = ts.isObjectBindingPattern(name) ? 'options' : `${dotDotDotToken === undefined ? '' : '...'}${name.getText()}`;
  const isPlain = typed === '' || (typed === 'Column' && word === 'column') || (typed === 'number' && initializer !== undefined);
  const shown = isPlain ? word : `${word}${questionToken === undefined ? '' : '?'}: ${typed}`;
  return initializer === undefined ? shown : `${shown} = ${oneLine(initializer.getText())}`;
}

/** Whether a type is that of some columns of a frame. */
function isOfFrame(type: ts.TypeNode | undefined, types: ReadonlyMap<string, TypeNode>): boolean {
  if (type === undefined) return false;
  if (ts.isTypeLiteralNode(type)) return type.members.every((member) => /: Column;?$/.test(member.getText()));
  const text = type.getText();
  if (/^(?:Prices|(?:Pick|Omit)<Prices\b.*)$/.test(text)) return true;
  const of = types.get(text);
  return of !== undefined && ts.isTypeAliasDeclaration(of) && isOfFrame(of.type, types) && /Prices|open|high/.test(of.type.getText());
}

/** What comes back, in words. */
function answer(node: ts.TypeNode, types: ReadonlyMap<string, TypeNode>): string {
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    if (name === 'Column') return 'a column';
    if (name === 'Mask') return 'a mask';
  }
  const members = membersOf(node, types);
  if (members !== null) return `\`{ ${members.join(', ')} }\``;
  return `\`${oneLine(node.getText())}\``;
}

/** Names of the members of an object's type; null for another. */
function membersOf(node: TypeNode | ts.TypeNode, types: ReadonlyMap<string, TypeNode>): string[] | null {
  if (ts.isTypeReferenceNode(node)) {
    const of = types.get(node.typeName.getText());
    return of === undefined ? null : membersOf(of, types);
  }
  if (ts.isTypeAliasDeclaration(node)) return membersOf(node.type, types);
  if (ts.isIntersectionTypeNode(node)) {
    const parts = node.types.map((part) => membersOf(part, types));
    return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
  }
  if (!(ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node))) return null;
  return node.members.map((member) => member.name?.getText() ?? '');
}

function meaning(node: TypeNode): string {
  const comment = commentOf(node);
  const text = ts.isTypeAliasDeclaration(node)
    ? node.type.getText()
    : `{ ${node.members.map((member) => member.getText().replace(/;$/, '')).join('; ')} }`;
  const keys = /^(?:keyof typeof (\w+)|\(typeof (\w+)\)\[number\])$/
    .exec(text)
    ?.slice(1)
    .find((name) => name !== undefined);
  if (keys !== undefined)
    return `${keysOfConst(node.getSourceFile(), keys)
      .map((key) => `\`'${key}'\``)
      .join(', ')}${comment === '' ? '' : `. ${comment}`}`;
  const shown = oneLine(text.replaceAll(/\/\*\*[\s\S]*?\*\//g, '').replaceAll('readonly ', '')).replace(/^\| /, '');
  return `\`${shown}\`${comment === '' ? '' : `. ${comment}`}`;
}

/** Keys of an object, or texts of a list, that a file declares. */
function keysOfConst(source: ts.SourceFile, name: string): string[] {
  const declared = source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations]);
  const value = declared.find((one) => one.name.getText() === name)?.initializer;
  const literal = value !== undefined && ts.isAsExpression(value) ? value.expression : value;
  if (literal === undefined) return [];
  if (ts.isArrayLiteralExpression(literal)) return literal.elements.map((element) => element.getText().replaceAll("'", ''));
  return ts.isObjectLiteralExpression(literal) ? literal.properties.map((property) => property.name?.getText() ?? '') : [];
}

/** The text above a declaration, on one line. */
function commentOf(node: ts.Node): string {
  const doc = ts.getLeadingCommentRanges(node.getSourceFile().text, node.getFullStart())?.at(-1);
  const text = doc === undefined ? '' : node.getSourceFile().text.slice(doc.pos, doc.end);
  if (!text.startsWith('/**')) return '';
  const plain = oneLine(
    text
      .replace(/^\/\*\*/, '')
      .replace(/\*\/$/, '')
      .replaceAll(/^\s*\*/gm, ''),
  );
  return plain
    .replaceAll(/@param (\w+)/g, '`$1`:')
    .replaceAll(/([^.])\s+Source:/g, '$1. Source:')
    .replaceAll('@returns', 'Returns')
    .replaceAll('@throws', 'Throws');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
