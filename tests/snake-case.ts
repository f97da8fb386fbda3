import { readFileSync } from 'node:fs';
import ts from 'typescript';

const SNAKE = /^_*[a-z0-9]+(_[a-z0-9]+)+$/i;

/** Names of fields and methods that a source declares or gives to an object in snake_case. Reading a field of somebody else's is no declaration. */
export function snakeCaseNames(path: string, text = readFileSync(path, 'utf8')): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isNamed =
      ts.isPropertyAssignment(node) ||
      ts.isShorthandPropertyAssignment(node) ||
      ts.isPropertySignature(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isMethodSignature(node) ||
      ts.isMethodDeclaration(node);
    if (isNamed && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name)) && isSnakeCase(node.name.text)) found.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found];
}

/** Names all in capitals are constants of somebody's protocol. */
function isSnakeCase(name: string): boolean {
  return SNAKE.test(name) && name !== name.toUpperCase();
}
