import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ProcessWorld, watchNpm } from './launcher.ts';

/** Processes by number: parent and command line. */
function world(processes: Record<number, [parent: number, command: string]>, hasProc = true): ProcessWorld {
  return {
    pid: 10,
    environment: { npm_execpath: '/usr/lib/npm-cli.js' },
    parentOf: (pid) => (hasProc || pid === 10 ? (processes[pid]?.[0] ?? null) : null),
    commandOf: (pid) => (hasProc ? (processes[pid]?.[1] ?? null) : null),
  };
}
const BOT = 'node src/cli/main.ts trade';

describe('a program that npm has started', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  function watched(processes: Record<number, [number, string]>, hasProc = true, environment?: Record<string, string>) {
    let gone = 0;
    const seen = world(processes, hasProc);
    const stop = watchNpm(() => gone++, environment === undefined ? seen : { ...seen, environment });
    return {
      gone: () => {
        vi.advanceTimersByTime(2000);
        return gone;
      },
      stop,
    };
  }

  it('ends with it, or with the shell between, and is reported once', () => {
    for (const change of [{ 10: [1, BOT] }, { 9: [1, 'sh -c freqtrade trade'] }, { 10: [1, BOT], 9: undefined }]) {
      const processes: Record<number, [number, string]> = {
        10: [9, BOT],
        9: [8, 'sh -c freqtrade trade'],
        8: [1, 'npm exec freqtrade trade'],
      };
      const { gone } = watched(processes);
      expect(gone()).toBe(0);
      Object.assign(processes, change);
      expect(gone()).toBe(1);
      expect(gone()).toBe(1);
    }
  });

  it('is reported where commands of other processes can not be read', () => {
    const processes: Record<number, [number, string]> = { 10: [9, BOT] };
    const { gone } = watched(processes, false);
    expect(gone()).toBe(0);
    processes[10] = [1, BOT];
    expect(gone()).toBe(1);
  });

  it('and another that was started by something else goes on', () => {
    const cases: [Record<number, [number, string]>, Record<string, string>?][] = [
      // a service
      [{ 10: [1, BOT] }],
      // a process that npm's own child has started and that outlives it
      [{ 10: [9, BOT], 9: [8, 'PM2 v6: God Daemon'], 8: [1, 'npm start'] }],
      // a terminal
      [{ 10: [9, BOT], 9: [8, '-bash'], 8: [1, 'sshd: me'] }],
      [{ 10: [9, BOT], 9: [8, 'sh -c freqtrade trade'], 8: [1, 'npm exec freqtrade trade'] }, {}],
    ];
    for (const [processes, environment] of cases) {
      const { gone } = watched(processes, true, environment);
      processes[10] = [1, BOT];
      expect(gone()).toBe(0);
    }
  });

  it('is left alone once that is asked for', () => {
    const processes: Record<number, [number, string]> = { 10: [9, BOT], 9: [1, 'npm start'] };
    const { gone, stop } = watched(processes);
    stop();
    processes[10] = [1, BOT];
    expect(gone()).toBe(0);
  });
});
