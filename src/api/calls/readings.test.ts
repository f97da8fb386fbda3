import { expect, it } from 'vitest';
import { readBody, readTexts } from './readings.ts';

const ASKED = {
  properties: {
    count: { type: 'integer' },
    price: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    isOld: { type: ['boolean', 'null'] },
    pair: { type: 'string' },
    pairs: { type: 'array', items: { type: 'string' } },
    until: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'number' }] },
  },
};

function read(how: typeof readBody, data: object): object {
  const given = structuredClone(data);
  how(given, ASKED);
  return given;
}

it('reads numbers and truth values from texts, as freqtrade does', () => {
  expect(read(readTexts, { count: ' +1_0.0 ', price: '1.5e3', isOld: 'oFf', pair: '5' })).toEqual({
    count: 10,
    price: 1500,
    isOld: false,
    pair: '5',
  });
  for (const [word, truth] of [
    ['1', true],
    ['T', true],
    ['yes', true],
    ['on', true],
    ['n', false],
    ['0', false],
  ] as const)
    expect(read(readTexts, { isOld: word })).toEqual({ isOld: truth });
  const unread = { count: '1e3', price: 'abc', isOld: ' true' };
  expect(read(readTexts, unread)).toEqual(unread);
});

it('takes the last of a value that a query gives several times, unless a list is wanted', () => {
  expect(read(readTexts, { count: ['3', '4'], pair: ['a', 'b'], pairs: ['a', 'b'] })).toEqual({ count: 4, pair: 'b', pairs: ['a', 'b'] });
});

it('reads texts in a body, also within lists, but no truth value for a number, nor the other way', () => {
  const body = [{ count: true, price: '1.5', isOld: 'yes', until: 1_893_456_000, pair: true }];
  readBody(body, { items: ASKED });
  expect(body).toEqual([{ count: true, price: 1.5, isOld: true, until: 1_893_456_000, pair: true }]);
  const unread = { count: null, price: null, isOld: 1, pair: 5, until: true };
  expect(read(readBody, unread)).toEqual(unread);
});
