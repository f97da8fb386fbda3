import type { CheckedFile, LookaheadResult, RecursiveResult } from '../../research/port.ts';

/** What a look-ahead analysis found, as freqtrade tells it. */
export function presentLookahead(found: LookaheadResult) {
  const { biasedEntries, biasedExits, biasedIndicators } = found;
  return {
    strategy: found.strategy,
    has_bias: biasedEntries + biasedExits + biasedIndicators.length > 0,
    total_signals: found.totalSignals,
    biased_entry_signals: biasedEntries,
    biased_exit_signals: biasedExits,
    biased_indicators: [...biasedIndicators],
  };
}

/** What a recursive analysis found, as freqtrade tells it. */
export function presentRecursive(found: RecursiveResult) {
  return {
    strategy: found.strategy,
    startup_candles: [...found.startupCandles],
    strategy_scc: found.strategyStartupCandles,
    results: found.results,
  };
}

/** What is wrong with a candle file, if anything. */
export function presentCheckedFile(check: CheckedFile) {
  return {
    pair: check.pair,
    timeframe: check.timeframe,
    candle_type: check.type,
    candles: check.candles,
    from_ts: check.from,
    to_ts: check.to,
    gaps: check.gaps,
    missing: check.missing,
    duplicates: check.duplicates,
    undated: check.undated,
    unsorted: check.unsorted,
    off_grid: check.offGrid,
    zero_volumes: check.zeroVolumes,
    incomplete: check.incomplete,
    jumps: check.jumps,
    time_unit: check.unit,
    writer: check.writer,
    problem: check.problem,
    faults: [...check.faults],
  };
}
