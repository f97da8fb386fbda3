// How the parts of a bundle are given what they export. Plain JavaScript, as what bundles them.
import { parseAst } from 'rolldown/parseAst';

/** How a part is given what it exports: at its end, and by a call that looks at it each time. */
const EXPORT = /Object\.defineProperty\(exports, "(\w+)", \{\s*enumerable: true,\s*get: function \(\) \{\s*return ([\w$]+);\s*\}\s*\}\);/g;

/**
 * Parts call each other's functions millions of times: what stays as it is, is exported as a value, which V8 reads at once and looks into.
 * @param {string} code
 */
export function withSteadyExports(code) {
  const steady = steadyNames(code);
  return code.replace(EXPORT, (whole, short, name) => (steady.has(name) ? `exports.${short} = ${name};` : whole));
}

/** Names of functions, classes and constants of a part that are never given another value. @param {string} code */
function steadyNames(code) {
  const [statement] = parseAst(code, { lang: 'js', astType: 'js', sourceType: 'script' }).body;
  const wrapped = statement?.type === 'ExpressionStatement' ? withoutParentheses(statement.expression) : null;
  if (wrapped?.type !== 'FunctionExpression') throw new Error('A part is no function.');
  const names = wrapped.body.body.flatMap((/** @type {any} */ part) => {
    if (part.type === 'FunctionDeclaration' || part.type === 'ClassDeclaration') return part.id.name;
    if (part.type !== 'VariableDeclaration' || part.kind !== 'const') return [];
    return part.declarations.flatMap((/** @type {any} */ { id }) => (id.type === 'Identifier' ? id.name : []));
  });
  const changed = new Set();
  collectAssigned(wrapped.body, changed);
  return new Set(names.filter((/** @type {string} */ name) => !changed.has(name)));
}

/** @param {any} expression @returns {any} */
function withoutParentheses(expression) {
  return expression.type === 'ParenthesizedExpression' ? withoutParentheses(expression.expression) : expression;
}

/** Every name that is given another value somewhere, whichever scope it is of. @param {any} node @param {Set<string>} into */
function collectAssigned(node, into) {
  if (node.type === 'AssignmentExpression') collectNames(node.left, into);
  if (node.type === 'UpdateExpression') collectNames(node.argument, into);
  if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') collectNames(node.left, into);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (typeof child?.type === 'string') collectAssigned(child, into);
  }
}

/** @param {any} target of an assignment @param {Set<string>} into */
function collectNames(target, into) {
  if (target.type === 'Identifier') into.add(target.name);
  else if (target.type === 'ArrayPattern') for (const part of target.elements) part !== null && collectNames(part, into);
  else if (target.type === 'ObjectPattern') for (const part of target.properties) collectNames(part.value ?? part.argument, into);
  else if (target.type === 'AssignmentPattern') collectNames(target.left, into);
  else if (target.type === 'RestElement') collectNames(target.argument, into);
}
