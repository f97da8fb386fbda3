import type { DataFrame } from 'freqtrade-ts';
import { Base } from './oracle-base.ts';

/** The same, leaving when the fast average falls below the slow one. */
export class ExitBase extends Base {
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.get('ema_f').crossedBelow(frame.get('ema_s')), 'ema_down');
  }
}
