import { HALF, HUNDRED, INFINITE, ONE, blank, fillWith, get, put, to } from './memory';
import { rangesAt, trueRange } from './price';

/** Average true range with Wilder's smoothing. The first row is a number in every input. */
export function averageTrueRange(out: usize, high: usize, low: usize, close: usize, n: i32, period: i32): void {
  if (n <= period) return fillWith(out, n, NaN);
  let y: f64 = 0;
  for (let i = 1; i <= period; i++) y += f64x2.extract_lane(rangesAt(high, low, close, <usize>i << 3), 0);
  y /= <f64>period;
  blank(out, period);
  put(out, period, y);
  const k = 1 / <f64>period;
  const q = 1 - k;
  const q2 = q * q, q3 = q2 * q, q4 = q2 * q2;
  for (let i = period + 1; i < n; i += 4) {
    const at = <usize>i << 3;
    const a = rangesAt(high, low, close, at);
    const b = rangesAt(high, low, close, at + 16);
    const x = f64x2.extract_lane(a, 0);
    const z1 = x + k * (f64x2.extract_lane(a, 1) - x);
    const z2 = z1 + k * (f64x2.extract_lane(b, 0) - z1);
    const z3 = z2 + k * (f64x2.extract_lane(b, 1) - z2);
    const far = y - x;
    y = z3 + q4 * far;
    store<f64>(out + at, x + q * far);
    store<f64>(out + at, z1 + q2 * far, 8);
    store<f64>(out + at, z2 + q3 * far, 16);
    store<f64>(out + at, y, 24);
  }
}

/** In percent of the close. */
export function percentOf(out: usize, a: usize, b: usize, n: i32): void {
  const hundred = v128.load64_splat(HUNDRED);
  for (let end = to(out, n); out < end; out += 16, a += 16, b += 16)
    v128.store(out, f64x2.mul(f64x2.div(v128.load(a), v128.load(b)), hundred));
}

/** The smallest of three by comparison: what is missing is passed over. */
@inline
function least(value: f64, first: f64, second: f64): f64 {
  const found = f64x2.pmin(f64x2.pmin(f64x2.splat(value), f64x2.splat(first)), f64x2.splat(second));
  return f64x2.extract_lane(found, 0);
}

@inline
function most(value: f64, first: f64, second: f64): f64 {
  const found = f64x2.pmax(f64x2.pmax(f64x2.splat(value), f64x2.splat(first)), f64x2.splat(second));
  return f64x2.extract_lane(found, 0);
}

@inline
function beginsLong(high: usize, low: usize): bool {
  const fall = get(low, 0) - get(low, 1);
  const rise = get(high, 1) - get(high, 0);
  return !(fall > 0 && rise < fall);
}

/** Wilder's stop and reverse, negative while short where `shortSign` is -1. @param start above 0 long, below 0 short, 0 to find out */
export function stopAndReverse(
  out: usize, high: usize, low: usize, n: i32, shortSign: f64, start: f64, offset: f64,
  longInitial: f64, longStep: f64, longMost: f64, shortInitial: f64, shortStep: f64, shortMost: f64,
): void {
  if (n < 2) return fillWith(out, n, NaN);
  put(out, 0, NaN);
  const long = min(longInitial, longMost), short = min(shortInitial, shortMost);
  let isLong = start == 0 ? beginsLong(high, low) : start > 0;
  let factor = isLong ? long : short;
  let extreme = isLong ? get(high, 1) : get(low, 1);
  let stop = start == 0 ? (isLong ? get(low, 0) : get(high, 0)) : abs(start);
  let newLow = get(low, 1), newHigh = get(high, 1);
  let i = 1;
  // a loop for each side, so that a row asks one question only
  while (i < n) {
    if (isLong)
      for (; i < n; i++) {
        const lastLow = newLow, lastHigh = newHigh;
        newLow = get(low, i);
        newHigh = get(high, i);
        if (newLow <= stop) {
          isLong = false;
          stop = most(extreme, lastHigh, newHigh);
          stop += stop * offset;
          put(out, i, shortSign * stop);
          factor = short;
          extreme = newLow;
          stop = most(stop + factor * (extreme - stop), lastHigh, newHigh);
          i++;
          break;
        }
        put(out, i, stop);
        if (newHigh > extreme) {
          extreme = newHigh;
          factor = min(factor + longStep, longMost);
        }
        stop = least(stop + factor * (extreme - stop), lastLow, newLow);
      }
    else
      for (; i < n; i++) {
        const lastLow = newLow, lastHigh = newHigh;
        newLow = get(low, i);
        newHigh = get(high, i);
        if (newHigh >= stop) {
          isLong = true;
          stop = least(extreme, lastLow, newLow);
          stop -= stop * offset;
          put(out, i, stop);
          factor = long;
          extreme = newHigh;
          stop = least(stop + factor * (extreme - stop), lastLow, newLow);
          i++;
          break;
        }
        put(out, i, shortSign * stop);
        if (newLow < extreme) {
          extreme = newLow;
          factor = min(factor + shortStep, shortMost);
        }
        stop = most(stop + factor * (extreme - stop), lastHigh, newHigh);
      }
  }
}

