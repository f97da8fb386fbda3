import { entryDirection } from '../core/entry/direction.ts';
import type { ExitSignal } from '../core/exit/decide-exit.ts';
import type { SignalName } from '../core/market/signal-names.ts';
import type { Side } from '../core/trade/trade.ts';
import type { DataFrame } from './data-frame.ts';

/** What one candle of an analysed frame says. */
export interface CandleSignal {
  readonly enterLong: boolean;
  readonly exitLong: boolean;
  readonly enterShort: boolean;
  readonly exitShort: boolean;
  readonly enterTag: string | null;
  readonly exitTag: string | null;
}

/** Signals of one candle; the last by default. */
export function signalAt(frame: DataFrame, index: number = frame.length - 1): CandleSignal {
  const isSet = (name: SignalName) => frame.has(name) && frame.get(name).peek()[index] === 1;
  return {
    enterLong: isSet('enter_long'),
    exitLong: isSet('exit_long'),
    enterShort: isSet('enter_short'),
    exitShort: isSet('exit_short'),
    enterTag: frame.textAt('enter_tag', index),
    exitTag: frame.textAt('exit_tag', index),
  };
}

/**
 * The side that a candle says to enter, if any, where it is traded on. A long and a short entry cancel each other also where nothing is
 * shorted; a backtest of spot sees no shorts. Source: freqtrade 2026.9.
 */
export function entrySignal({ enterLong, exitLong, enterShort, exitShort }: CandleSignal, canShort: boolean): Side | null {
  if (enterLong && enterShort) return null;
  return entryDirection(enterLong, exitLong, enterShort, exitShort, canShort);
}

/** The candle's word on a trade of one side. */
export function exitSignal(signal: CandleSignal, side: Side): ExitSignal {
  return side === 'long'
    ? { enter: signal.enterLong, exit: signal.exitLong, exitTag: signal.exitTag }
    : { enter: signal.enterShort, exit: signal.exitShort, exitTag: signal.exitTag };
}
