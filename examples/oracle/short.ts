import type { DataFrame } from 'freqtrade-ts';
import { Base } from './oracle-base.ts';

export class Short extends Base {
  override canShort = true;
  override stoploss = -0.15;
  override minimalRoi: Readonly<Record<string, number>> = { 0: 0.08, 120: 0.03 };

  override leverage({ side }: { side: 'long' | 'short'; currentTime: number }): number {
    return side === 'short' ? 3 : 2;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const [fast, slow] = [frame.get('ema_f'), frame.get('ema_s')];
    return frame.signal('enter_long', fast.crossedAbove(slow), 'up').signal('enter_short', fast.crossedBelow(slow), 'down');
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.get('rsi').above(70)).signal('exit_short', frame.get('rsi').below(30));
  }
}
