import { beforeEach, describe, expect, it } from 'vitest';
import type { Command } from './commands.ts';
import { Inbox } from './inbox.ts';

describe('the inbox of commands', () => {
  const done: string[] = [];
  let arrived = 0;
  let inbox: Inbox;
  beforeEach(() => {
    done.length = 0;
    arrived = 0;
    inbox = new Inbox(
      async (command: Command) => {
        await Promise.resolve();
        if (command.kind === 'stop') throw new Error('not now');
        done.push(command.kind);
        return { status: command.kind } as never;
      },
      () => arrived++,
    );
  });

  it('keeps commands until the loop takes them, one after another, also those that arrive meanwhile', async () => {
    const first = inbox.ask({ kind: 'start' }).then(async (answer) => {
      const later = inbox.ask({ kind: 'reloadConfig' });
      return [answer, later] as const;
    });
    const second = inbox.ask({ kind: 'pause' });
    await Promise.resolve();
    expect([done, arrived, inbox.has(true)]).toEqual([[], 2, true]);
    await inbox.empty();
    expect(done).toEqual(['start', 'pause', 'reloadConfig']);
    const [answer, later] = await first;
    expect([answer, await second, await later]).toEqual([{ status: 'start' }, { status: 'pause' }, { status: 'reloadConfig' }]);
  });

  it('hands a failure to whoever asked, and goes on', async () => {
    const failing = inbox.ask({ kind: 'stop' });
    const next = inbox.ask({ kind: 'start' });
    const failed = expect(failing).rejects.toThrow('not now');
    await inbox.empty();
    await failed;
    expect(await next).toEqual({ status: 'start' });
  });

  it('lets commands that trade wait until markets and prices are known', async () => {
    const trading = inbox.ask({ kind: 'deleteTrade', tradeId: 1 });
    const other = inbox.ask({ kind: 'start' });
    await inbox.empty(false);
    await other;
    expect([done, inbox.has(false), inbox.has(true)]).toEqual([['start'], false, true]);
    await inbox.empty(true);
    await trading;
    expect(done).toEqual(['start', 'deleteTrade']);
  });

  it('refuses what waits when it closes, and all that comes later, and keeps none of it', async () => {
    const waiting = inbox.ask({ kind: 'start' });
    inbox.close();
    const refused = { code: 'COMMAND_REFUSED', message: 'the bot is shutting down' };
    await expect(waiting).rejects.toMatchObject(refused);
    await expect(inbox.ask({ kind: 'start' })).rejects.toMatchObject(refused);
    expect(inbox.has(true)).toBe(false);
  });
});
