import { atan } from './functions';
import { ONE, blank, fillWith, firstNumber, get, isWhole, later, put, summed, to } from './memory';

/** Windows after which sums are begun anew, so that neither rounding nor a missing value stays for ever. Source: TA-Lib. */
const AFRESH = 32;
/** Below this a sum of squares is rounding. */
const SMALLEST: f64 = 1e-14;
/** Rows whose extremes are found together, so that they stay in the nearest cache. */
const BLOCK = 512;
/** The longest window for which extremes are found by doubling. */
const LONGEST = 512;
const SCRATCH: usize = memory.data(8 * (BLOCK + LONGEST + 16));
/** How far each extreme is from the beginning of its window. */
const PLACES: usize = memory.data(8 * (BLOCK + LONGEST + 16));

@final
class Highest {
  @inline of(a: v128, b: v128): v128 { return f64x2.pmax(a, b); }
  @inline isBetter(value: f64, known: f64): bool { return value > known; }
  @inline isAsGood(value: f64, known: f64): bool { return value >= known; }
  @inline areAsGood(values: v128, known: v128): v128 { return f64x2.ge(values, known); }
}
@final
class Lowest {
  @inline of(a: v128, b: v128): v128 { return f64x2.pmin(a, b); }
  @inline isBetter(value: f64, known: f64): bool { return value < known; }
  @inline isAsGood(value: f64, known: f64): bool { return value <= known; }
  @inline areAsGood(values: v128, known: v128): v128 { return f64x2.le(values, known); }
}

/** Whether rows that were read with no more than what lies behind them are all numbers. */
@inline
function areNumbers(bad: v128, from: usize, count: i32): bool {
  return i64x2.bitmask(bad) == 0 || isWhole(from, count);
}

/**
 * The extreme of each window of a column without gaps: windows of 4, 16 … rows, then two of those that cover it. From row
 * `period - 1` on. @returns false where a value is missing: the result is none
 */
@inline
function wholeExtreme<T>(out: usize, a: usize, n: i32, period: i32): bool {
  const op = changetype<T>(0);
  for (let row = period - 1; row < n; row += BLOCK) {
    const rows = min(BLOCK, n - row);
    // from the first row of the first window to the last row of the last
    let count = rows + period - 1;
    const from = to(a, row - period + 1);
    let width = 1;
    let source = from;
    let bad = f64x2.splat(0);
    while (width * 4 <= period) {
      count -= 3 * width;
      const reach = <usize>width << 3;
      const end = source + (<usize>count << 3);
      if (width == 1) {
        let x = v128.load(source);
        let two = op.of(x, v128.load(source, 8));
        bad = f64x2.ne(x, x);
        for (let p = source, o = SCRATCH, most = end + 24; p < most; p += 32, o += 32) {
          x = v128.load(p, 16);
          bad = v128.or(bad, f64x2.ne(x, x));
          const next = op.of(x, v128.load(p, 24));
          v128.store(o, op.of(two, next));
          x = v128.load(p, 32);
          bad = v128.or(bad, f64x2.ne(x, x));
          two = op.of(x, v128.load(p, 40));
          v128.store(o, op.of(next, two), 16);
        }
      } else
        for (let p = source; p < end; p += 32) {
          const q = p + reach, r = q + reach, s = r + reach;
          const x = op.of(op.of(v128.load(p), v128.load(q)), op.of(v128.load(r), v128.load(s)));
          const y = op.of(op.of(v128.load(p, 16), v128.load(q, 16)), op.of(v128.load(r, 16), v128.load(s, 16)));
          v128.store(p, x);
          v128.store(p, y, 16);
        }
      source = SCRATCH;
      width *= 4;
    }
    if (width == 1 && !isWhole(from, count)) return false;
    if (!areNumbers(bad, from, rows + period - 1)) return false;
    if (width * 2 <= period) {
      count -= width;
      const reach = <usize>width << 3;
      for (let at: usize = 0, end = <usize>count << 3; at < end; at += 16)
        v128.store(SCRATCH + at, op.of(v128.load(source + at), v128.load(source + at + reach)));
      source = SCRATCH;
      width *= 2;
    }
    const reach = <usize>(period - width) << 3;
    for (let p = source, o = to(out, row), end = o + (<usize>rows << 3); o < end; p += 32, o += 32) {
      v128.store(o, op.of(v128.load(p), v128.load(p + reach)));
      v128.store(o, op.of(v128.load(p, 16), v128.load(p + reach, 16)), 16);
    }
  }
  return true;
}

