import { expect, it } from 'vitest';
import { parsePythonJson } from './python-json.ts';

it("reads JSON with Python's words for what JSON has none for", () => {
  expect(parsePythonJson('{"a": Infinity, "b":-Infinity, "c": [NaN, 1.5,NaN], "d": "Infinity", "e":\n  Infinity}')).toEqual({
    a: Number.POSITIVE_INFINITY,
    b: Number.NEGATIVE_INFINITY,
    c: [null, 1.5, null],
    d: 'Infinity',
    e: Number.POSITIVE_INFINITY,
  });
  expect(parsePythonJson('{"a": 1}')).toEqual({ a: 1 });
  expect(() => parsePythonJson('{"a": Infinit}')).toThrow(SyntaxError);
});
