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

/** What the compiler says of a strategy's file, which is stripped of its types before it runs; null where there is no compiler. */
export async function typeProblems(path: string): Promise<readonly TypeProblem[] | null> {
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
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ start, messageText }) => {
    const line = start === undefined ? '' : `:${source.getLineAndCharacterOfPosition(start).line + 1}`;
    return { place: `${path}${line}`, message: ts.flattenDiagnosticMessageText(messageText, ' ') };
  });
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