/** The place of the latest extreme in each window of a column without gaps, 0 its beginning, times `scale`. @returns false where a value is missing */
@inline
function wholePlace<T>(out: usize, a: usize, n: i32, period: i32, scale: f64): bool {
  const op = changetype<T>(0);
  const one = v128.load64_splat(ONE);
  const by = f64x2.splat(scale);
  for (let row = period - 1; row < n; row += BLOCK) {
    const rows = min(BLOCK, n - row);
    let count = rows + period - 2;
    const from = to(a, row - period + 1);
    let bad = f64x2.splat(0);
    for (let at: usize = 0, end = <usize>(count + 1) << 3; at < end; at += 16) {
      const x = v128.load(from + at), y = v128.load(from + at, 8);
      bad = v128.or(bad, f64x2.ne(x, x));
      v128.store(SCRATCH + at, op.of(x, y));
      v128.store(PLACES + at, v128.and(one, op.areAsGood(y, x)));
    }
    if (!areNumbers(bad, from, rows + period - 1)) return false;
    let width = 2;
    for (; width * 2 <= period; width *= 2) {
      count -= width;
      const reach = <usize>width << 3;
      const further = f64x2.splat(<f64>width);
      for (let p = SCRATCH, end = p + (<usize>count << 3); p < end; p += 16) {
        const x = v128.load(p), y = v128.load(p + reach);
        v128.store(p, op.of(x, y));
        const place = f64x2.add(v128.load(p + reach, PLACES - SCRATCH), further);
        v128.store(p, v128.bitselect(place, v128.load(p, PLACES - SCRATCH), op.areAsGood(y, x)), PLACES - SCRATCH);
      }
    }
    const reach = <usize>(period - width) << 3;
    const further = f64x2.splat(<f64>(period - width));
    for (let p = SCRATCH, o = to(out, row), end = o + (<usize>rows << 3); o < end; p += 16, o += 16) {
      const isLater = op.areAsGood(v128.load(p + reach), v128.load(p));
      const place = f64x2.add(v128.load(p + reach, PLACES - SCRATCH), further);
      v128.store(o, f64x2.mul(by, v128.bitselect(place, v128.load(p, PLACES - SCRATCH), isLater)));
    }
  }
  return true;
}

/**
 * The extreme of each window by blocks as long as a window: of the rest of one block and the beginning of the next. What is missing
 * hides the rows on its far side from the block's border, as it does in TA-Lib. From row `from + period - 1` on.
 */
@inline
function blockExtreme<T>(out: usize, a: usize, n: i32, period: i32, from: i32): void {
  const op = changetype<T>(0);
  for (let begin = from; begin < n; begin += period) {
    // windows that begin in this block: its rest, to where they end
    let rest = NaN;
    for (let row = min(n, begin + period) - 1; row >= begin; row--) {
      const value = get(a, row);
      rest = row == begin + period - 1 || op.isBetter(value, rest) ? value : rest;
      const end = row + period - 1;
      if (end < n) put(out, end, rest);
    }
    // windows that end in this block
    let sofar = get(a, begin);
    for (let row = begin, end = min(n, begin + period); row < end; row++) {
      const value = get(a, row);
      if (op.isBetter(value, sofar)) sofar = value;
      if (row < from + period - 1) continue;
      const other = get(out, row);
      put(out, row, op.isBetter(sofar, other) ? sofar : other);
    }
  }
}

/**
 * Row of the extreme of each window. A value that equals it takes its place when it comes; when it has left, the first of
 * equals does, or the last where `isLatest`.
 */
