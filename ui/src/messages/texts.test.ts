import { expect, test } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { filled, flattened } from './texts.ts';

test('texts have whole names, and values in their braces', () => {
  const texts = flattened({ trade: { open: 'Open {pair} at {rate}', more: { deep: 'x' } }, top: 'y' });
  expect([...texts]).toEqual([
    ['trade.open', 'Open {pair} at {rate}'],
    ['trade.more.deep', 'x'],
    ['top', 'y'],
  ]);
  expect(filled(texts.get('trade.open')!, { pair: 'BTC/USDT', rate: 0 })).toBe('Open BTC/USDT at 0');
  expect(filled('{a} {b} $&', { a: '$1 {b}' })).toBe('$1 {b} {b} $&');
});

test('every language has every text, with the same values in it', () => {
  const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  const german = flattened(de);
  const english = flattened(en);
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [name, text] of english) expect([name, names(german.get(name)!)]).toEqual([name, names(text)]);
});
