import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { withSteadyExports } from '../scripts/steady-exports.mjs';

const GETTER = (short: string, name: string) => `Object.defineProperty(exports, "${short}", {
  enumerable: true,
  get: function () {
    return ${name};
  }
});`;

/** A part as the bundler writes it. */
const part = (code: string, exported: Readonly<Record<string, string>>) => `(function(exports) {
"use strict";
${code}
${Object.entries(exported)
  .map(([short, name]) => GETTER(short, name))
  .join('\n')}
})`;

function exportsOf(code: string): object {
  const exports = {};
  (runInThisContext(code) as (exports: object) => void)(exports);
  return exports;
}

const kinds = (exports: object) =>
  Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(exports)).map(([name, { get }]) => [name, get === undefined ? 'value' : 'looked at']),
  );

it('makes values of functions, classes and constants, and leaves what changes as it is', () => {
  const code = part(
    `const limit = 3; function add(a, b) { return a + b; } class Pair {} let count = 0; var made;
     function given() { return 1; } function walked() {} function taken() {} const { inner } = { inner: 1 };
     function change() { count++; made = count; given = add; for (walked of [1]); ({ x: taken = 2 } = { x: 3 }); }`,
    { a: 'limit', b: 'add', c: 'Pair', d: 'count', e: 'made', f: 'given', g: 'walked', h: 'taken', i: 'change', j: 'inner' },
  );
  const exports = exportsOf(withSteadyExports(code)) as Record<string, (...values: number[]) => unknown> & {
    d: unknown;
    e: unknown;
    f: unknown;
  };
  const now = { a: 'value', b: 'value', c: 'value', d: 'looked at', e: 'looked at', f: 'looked at', g: 'looked at' };
  expect(kinds(exports)).toEqual({ ...now, h: 'looked at', i: 'value', j: 'looked at' });
  exports['i']?.();
  expect([exports.d, exports.e, exports.f]).toEqual([1, 1, exports['b']]);
});

it('refuses what is no part', () => {
  expect(() => withSteadyExports('const a = 1;')).toThrow('A part is no function.');
});