/** A stop that trails the trend by a number of average true ranges, and the trend: 1 up, -1 down. @param range room for the ranges */
export function superTrend(line: usize, trend: usize, high: usize, low: usize, close: usize, n: i32, period: i32, multiplier: f64, range: usize): void {
  averageTrueRange(range, high, low, close, n, period);
  for (let i = 0; i < n && i < period; i++) {
    put(line, i, NaN);
    put(trend, i, 0);
  }
  if (n <= period) return;
  // the upper stop in one lane, the lower one with its sign turned in the other: both fall, unless the close was beyond them
  const signs = f64x2.replace_lane(v128.load64_splat(ONE), 1, -1);
  const half = v128.load64_splat(HALF);
  const times = f64x2.splat(multiplier);
  let stops = v128.load64_splat(INFINITE);
  let isUp = true;
  let before = v128.load64_splat(INFINITE);
  for (let i = period; i < n; i++) {
    const middle = f64x2.mul(f64x2.add(v128.load64_splat(to(high, i)), v128.load64_splat(to(low, i))), half);
    const width = f64x2.mul(times, v128.load64_splat(to(range, i)));
    const basic = f64x2.add(f64x2.mul(middle, signs), width);
    const isMoved = v128.or(f64x2.lt(basic, stops), f64x2.gt(f64x2.mul(before, signs), stops));
    stops = i == period ? basic : v128.bitselect(basic, stops, isMoved);
    before = v128.load64_splat(to(close, i));
    const upper = f64x2.extract_lane(stops, 0), lower = -f64x2.extract_lane(stops, 1);
    const now = f64x2.extract_lane(before, 0);
    if (i > period) {
      if (isUp) {
        if (now < lower) isUp = false;
      } else if (now > upper) isUp = true;
    }
    put(line, i, isUp ? lower : upper);
    put(trend, i, isUp ? 1 : -1);
  }
}

// Wilder's directional movement

@inline
function movement(high: usize, low: usize, i: i32): v128 {
  const now = f64x2.replace_lane(v128.load64_splat(to(high, i)), 1, get(low, i - 1));
  const before = f64x2.replace_lane(v128.load64_splat(to(high, i - 1)), 1, get(low, i));
  // how far the high rose and how far the low fell; the larger counts, if it is a movement at all
  const moved = f64x2.sub(now, before);
  const other = v128.shuffle<f64>(moved, moved, 1, 0);
  return v128.and(moved, v128.and(f64x2.gt(moved, f64x2.splat(0)), f64x2.gt(moved, other)));
}

@inline
function rangeAt(high: usize, low: usize, close: usize, i: i32): f64 {
  const top = get(high, i), bottom = get(low, i), before = get(close, i - 1);
  let range = top - bottom;
  const up = abs(top - before), down = abs(bottom - before);
  if (up > range) range = up;
  if (down > range) range = down;
  return range;
}

/** @param side 0 for the rise, 1 for the fall */
export function directionalMovement(out: usize, high: usize, low: usize, n: i32, period: i32, side: i32): void {
  if (n < period) return fillWith(out, n, NaN);
  blank(out, period - 1);
  const keep = f64x2.splat(1 - 1 / <f64>period);
  let v = f64x2.splat(0);
  for (let i = 1; i < period; i++) v = f64x2.add(v, movement(high, low, i));
  put(out, period - 1, side == 0 ? f64x2.extract_lane(v, 0) : f64x2.extract_lane(v, 1));
  let i = period;
  const twice = f64x2.mul(keep, keep);
  for (; i < n; i += 2) {
    const a = movement(high, low, i), b = movement(high, low, i + 1);
    const w = f64x2.add(f64x2.mul(v, keep), a);
    v = f64x2.add(f64x2.mul(v, twice), f64x2.add(f64x2.mul(a, keep), b));
    v128.store(to(out, i), side == 0 ? v128.shuffle<f64>(w, v, 0, 2) : v128.shuffle<f64>(w, v, 1, 3));
  }
}

/** Smoothed movements and ranges of every row from `period` on: rise, fall; range. */
@inline
function smoothedMovement(rise: usize, fall: usize, range: usize, high: usize, low: usize, close: usize, n: i32, period: i32): void {
  const kept = 1 - 1 / <f64>period;
  const keep = f64x2.splat(kept);
  const twice = f64x2.mul(keep, keep);
  let v = f64x2.splat(0);
  let r: f64 = 0;
  for (let i = 1; i < period; i++) {
    v = f64x2.add(v, movement(high, low, i));
    r += rangeAt(high, low, close, i);
  }
  for (let i = period; i < n; i += 2) {
    const a = movement(high, low, i), b = movement(high, low, i + 1);
    const w = f64x2.add(f64x2.mul(v, keep), a);
    v = f64x2.add(f64x2.mul(v, twice), f64x2.add(f64x2.mul(a, keep), b));
    v128.store(to(rise, i), v128.shuffle<f64>(w, v, 0, 2));
    v128.store(to(fall, i), v128.shuffle<f64>(w, v, 1, 3));
    const ranges = rangesAt(high, low, close, <usize>i << 3);
    const first = f64x2.extract_lane(ranges, 0);
    put(range, i, r * kept + first);
    r = r * (kept * kept) + (first * kept + f64x2.extract_lane(ranges, 1));
    put(range, i + 1, r);
  }
}

