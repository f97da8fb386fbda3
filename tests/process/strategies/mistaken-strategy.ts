import { type DataFrame, Strategy } from 'freqtrade-ts';

/** Misspells a column for one pair, and throws in a callback: both must cost no more than what they are asked for. */
export class MistakenStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.5;

  override populateIndicators(frame: DataFrame, { pair }: { pair: string }): DataFrame {
    if (pair === 'ETH/USDT') frame.get('clsoe');
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override customExit(): string {
    throw new Error('thought of nothing');
  }
  override useCustomStoploss = true;
  override customStoploss(): number {
    return 'near' as unknown as number;
  }
}