@inline
function extremeAt<T>(a: usize, i: i32, period: i32, best: i32, isLatest: bool): i32 {
  const op = changetype<T>(0);
  const from = i - period + 1;
  if (best < from) {
    best = from;
    for (let at = from + 1; at <= i; at++) {
      const value = get(a, at), known = get(a, best);
      if (isLatest ? op.isAsGood(value, known) : op.isBetter(value, known)) best = at;
    }
    return best;
  }
  return op.isAsGood(get(a, i), get(a, best)) ? i : best;
}

/** The extreme of each window by its row, as TA-Lib's stochastics find it. */
@inline
function rowExtreme<T>(out: usize, a: usize, n: i32, period: i32, start: i32): void {
  let best = -1;
  for (let i = start; i < n; i++) {
    best = extremeAt<T>(a, i, period, best, false);
    put(out, i, get(a, best));
  }
}

@inline
function extreme<T>(out: usize, a: usize, n: i32, period: i32, isByRow: bool): void {
  const start = firstNumber(a, n) + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const from = start - period + 1;
  if (period <= LONGEST && wholeExtreme<T>(to(out, from), to(a, from), n - from, period)) return;
  if (isByRow) rowExtreme<T>(out, a, n, period, start);
  else blockExtreme<T>(out, a, n, period, from);
}

export function highest(out: usize, a: usize, n: i32, period: i32): void { extreme<Highest>(out, a, n, period, false); }
export function lowest(out: usize, a: usize, n: i32, period: i32): void { extreme<Lowest>(out, a, n, period, false); }
/** The same but for columns with gaps: a missing value counts until its row has left. */
export function highestByRow(out: usize, a: usize, n: i32, period: i32): void { extreme<Highest>(out, a, n, period, true); }
export function lowestByRow(out: usize, a: usize, n: i32, period: i32): void { extreme<Lowest>(out, a, n, period, true); }

/** Rows of extremes. Where nothing is missing, the extremes are found first, and looked for when a row has left. */
@inline
function extremeRows<T>(out: usize, a: usize, n: i32, period: i32, start: i32): void {
  for (let i = min(start, n) - 1; i >= 0; i--) put(out, i, 0);
  if (start >= n) return;
  const first = start - period + 1;
  let best = -1;
  if (period > LONGEST || !wholeExtreme<T>(to(out, first), to(a, first), n - first, period)) {
    for (let i = start; i < n; i++) {
      best = extremeAt<T>(a, i, period, best, false);
      put(out, i, <f64>best);
    }
    return;
  }
  for (let i = start; i < n; i++) {
    const value = get(out, i);
    const from = i - period + 1;
    if (best < from) {
      best = from;
      while (get(a, best) != value) best++;
    } else if (get(a, i) == value) best = i;
    put(out, i, <f64>best);
  }
}

export function highestRows(out: usize, a: usize, n: i32, period: i32): void {
  extremeRows<Highest>(out, a, n, period, firstNumber(a, n) + period - 1);
}
export function lowestRows(out: usize, a: usize, n: i32, period: i32): void {
  extremeRows<Lowest>(out, a, n, period, firstNumber(a, n) + period - 1);
}

@inline
function age<T>(out: usize, a: usize, n: i32, period: i32, start: i32): void {
  if (start >= n) return fillWith(out, n, NaN);
  const share = 100 / <f64>period;
  const first = start - period;
  blank(out, start);
  if (period < LONGEST && wholePlace<T>(to(out, first), to(a, first), n - first, period + 1, share)) return;
  let best = -1;
  for (let i = start; i < n; i++) {
    best = extremeAt<T>(a, i, period + 1, best, true);
    put(out, i, share * <f64>(period - (i - best)));
  }
}

/** How long ago the high and the low of the window were, 0 (long) to 100 (now). */
export function aroon(up: usize, down: usize, high: usize, low: usize, n: i32, period: i32): void {
  const start = max(firstNumber(high, n), firstNumber(low, n)) + period;
  age<Highest>(up, high, n, period, start);
  age<Lowest>(down, low, n, period, start);
}

/** Below this beside the squares it is made of, a variance is rounding. */
const SMALL: usize = memory.data<f64>([1e-11]);

