import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type TypeScript from 'typescript';

/** A mistake that the compiler finds. */
export interface TypeProblem {
  /** `file:line` */
  readonly place: string;
  readonly message: string;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * What the compiler says of a strategy's file, which is stripped of its types before it runs; null where there is no compiler.
 * @param name of the strategy: mistakes of others that stand in the same file are theirs
 */
export async function typeProblems(path: string, name: string): Promise<readonly TypeProblem[] | null> {
  const ts = await compiler(path);
  if (ts === null) return null;
  const typeRoots = [join(ROOT, 'node_modules', '@types')].filter((folder) => existsSync(folder));
  const program = ts.createProgram([path], {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    typeRoots,
    types: typeRoots.length > 0 ? ['node'] : [],
    paths: { 'freqtrade-ts': [join(ROOT, 'src/index.ts')] },
  });
  const source = program.getSourceFile(path);
  if (source === undefined) return null;
  const others = otherStrategies(ts, source, name);
  const isOurs = ({ start = 0 }: TypeScript.Diagnostic): boolean => !others.some(({ pos, end }) => start >= pos && start < end);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source).filter(isOurs)].map(
    ({ start, messageText }) => {
      const line = start === undefined ? '' : `:${source.getLineAndCharacterOfPosition(start).line + 1}`;
      return { place: `${path}${line}`, message: ts.flattenDiagnosticMessageText(messageText, ' ') };
    },
  );
}

/** Where other strategies stand in a file, those aside that one of a name is made from. */
function otherStrategies(ts: typeof TypeScript, source: TypeScript.SourceFile, name: string): readonly TypeScript.ClassDeclaration[] {
  const classes = new Map(
    source.statements.flatMap((node) => (ts.isClassDeclaration(node) && node.name ? [[node.name.text, node] as const] : [])),
  );
  /** Itself and what it is made from, as far as that stands in the file; then the name that does not. */
  const lineOf = (from: string): string[] => {
    const line = [from];
    for (let node = classes.get(from); node !== undefined && line.length <= classes.size; node = classes.get(line.at(-1)!)) {
      const [base] = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types ?? [];
      if (base === undefined) break;
      line.push(base.expression.getText(source));
    }
    return line;
  };
  const own = new Set(lineOf(name));
  return [...classes].flatMap(([other, node]) => (!own.has(other) && lineOf(other).at(-1) === 'Strategy' ? [node] : []));
}

/** TypeScript beside the strategy, else beside this program. */
async function compiler(path: string): Promise<typeof TypeScript | null> {
  for (const from of [join(dirname(path), 'package.json'), join(ROOT, 'package.json')]) {
    try {
      return createRequire(from)('typescript') as typeof TypeScript;
    } catch {
      // not there
    }
  }
  return null;
}
