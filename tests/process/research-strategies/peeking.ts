import type { DataFrame } from 'freqtrade-ts';
import { Sample } from './sample.ts';

/** Looks one candle ahead, as nobody should. */
export class Peeking extends Sample {
  override populateIndicators(frame: DataFrame): DataFrame {
    return super.populateIndicators(frame).set('tomorrow', frame.close.shift(-1));
  }
}
