import { HUNDRED, ONE, THREE, blank, fillWith, firstNumber, get, later, put, quotient, smoothTwo, step, summed, to, twoSteps, withSquare } from './memory';

// A running sum or average waits for its own last result. Four rows are computed from one such result at a time: from a value
// begun anew with the first of them, and the share that is left of how far the last result was from it. So the processor has room,
// and a price that stands gives itself.

/** Windows after which the sums of a weighted average begin anew. Source: TA-Lib. */
const WEIGHTED_AFRESH = 8;

/** Sum or mean of each window; NaN before the first number and its window. */
@inline
function windowTotal(out: usize, a: usize, n: i32, first: i32, period: i32, isMean: bool): void {
  const start = first + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  let sum: f64 = 0;
  for (let i = first; i <= start; i++) sum += get(a, i);
  put(out, start, isMean ? sum / <f64>period : sum);
  const back = <usize>period << 3;
  const by = f64x2.splat(<f64>period), part = f64x2.splat(1 / <f64>period);
  let carry = f64x2.splat(sum);
  let p = to(a, start + 1);
  let o = to(out, start + 1);
  for (const end = to(out, n); o < end; o += 32, p += 32) {
    const gone = p - back;
    const low = summed(f64x2.sub(v128.load(p), v128.load(gone)));
    const high = f64x2.add(summed(f64x2.sub(v128.load(p, 16), v128.load(gone, 16))), later(low));
    const now = f64x2.add(carry, high), before = f64x2.add(carry, low);
    v128.store(o, isMean ? quotient(before, by, part) : before);
    v128.store(o, isMean ? quotient(now, by, part) : now, 16);
    carry = later(now);
  }
}

export function sma(out: usize, a: usize, n: i32, period: i32): void {
  windowTotal(out, a, n, firstNumber(a, n), period, true);
}

export function windowSum(out: usize, a: usize, n: i32, period: i32): void {
  windowTotal(out, a, n, firstNumber(a, n), period, false);
}