/** Variance of one window by distances from its last value, exactly 0 where all are the same. */
function varianceAt(a: usize, i: i32, period: i32): f64 {
  const last = get(a, i);
  let sum: f64 = 0, squares: f64 = 0;
  for (let at = i - period + 1; at < i; at++) {
    const away = get(a, at) - last;
    sum += away;
    squares += away * away;
  }
  const share = 1 / <f64>period;
  return max((squares - sum * sum * share) * share, 0);
}

/** Population variance of each window; its root times `deviations` where that is asked for. */
@inline
function spread(out: usize, a: usize, n: i32, period: i32, deviations: f64, isRoot: bool): void {
  const start = firstNumber(a, n) + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const share = f64x2.splat(1 / <f64>period), small = v128.load64_splat(SMALL), times = f64x2.splat(deviations);
  const back = <usize>period << 3;
  const every = AFRESH * period;
  let i = start;
  while (i < n) {
    // sums of distances to a value near by, so that squares keep their digits
    const near = get(a, i);
    let sum: f64 = 0, squares: f64 = 0;
    for (let at = i - period + 1; at <= i; at++) {
      const away = get(a, at) - near;
      sum += away;
      squares += away * away;
    }
    const first = varianceAt(a, i, period);
    put(out, i, isRoot ? sqrt(first) * deviations : first);
    const until = min(n, start + ((i - start + 1) / every + 1) * every - 1);
    const base = f64x2.splat(near);
    let last = f64x2.splat(sum), lastSquares = f64x2.splat(squares);
    for (i++; i < until; i += 2) {
      const p = to(a, i);
      const come = f64x2.sub(v128.load(p), base), gone = f64x2.sub(v128.load(p - back), base);
      const sums = f64x2.add(last, summed(f64x2.sub(come, gone)));
      const all = f64x2.add(lastSquares, summed(f64x2.relaxed_nmadd(gone, gone, f64x2.mul(come, come))));
      const mean = f64x2.mul(all, share), off = f64x2.mul(sums, share);
      let value = f64x2.relaxed_nmadd(off, off, mean);
      if (i64x2.bitmask(f64x2.le(value, f64x2.mul(mean, small))) != 0) {
        value = f64x2.splat(varianceAt(a, i, period));
        if (i + 1 < until) value = f64x2.replace_lane(value, 1, varianceAt(a, i + 1, period));
      }
      v128.store(to(out, i), isRoot ? f64x2.mul(f64x2.sqrt(value), times) : value);
      last = later(sums);
      lastSquares = later(all);
    }
    i = until;
  }
}

export function variance(out: usize, a: usize, n: i32, period: i32): void { spread(out, a, n, period, 1, false); }
export function stddev(out: usize, a: usize, n: i32, period: i32, deviations: f64): void { spread(out, a, n, period, deviations, true); }

@final
class LineValue {
  @inline of(rise: f64, begin: f64, steps: f64): f64 { return begin + rise * steps; }
}
@final
class LineSlope {
  @inline of(rise: f64, begin: f64, steps: f64): f64 { return rise; }
}

@inline
function line<T>(out: usize, a: usize, n: i32, period: i32, steps: f64): void {
  const shape = changetype<T>(0);
  const start = firstNumber(a, n) + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const size = <f64>period;
  const sumX = (size * (size - 1)) / 2;
  const sumXX = (size * (size - 1) * (2 * size - 1)) / 6;
  const perDivisor = 1 / (sumX * sumX - size * sumXX);
  const share = 1 / size;
  const every = AFRESH * period;
  let i = start;
  while (i < n) {
    // sums of distances to a value near by; x counts back from the last row
    const base = get(a, i);
    let sumY: f64 = 0, sumXY: f64 = 0;
    for (let back = 0; back < period; back++) {
      const away = get(a, i - back) - base;
      sumY += away;
      sumXY += <f64>back * away;
    }
    const until = min(n, i + every);
    while (true) {
      const rise = (size * sumXY - sumX * sumY) * perDivisor;
      put(out, i, shape.of(rise, base + (sumY - rise * sumX) * share, steps));
      if (++i >= until) break;
      const gone = get(a, i - period) - base;
      sumXY += sumY - size * gone;
      sumY += get(a, i) - base - gone;
    }
  }
}

