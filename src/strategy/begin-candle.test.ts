import { expect, it } from 'vitest';
import { Still } from '../../tests/fakes/scene.ts';
import { beginCandle } from './guard.ts';

it('a candle of a backtest begins whatever botLoopStart does; what goes wrong in it is reported, at once or when it comes', async () => {
  const reported: string[] = [];
  const begin = (botLoopStart: (at: number) => unknown) =>
    beginCandle(Object.assign(new Still(), { botLoopStart }), 7, ({ message }) => reported.push(message));
  const calls: number[] = [];
  begin((at) => calls.push(at));
  begin(async () => undefined);
  expect([calls, reported]).toEqual([[7], []]);
  begin(() => {
    throw new Error('no rates');
  });
  expect(reported).toEqual(['Still.botLoopStart failed: no rates']);
  begin(async () => Promise.reject(new Error('no network')));
  await expect.poll(() => reported).toEqual(['Still.botLoopStart failed: no rates', 'Still.botLoopStart failed: no network']);
  beginCandle(new Still(), 7, ({ message }) => reported.push(message));
  expect(reported).toHaveLength(2);
});