/** @param start row of the first result, which is the plain average of the window that ends there */
export function emaFrom(out: usize, a: usize, n: i32, period: i32, start: i32, weight: f64): void {
  if (start < period - 1 || start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  let y: f64 = 0;
  for (let i = start - period + 1; i <= start; i++) y += get(a, i);
  y /= <f64>period;
  put(out, start, y);
  smooth(out, a, start + 1, n, y, weight);
}

/** Exponential smoothing of rows from `i` on, after the result `y`. */
@inline
export function smooth(out: usize, a: usize, i: i32, n: i32, y: f64, k: f64): void {
  const q = 1 - k;
  const k2 = f64x2.splat(k), q4 = f64x2.splat(q * q * q * q);
  const near = f64x2.replace_lane(f64x2.splat(q), 1, q * q), far = f64x2.mul(near, f64x2.splat(q * q));
  let v = f64x2.splat(y);
  for (; i < n; i += 4) {
    const p = to(a, i);
    const x = v128.load64_splat(p);
    const z1 = step(x, k2, f64x2.sub(v128.load64_splat(p, 8), x));
    const z2 = step(z1, k2, f64x2.sub(v128.load64_splat(p, 16), z1));
    const z3 = step(z2, k2, f64x2.sub(v128.load64_splat(p, 24), z2));
    const away = f64x2.sub(v, x);
    v = f64x2.relaxed_madd(q4, away, z3);
    const o = to(out, i);
    v128.store(o, f64x2.relaxed_madd(near, away, v128.shuffle<f64>(x, z1, 0, 2)));
    v128.store(o, f64x2.relaxed_madd(far, away, v128.shuffle<f64>(z2, z3, 0, 2)), 16);
  }
}

export function ema(out: usize, a: usize, n: i32, period: i32, weight: f64): void {
  emaFrom(out, a, n, period, firstNumber(a, n) + period - 1, weight);
}

export function wma(out: usize, a: usize, n: i32, period: i32): void {
  const start = firstNumber(a, n) + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const size = <f64>period;
  const weights = (size * (size + 1)) / 2;
  const every = WEIGHTED_AFRESH * period;
  const back = <usize>period << 3;
  const sizes = f64x2.splat(size), by = f64x2.splat(weights), part = f64x2.splat(1 / weights);
  let i = start;
  // results between two new beginnings, in one loop
  while (i < n) {
    let sum: f64 = 0, weighted: f64 = 0;
    for (let ago = 0; ago < period; ago++) {
      sum += get(a, i - ago);
      weighted += get(a, i - ago) * (size - <f64>ago);
    }
    put(out, i, weighted / weights);
    const until = min(n, start + ((i - start + 1) / every + 1) * every - 1);
    let last = f64x2.splat(sum), lastWeighted = f64x2.splat(weighted);
    for (i++; i < until; i += 2) {
      const p = to(a, i);
      const come = v128.load(p);
      const sums = f64x2.add(last, summed(f64x2.sub(come, v128.load(p - back))));
      // each row weighs one less than before, and the new one all
      const before = v128.shuffle<f64>(last, sums, 0, 2);
      const now = f64x2.add(lastWeighted, summed(f64x2.sub(f64x2.mul(come, sizes), before)));
      v128.store(to(out, i), quotient(now, by, part));
      last = later(sums);
      lastWeighted = later(now);
    }
    i = until;
  }
}

/** Average of an average. Results of the second begin `period - 1` rows after those of the first. */
export function dema(out: usize, a: usize, n: i32, period: i32): void {
  const first = firstNumber(a, n) + period - 1;
  const start = first + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const size = <f64>period;
  const k = 2 / (size + 1);
  let x: f64 = 0, y: f64 = 0;
  for (let i = first - period + 1; i <= first; i++) x += get(a, i);
  x /= size;
  y = x;
  for (let i = first + 1; i <= start; i++) {
    x += (get(a, i) - x) * k;
    y += x;
  }
  y /= size;
  put(out, start, 2 * x - y);
  const q = f64x2.splat(1 - k), qq = withSquare(1 - k);
  let u = f64x2.splat(x), v = f64x2.splat(y);
  for (let i = start + 1; i < n; i += 2) {
    u = smoothTwo(later(u), v128.load(to(a, i)), q, qq);
    v = smoothTwo(later(v), u, q, qq);
    v128.store(to(out, i), f64x2.sub(f64x2.add(u, u), v));
  }
}

/** Three averages, one of the other, as they are after the first result of the last. */
let one: f64 = 0;
let two: f64 = 0;
let three: f64 = 0;

function seedThree(a: usize, first: i32, period: i32, k: f64): void {
  const size = <f64>period;
  let x: f64 = 0, y: f64 = 0, z: f64 = 0;
  let i = first;
  for (let end = first + period; i < end; i++) x += get(a, i);
  x /= size;
  y = x;
  for (let end = first + 2 * period - 1; i < end; i++) {
    x += (get(a, i) - x) * k;
    y += x;
  }
  y /= size;
  z = y;
  for (let end = first + 3 * period - 2; i < end; i++) {
    x += (get(a, i) - x) * k;
    y += (x - y) * k;
    z += y;
  }
  one = x;
  two = y;
  three = z / size;
}

export function tema(out: usize, a: usize, n: i32, period: i32): void {
  const first = firstNumber(a, n);
  const start = first + 3 * (period - 1);
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const k = 2 / (<f64>period + 1);
  seedThree(a, first, period, k);
  put(out, start, 3 * (one - two) + three);
  const q = f64x2.splat(1 - k), qq = withSquare(1 - k), triple = v128.load64_splat(THREE);
  let x = f64x2.splat(one), y = f64x2.splat(two), z = f64x2.splat(three);
  for (let i = start + 1; i < n; i += 2) {
    x = smoothTwo(later(x), v128.load(to(a, i)), q, qq);
    y = smoothTwo(later(y), x, q, qq);
    z = smoothTwo(later(z), y, q, qq);
    v128.store(to(out, i), f64x2.relaxed_madd(triple, f64x2.sub(x, y), z));
  }
}

export function trix(out: usize, a: usize, n: i32, period: i32): void {
  const first = firstNumber(a, n);
  const start = first + 3 * (period - 1);
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start + 1);
  const k = 2 / (<f64>period + 1);
  seedThree(a, first, period, k);
  const q = f64x2.splat(1 - k), qq = withSquare(1 - k), unit = v128.load64_splat(ONE), hundred = v128.load64_splat(HUNDRED);
  let x = f64x2.splat(one), y = f64x2.splat(two), z = f64x2.splat(three);
  for (let i = start + 1; i < n; i += 2) {
    x = smoothTwo(later(x), v128.load(to(a, i)), q, qq);
    y = smoothTwo(later(y), x, q, qq);
    const before = z;
    z = smoothTwo(later(z), y, q, qq);
    const change = f64x2.sub(f64x2.div(z, v128.shuffle<f64>(before, z, 1, 2)), unit);
    v128.store(to(out, i), f64x2.mul(change, hundred));
  }
}

