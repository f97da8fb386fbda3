import { sourceLine } from '../bot/source-line.ts';
import type { FailureSink } from '../strategy/guard.ts';

/** Says what a strategy's callbacks fail with, each once and with its place: they are asked in every candle. */
export function failuresOnce(onWarning: (text: string) => void): FailureSink {
  const said = new Set<string>();
  return (error) => {
    if (said.has(error.message)) return;
    said.add(error.message);
    onWarning(`${error.message}${sourceLine(error)}`);
  };
}
