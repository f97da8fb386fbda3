import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asking, otherAnswers, STAGES } from './beside/asking.ts';
import { PEERS } from './beside/real.ts';

const LIMIT_MS = 400_000;

describe.skipIf(!existsSync(PEERS) && process.env['CI'] === undefined)('a strategy that asks all it can, beside the real freqtrade', () => {
  it.concurrent.each([
    ['spot', false],
    ['contracts', true],
  ])('%s: is told the same', { timeout: LIMIT_MS }, (_what, isFutures) => isToldTheSame(isFutures, false));

  // a Python process each; of spot where it is asked for
  it.each(process.env['ASKING_SPOT'] === undefined ? [['contracts', true]] : [['spot', false]])(
    '%s, both with the same file: is told the same',
    { timeout: LIMIT_MS },
    (_what, isFutures) => isToldTheSame(isFutures === true, true),
  );
});

async function isToldTheSame(isFutures: boolean, isPython: boolean): Promise<void> {
  const { ours, theirs } = await asking(isFutures, isPython);
  // every decision was asked for, every stage was looked at
  const callbacks = ['start', 'leverage', 'stake', 'enter', 'exit', 'filled', 'stop', 'adjust'].filter(
    (name) => isFutures || name !== 'leverage',
  );
  const asked = Object.keys(theirs.answers).filter((key) => !STAGES.includes(key) && !key.endsWith('open, 0 fills'));
  expect([...new Set(asked.map((key) => key.split(' ')[0]))].sort()).toEqual([...callbacks].sort());
  const names = [...STAGES, ...asked];
  const differences = names.flatMap((name) => otherAnswers(ours.answers[name], theirs.answers[name], name));
  expect(differences).toEqual([]);
  expect(names.length).toBeGreaterThan(25);
  // the same columns on the same candles
  const rows = Object.keys(theirs.rows).filter((row) => row in ours.rows);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.flatMap((row) => otherAnswers(ours.rows[row], theirs.rows[row], row))).toEqual([]);
}
