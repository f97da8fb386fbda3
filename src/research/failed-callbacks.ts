import { sourceLine } from '../bot/source-line.ts';
import type { FailureSink } from '../strategy/guard.ts';
import { BacktestError } from './backtest-settings.ts';

/**
 * Says what a strategy's callbacks fail with, each once and with its place: they are asked in every candle.
 * The run ends where there is no word of the strategy's to go by: its trades would be others.
 */
export function failuresOnce(onWarning: (text: string) => void): FailureSink {
  const said = new Set<string>();
  return (error) => {
    if (isSilent(error)) throw new BacktestError(error.message);
    if (said.has(error.message)) return;
    said.add(error.message);
    onWarning(`${error.message}${sourceLine(error)}`);
  };
}

/** Whether the process a strategy lives in has ended, or what it answers is nothing that freqtrade could go on with. */
function isSilent({ cause }: Error): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'STRATEGY_GONE' || cause.code === 'UNUSABLE_ANSWER');
}
