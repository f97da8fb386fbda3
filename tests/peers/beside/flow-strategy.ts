import { type DataFrame, Strategy } from 'freqtrade-ts';

/** The same as real/flow-strategy.py: what is bought more than sold is entered, and left when that turns. */
export class FlowStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.9;
  override orderTypes = { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: false } as const;

  override populateIndicators(frame: DataFrame): DataFrame {
    const flow = frame.orderFlow;
    return frame
      .set(
        'levels',
        flow.map((candle) => candle?.orderflow.size ?? Number.NaN),
      )
      .set(
        'busiest',
        flow.map((candle) => {
          const levels = [...(candle?.orderflow ?? [])];
          const most = Math.max(...levels.map(([, { totalVolume }]) => totalVolume));
          return levels.find(([, { totalVolume }]) => totalVolume === most)?.[0] ?? Number.NaN;
        }),
      )
      .set(
        'stacks',
        flow.map((candle) => (candle === null ? Number.NaN : candle.stackedImbalancesAsk.length - candle.stackedImbalancesBid.length)),
      )
      .set(
        'uneven',
        flow.map((candle) => (candle === null ? Number.NaN : [...candle.imbalances.values()].filter(({ bid, ask }) => bid || ask).length)),
      )
      .set(
        'first_trade',
        flow.map((candle) => Number(candle?.trades[0]?.id ?? Number.NaN)),
      );
  }

  override populateEntryTrend(frame: DataFrame): DataFrame {
    const delta = frame.get('delta');
    return frame
      .signal('enter_long', delta.above(0), 'bought')
      .signal('enter_long', delta.above(0).and(frame.get('stacks').above(0)), 'stacked');
  }

  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.get('delta').below(0), 'sold');
  }
}