/** Six averages, one of the other. */
export function t3(out: usize, a: usize, n: i32, period: i32, factor: f64): void {
  const first = firstNumber(a, n);
  const start = first + 6 * (period - 1);
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const size = <f64>period;
  const k = 2 / (size + 1);
  let e1: f64 = 0, e2: f64 = 0, e3: f64 = 0, e4: f64 = 0, e5: f64 = 0, e6: f64 = 0;
  let i = first;
  for (let j = 0; j < period; j++) e1 += get(a, i++);
  e1 /= size;
  e2 = e1;
  for (let j = 1; j < period; j++) {
    e1 += k * (get(a, i++) - e1);
    e2 += e1;
  }
  e2 /= size;
  e3 = e2;
  for (let j = 1; j < period; j++) {
    e1 += k * (get(a, i++) - e1);
    e2 += k * (e1 - e2);
    e3 += e2;
  }
  e3 /= size;
  e4 = e3;
  for (let j = 1; j < period; j++) {
    e1 += k * (get(a, i++) - e1);
    e2 += k * (e1 - e2);
    e3 += k * (e2 - e3);
    e4 += e3;
  }
  e4 /= size;
  e5 = e4;
  for (let j = 1; j < period; j++) {
    e1 += k * (get(a, i++) - e1);
    e2 += k * (e1 - e2);
    e3 += k * (e2 - e3);
    e4 += k * (e3 - e4);
    e5 += e4;
  }
  e5 /= size;
  e6 = e5;
  for (let j = 1; j < period; j++) {
    e1 += k * (get(a, i++) - e1);
    e2 += k * (e1 - e2);
    e3 += k * (e2 - e3);
    e4 += k * (e3 - e4);
    e5 += k * (e4 - e5);
    e6 += e5;
  }
  e6 /= size;
  const square = factor * factor;
  const cube = square * factor;
  const c1 = -cube;
  const c2 = 3 * (square + cube);
  const c3 = -6 * square - 3 * (factor + cube);
  const c4 = 1 + 3 * factor + cube + 3 * square;
  put(out, start, c1 * e6 + c2 * e5 + c3 * e4 + c4 * e3);
  const k2 = f64x2.splat(k);
  const w1 = f64x2.splat(c1), w2 = f64x2.splat(c2), w3 = f64x2.splat(c3), w4 = f64x2.splat(c4);
  let a1 = f64x2.splat(e1), a2 = f64x2.splat(e2), a3 = f64x2.splat(e3);
  let a4 = f64x2.splat(e4), a5 = f64x2.splat(e5), a6 = f64x2.splat(e6);
  for (; i < n; i++) {
    a1 = step(a1, k2, f64x2.sub(v128.load64_splat(to(a, i)), a1));
    a2 = step(a2, k2, f64x2.sub(a1, a2));
    a3 = step(a3, k2, f64x2.sub(a2, a3));
    a4 = step(a4, k2, f64x2.sub(a3, a4));
    a5 = step(a5, k2, f64x2.sub(a4, a5));
    a6 = step(a6, k2, f64x2.sub(a5, a6));
    const near = f64x2.relaxed_madd(w3, a4, f64x2.mul(w4, a3));
    v128.store64_lane(to(out, i), f64x2.relaxed_madd(w1, a6, f64x2.relaxed_madd(w2, a5, near)), 0);
  }
}

/** Weight of the newest value on a way without direction, and what a straight way adds. */
const KAMA: usize = memory.data<f64>([2.0 / 31.0, 2.0 / 3.0 - 2.0 / 31.0]);

export function kama(out: usize, a: usize, n: i32, period: i32): void {
  const first = firstNumber(a, n);
  if (first + period >= n) return fillWith(out, n, NaN);
  blank(out, first + period);
  let value = get(a, first + period - 1);
  let travelled: f64 = 0;
  for (let i = first + 1; i <= first + period; i++) travelled += abs(get(a, i) - get(a, i - 1));
  const start = first + period;
  const weight = kamaWeights(f64x2.splat(get(a, start) - get(a, first)), f64x2.splat(travelled));
  value += (get(a, start) - value) * f64x2.extract_lane(weight, 0);
  put(out, start, value);
  const back = <usize>period << 3;
  const unit = v128.load64_splat(ONE);
  let y = f64x2.splat(value), ways = f64x2.splat(travelled);
  for (let p = to(a, start + 1), o = to(out, start + 1), end = to(out, n); o < end; o += 16, p += 16) {
    const x = v128.load(p), gone = v128.load(p - back);
    const steps = f64x2.sub(f64x2.abs(f64x2.sub(x, v128.load(p - 8))), f64x2.abs(f64x2.sub(gone, v128.load(p - back - 8))));
    ways = f64x2.add(ways, summed(steps));
    // what is left of the last value, and of that after two rows
    const left = f64x2.sub(unit, kamaWeights(f64x2.sub(x, gone), ways));
    ways = later(ways);
    const first = v128.shuffle<f64>(x, x, 0, 0);
    const base = f64x2.relaxed_madd(left, f64x2.sub(first, x), x);
    const kept = f64x2.mul(left, v128.shuffle<f64>(unit, left, 0, 2));
    y = f64x2.relaxed_madd(kept, f64x2.sub(y, first), base);
    v128.store(o, y);
    y = later(y);
  }
}

