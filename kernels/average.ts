import { blank, fillWith, firstNumber, get, put, to } from './memory';

// A running sum or average waits for its own last result. Four rows are reckoned from one such result at a time: from a value
// begun anew with the first of them, and the share that is left of how far the last result was from it. So the processor has room,
// and a price that stands gives itself.

/** Windows after which the sums of a weighted average begin anew. Source: TA-Lib. */
const WEIGHTED_AFRESH = 8;

/** Whether running sums begin anew at a result, counted from 0. */
@inline
export function isAfresh(result: i32, every: i32): bool {
  return result == 0 || (result + 1) % every == 0;
}

/** Sum of each window times `scale`, or divided by `divisor`; NaN before the first number and its window. */
@inline
function windowTotal(out: usize, a: usize, n: i32, first: i32, period: i32, divisor: f64, scale: f64): void {
  const start = first + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  let sum: f64 = 0;
  for (let i = first; i <= start; i++) sum += get(a, i);
  put(out, start, (sum / divisor) * scale);
  const back = <usize>period << 3;
  const by = f64x2.splat(divisor);
  const times = f64x2.splat(scale);
  let carry = f64x2.splat(sum);
  const zero = f64x2.splat(0);
  let p = to(a, start + 1);
  let o = to(out, start + 1);
  for (const end = to(out, n); o < end; o += 32, p += 32) {
    const x = f64x2.sub(v128.load(p), v128.load(p - back));
    const y = f64x2.sub(v128.load(p, 16), v128.load(p - back, 16));
    const low = f64x2.add(x, v128.shuffle<f64>(zero, x, 0, 2));
    const high = f64x2.add(f64x2.add(y, v128.shuffle<f64>(zero, y, 0, 2)), v128.shuffle<f64>(low, low, 1, 1));
    const now = f64x2.add(carry, high);
    v128.store(o, f64x2.mul(f64x2.div(f64x2.add(carry, low), by), times));
    v128.store(o, f64x2.mul(f64x2.div(now, by), times), 16);
    carry = v128.shuffle<f64>(now, now, 1, 1);
  }
}

export function sma(out: usize, a: usize, n: i32, period: i32): void {
  windowTotal(out, a, n, firstNumber(a, n), period, <f64>period, 1);
}

