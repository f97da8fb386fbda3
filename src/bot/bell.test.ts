import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Bell } from './bell.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Whether a promise is fulfilled by now. */
async function isOver(promise: Promise<void>): Promise<boolean> {
  let over = false;
  const watched = promise.then(() => {
    over = true;
  });
  await Promise.race([watched, Promise.resolve().then(() => Promise.resolve())]);
  return over;
}

it('a bell wakes the sleeper once, at once or when the time is over; nothing of one sleep is left over for the next', async () => {
  const bell = new Bell();
  bell.ring();
  const first = bell.sleep(1000);
  expect(await isOver(first)).toBe(false);
  bell.ring();
  expect(await isOver(first)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
  const second = bell.sleep(1000);
  vi.advanceTimersByTime(999);
  expect(await isOver(second)).toBe(false);
  vi.advanceTimersByTime(1);
  expect(await isOver(second)).toBe(true);
  const third = bell.sleep();
  vi.advanceTimersByTime(1e6);
  expect(await isOver(third)).toBe(false);
  bell.ring();
  expect(await isOver(third)).toBe(true);
});
