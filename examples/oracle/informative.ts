import { type DataFrame, ema, type Informative as InformativeColumns, rsi } from 'freqtrade-ts';
import { ExitBase } from './exit-base.ts';

export class Informative extends ExitBase {
  override stoploss = -0.05;
  override startupCandleCount = 30;

  override informative(): readonly InformativeColumns[] {
    return [
      { timeframe: '1h', populate: (frame) => frame.set('rsi', rsi(frame.close, 7)) },
      {
        timeframe: '15m',
        asset: 'S000/USDT',
        format: '{base}_{column}_{timeframe}',
        populate: (frame) => frame.set('ema', ema(frame.close, 5)),
      },
    ];
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const isEntry = frame
      .get('rsi')
      .crossedAbove(35)
      .and(frame.get('rsi_1h').above(40), frame.get('s000_close_15m').above(frame.get('s000_ema_15m')));
    return frame.signal('enter_long', isEntry);
  }
}