export function windowSum(out: usize, a: usize, n: i32, period: i32): void {
  windowTotal(out, a, n, firstNumber(a, n), period, 1, 1);
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
  const q2 = q * q, q3 = q2 * q, q4 = q2 * q2;
  for (; i + 4 <= n; i += 4) {
    const p = to(a, i);
    const o = to(out, i);
    const x = load<f64>(p);
    const z1 = x + k * (load<f64>(p, 8) - x);
    const z2 = z1 + k * (load<f64>(p, 16) - z1);
    const z3 = z2 + k * (load<f64>(p, 24) - z2);
    const far = y - x;
    y = z3 + q4 * far;
    store<f64>(o, x + q * far);
    store<f64>(o, z1 + q2 * far, 8);
    store<f64>(o, z2 + q3 * far, 16);
    store<f64>(o, y, 24);
  }
  for (; i < n; i++) {
    y += k * (get(a, i) - y);
    put(out, i, y);
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
  let sum: f64 = 0, weighted: f64 = 0;
  let i = start;
  // results between two new beginnings, in one loop
  while (i < n) {
    sum = 0;
    weighted = 0;
    for (let back = 0; back < period; back++) {
      sum += get(a, i - back);
      weighted += get(a, i - back) * (size - <f64>back);
    }
    put(out, i, weighted / weights);
    const until = min(n, start + ((i - start + 1) / every + 1) * every - 1);
    for (i++; i < until; i++) {
      const v = get(a, i);
      weighted += v * size - sum;
      sum += v - get(a, i - period);
      put(out, i, weighted / weights);
    }
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
  const kq = k * (1 - k);
  let i = start + 1;
  for (; i + 2 <= n; i += 2) {
    const d0 = get(a, i) - x, d1 = get(a, i + 1) - x;
    const x0 = x + k * d0;
    x += kq * d0 + k * d1;
    const e0 = x0 - y, e1 = x - y;
    const y0 = y + k * e0;
    y += kq * e0 + k * e1;
    put(out, i, 2 * x0 - y0);
    put(out, i + 1, 2 * x - y);
  }
  if (i < n) {
    x += (get(a, i) - x) * k;
    y += (x - y) * k;
    put(out, i, 2 * x - y);
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
  const kq = k * (1 - k);
  seedThree(a, first, period, k);
  let x = one, y = two, z = three;
  put(out, start, 3 * (x - y) + z);
  let i = start + 1;
  for (; i + 2 <= n; i += 2) {
    const d0 = get(a, i) - x, d1 = get(a, i + 1) - x;
    const x0 = x + k * d0;
    x += kq * d0 + k * d1;
    const e0 = x0 - y, e1 = x - y;
    const y0 = y + k * e0;
    y += kq * e0 + k * e1;
    const f0 = y0 - z, f1 = y - z;
    const z0 = z + k * f0;
    z += kq * f0 + k * f1;
    put(out, i, 3 * (x0 - y0) + z0);
    put(out, i + 1, 3 * (x - y) + z);
  }
  if (i < n) {
    x += (get(a, i) - x) * k;
    y += (x - y) * k;
    z += (y - z) * k;
    put(out, i, 3 * (x - y) + z);
  }
}

export function trix(out: usize, a: usize, n: i32, period: i32): void {
  const first = firstNumber(a, n);
  const start = first + 3 * (period - 1);
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start + 1);
  const k = 2 / (<f64>period + 1);
  const kq = k * (1 - k);
  seedThree(a, first, period, k);
  let x = one, y = two, z = three;
  let i = start + 1;
  for (; i + 2 <= n; i += 2) {
    const d0 = get(a, i) - x, d1 = get(a, i + 1) - x;
    const x0 = x + k * d0;
    x += kq * d0 + k * d1;
    const e0 = x0 - y, e1 = x - y;
    const y0 = y + k * e0;
    y += kq * e0 + k * e1;
    const f0 = y0 - z, f1 = y - z;
    const before = z;
    const z0 = z + k * f0;
    z += kq * f0 + k * f1;
    put(out, i, (z0 / before - 1) * 100);
    put(out, i + 1, (z / z0 - 1) * 100);
  }
  if (i < n) {
    x += (get(a, i) - x) * k;
    y += (x - y) * k;
    const before = z;
    z += (y - z) * k;
    put(out, i, (z / before - 1) * 100);
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
  const q = 1 - k;
  for (; i < n; i++) {
    e1 = k * get(a, i) + q * e1;
    e2 = k * e1 + q * e2;
    e3 = k * e2 + q * e3;
    e4 = k * e3 + q * e4;
    e5 = k * e4 + q * e5;
    e6 = k * e5 + q * e6;
    put(out, i, c1 * e6 + c2 * e5 + (c3 * e4 + c4 * e3));
  }
}

const KAMA_SLOW: f64 = 2.0 / 31.0;
const KAMA_FAST: f64 = 2.0 / 3.0;

export function kama(out: usize, a: usize, n: i32, period: i32): void {
  const first = firstNumber(a, n);
  if (first + period >= n) return fillWith(out, n, NaN);
  blank(out, first + period);
  let value = get(a, first + period - 1);
  let travelled: f64 = 0;
  for (let i = first + 1; i <= first + period; i++) travelled += abs(get(a, i) - get(a, i - 1));
  let i = first + period;
  value += (get(a, i) - value) * kamaWeight(get(a, i) - get(a, i - period), travelled);
  put(out, i++, value);
  for (; i + 2 <= n; i += 2) {
    const p = to(a, i), gone = to(a, i - period);
    const before = load<f64>(p - 8), x = load<f64>(p), next = load<f64>(p, 8);
    const goneBefore = load<f64>(gone - 8), goneNow = load<f64>(gone), goneNext = load<f64>(gone, 8);
    const one = abs(x - before) - abs(goneNow - goneBefore);
    const two = abs(next - x) - abs(goneNext - goneNow);
    const first = kamaWeight(x - goneNow, travelled + one);
    travelled += one + two;
    const second = kamaWeight(next - goneNext, travelled);
    const far = value - x;
    const rest = far - far * first;
    const anew = x + second * (next - x);
    put(out, i, x + rest);
    value = anew + (rest - rest * second);
    put(out, i + 1, value);
  }
  if (i < n) {
    travelled += abs(get(a, i) - get(a, i - 1)) - abs(get(a, i - period) - get(a, i - period - 1));
    put(out, i, value + (get(a, i) - value) * kamaWeight(get(a, i) - get(a, i - period), travelled));
  }
}

/** Weight of the newest value by how straight the way to it was. */
@inline
function kamaWeight(moved: f64, travelled: f64): f64 {
  const efficiency = travelled <= moved || travelled == 0 ? 1 : abs(moved / travelled);
  const root = efficiency * (KAMA_FAST - KAMA_SLOW) + KAMA_SLOW;
  return root * root;
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
  const kq = k * (1 - k);
  let i = start + 1;
  for (; i + 2 <= n; i += 2) {
    const d0 = 2 * get(a, i) - get(a, i - lag) - y;
    const d1 = 2 * get(a, i + 1) - get(a, i + 1 - lag) - y;
    put(out, i, y + k * d0);
    y += kq * d0 + k * d1;
    put(out, i + 1, y);
  }
  if (i < n) put(out, i, y + k * (2 * get(a, i) - get(a, i - lag) - y));
}

@final
class Less {
  @inline of(fast: f64, slow: f64): f64 { return fast - slow; }
}
@final
class LessPercent {
  @inline of(fast: f64, slow: f64): f64 { return ((fast - slow) / slow) * 100; }
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
  const kq = f64x2.mul(k, f64x2.sub(f64x2.splat(1), k));
  let v = f64x2.replace_lane(f64x2.splat(x), 1, y);
  let i = start + 1;
  for (; i + 2 <= n; i += 2) {
    const p = to(a, i);
    const d0 = f64x2.sub(v128.load64_splat(p), v);
    const d1 = f64x2.sub(v128.load64_splat(p, 8), v);
    const v0 = f64x2.add(v, f64x2.mul(k, d0));
    v = f64x2.add(v, f64x2.add(f64x2.mul(kq, d0), f64x2.mul(k, d1)));
    put(out, i, combine.of(f64x2.extract_lane(v0, 0), f64x2.extract_lane(v0, 1)));
    put(out, i + 1, combine.of(f64x2.extract_lane(v, 0), f64x2.extract_lane(v, 1)));
  }
  if (i < n) {
    v = f64x2.add(v, f64x2.mul(k, f64x2.sub(v128.load64_splat(to(a, i)), v)));
    put(out, i, combine.of(f64x2.extract_lane(v, 0), f64x2.extract_lane(v, 1)));
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

/** Average of an average of `a`, of periods `first` and `second`. */
export function emaTwice(out: usize, a: usize, n: i32, first: i32, second: i32): void {
  const begin = firstNumber(a, n) + first - 1;
  const start = begin + second - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const k = 2 / (<f64>first + 1), m = 2 / (<f64>second + 1);
  let x: f64 = 0;
  for (let i = begin - first + 1; i <= begin; i++) x += get(a, i);
  x /= <f64>first;
  let y = x;
  for (let i = begin + 1; i <= start; i++) {
    x += (get(a, i) - x) * k;
    y += x;
  }
  y /= <f64>second;
  put(out, start, y);
  const kq = k * (1 - k), mq = m * (1 - m);
  let i = start + 1;
  for (; i + 2 <= n; i += 2) {
    const d0 = get(a, i) - x, d1 = get(a, i + 1) - x;
    const x0 = x + k * d0;
    x += kq * d0 + k * d1;
    const e0 = x0 - y, e1 = x - y;
    put(out, i, y + m * e0);
    y += mq * e0 + m * e1;
    put(out, i + 1, y);
  }
  if (i < n) {
    x += (get(a, i) - x) * k;
    put(out, i, y + (x - y) * m);
  }
}
