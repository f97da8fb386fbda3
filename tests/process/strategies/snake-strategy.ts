import { type DataFrame, Strategy } from 'freqtrade-ts';

/** Written from memory of freqtrade: its stop would never trail. */
export class SnakeStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.5;
  trailing_stop = true;

  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  custom_stoploss(): number {
    return -0.1;
  }
}
