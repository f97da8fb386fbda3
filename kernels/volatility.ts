import { HALF, HUNDRED, INFINITE, ONE, SIGN, blank, fillWith, get, later, put, step, to, withSquare } from './memory';
import { rangesAt, rangesOf, trueRange } from './price';

/** Mean of the first true ranges: the first average. */
@inline
function firstRange(high: usize, low: usize, close: usize, period: i32): f64 {
  let y: f64 = 0;
  for (let i = 1; i <= period; i++) y += f64x2.extract_lane(rangesAt(high, low, close, <usize>i << 3), 0);
  return y / <f64>period;
}

/** Average true range with Wilder's smoothing. The first row is a number in every input. */
export function averageTrueRange(out: usize, high: usize, low: usize, close: usize, n: i32, period: i32): void {
  if (n <= period) return fillWith(out, n, NaN);
  const y = firstRange(high, low, close, period);
  blank(out, period);
  put(out, period, y);
  const q = 1 - 1 / <f64>period;
  const k = f64x2.splat(1 / <f64>period), q4 = f64x2.splat(q * q * q * q);
  const near = withSquare(q), far = f64x2.mul(near, f64x2.splat(q * q));
  let v = f64x2.splat(y);
  for (let at = <usize>(period + 1) << 3, end = <usize>n << 3; at < end; at += 32) {
    const a = rangesAt(high, low, close, at), b = rangesAt(high, low, close, at + 16);
    const x = v128.shuffle<f64>(a, a, 0, 0);
    const z1 = step(x, k, f64x2.sub(later(a), x));
    const z2 = step(z1, k, f64x2.sub(v128.shuffle<f64>(b, b, 0, 0), z1));
    const z3 = step(z2, k, f64x2.sub(later(b), z2));
    const away = f64x2.sub(v, x);
    v = f64x2.relaxed_madd(q4, away, z3);
    v128.store(out + at, f64x2.relaxed_madd(near, away, v128.shuffle<f64>(x, z1, 0, 2)));
    v128.store(out + at, f64x2.relaxed_madd(far, away, v128.shuffle<f64>(z2, z3, 0, 2)), 16);
  }
}

/** In percent of the close. */
export function percentOf(out: usize, a: usize, b: usize, n: i32): void {
  const hundred = v128.load64_splat(HUNDRED);
  for (let end = to(out, n); out < end; out += 16, a += 16, b += 16)
    v128.store(out, f64x2.mul(f64x2.div(v128.load(a), v128.load(b)), hundred));
}

@inline
function beginsLong(high: usize, low: usize): bool {
  const fall = get(low, 0) - get(low, 1);
  const rise = get(high, 1) - get(high, 0);
  return !(fall > 0 && rise < fall);
}

