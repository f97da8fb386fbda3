import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SteadyClock } from './steady-clock.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

/** A machine whose clock can be set, and which can sleep. */
function machine() {
  const at = { wall: START, monotonic: 5000.37 };
  const clock = new SteadyClock({ wall: () => at.wall, monotonic: () => at.monotonic });
  const jumps: number[] = [];
  clock.onJump(({ byMs }) => jumps.push(byMs));
  return {
    clock,
    jumps,
    run: (ms: number) => {
      at.wall += ms;
      at.monotonic += ms;
      return clock.now();
    },
    set: (byMs: number) => {
      at.wall += byMs;
      return clock.now();
    },
  };
}

describe("the time a bot lives by, beside the machine's", () => {
  it('follows a clock that nobody touches, and small corrections of it', () => {
    const { run, set, jumps } = machine();
    expect(run(1000)).toBe(START + 1000);
    expect(set(-300)).toBe(START + 1000);
    expect(run(1000)).toBe(START + 1700);
    expect(set(300)).toBe(START + 2000);
    expect(jumps).toEqual([]);
  });

  it('goes on where the clock is set back, and tells so', () => {
    const { clock, run, set, jumps } = machine();
    expect(set(-HOUR)).toBe(START);
    expect(run(5000)).toBe(START + 5000);
    expect(jumps).toEqual([-HOUR]);
    expect(clock.behindMs).toBe(HOUR);
  });

  it('is not an hour ahead when a clock that was set back is put right', () => {
    const { run, set } = machine();
    set(-HOUR);
    run(5000);
    expect(set(HOUR)).toBe(START + 5000);
    expect(run(1000)).toBe(START + 6000);
  });

  it('jumps forward with the machine, which slept', () => {
    const { run, set, jumps } = machine();
    expect(set(8 * HOUR)).toBe(START + 8 * HOUR);
    expect(run(1000)).toBe(START + 8 * HOUR + 1000);
    expect(jumps).toEqual([8 * HOUR]);
  });

  it('believes who knows better, also backwards, and then goes on from there', () => {
    const { clock, run, set } = machine();
    set(HOUR);
    clock.believe(START + 10);
    expect(clock.now()).toBe(START + 10);
    expect(run(1000)).toBe(START + 1010);
    // the machine's clock is put right: nothing changes any more
    expect(set(-HOUR)).toBe(START + 1010);
    expect(run(1000)).toBe(START + 2010);
    expect(clock.behindMs).toBeLessThan(20);
  });

  it('never goes back and never loses time, whatever is done to the clock', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 60_000, noNaN: true }), fc.integer({ min: -2 * HOUR, max: 2 * HOUR })), {
          maxLength: 30,
        }),
        (steps) => {
          const { clock, run, set } = machine();
          let last = clock.now();
          for (const [passed, moved] of steps) {
            const after = run(passed);
            expect(after - last).toBeGreaterThanOrEqual(passed - 2001);
            const now = set(moved);
            expect(now).toBeGreaterThanOrEqual(after);
            expect(Number.isInteger(now)).toBe(true);
            last = now;
          }
        },
      ),
    );
  });
});
