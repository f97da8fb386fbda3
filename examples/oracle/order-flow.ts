import type { DataFrame } from 'freqtrade-ts';
import { Base } from './oracle-base.ts';

export class OrderFlow extends Base {
  override minimalRoi = { 0: 0.006 };
  override stoploss = -0.01;

  override populateIndicators(frame: DataFrame): DataFrame {
    const flow = frame.orderFlow;
    const busiest = flow.map((candle) => {
      const levels = [...(candle?.orderflow ?? [])];
      const most = Math.max(...levels.map(([, { totalVolume }]) => totalVolume));
      return levels.find(([, { totalVolume }]) => totalVolume === most)?.[0] ?? Number.NaN;
    });
    return frame
      .set('busiest', busiest)
      .set(
        'stacks',
        flow.map((candle) => candle?.stackedImbalancesAsk.length ?? 0),
      )
      .set(
        'large',
        flow.map((candle) => Math.max(0, ...(candle?.trades ?? []).map(({ amount }) => amount))),
      );
  }

  override populateEntryTrend(frame: DataFrame): DataFrame {
    const isStacked = frame.get('stacks').above(0).and(frame.get('delta').above(0));
    const isLarge = frame.close.above(frame.get('busiest')).and(frame.get('max_delta').above(8), frame.get('large').above(5));
    return frame.signal('enter_long', isStacked, 'stack').signal('enter_long', isLarge, 'large');
  }

  override populateExitTrend(frame: DataFrame): DataFrame {
    const isSold = frame
      .get('min_delta')
      .below(-6)
      .and(frame.get('bid').above(frame.get('ask')), frame.get('total_trades').above(5));
    return frame.signal('exit_long', isSold, 'sold');
  }
}