/** Wilder's stop and reverse. @param start above 0 long, below 0 short, 0 to find out @param isSigned negative while short */
@inline
function stops(
  out: usize, high: usize, low: usize, n: i32, isSigned: bool, start: f64, offset: f64,
  longInitial: f64, longStep: f64, longMost: f64, shortInitial: f64, shortStep: f64, shortMost: f64,
): void {
  if (n < 2) return fillWith(out, n, NaN);
  put(out, 0, NaN);
  let isLong = start == 0 ? beginsLong(high, low) : start > 0;
  const one = v128.load64_splat(ONE);
  const sign = v128.load64_splat(SIGN);
  const isOffset = offset != 0;
  // what is left of the distance after each row, and least of it
  const longBegin = f64x2.sub(one, f64x2.splat(min(longInitial, longMost))), longEnd = f64x2.sub(one, f64x2.splat(longMost));
  const shortBegin = f64x2.sub(one, f64x2.splat(min(shortInitial, shortMost))), shortEnd = f64x2.sub(one, f64x2.splat(shortMost));
  const longSteps = f64x2.splat(longStep), shortSteps = f64x2.splat(shortStep);
  const toHigh = high - low;
  const from = to(low, 1);
  let at = from, o = to(out, 1);
  const end = to(low, n);
  const highest = v128.load64_splat(INFINITE), lowest = f64x2.neg(highest);
  // what goes from row to row is how far the stop is from the extreme, which takes fewer steps than the stop
  let best = v128.load64_splat(isLong ? at + toHigh : at);
  const stop = start == 0 ? v128.load64_splat(isLong ? low : high) : f64x2.splat(abs(start));
  let away = f64x2.abs(f64x2.sub(best, stop));
  // what is missing limits nothing
  let lastLow = f64x2.pmin(highest, v128.load64_splat(at)), lastHigh = f64x2.pmax(lowest, v128.load64_splat(at + toHigh));
  // one side after the other, each with a loop of its own
  while (true) {
    if (isLong) {
      let kept = longBegin;
      for (; at < end; at += 8, o += 8) {
        const newLow = v128.load64_splat(at), newHigh = v128.load64_splat(at + toHigh);
        const now = f64x2.sub(best, away);
        if (f64x2.extract_lane(newLow, 0) <= f64x2.extract_lane(now, 0)) break;
        v128.store64_lane(o, now, 0);
        kept = f64x2.pmax(f64x2.sub(kept, v128.and(longSteps, f64x2.gt(newHigh, best))), longEnd);
        const higher = f64x2.pmax(best, newHigh);
        const moved = f64x2.relaxed_madd(away, kept, f64x2.mul(f64x2.sub(higher, best), kept));
        best = higher;
        away = f64x2.pmax(moved, f64x2.sub(best, f64x2.pmin(lastLow, newLow)));
        lastLow = f64x2.pmin(highest, newLow);
      }
      if (at >= end) return;
      const newLow = v128.load64_splat(at), newHigh = v128.load64_splat(at + toHigh);
      // the other side, from the extreme of this one
      const limit = f64x2.pmax(f64x2.pmax(lowest, v128.load64_splat((at == from ? at : at - 8) + toHigh)), newHigh);
      let begun = f64x2.pmax(best, limit);
      if (isOffset) begun = f64x2.relaxed_madd(begun, f64x2.splat(offset), begun);
      v128.store64_lane(o, isSigned ? v128.xor(begun, sign) : begun, 0);
      best = newLow;
      away = f64x2.pmax(f64x2.mul(f64x2.sub(begun, best), shortBegin), f64x2.sub(limit, best));
      lastHigh = f64x2.pmax(lowest, newHigh);
      at += 8;
      o += 8;
    }
    isLong = true;
    let kept = shortBegin;
    for (; at < end; at += 8, o += 8) {
      const newLow = v128.load64_splat(at), newHigh = v128.load64_splat(at + toHigh);
      const now = f64x2.add(best, away);
      if (f64x2.extract_lane(newHigh, 0) >= f64x2.extract_lane(now, 0)) break;
      v128.store64_lane(o, isSigned ? v128.xor(now, sign) : now, 0);
      kept = f64x2.pmax(f64x2.sub(kept, v128.and(shortSteps, f64x2.lt(newLow, best))), shortEnd);
      const lower = f64x2.pmin(best, newLow);
      const moved = f64x2.relaxed_madd(away, kept, f64x2.mul(f64x2.sub(best, lower), kept));
      best = lower;
      away = f64x2.pmax(moved, f64x2.sub(f64x2.pmax(lastHigh, newHigh), best));
      lastHigh = f64x2.pmax(lowest, newHigh);
    }
    if (at >= end) return;
    const newLow = v128.load64_splat(at), newHigh = v128.load64_splat(at + toHigh);
    const limit = f64x2.pmin(f64x2.pmin(highest, v128.load64_splat(at == from ? at : at - 8)), newLow);
    let begun = f64x2.pmin(best, limit);
    if (isOffset) begun = f64x2.relaxed_nmadd(begun, f64x2.splat(offset), begun);
    v128.store64_lane(o, begun, 0);
    best = newHigh;
    away = f64x2.pmax(f64x2.mul(f64x2.sub(best, begun), longBegin), f64x2.sub(best, limit));
    lastLow = f64x2.pmin(highest, newLow);
    at += 8;
    o += 8;
  }
}

export function stopAndReverse(out: usize, high: usize, low: usize, n: i32, step: f64, most: f64): void {
  stops(out, high, low, n, false, 0, 0, step, step, most, step, step, most);
}

/** The same with steps of its own for each side; negative while short. */
export function signedStopAndReverse(
  out: usize, high: usize, low: usize, n: i32, start: f64, offset: f64,
  longInitial: f64, longStep: f64, longMost: f64, shortInitial: f64, shortStep: f64, shortMost: f64,
): void {
  stops(out, high, low, n, true, start, offset, longInitial, longStep, longMost, shortInitial, shortStep, shortMost);
}

/** Rows whose stops are prepared together. */
const CHUNK = 256;
/** The upper stop in one lane, the lower one with its sign turned in the other: both fall, unless the close was beyond them. */
const STOPS: usize = memory.data(16 * (256 + 8));
const SECOND_SIGN: usize = memory.data<f64>([0, -0.0]);

/** Stops of four rows from the average range before them. @returns the last average range */
@inline
function prepareStops(p: usize, high: usize, low: usize, before: usize, average: v128, k: v128, near: v128, far: v128, q4: v128, times: v128): v128 {
  const sign = v128.load64_splat(SIGN), half = v128.load64_splat(HALF);
  const top = v128.load(high), bottom = v128.load(low), topNext = v128.load(high, 16), bottomNext = v128.load(low, 16);
  const a = rangesOf(top, bottom, v128.load(before), sign), b = rangesOf(topNext, bottomNext, v128.load(before, 16), sign);
  const x = v128.shuffle<f64>(a, a, 0, 0);
  const z1 = step(x, k, f64x2.sub(later(a), x));
  const z2 = step(z1, k, f64x2.sub(v128.shuffle<f64>(b, b, 0, 0), z1));
  const z3 = step(z2, k, f64x2.sub(later(b), z2));
  const away = f64x2.sub(average, x);
  const wide = f64x2.mul(times, f64x2.relaxed_madd(near, away, v128.shuffle<f64>(x, z1, 0, 2)));
  const wideNext = f64x2.mul(times, f64x2.relaxed_madd(far, away, v128.shuffle<f64>(z2, z3, 0, 2)));
  const middle = f64x2.mul(f64x2.add(top, bottom), half), middleNext = f64x2.mul(f64x2.add(topNext, bottomNext), half);
  let upper = f64x2.add(middle, wide), lower = f64x2.sub(wide, middle);
  v128.store(p, v128.shuffle<f64>(upper, lower, 0, 2));
  v128.store(p, v128.shuffle<f64>(upper, lower, 1, 3), 16);
  upper = f64x2.add(middleNext, wideNext);
  lower = f64x2.sub(wideNext, middleNext);
  v128.store(p, v128.shuffle<f64>(upper, lower, 0, 2), 32);
  v128.store(p, v128.shuffle<f64>(upper, lower, 1, 3), 48);
  return f64x2.relaxed_madd(q4, away, z3);
}

