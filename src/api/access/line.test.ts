import { describe, expect, it } from 'vitest';
import { Line } from './line.ts';

const options = { perLane: 3, inAll: 10, apartMs: () => 0, clock: () => performance.now() };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a line', () => {
  it('works one at a time, and the lanes take turns', async () => {
    const line = new Line(options);
    const done: string[] = [];
    let atWork = 0;
    const work = (name: string) => async () => {
      atWork++;
      expect(atWork).toBe(1);
      await wait(1);
      done.push(name);
      atWork--;
    };
    const busy = line.take('a', work('a0'));
    await Promise.all([busy, ...['a1', 'a2', 'a3', 'b1', 'c1'].map((name) => line.take(name[0]!, work(name)))]);
    expect(done).toEqual(['a0', 'a1', 'b1', 'c1', 'a2', 'a3']);
  });

  it('turns away who finds no place, and lives on after work that fails', async () => {
    const line = new Line(options);
    const failing = line.take('a', async () => {
      await wait(1);
      throw new Error('no');
    });
    const waiting = [1, 2, 3].map((number) => line.take('a', async () => number));
    expect(await line.take('a', async () => 4)).toBeNull();
    await expect(failing).rejects.toThrow('no');
    expect(await Promise.all(waiting)).toEqual([1, 2, 3]);
    expect(await line.take('a', async () => 5)).toBe(5);
  });

  it('keeps turns apart, and sends all away who wait when it closes', async () => {
    const line = new Line({ ...options, apartMs: () => 30 });
    const start = performance.now();
    await line.take('a', async () => null);
    await line.take('a', async () => null);
    expect(performance.now() - start).toBeGreaterThan(25);
    const waiting = line.take('a', async () => 'done');
    line.close();
    expect(await waiting).toBeNull();
  });
});
