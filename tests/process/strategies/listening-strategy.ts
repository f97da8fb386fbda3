import { Column, type DataFrame, type PairContext, Strategy } from 'freqtrade-ts';

/** Shows what another bot sends: its whitelist's length, and its `sma` at the same candles. */
export class ListeningStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 10 };
  override stoploss = -0.5;
  override processOnlyNewCandles = false;

  override populateIndicators(frame: DataFrame, { pair }: PairContext): DataFrame {
    const theirs = this.dp.producerFrame(pair);
    const column = (value: number) => new Column(new Float64Array(frame.length).fill(value));
    frame.set('their_pairs', column(this.dp.producerPairs().length));
    frame.set('their_rows', column(theirs?.frame.length ?? 0));
    return frame.set('their_sma', column(theirs?.frame.has('sma') ? theirs.frame.get('sma').last() : Number.NaN));
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
}
