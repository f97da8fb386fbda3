import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { hearThreads, strayTeller } from './last-net.ts';

function listen(): { reported: string[]; tell: (what: string, thrown: unknown) => void; clock: { now: number } } {
  const reported: string[] = [];
  const clock = { now: 0 };
  return {
    reported,
    clock,
    tell: strayTeller(
      (text) => reported.push(text),
      () => clock.now,
    ),
  };
}

function failure(stack: string, message = 'lost'): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}\n${stack}`;
  return error;
}

describe('what nobody caught', () => {
  it("is reported with its reason and the place in the user's file, whatever folder that is in", () => {
    const { reported, tell } = listen();
    const ours = new URL('../../bot/iterate.ts', import.meta.url).href;
    tell(
      'A promise',
      failure(
        `    at fetchIt (node:internal/deps:1:2)\n    at Mine.botLoopStart (file:///home/me/my%20code/mine.ts?v=17.5:12:9)\n    at async loopStart (${ours}:3:4)`,
      ),
    );
    expect(reported).toHaveLength(1);
    expect(reported[0]).toContain('lost (/home/me/my code/mine.ts:12:9). Stack: fetchIt node:internal/deps:1:2 < Mine.botLoopStart');
  });

  it('is reported once a minute with how often, also where its text changes each time', () => {
    const { reported, tell, clock } = listen();
    for (let turn = 0; turn < 1000; turn++) tell('An error', failure('    at f (file:///x/a.ts:1:1)', `number ${turn}`));
    expect(reported).toHaveLength(1);
    clock.now = 61_000;
    tell('An error', failure('    at f (file:///x/a.ts:1:1)', 'last'));
    expect(reported).toHaveLength(2);
    expect(reported[1]).toContain('999 times more');
  });

  it('is bounded when each one is another', () => {
    const { reported, tell, clock } = listen();
    for (let turn = 0; turn < 5000; turn++) tell('An error', failure(`    at f (file:///x/a.ts:${turn + 1}:1)`));
    expect(reported).toHaveLength(30);
    expect(reported.at(-1)).toContain('not reported for a minute');
    clock.now = 61_000;
    tell('An error', failure('    at f (file:///x/a.ts:77777:1)'));
    expect(reported).toHaveLength(31);
  });

  it.each([
    null,
    undefined,
    17,
    'text',
    { a: 1 },
    Object.create(null),
    Symbol('s'),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    ),
    Object.defineProperty(new Error('e'), 'stack', {
      get: () => {
        throw new Error('no');
      },
    }),
  ])('may be no error at all (%#)', (thrown) => {
    const { reported, tell } = listen();
    tell('An error', thrown);
    expect(reported).toHaveLength(1);
  });

  it('does not fail where it cannot be reported', () => {
    const tell = strayTeller(
      () => {
        throw new Error('disk full');
      },
      () => 0,
    );
    expect(() => tell('An error', new Error('x'))).not.toThrow();
  });

  it('in a thread costs the thread nothing, and is reported by the main one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'thread-'));
    const file = join(folder, 'mine.mjs');
    const net = new URL('./last-net.ts', import.meta.url).href;
    writeFileSync(
      file,
      `import { parentPort } from 'node:worker_threads';
import { castNetOfThread } from '${net}';
castNetOfThread();
void Promise.reject(new Error('nobody waits'));
setTimeout(() => { throw new Error('a timer throws'); }, 10);
setTimeout(() => parentPort.postMessage('done'), 100);`,
    );
    const reported: string[] = [];
    hearThreads((text) => reported.push(text));
    const worker = new Worker(file);
    await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await expect.poll(() => reported.length).toBe(2);
    expect(reported[0]).toContain(`nobody waits (${file}:4:`);
    expect(reported[1]).toContain(`a timer throws (${file}:5:`);
    await worker.terminate();
    await rm(folder, { recursive: true });
  });
});
