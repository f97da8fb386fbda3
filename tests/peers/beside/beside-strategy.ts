import { type DataFrame, entryCount, exitCount, Strategy, type TradeContext } from 'freqtrade-ts';

/** What each pair is entered at, and nowhere else: the test sets the prices. */
export const GATES: Readonly<Record<string, number>> = { BTC: 60_000, ETH: 3000, SOL: 145, ADA: 0.62, LINK: 14.2 };
const SHORTS: readonly string[] = ['SOL', 'ADA'];

const baseOf = (pair: string): string => pair.split('/')[0]!;

/** The same as beside-strategy.py. */
export class BesideStrategy extends Strategy {
  override timeframe = '1m';
  override minimalRoi = { 0: 0.06 };
  override stoploss = -0.05;
  override trailingStop = true;
  override trailingStopPositive = 0.01;
  override trailingStopPositiveOffset = 0.03;
  override trailingOnlyOffsetIsReached = true;
  override positionAdjustmentEnable = true;
  override maxEntryPositionAdjustment = 1;

  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }

  override populateEntryTrend(frame: DataFrame, { pair }: { readonly pair: string }): DataFrame {
    return frame.signal(this.canShort && SHORTS.includes(baseOf(pair)) ? 'enter_short' : 'enter_long', frame.close.above(0), 'gate');
  }

  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame.signal('exit_long', frame.close.below(0));
  }

  override leverage(): number {
    return 3;
  }

  override confirmTradeEntry({ pair, rate }: { readonly pair: string; readonly rate: number }): boolean {
    return Math.abs(rate / GATES[baseOf(pair)]! - 1) < 0.001;
  }

  override customExit({ pair, currentProfit }: TradeContext): string | null {
    return baseOf(pair) === 'ADA' && currentProfit < -0.02 ? 'gave up' : null;
  }

  override adjustTradePosition({ trade, currentProfit }: TradeContext): number | null {
    if (baseOf(trade.pair) !== 'LINK') return null;
    if (entryCount(trade) === 1) return currentProfit < -0.02 ? 150 : null;
    return exitCount(trade) === 0 && currentProfit > 0.01 ? -trade.stakeAmount / 2 : null;
  }
}

export class BesideContracts extends BesideStrategy {
  override canShort = true;
}
