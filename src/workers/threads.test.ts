import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hire } from './hands.ts';
import type { Pool } from './pool.ts';
import { threadPool } from './threads.ts';

type Work = {
  readonly double: { readonly order: number; readonly news: number; readonly result: number };
  readonly refuse: { readonly order: null; readonly news: never; readonly result: never };
  readonly bytes: { readonly order: number; readonly news: never; readonly result: Uint8Array };
  readonly forever: { readonly order: null; readonly news: string; readonly result: never };
  readonly keep: { readonly order: null; readonly news: string; readonly result: string };
  readonly again: { readonly order: string; readonly news: never; readonly result: string };
  readonly die: { readonly order: null; readonly news: never; readonly result: never };
};

describe('work in threads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'threads-'));
  let pool: Pool<Work>;
  const own = (idleMs: number) => threadPool<Work>(pathToFileURL(join(folder, 'thread.mjs')), { graceMs: {}, idleMs });
  beforeAll(() => {
    const file = join(folder, 'thread.mjs');
    writeFileSync(
      file,
      `import { serveWork } from ${JSON.stringify(new URL('./serve-work.ts', import.meta.url).href)};
import { Declined } from ${JSON.stringify(new URL('./pool.ts', import.meta.url).href)};
const forever = () => new Promise(() => setInterval(() => undefined, 1000));
await serveWork({
  double: async () => async (order, { tell }) => { tell(order); return 2 * order; },
  refuse: async () => async () => { throw Object.assign(new Error('not today'), { code: 'NO', kind: 'unfit' }); },
  bytes: async () => async (length, { handOver }) => { const made = new Uint8Array(length).fill(7); handOver([made.buffer]); return made; },
  forever: async () => async (_order, { tell }) => { tell('begun'); return forever(); },
  keep: async () => async (_order, { tell, signal }) => {
    tell('begun');
    const timer = setInterval(() => undefined, 1000);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    clearInterval(timer);
    return 'kept';
  },
  again: async () => async (order, { isUsed, stay }) => {
    if (isUsed && order.startsWith('other')) throw new Declined();
    if (order.endsWith('keep')) stay();
    if (order === 'fail') throw new Error('failed');
    globalThis.count = (globalThis.count ?? 0) + 1;
    return order + ' ' + globalThis.count;
  },
  die: async () => async () => process.exit(3),
}, (error) => error.message + '!');
`,
    );
    pool = threadPool<Work>(pathToFileURL(file), { graceMs: { keep: 10_000 }, idleMs: 0 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives its result, and tells how far it is', async () => {
    const heard: number[] = [];
    expect(await pool.run('double', 21, { onNews: (news) => heard.push(news) })).toBe(42);
    expect(heard).toEqual([21]);
  });

  it('throws what was thrown there, with its fields', async () => {
    await expect(pool.run('refuse', null)).rejects.toMatchObject({ message: 'not today!', code: 'NO', kind: 'unfit' });
  });

  it('hands large results over', async () => {
    const bytes = await pool.run('bytes', 1000);
    expect([bytes.length, bytes[999]]).toEqual([1000, 7]);
  });

  it('ends at once when it is told to, or keeps what has come where it is given time', async () => {
    const end = new AbortController();
    const onNews = () => end.abort();
    await expect(pool.run('forever', null, { onNews, signal: end.signal })).rejects.toThrow('Aborted.');
    const later = new AbortController();
    expect(await pool.run('keep', null, { onNews: () => later.abort(), signal: later.signal })).toBe('kept');
    await expect(pool.run('forever', null, { signal: AbortSignal.abort() })).rejects.toThrow('Aborted.');
  });

  it('is done where work was done before that keeps something for it, and elsewhere where it is declined there', async () => {
    const staying = own(60_000);
    expect(await staying.run('again', 'keep')).toBe('keep 1');
    expect(await staying.run('again', 'more keep')).toBe('more keep 2');
    expect(await staying.run('double', 4)).toBe(8);
    expect(await staying.run('again', 'more keep')).toBe('more keep 3');
    expect(await staying.run('again', 'other keep')).toBe('other keep 1');
    expect(await staying.run('again', 'last')).toBe('last 2');
    expect(await staying.run('again', 'keep')).toBe('keep 1');
    const both = [staying.run('again', 'a keep'), staying.run('again', 'b keep')];
    expect(await Promise.all(both)).toEqual(['a keep 2', 'b keep 1']);
    await expect(staying.run('again', 'fail')).rejects.toThrow('failed');
    expect(await staying.run('again', 'keep')).toBe('keep 1');
    await staying.dismiss();
    expect(await staying.run('again', 'last')).toBe('last 1');
  });

  it('keeps no thread for longer than it may', async () => {
    const brief = own(1);
    expect(await brief.run('again', 'keep')).toBe('keep 1');
    await vi.waitFor(async () => expect(await brief.run('again', 'other')).toBe('other 1'));
    const none = own(0);
    expect(await none.run('again', 'keep')).toBe('keep 1');
    expect(await none.run('again', 'keep')).toBe('keep 1');
  });

  it('leaves nobody waiting for a thread that has died', async () => {
    await expect(pool.run('die', null)).rejects.toThrow('The thread has ended early.');
  });
});

describe('a thread that stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hand-'));
  const ends = join(folder, 'ends.txt');
  const file = join(folder, 'hand.mjs');
  beforeAll(() => {
    writeFileSync(
      file,
      `import { appendFileSync } from 'node:fs';
import { serveHand } from ${JSON.stringify(new URL('./serve-hand.ts', import.meta.url).href)};
process.on('exit', () => appendFileSync(${JSON.stringify(ends)}, 'by itself'));
setInterval(() => undefined, 1000);
await serveHand(async (factor) => (item) => item === 0 ? new Promise(() => undefined) : factor * item);
`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const hired = () => hire<number, number, number>(pathToFileURL(file), 3, { onWarning: () => undefined });

  it('ends by itself where it has nothing to do, whatever it has open: by force it might stand in the middle of something', async () => {
    const hand = hired();
    expect(await hand.do(14)).toBe(42);
    await hand.end();
    expect(readFileSync(ends, 'utf8')).toBe('by itself');
    await expect(hand.do(1)).rejects.toThrow('has ended early');
    await hand.end();
  });

  it('ends by force where it is at work, or not up yet', async () => {
    rmSync(ends, { force: true });
    const [busy, young] = [hired(), hired()];
    const forever = expect(busy.do(1).then(() => busy.do(0))).rejects.toThrow('has ended early');
    await busy.do(1);
    await Promise.all([young.end(), busy.end()]);
    await forever;
    expect(existsSync(ends)).toBe(false);
  });
});
