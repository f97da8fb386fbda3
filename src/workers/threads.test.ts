import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pool } from './pool.ts';
import { threadPool } from './threads.ts';

type Work = {
  readonly double: { readonly order: number; readonly news: number; readonly result: number };
  readonly refuse: { readonly order: null; readonly news: never; readonly result: never };
  readonly bytes: { readonly order: number; readonly news: never; readonly result: Uint8Array };
  readonly forever: { readonly order: null; readonly news: string; readonly result: never };
  readonly keep: { readonly order: null; readonly news: string; readonly result: string };
  readonly die: { readonly order: null; readonly news: never; readonly result: never };
};

describe('work in threads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'threads-'));
  let pool: Pool<Work>;
  beforeAll(() => {
    const file = join(folder, 'thread.mjs');
    writeFileSync(
      file,
      `import { serveWork } from ${JSON.stringify(new URL('./serve-work.ts', import.meta.url).href)};
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
  die: async () => async () => process.exit(3),
}, (error) => error.message + '!');
`,
    );
    pool = threadPool<Work>(pathToFileURL(file), { keep: 10_000 });
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

  it('leaves nobody waiting for a thread that has died', async () => {
    await expect(pool.run('die', null)).rejects.toThrow('The thread has ended early.');
  });
});
