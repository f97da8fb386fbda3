import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** Finds assertions by which a source goes past the type checker. */

/** What is kept of a text, characters. */
const LONGEST = 70;

export interface Assertion {
  readonly kind: 'never' | 'unknown' | 'not null';
  /** What it says, in one line: `schema as never`, `as unknown as Transport`, `groups.get(key)!`. */
  readonly text: string;
}

/**
 * `x as never`, `x as unknown as T` and `x!` in a file. An element by its index (`values[row]!`, `list.at(-1)!`) is no finding: the
 * compiler takes every element for perhaps missing, and the loop around it knows better.
 */
export function assertionsIn(path: string): Assertion[] {
  const content = readFileSync(path, 'utf8');
  const code = path.endsWith('.vue')
    ? [...content.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text).join('\n')
    : content;
  if (!/ as never|as unknown as|!/.test(code)) return [];
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const found: Assertion[] = [];
  const line = (node: ts.Node) => node.getText().replaceAll(/\s+/g, ' ').slice(0, LONGEST);
  const visit = (node: ts.Node): void => {
    if (ts.isAsExpression(node)) {
      if (node.type.kind === ts.SyntaxKind.NeverKeyword) found.push({ kind: 'never', text: line(node) });
      const inner = node.expression;
      if (ts.isAsExpression(inner) && inner.type.kind === ts.SyntaxKind.UnknownKeyword)
        found.push({ kind: 'unknown', text: `as unknown as ${line(node.type)}` });
    }
    if (ts.isNonNullExpression(node) && !isElement(node.expression)) found.push({ kind: 'not null', text: line(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isElement(node: ts.Expression): boolean {
  if (ts.isElementAccessExpression(node)) return true;
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'at';
}

/** Assertions that stand, by why. */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "the checker of the answer's schema sees to it, where types are written by hand on both sides": [
    'structuredClone(pairlists) as never',
    'pairlists as never',
    'given as never',
    'wireForm(await must(answering.get(ENDPOINTS[name]), `handler of ${name',
    'as unknown as CallInput<typeof endpoint.query, typeof endpoint.body, typeof endpoint',
    "(status === 'success' ? present(job.result as Found) : null) as never",
    'job.result as never',
    'answer as never',
    'auth.refresh(request as never, reply) as never',
  ],
  'Fastify gives a request of a route more types than one that is handed on': ['request as never'],
  "Fastify types compilers for its own schemas, not for TypeBox's": [
    'later(() => fastJson(schema as never)) as never',
    'schema as never',
    'as unknown as F',
  ],
  'grammY has the type of its own AbortSignal, from before Node had one': ['signal as never'],
  'the default of a type parameter is not known to be what it stands for': [
    'as unknown as Query',
    'as unknown as Body',
    'as unknown as Path',
  ],
  'read from the database, whose columns the line before has checked': [
    'as unknown as Trade',
    'as unknown as Body & { readonly trade: StoredTrade | null }',
    'as unknown as ColumnRow[]',
  ],
  'ccxt has it and does not say so in its types': [
    'as unknown as Record< string, new () => { name: string; has: Record<string, unknown>',
    "as unknown as { tokenBucket: Bucket; throttler: Pick<Pace, 'throttle'> }",
    'as unknown as string',
  ],
  'the simulator imports nothing of ours, `must` neither; a throw there ends the request': [
    'exchange.bar(symbol, (minute - 1440) * 60_000, minute * 60_000)!',
    "params.get('symbols')!",
    'exchange.bar(symbol, minute - 86_400_000, minute)!',
    'order.trigger!',
    'this.#sources.get(symbol.base + symbol.quote)!',
    'this.open.get(symbol.id)!',
  ],
  'drawn when the view is there, gone when it is not': ['chart!', 'prices!', 'box.value!', "canvas.getContext('2d')!", 'value!'],
  'the page shows it only where it is there': [
    'config!',
    'balance!',
    'line.profit!',
    'fiat!',
    'order.order_filled_timestamp!',
    'line.color!',
    'unit!',
    'name!',
    'label!',
    'sorting!',
  ],
  "the client's types are wider than what a table, a form or vue-query takes": [
    'VIEWS[name] as never',
    'as unknown as UseQueryReturnType<T, Error>',
    'as unknown as LogRow[]',
    "as unknown as (Omit<Line, 'key'> & Record<string, string>)[]",
    'as unknown as Order',
  ],
};
