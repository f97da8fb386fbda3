import { expect, it } from 'vitest';
import type { BotService } from '../../bot/port.ts';
import { keepPages } from './derived.ts';

/** Pages over a history whose version is set here; each counts how often it was made. */
function pagesOver(history: { version: number }) {
  const page = keepPages({ store: { history } } as BotService);
  const made: string[] = [];
  const ask = async (key: string, read: () => Promise<string> = async () => `${key} of ${history.version}`) => {
    const answer = await page(key, () => {
      made.push(key);
      return read().then((text) => Buffer.from(text));
    });
    return typeof answer === 'string' ? answer : new TextDecoder().decode(answer);
  };
  return { ask, made };
}

it('a page is made once for all who ask at the same time and later, until a trade closes', async () => {
  const history = { version: 1 };
  const { ask, made } = pagesOver(history);
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual(['a of 1', 'a of 1', 'b of 1']);
  expect(await ask('a')).toBe('a of 1');
  expect(made).toEqual(['a', 'b']);
  history.version = 2;
  expect(await ask('a')).toBe('a of 2');
  expect(made).toEqual(['a', 'b', 'a']);
});

it('what was read while a trade closed is kept for nobody', async () => {
  const history = { version: 1 };
  const { ask, made } = pagesOver(history);
  const late = Promise.withResolvers<string>();
  const first = ask('a', () => late.promise);
  history.version = 2;
  late.resolve('half of it');
  expect(await first).toBe('half of it');
  expect(await ask('a')).toBe('a of 2');
  expect(made).toEqual(['a', 'a']);
});

it('a page that could not be made is made anew for who asks next', async () => {
  const { ask } = pagesOver({ version: 1 });
  await expect(ask('a', () => Promise.reject(new Error('locked')))).rejects.toThrow('locked');
  expect(await ask('a')).toBe('a of 1');
});

it('a long page is kept as its bytes, the same ones for all', async () => {
  const page = keepPages({ store: { history: { version: 1 } } } as BotService);
  const [once, again] = [
    await page('a', async () => Buffer.from('é'.repeat(5000))),
    await page('a', () => Promise.reject(new Error('made twice'))),
  ];
  expect(once).toEqual(Buffer.from('é'.repeat(5000)));
  expect(again).toBe(once);
});
