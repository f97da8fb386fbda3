import { GrammyError } from 'grammy';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutbox } from './outbox.ts';

const answer = (code: number, description: string, retryAfter?: number) =>
  new GrammyError(
    description,
    { ok: false, error_code: code, description, parameters: retryAfter === undefined ? {} : { retry_after: retryAfter } },
    'sendMessage',
    {},
  );

describe('messages to Telegram', () => {
  const sent: string[] = [];
  const troubles: string[] = [];
  let end: AbortController;
  beforeEach(() => {
    vi.useFakeTimers();
    sent.length = 0;
    troubles.length = 0;
    end = new AbortController();
  });
  afterEach(() => {
    end.abort();
    vi.useRealTimers();
  });
  const outbox = () => createOutbox({ signal: end.signal, onTrouble: (text) => troubles.push(text) });
  /** Sends a text, after failing with these errors. */
  const message = (text: string, ...failures: Error[]) => {
    return async (): Promise<void> => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      sent.push(text);
    };
  };

  it('go out one after another; one that fails keeps its place, waits twice as long each time, and is reported once', async () => {
    const box = outbox();
    box.put(message('first', new Error('no network'), new Error('no network')));
    box.put(message('second'));
    await vi.advanceTimersByTimeAsync(499);
    expect([sent, troubles]).toEqual([[], ['A message could not be sent and waits: no network']]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect([sent, troubles.length]).toEqual([['first', 'second'], 1]);
  });

  it('wait as long as Telegram says', async () => {
    const box = outbox();
    box.put(message('late', answer(429, 'Too Many Requests', 7)));
    await vi.advanceTimersByTimeAsync(6999);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(['late']);
  });

  it('that Telegram refuses are left out, with the reason, and hold up nothing', async () => {
    const box = outbox();
    box.put(message('wrong', answer(400, 'Bad Request: chat not found')));
    box.put(message('right'));
    await vi.advanceTimersByTimeAsync(0);
    expect([sent, troubles]).toEqual([['right'], ['Telegram refused a message: Bad Request: chat not found']]);
  });

  it('are bounded while Telegram is away', async () => {
    const box = outbox();
    const away = Array.from({ length: 20 }, () => new Error('away'));
    box.put(message('0', ...away));
    for (let count = 1; count < 510; count++) box.put(message(String(count)));
    expect(troubles.filter((text) => text.includes('left out'))).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(sent).toEqual(Array.from({ length: 500 }, (_value, count) => String(count)));
    box.put(message('again'));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.at(-1)).toBe('again');
  });

  it('are waited for at the end, for as long as is given; a stopped outbox takes nothing', async () => {
    const box = outbox();
    box.put(message('soon', new Error('no network')));
    const drained = box.drain(10_000);
    await vi.advanceTimersByTimeAsync(500);
    await drained;
    expect(sent).toEqual(['soon']);
    box.put(message('never', ...Array.from({ length: 20 }, () => new Error('away'))));
    const given = box.drain(1000);
    await vi.advanceTimersByTimeAsync(1000);
    await given;
    box.stop();
    box.put(message('too late'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual(['soon']);
  });
});