/** Weights of the newest values by how straight the way to them was. */
@inline
function kamaWeights(moved: v128, travelled: v128): v128 {
  // 1 where nothing moved
  const efficiency = f64x2.pmin(v128.load64_splat(ONE), f64x2.abs(f64x2.div(moved, travelled)));
  const root = f64x2.relaxed_madd(efficiency, v128.load64_splat(KAMA, 8), v128.load64_splat(KAMA));
  return f64x2.mul(root, root);
}

/** Twice the price less that of `lag` rows before, smoothed. */
export function zlema(out: usize, a: usize, n: i32, period: i32, lag: i32): void {
  const first = firstNumber(a, n) + lag;
  const start = first + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const size = <f64>period;
  const k = 2 / (size + 1);
  let y: f64 = 0;
  for (let i = first; i <= start; i++) y += 2 * get(a, i) - get(a, i - lag);
  y /= size;
  put(out, start, y);
  const q = f64x2.splat(1 - k), qq = withSquare(1 - k);
  const back = <usize>lag << 3;
  let v = f64x2.splat(y);
  for (let i = start + 1; i < n; i += 2) {
    const p = to(a, i);
    const now = v128.load(p);
    v = smoothTwo(later(v), f64x2.sub(f64x2.add(now, now), v128.load(p - back)), q, qq);
    v128.store(to(out, i), v);
  }
}

@final
class Less {
  @inline of(fast: f64, slow: f64): f64 { return fast - slow; }
  @inline two(fast: v128, slow: v128): v128 { return f64x2.sub(fast, slow); }
}
@final
class LessPercent {
  @inline of(fast: f64, slow: f64): f64 { return ((fast - slow) / slow) * 100; }
  @inline two(fast: v128, slow: v128): v128 { return f64x2.mul(f64x2.div(f64x2.sub(fast, slow), slow), v128.load64_splat(HUNDRED)); }
}

/** Two exponential averages beside each other, and one result made of them. */
@inline
function fastSlow<T>(out: usize, a: usize, n: i32, fast: i32, slow: i32, fastStart: i32, kFast: f64, kSlow: f64): void {
  const combine = changetype<T>(0);
  const slowStart = firstNumber(a, n) + slow - 1;
  const start = max(fastStart, slowStart);
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  let x: f64 = 0, y: f64 = 0;
  for (let i = fastStart - fast + 1; i <= fastStart; i++) x += get(a, i);
  for (let i = slowStart - slow + 1; i <= slowStart; i++) y += get(a, i);
  x /= <f64>fast;
  y /= <f64>slow;
  for (let i = fastStart + 1; i <= start; i++) x += (get(a, i) - x) * kFast;
  for (let i = slowStart + 1; i <= start; i++) y += (get(a, i) - y) * kSlow;
  put(out, start, combine.of(x, y));
  // one lane each
  const k = f64x2.replace_lane(f64x2.splat(kFast), 1, kSlow);
  const kq = f64x2.mul(k, f64x2.sub(v128.load64_splat(ONE), k));
  let v = f64x2.replace_lane(f64x2.splat(x), 1, y);
  for (let i = start + 1; i < n; i += 2) {
    const p = to(a, i);
    const d0 = f64x2.sub(v128.load64_splat(p), v), d1 = f64x2.sub(v128.load64_splat(p, 8), v);
    const v0 = step(v, k, d0);
    v = twoSteps(v, k, kq, d0, d1);
    v128.store(to(out, i), combine.two(v128.shuffle<f64>(v0, v, 0, 2), v128.shuffle<f64>(v0, v, 1, 3)));
  }
}

/** @param together both begin with the slow one's first window; else each with its own */
export function averageLess(out: usize, a: usize, n: i32, fast: i32, slow: i32, kFast: f64, kSlow: f64, together: bool): void {
  const first = firstNumber(a, n);
  fastSlow<Less>(out, a, n, fast, slow, first + (together ? slow : fast) - 1, kFast, kSlow);
}

export function averageLessPercent(out: usize, a: usize, n: i32, fast: i32, slow: i32): void {
  fastSlow<LessPercent>(out, a, n, fast, slow, firstNumber(a, n) + fast - 1, 2 / (<f64>fast + 1), 2 / (<f64>slow + 1));
}