/** Where the least-squares line through each window is `steps` rows after its beginning. */
export function regression(out: usize, a: usize, n: i32, period: i32, steps: f64): void { line<LineValue>(out, a, n, period, steps); }
export function regressionSlope(out: usize, a: usize, n: i32, period: i32): void { line<LineSlope>(out, a, n, period, 0); }

/** Angle of that line, degrees. */
export function regressionAngle(out: usize, a: usize, n: i32, period: i32): void {
  line<LineSlope>(out, a, n, period, 0);
  atan(out, out, n, 180 / Math.PI);
}

/** Mean distance from the mean of each window: two windows at once. */
export function averageDeviation(out: usize, a: usize, n: i32, period: i32): void {
  const start = firstNumber(a, n) + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const size = f64x2.splat(<f64>period);
  for (let i = start; i < n; i += 2) {
    let sum = f64x2.splat(0);
    for (let back = 0; back < period; back++) sum = f64x2.add(sum, v128.load(to(a, i - back)));
    const mean = f64x2.div(sum, size);
    let distance = f64x2.splat(0);
    for (let back = 0; back < period; back++) distance = f64x2.add(distance, f64x2.abs(f64x2.sub(v128.load(to(a, i - back)), mean)));
    v128.store(to(out, i), f64x2.div(distance, size));
  }
}

/** Commodity channel index of a typical price. */
export function cci(out: usize, typical: usize, n: i32, period: i32): void {
  const start = firstNumber(typical, n) + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const size = f64x2.splat(<f64>period);
  const least = f64x2.splat(1e-14 * <f64>period);
  const scale = f64x2.splat(0.015);
  for (let i = start; i < n; i += 2) {
    const now = to(typical, i);
    let sum = f64x2.splat(0);
    for (let p = now, end = now - (<usize>period << 3); p > end; p -= 8) sum = f64x2.add(sum, v128.load(p));
    const mean = f64x2.div(sum, size);
    let distance = f64x2.splat(0);
    for (let p = now, end = now - (<usize>period << 3); p > end; p -= 8) distance = f64x2.add(distance, f64x2.abs(f64x2.sub(v128.load(p), mean)));
    const away = f64x2.sub(v128.load(now), mean);
    const value = f64x2.div(away, f64x2.div(f64x2.mul(scale, distance), size));
    // rounding of the mean is no distance
    v128.store(to(out, i), v128.andnot(value, f64x2.le(distance, f64x2.mul(least, f64x2.abs(mean)))));
  }
}

export function correlation(out: usize, a: usize, b: usize, n: i32, period: i32): void {
  const start = max(firstNumber(a, n), firstNumber(b, n)) + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const share = 1 / <f64>period;
  const every = AFRESH * period;
  let i = start;
  while (i < n) {
    const baseA = get(a, i), baseB = get(b, i);
    let sumA: f64 = 0, sumB: f64 = 0, together: f64 = 0, squaresA: f64 = 0, squaresB: f64 = 0;
    for (let at = i - period + 1; at <= i; at++) {
      const x = get(a, at) - baseA, y = get(b, at) - baseB;
      sumA += x;
      sumB += y;
      together += x * y;
      squaresA += x * x;
      squaresB += y * y;
    }
    const until = min(n, start + ((i - start + 1) / every + 1) * every - 1);
    while (true) {
      const size = (squaresA - sumA * sumA * share) * (squaresB - sumB * sumB * share);
      put(out, i, size > SMALLEST * (squaresA * squaresB) ? (together - sumA * sumB * share) / sqrt(size) : 0);
      if (++i >= until) break;
      const x = get(a, i) - baseA, y = get(b, i) - baseB;
      const goneX = get(a, i - period) - baseA, goneY = get(b, i - period) - baseB;
      sumA += x - goneX;
      sumB += y - goneY;
      together += x * y - goneX * goneY;
      squaresA += x * x - goneX * goneX;
      squaresB += y * y - goneY * goneY;
    }
  }
}

