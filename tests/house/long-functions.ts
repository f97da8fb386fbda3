import ts from 'typescript';

/** Lines of a function; of a handler of a call, which hands on and presents. */
const MOST_LINES = 70;
const MOST_OF_A_HANDLER = 15;

/** Functions that stay longer, each with the reason. */
export const LONG_ON_PURPOSE: Readonly<Record<string, string>> = {
  'src/api/access/auth.ts createAuth': 'one secret, one throttle and one line of guesses, which no other code may reach',
  'src/api/stream/hub.ts createHub': 'listeners, history and frames of one stream change together, between two ticks',
  'src/api/stream/web-socket.ts messageSocket': 'every listener of a socket is guarded by the same trouble handler',
  'src/api/stream/events.ts EVENTS': 'takes the answer over from Fastify and keeps it: there is nothing to hand on',
};

export interface LongFunction {
  /** File and name, as in the list above. */
  readonly name: string;
  readonly lines: number;
}

/** Functions of a file that are too long to be read at once. @param path from the root of the project */
export function longFunctions(path: string, code: string): LongFunction[] {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const found: LongFunction[] = [];
  const linesOf = (node: ts.Node): number =>
    source.getLineAndCharacterOfPosition(node.end).line - source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined && linesOf(node) > MOST_LINES)
      found.push({ name: `${path} ${node.name?.getText() ?? 'a function without a name'}`, lines: linesOf(node) });
    if (ts.isCallExpression(node) && /(^serve|\.answer)$/.test(node.expression.getText())) {
      const endpoint = node.arguments.map((argument) => argument.getText()).find((text) => /^(ENDPOINTS\.\w+|[A-Z]+|endpoint)$/.test(text));
      for (const handler of node.arguments)
        if (ts.isFunctionLike(handler) && linesOf(handler) > MOST_OF_A_HANDLER)
          found.push({ name: `${path} ${endpoint ?? 'a call'}`, lines: linesOf(handler) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