/** A stop that trails the trend by a number of average true ranges, and the trend: 1 up, -1 down. */
export function superTrend(line: usize, trend: usize, high: usize, low: usize, close: usize, n: i32, period: i32, multiplier: f64): void {
  for (let i = 0; i < n && i < period; i++) {
    put(line, i, NaN);
    put(trend, i, 0);
  }
  if (n <= period) return;
  const turn = v128.load(SECOND_SIGN), sign = v128.load64_splat(SIGN);
  const up = v128.load64_splat(ONE), down = f64x2.neg(up);
  const times = f64x2.splat(multiplier);
  const q = 1 - 1 / <f64>period;
  const k = f64x2.splat(1 / <f64>period), q4 = f64x2.splat(q * q * q * q);
  const near = withSquare(q), far = f64x2.mul(near, f64x2.splat(q * q));
  // the first row has a stop, and is no turn
  const range = firstRange(high, low, close, period);
  const middle = (get(high, period) + get(low, period)) * 0.5, wide = multiplier * range;
  let stops = f64x2.replace_lane(f64x2.splat(middle + wide), 1, wide - middle);
  let isBeyond = f64x2.gt(v128.xor(v128.load64_splat(to(close, period)), turn), stops);
  put(line, period, middle - wide);
  put(trend, period, 1);
  let average = f64x2.splat(range);
  let isUp = true;
  for (let row = period + 1; row < n; row += CHUNK) {
    const from = <usize>row << 3;
    const count = min(CHUNK, n - row);
    let p = STOPS;
    for (let at = from, end = from + (<usize>count << 3); at < end; at += 32, p += 64)
      average = prepareStops(p, high + at, low + at, close - 8 + at, average, k, near, far, q4, times);
    // one more, which a stop may begin with
    const next = from + (<usize>CHUNK << 3);
    if (row + CHUNK < n) prepareStops(p, high + next, low + next, close - 8 + next, average, k, near, far, q4, times);
    stops = v128.bitselect(v128.load(STOPS), stops, isBeyond);
    isBeyond = f64x2.splat(0);
    let o = line + from;
    const toTrend = trend - line, toClose = close - line;
    const end = o + (<usize>count << 3);
    p = STOPS;
    while (o < end) {
      // two rows at once while the close stays between the stops, as it does most of the time
      if (isUp)
        for (; o < end; o += 16, p += 32) {
          const first = f64x2.pmin(stops, v128.load(p)), second = f64x2.pmin(first, v128.load(p, 16));
          const above = v128.shuffle<f64>(first, second, 0, 2), below = v128.xor(v128.shuffle<f64>(first, second, 1, 3), sign);
          const now = v128.load(o + toClose);
          if (i64x2.bitmask(v128.or(f64x2.gt(now, above), f64x2.lt(now, below))) != 0) break;
          v128.store(o, below);
          v128.store(o + toTrend, up);
          stops = second;
        }
      else
        for (; o < end; o += 16, p += 32) {
          const first = f64x2.pmin(stops, v128.load(p)), second = f64x2.pmin(first, v128.load(p, 16));
          const above = v128.shuffle<f64>(first, second, 0, 2), below = v128.xor(v128.shuffle<f64>(first, second, 1, 3), sign);
          const now = v128.load(o + toClose);
          if (i64x2.bitmask(v128.or(f64x2.gt(now, above), f64x2.lt(now, below))) != 0) break;
          v128.store(o, above);
          v128.store(o + toTrend, down);
          stops = second;
        }
      if (o >= end) break;
      // those two one by one
      for (let rest = 0; rest < 2 && o < end; rest++, o += 8, p += 16) {
        const now = f64x2.pmin(stops, v128.load(p));
        const beyond = f64x2.gt(v128.xor(v128.load64_splat(o + toClose), turn), now);
        if (isUp) isUp = i64x2.extract_lane(beyond, 1) == 0;
        else isUp = i64x2.extract_lane(beyond, 0) != 0;
        store<f64>(o, isUp ? -f64x2.extract_lane(now, 1) : f64x2.extract_lane(now, 0));
        store<f64>(o + toTrend, isUp ? 1 : -1);
        stops = v128.bitselect(v128.load(p, 16), now, beyond);
      }
    }
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