@inline
function stepOf(a: usize, i: i32): f64 {
  const before = get(a, i - 1);
  return before == 0 ? 0 : (get(a, i) - before) / before;
}

/** How the relative changes of the second column answer those of the first. @param x, y room for the changes */
export function beta(out: usize, a: usize, b: usize, n: i32, period: i32, x: usize, y: usize): void {
  const start = max(firstNumber(a, n), firstNumber(b, n)) + period;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  for (let i = start - period + 1; i < n; i++) {
    put(x, i, stepOf(a, i));
    put(y, i, stepOf(b, i));
  }
  const size = <f64>period;
  let sumX: f64 = 0, sumY: f64 = 0, sumXX: f64 = 0, sumXY: f64 = 0;
  const every = AFRESH * period;
  let i = start;
  while (i < n) {
    sumX = 0;
    sumY = 0;
    sumXX = 0;
    sumXY = 0;
    for (let at = i - period + 1; at <= i; at++) {
      const u = get(x, at), v = get(y, at);
      sumX += u;
      sumY += v;
      sumXX += u * u;
      sumXY += u * v;
    }
    const until = min(n, start + ((i - start + 1) / every + 1) * every - 1);
    while (true) {
      const divisor = size * sumXX - sumX * sumX;
      put(out, i, divisor > SMALLEST ? (size * sumXY - sumX * sumY) / divisor : 0);
      if (++i >= until) break;
      const u = get(x, i), v = get(y, i), gu = get(x, i - period), gv = get(y, i - period);
      sumX += u - gu;
      sumY += v - gv;
      sumXX += u * u - gu * gu;
      sumXY += u * v - gu * gv;
    }
  }
}

/** First place among sorted values that is not below a value. */
@inline
export function placeOf(sorted: usize, count: i32, value: f64): i32 {
  let low = 0, high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (get(sorted, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First place whose value is not below a value, looked for one by one, as TA-Lib does: a missing value is such a place. */
@inline
function firstNotBelow(sorted: usize, count: i32, value: f64): i32 {
  let at = 0;
  while (at < count && get(sorted, at) < value) at++;
  return at;
}

/** The value of a rank in each window, 0 the lowest. @param sorted room for a window */
export function ranked(out: usize, a: usize, n: i32, period: i32, rank: i32, sorted: usize): void {
  const first = firstNumber(a, n);
  const start = first + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const whole = isWhole(to(a, first), n - first);
  let count = 0;
  for (let i = first; i < n; i++) {
    if (i > start) {
      const gone = get(a, i - period);
      let at = min(count - 1, whole ? placeOf(sorted, count, gone) : firstNotBelow(sorted, count, gone));
      count--;
      for (; at < count; at++) put(sorted, at, get(sorted, at + 1));
    }
    const value = get(a, i);
    const place = whole ? placeOf(sorted, count, value) : firstNotBelow(sorted, count, value);
    for (let at = count; at > place; at--) put(sorted, at, get(sorted, at - 1));
    put(sorted, place, value);
    count++;
    if (i >= start) put(out, i, get(sorted, rank));
  }
}

/** Share of the `period` rows before whose value is below the last, 0 to 100: two windows at once. */
export function percentRank(out: usize, a: usize, n: i32, period: i32): void {
  const start = firstNumber(a, n) + period;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const size = <f64>period;
  for (let i = start; i < n; i += 4) {
    const v = v128.load(to(a, i)), w = v128.load(to(a, i), 16);
    let below = i64x2.splat(0), under = i64x2.splat(0);
    for (let p = to(a, i - period), end = to(a, i); p < end; p += 8) {
      below = i64x2.sub(below, f64x2.lt(v128.load(p), v));
      under = i64x2.sub(under, f64x2.lt(v128.load(p, 16), w));
    }
    put(out, i, (100 * <f64>i64x2.extract_lane(below, 0)) / size);
    put(out, i + 1, (100 * <f64>i64x2.extract_lane(below, 1)) / size);
    put(out, i + 2, (100 * <f64>i64x2.extract_lane(under, 0)) / size);
    put(out, i + 3, (100 * <f64>i64x2.extract_lane(under, 1)) / size);
  }
}
