import { type DataFrame, ema, type Informative, rsi } from 'freqtrade-ts';
import { Short } from './short.ts';

/** Both sides, by columns of a longer timeframe and of another pair. */
export class ShortInformative extends Short {
  override startupCandleCount = 30;

  override informative(): readonly Informative[] {
    return [
      { timeframe: '1h', populate: (frame) => frame.set('rsi', rsi(frame.close, 7)) },
      {
        timeframe: '15m',
        asset: 'BTC/USDT:USDT',
        format: '{base}_{column}_{timeframe}',
        populate: (frame) => frame.set('ema', ema(frame.close, 5)),
      },
    ];
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    const [own, hourly] = [frame.get('rsi'), frame.get('rsi_1h')];
    const [lead, average] = [frame.get('btc_close_15m'), frame.get('btc_ema_15m')];
    return frame
      .signal('enter_long', own.crossedAbove(40).and(hourly.above(40), lead.above(average)))
      .signal('enter_short', own.crossedBelow(60).and(hourly.below(60), lead.below(average)));
  }
}
