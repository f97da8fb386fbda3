import { expect, it } from 'vitest';
import { entrySignal } from './signal.ts';

/** What a candle says, by its columns. */
function side(canShort: boolean, ...columns: readonly string[]) {
  const has = (name: string) => columns.includes(name);
  const [enterLong, exitLong, enterShort, exitShort] = [has('enter_long'), has('exit_long'), has('enter_short'), has('exit_short')];
  return entrySignal({ enterLong, exitLong, enterShort, exitShort, enterTag: null, exitTag: null }, canShort);
}

it('a long and a short entry of one candle cancel each other, also where nothing is shorted', () => {
  for (const canShort of [true, false]) {
    expect(side(canShort, 'enter_long')).toBe('long');
    expect(side(canShort, 'enter_long', 'enter_short')).toBeNull();
    expect(side(canShort, 'enter_long', 'exit_long')).toBeNull();
    expect(side(canShort, 'enter_long', 'exit_short')).toBe('long');
    expect(side(canShort, 'enter_short')).toBe(canShort ? 'short' : null);
    expect(side(canShort, 'enter_short', 'exit_short')).toBeNull();
  }
});
