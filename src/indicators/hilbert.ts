import * as arena from './arena.ts';
import { afterMissing, type Column, oneAfterMissing, only } from './column.ts';

/** Ehlers' Hilbert transform indicators, as TA-Lib computes them: the first results come after 32 candles, those of the phase after 63. */

const DEGREES = 180 / Math.PI;

/** Length of the dominant cycle, candles. Source: TA-Lib HT_DCPERIOD. */
export function cyclePeriod(column: Column): Column {
  return oneAfterMissing([column], (n, out, a) => arena.kernels.cyclePeriod(out, a, n));
}

/** In-phase and quadrature part of the price. Source: TA-Lib HT_PHASOR. */
export function cyclePhasor(column: Column): { inPhase: Column; quadrature: Column } {
  const [inPhase, quadrature] = afterMissing(2, [column], (n, first, second, a) => arena.kernels.cyclePhasor(first, second, a, n));
  return { inPhase: inPhase, quadrature: quadrature };
}

/** Phase of the dominant cycle, degrees. Source: TA-Lib HT_DCPHASE. */
export function cyclePhase(column: Column): Column {
  return oneAfterMissing([column], (n, out, a) => arena.kernels.cyclePhase(out, a, n));
}

/** Sine of the phase, and of the phase 45 degrees ahead. Source: TA-Lib HT_SINE. */
export function cycleSine(column: Column): { sine: Column; lead: Column } {
  return only([column], () => {
    const phase = cyclePhase(column);
    return { sine: phase.over(DEGREES).sin(), lead: phase.plus(45).over(DEGREES).sin() };
  });
}

/** The price without its dominant cycle. Source: TA-Lib HT_TRENDLINE. */
export function cycleTrendline(column: Column): Column {
  return oneAfterMissing([column], (n, out, a) => arena.kernels.cycleTrendline(out, a, n));
}

/** 1 where the price trends, 0 where it cycles; 0 too before the first result. Source: TA-Lib HT_TRENDMODE. */
export function trendMode(column: Column): Column {
  return oneAfterMissing([column], (n, out, a) => arena.kernels.trendMode(out, a, n), 0);
}

/** MESA adaptive moving average and the one that follows it. Source: TA-Lib MAMA. */
export function mama(column: Column, fastLimit = 0.5, slowLimit = 0.05): { mama: Column; fama: Column } {
  const [lead, follow] = afterMissing(2, [column], (n, first, second, a) =>
    arena.kernels.adaptiveAverage(first, second, a, n, fastLimit, slowLimit),
  );
  return { mama: lead, fama: follow };
}
