import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { BASIC, startTestApi } from '../../../tests/fakes/api-server.ts';
import { aTrade, NOON } from '../../../tests/fakes/stored-trades.ts';
import type { BotService } from '../../bot/port.ts';
import { closedTradeFacts } from '../../core/trade/closed-trade.ts';
import { presentTrade } from '../present/trade.ts';
import { keepPages, PageMemory } from './pages.ts';

/** Pages over a history whose version is set here; each counts how often it was made. */
function pagesOver(history: { version: number }) {
  const page = keepPages({ store: { history } } as BotService);
  const made: string[] = [];
  const ask = async (key: string, read: () => Promise<string> = async () => `${key} of ${history.version}`) => {
    const answer = await page(key, () => {
      made.push(key);
      return read().then((text) => Buffer.from(text));
    });
    return typeof answer.json === 'string' ? answer.json : new TextDecoder().decode(answer.json);
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
  expect(once.json).toEqual(Buffer.from('é'.repeat(5000)));
  expect(again.json).toBe(once.json);
});

it('the memory of a page is used again once nobody looks at it: neither the list of kept pages nor who is being answered', async () => {
  const history = { version: 1 };
  const memory = new PageMemory();
  const page = keepPages({ store: { history } } as BotService, (bytes) => memory.giveBack(bytes));
  const make = (letter: string) => async () => memory.take(5000).fill(letter.charCodeAt(0));
  const textOf = ({ json }: { json: string | Uint8Array }) => (typeof json === 'string' ? json : Buffer.from(json).toString());
  const [a, again] = [await page('a', make('a')), await page('a', make('?'))];
  // eight others take its place in the list
  for (const letter of 'bcdefghi') (await page(letter, make(letter))).sent();
  expect(textOf(a)).toBe('a'.repeat(5000));
  a.sent();
  a.sent();
  (await page('j', make('j'))).sent();
  expect(textOf(again)).toBe('a'.repeat(5000));
  again.sent();
  await Promise.resolve();
  const reused = await page('k', make('k'));
  expect((reused.json as Uint8Array).buffer).not.toBe((again.json as Uint8Array).buffer);
  const next = await page('l', make('l'));
  expect([reused, next].map(({ json }) => (json as Uint8Array).buffer)).toContain((again.json as Uint8Array).buffer);
  // and all of them when a trade has closed
  history.version = 2;
  expect(textOf(await page('l', make('m')))).toBe('m'.repeat(5000));
  expect(textOf(next)).toBe('l'.repeat(5000));
});

it('a client that reads slowly gets its page, whatever others are sent meanwhile', async () => {
  const trades = new Map(
    Array.from({ length: 3000 }, (_value, index) => [
      index + 1,
      aTrade({ id: index + 1, isOpen: false, closeDate: NOON + index, exitReason: 'roi' }),
    ]),
  );
  const facts = new Map([...trades].map(([id, trade]) => [id, closedTradeFacts(trade)!]));
  const numbers = (offset: number) => Array.from({ length: 500 }, (_value, index) => offset + index + 1);
  const history = {
    version: 1,
    facts: () => [...facts.values()],
    find: (id: number) => facts.get(id) ?? null,
    list: async ({ offset }: { offset: number }) => ({ ids: numbers(offset), total: 3000, isLast: false }),
    trades: async function* (ids: readonly number[]) {
      yield ids.map((id) => trades.get(id)!);
    },
  };
  const whole = (offset: number) => {
    const list = numbers(offset).map((id) => JSON.stringify(presentTrade(trades.get(id)!)));
    return `{"trades":[${list.join(',')}],"trades_count":500,"offset":${offset},"total_trades":3000}`;
  };
  const api = await startTestApi({ bot: { store: { history } } });
  const path = (offset: number) => `/api/v1/trades?limit=500&offset=${offset}`;
  const chunks: Buffer[] = [];
  const slow = connect({ port: api.port, host: '127.0.0.1' });
  const ended = new Promise((resolve) => slow.once('close', resolve));
  // nothing is read before the others have been answered
  slow.pause();
  // fourteen pages: more than the system takes for a client that does not read
  for (let page = 0; page < 14; page++)
    slow.write(
      `GET ${path(0)} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: ${BASIC}\r\n${page === 13 ? 'connection: close\r\n' : ''}\r\n`,
    );
  for (let offset = 1; offset <= 16; offset++) {
    const answer = await fetch(`${api.url}${path(offset * 50)}`, {
      headers: { authorization: BASIC, 'accept-encoding': offset % 2 === 0 ? 'gzip' : 'identity' },
    });
    expect((await answer.text()) === whole(offset * 50)).toBe(true);
  }
  slow.on('data', (chunk: Buffer) => chunks.push(chunk));
  slow.resume();
  await ended;
  const bodies = Buffer.concat(chunks)
    .toString()
    .split('HTTP/1.1 200 OK')
    .slice(1)
    .map((answer) => answer.slice(answer.indexOf('\r\n\r\n') + 4));
  expect(bodies.map((body) => body === whole(0))).toEqual(new Array(14).fill(true));
  await api.close();
});
