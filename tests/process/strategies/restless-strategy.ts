import { type DataFrame, type PairContext, Strategy } from 'freqtrade-ts';

/** Everything that leaves a bot standing: promises nobody awaits, timers that throw, callbacks that never end. */
export class RestlessStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.5;

  override botStart(): void {
    void Promise.reject(new Error('nobody awaits this'));
    setTimeout(() => {
      throw new Error('a timer throws this');
    }, 50);
    setInterval(() => {
      throw new Error(`again and again, ${performance.now()}`);
    }, 20);
    setTimeout(() => {
      throw null;
    }, 100);
  }
  override botLoopStart(): Promise<void> {
    return new Promise(() => undefined);
  }
  override populateIndicators(frame: DataFrame, { pair }: PairContext): DataFrame | Promise<DataFrame> {
    return pair === 'ETH/USDT' ? new Promise(() => undefined) : frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame.signal('enter_long', frame.close.below(0));
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.close.below(0));
  }
}
