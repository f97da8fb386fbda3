import { expect, it } from 'vitest';
import { PythonError } from '../python/problems.ts';
import type { DataFrame } from '../strategy/data-frame.ts';
import { StrategyError } from '../strategy/guard.ts';
import { Strategy } from '../strategy/strategy.ts';
import { failuresOnce } from './failed-callbacks.ts';

class Failing extends Strategy {
  timeframe = '5m';
  stoploss = -0.1;
  populateIndicators = (frame: DataFrame) => frame;
  populateEntryTrend = (frame: DataFrame) => frame;
  populateExitTrend = (frame: DataFrame) => frame;
}

it('a failure is said once; a run ends where there is no answer to go by', () => {
  const said: string[] = [];
  const sink = failuresOnce((text) => said.push(text));
  const failed = (cause: unknown) => sink(new StrategyError('customExit', new Failing(), cause));
  failed(new Error('odd'));
  failed(new PythonError({ kind: 'exception', text: 'KeyError' }));
  failed(new Error('odd'));
  expect(said.map((text) => text.split(' (')[0])).toEqual(['Failing.customExit failed: odd', 'Failing.customExit failed: KeyError']);
  for (const kind of ['gone', 'unusable']) expect(() => failed(new PythonError({ kind, text: 'no word' }))).toThrow(/no word/);
});
