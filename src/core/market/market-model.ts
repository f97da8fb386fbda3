/**
 * What differs between a market that answers and recorded candles. The rules of trading are the same for both and take this as data.
 * Reserves are ratios below the entry for which a minimum stake leaves room, so that what is left after a stop can still be sold; null
 * for the strategy's own stop. Source of the values for candles: freqtrade 2026.9.
 */
export interface MarketModel {
  /**
   * Length of the candles that are traded on, minutes: a reason to leave is carried out at the price within the candle at which it came
   * true, and a wished price stays within the candle. Null where the market is asked: everything happens at the rate it quotes, and a
   * wished price stays near it.
   */
  readonly candleMinutes: number | null;
  /** Of a new trade. */
  readonly stopReserve: number | null;
  /** An entry in the place of one that waits. */
  readonly replacement: {
    /** Whether the strategy is asked for a price and for its consent, as for a new trade. */
    readonly asksAgain: boolean;
    /** Whether rate and stake are taken as they are: not rounded, and not held within the funds. */
    readonly isTakenAsIs: boolean;
    /** Whether a trade without fills takes over its rate and stake. */
    readonly movesOpening: boolean;
    readonly stopReserve: number | null;
    /** Whether the strategy may wish a price of an exit that takes the place of another, beyond the one that it has given already. */
    readonly pricesExits: boolean;
  };
  /** The rate `leverage` gets: as the market quotes it, or as the strategy wished it. */
  readonly leverageRate: 'quoted' | 'wished';
  /** Whether a wished price is asked for where the entry is a market order, whose amount follows from it; else for limit orders only. */
  readonly pricesMarketEntries: boolean;
  /** Whether every exit by limit order may be given a price; else only signals and parts. */
  readonly pricesEveryExit: boolean;
  /** How the smallest and largest change of a position are computed. */
  readonly adjustment: {
    readonly entryReserve: number;
    readonly exitReserve: number | null;
    readonly countsLeverage: boolean;
    /** Whether a trade is asked about while its first entry waits. */
    readonly asksUnfilled: boolean;
  };
  /** Whether an exit whose order waits is thought over at every moment; else once a candle, lest its price be chased. */
  readonly repeatsExits: boolean;
  /** Whether an exit order that waits counts for the reason that was found last; else for the one it was placed for. */
  readonly renamesExits: boolean;
  /** Whether a pair is left alone for the rest of the candle in which a trade on it was closed. */
  readonly locksAfterExit: boolean;
  /** What opens a trade: its order, or the first fill. */
  readonly opensWith: 'order' | 'fill';
}

/** A market that is asked: live and in a dry run. */
export const ASKED_MARKET: MarketModel = {
  candleMinutes: null,
  stopReserve: null,
  replacement: { asksAgain: false, isTakenAsIs: false, movesOpening: true, stopReserve: null, pricesExits: true },
  leverageRate: 'wished',
  pricesMarketEntries: true,
  pricesEveryExit: true,
  adjustment: { entryReserve: 0, exitReserve: null, countsLeverage: true, asksUnfilled: true },
  repeatsExits: false,
  renamesExits: false,
  locksAfterExit: true,
  opensWith: 'fill',
};

/** Recorded candles, as freqtrade's backtest trades on them. @param candleMs length of a candle */
export function candleMarket(candleMs: number): MarketModel {
  return {
    candleMinutes: candleMs / 60_000,
    stopReserve: -0.05,
    replacement: { asksAgain: true, isTakenAsIs: true, movesOpening: false, stopReserve: 0, pricesExits: false },
    leverageRate: 'quoted',
    pricesMarketEntries: false,
    pricesEveryExit: false,
    adjustment: { entryReserve: -0.1, exitReserve: -0.1, countsLeverage: false, asksUnfilled: false },
    repeatsExits: true,
    renamesExits: true,
    locksAfterExit: false,
    opensWith: 'order',
  };
}
