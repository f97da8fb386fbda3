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

/** Files whose exports are passed on, and that have no functions. */
const CLASSES: readonly (readonly [file: string, name: string, title: string])[] = [
  ['src/indicators/column.ts', 'Column', 'Columns of numbers'],
  ['src/indicators/column.ts', 'Mask', 'Columns of truth values'],
  ['src/indicators/column.ts', 'Rolling', 'Windows: `column.rolling(period)`'],
  ['src/strategy/data-frame.ts', 'DataFrame', 'The data frame'],
];

/** @param sources of the modules that have indicators, in the order of the list */
export function indicatorDocument(root: string, sources: readonly IndicatorSource[]): string {
  const parsed = sources.map(({ file, text }) => parse(file, text));
  const types = new Map(parsed.flatMap((source) => namedTypes(source)));
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
  const named = [...types].filter(([name]) => /(?:Type|Name|Options|Average|Source|Weights)$/.test(name) || name === 'Operand');
  const words = named.map(([name, node]) => `- \`${name}\`: ${named_(node)}`).sort();
  return `${HEAD}\n${[...functions, ...classes, `## Types of arguments\n\n${words.join('\n')}\n`].join('\n')}`;
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

function titleOf(file: string): string {
  const words = file.replace(/^.*\//, '').replace('.ts', '').replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${file.includes('technical/') ? ' (technical)' : ''}`;
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
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  if (modifiers.some(({ kind }) => hidden.includes(kind))) return [];
  const isStatic = modifiers.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  const name = `${isStatic ? `${of}.` : ''}${member.name.text}`;
  if (ts.isMethodDeclaration(member)) return [line(name, member, types, comment)];
  if (!(ts.isGetAccessor(member) || ts.isPropertyDeclaration(member)) || member.type === undefined) return [];
  return [`- \`${name}\` → ${answer(member.type, types)}${comment === '' ? '' : `. ${comment}`}`];
}

function line(name: string, node: ts.FunctionDeclaration | ts.MethodDeclaration, types: ReadonlyMap<string, TypeNode>, comment: string): string {
  const given = node.parameters.map(parameterText).join(', ');
  const back = node.type === undefined ? '' : ` → ${answer(node.type, types)}`;
  return `- \`${name}(${given})\`${back}${comment === '' ? '' : `. ${comment}`}`;
}

/** A parameter as it is written: `period = 14`, `type: AverageType = 'sma'`, `frame` for what is taken of one. */
function parameterText({ name, type, initializer, questionToken, dotDotDotToken }: ts.ParameterDeclaration): string {
  const typed = type === undefined ? '' : oneLine(type.getText());
  const isFrame = ts.isObjectBindingPattern(name) ? /Prices|Ranged|close/.test(typed) : /^(?:Prices|Ranged|(?:Pick|Omit)<Prices.*)$/.test(typed);
  if (isFrame) return 'frame';
  const word = ts.isObjectBindingPattern(name) ? 'options' : `${dotDotDotToken === undefined ? '' : '...'}${name.getText()}`;
  const isPlain = typed === '' || (typed === 'Column' && word === 'column') || (typed === 'number' && initializer !== undefined);
  const shown = isPlain ? word : `${word}${questionToken === undefined ? '' : '?'}: ${typed}`;
  return initializer === undefined ? shown : `${shown} = ${oneLine(initializer.getText())}`;
}

/** What comes back, in words. */
function answer(node: ts.TypeNode, types: ReadonlyMap<string, TypeNode>): string {
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText();
    if (name === 'Column') return 'a column';
    if (name === 'Mask') return 'a mask';
    const of = types.get(name);
    const members = of === undefined ? null : membersOf(of);
    if (members !== null) return `\`{ ${members.join(', ')} }\``;
  }
  if (ts.isTypeLiteralNode(node)) return `\`{ ${membersOf(node)?.join(', ') ?? ''} }\``;
  return `\`${oneLine(node.getText())}\``;
}

/** Names of the members of an object's type; null for another. */
function membersOf(node: TypeNode | ts.TypeLiteralNode): string[] | null {
  const literal = ts.isTypeAliasDeclaration(node) ? node.type : node;
  if (!(ts.isTypeLiteralNode(literal) || ts.isInterfaceDeclaration(literal))) return null;
  return literal.members.map((member) => member.name?.getText() ?? '');
}

function named_(node: TypeNode): string {
  const comment = commentOf(node);
  const text = ts.isTypeAliasDeclaration(node) ? node.type.getText() : `{ ${node.members.map((member) => member.getText().replace(/;$/, '')).join('; ')} }`;
  const shown = oneLine(text.replaceAll(/\/\*\*[\s\S]*?\*\//g, '').replaceAll('readonly ', '')).replace(/^\| /, '');
  return `\`${shown}\`${comment === '' ? '' : `. ${comment}`}`;
}

/** The text above a declaration, on one line. */
function commentOf(node: ts.Node): string {
  const doc = ts.getLeadingCommentRanges(node.getSourceFile().text, node.getFullStart())?.at(-1);
  const text = doc === undefined ? '' : node.getSourceFile().text.slice(doc.pos, doc.end);
  if (!text.startsWith('/**')) return '';
  const plain = oneLine(text.replace(/^\/\*\*/, '').replace(/\*\/$/, '').replaceAll(/^\s*\*/gm, ''));
  return plain.replaceAll(/@param (\w+)/g, '`$1`:').replaceAll('@returns', 'Returns').replaceAll('@throws', 'Throws');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