/** A movement in percent of the range. @param side 0 for the rise, 1 for the fall @param other, range room */
export function directionalIndicator(
  out: usize, high: usize, low: usize, close: usize, n: i32, period: i32, side: i32, other: usize, range: usize,
): void {
  if (n <= period) return fillWith(out, n, NaN);
  if (side == 0) smoothedMovement(out, other, range, high, low, close, n, period);
  else smoothedMovement(other, out, range, high, low, close, n, period);
  blank(out, period);
  const hundred = v128.load64_splat(HUNDRED);
  const zero = f64x2.splat(0);
  for (let at = <usize>period << 3, end = <usize>n << 3; at < end; at += 16) {
    const all = v128.load(range + at);
    v128.store(out + at, v128.and(f64x2.div(f64x2.mul(hundred, v128.load(out + at)), all), f64x2.gt(all, zero)));
  }
}

/** The directional index: how far rise and fall are apart. Without any movement it stays. @param other, range room; `isMoved` 1 where there was movement */
@inline
function index(out: usize, high: usize, low: usize, close: usize, n: i32, period: i32, other: usize, range: usize): void {
  smoothedMovement(out, other, range, high, low, close, n, period);
  const hundred = v128.load64_splat(HUNDRED);
  const zero = f64x2.splat(0);
  for (let at = <usize>period << 3, end = <usize>n << 3; at < end; at += 16) {
    const all = v128.load(range + at);
    const isMade = f64x2.gt(all, zero);
    const rise = v128.and(f64x2.div(f64x2.mul(hundred, v128.load(out + at)), all), isMade);
    const fall = v128.and(f64x2.div(f64x2.mul(hundred, v128.load(other + at)), all), isMade);
    const sum = f64x2.add(rise, fall);
    // -1 stands for no movement
    v128.store(out + at, v128.bitselect(f64x2.div(f64x2.mul(hundred, f64x2.abs(f64x2.sub(fall, rise))), sum), f64x2.splat(-1), f64x2.gt(sum, zero)));
  }
}

export function directionalIndex(out: usize, high: usize, low: usize, close: usize, n: i32, period: i32, other: usize, range: usize): void {
  if (n <= period) return fillWith(out, n, NaN);
  index(out, high, low, close, n, period, other, range);
  blank(out, period);
  let last: f64 = 0;
  for (let i = period; i < n; i++) {
    const value = get(out, i);
    last = value == -1 ? last : value;
    put(out, i, last);
  }
}

export function averageDirectionalIndex(out: usize, high: usize, low: usize, close: usize, n: i32, period: i32, other: usize, range: usize): void {
  const start = 2 * period - 1;
  if (n <= start) return fillWith(out, n, NaN);
  index(out, high, low, close, n, period, other, range);
  let last: f64 = 0, sum: f64 = 0;
  for (let i = period; i <= start; i++) {
    const value = get(out, i);
    last = value == -1 ? last : value;
    sum += last;
  }
  blank(out, start);
  let y = sum / <f64>period;
  put(out, start, y);
  const k = 1 / <f64>period;
  for (let i = start + 1; i < n; i++) {
    const value = get(out, i);
    y += value == -1 ? 0 : k * (value - y);
    put(out, i, y);
  }
}

/** The average of an average directional index and that of `period - 1` rows before. */
export function directionalRating(out: usize, adx: usize, n: i32, period: i32): void {
  const start = 3 * period - 2;
  if (n <= start) return fillWith(out, n, NaN);
  blank(out, start);
  const half = v128.load64_splat(HALF);
  const back = <usize>(period - 1) << 3;
  for (let at = <usize>start << 3, end = <usize>n << 3; at < end; at += 16)
    v128.store(out + at, f64x2.mul(f64x2.add(v128.load(adx + at), v128.load(adx + at - back)), half));
}

/** True ranges and how far each high is from the low before, each low from the high before. NaN first. */
export function vortexParts(range: usize, plus: usize, minus: usize, high: usize, low: usize, close: usize, n: i32): void {
  if (n == 0) return;
  trueRange(range, high, low, close, n);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    v128.store(plus + at, f64x2.abs(f64x2.sub(v128.load(high + at), v128.load(low + at - 8))));
    v128.store(minus + at, f64x2.abs(f64x2.sub(v128.load(low + at), v128.load(high + at - 8))));
  }
  put(plus, 0, NaN);
  put(minus, 0, NaN);
}
