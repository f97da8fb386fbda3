import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asking, type Json, otherAnswers, STAGES } from './beside/asking.ts';
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
  const differences = names.flatMap((name) => otherAnswers(lasting(ours.answers[name]), lasting(theirs.answers[name]), name));
  expect(differences).toEqual([]);
  expect(names.length).toBeGreaterThan(25);
  // the same columns on the same candles
  const rows = Object.keys(theirs.rows).filter((row) => row in ours.rows);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.flatMap((row) => otherAnswers(ours.rows[row], theirs.rows[row], row))).toEqual([]);
}

/** Without locks that end with the candle, which may have ended between the two looks: whether a pair is locked, and why, by sides. */
function lasting(answer: Json | undefined): Json {
  if (answer === undefined || answer === null || typeof answer !== 'object') return answer ?? null;
  if (!isList(answer)) return Object.fromEntries(Object.entries(answer).map(([key, inner]) => [key, lasting(inner)]));
  const [are, why] = answer;
  if (answer.length !== 2 || !isList(are) || !isList(why)) return answer.map(lasting);
  const isBrief = why.map((reason) => isList(reason) && reason[0] === 'Auto lock');
  return [
    are.map((locked, side) => (isBrief[side] ? false : lasting(locked))),
    why.map((reason, side) => (isBrief[side] ? null : lasting(reason))),
  ];
}

function isList(answer: Json | undefined): answer is readonly Json[] {
  return Array.isArray(answer);
}
