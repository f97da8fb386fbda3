import { expect, test } from 'vitest';
import { effectScope, onScopeDispose } from 'vue';
import { shared } from './shared.ts';

test('it is made with the first who uses it, ends with the last, and is made anew after that', () => {
  const seen: string[] = [];
  let count = 0;
  const use = shared(() => {
    const id = ++count;
    seen.push(`made ${id}`);
    onScopeDispose(() => seen.push(`ended ${id}`));
    return id;
  });
  expect(use).toThrow(/end/);
  const [first, second, third] = [effectScope(), effectScope(), effectScope()];
  expect([first.run(use), second.run(use)]).toEqual([1, 1]);
  first.stop();
  expect(seen).toEqual(['made 1']);
  second.stop();
  expect(third.run(use)).toBe(2);
  third.stop();
  expect(seen).toEqual(['made 1', 'ended 1', 'made 2', 'ended 2']);
});
