import { ONE, blank, fillWith, firstNumber, get, later, put, summed, to } from './memory';
import { thirdOf } from './price';

// Totals: the sum of all rows so far, two computed from one.

@inline
function total(out: usize, carry: v128, x: v128): v128 {
  const sums = f64x2.add(carry, summed(x));
  v128.store(out, sums);
  return later(sums);
}

/** Volume summed up with the sign of each change. The first row is a number in every input. */
export function onBalance(out: usize, close: usize, volume: usize, n: i32): void {
  if (n == 0) return;
  let carry = f64x2.splat(get(volume, 0));
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    const now = v128.load(close + at), size = v128.load(volume + at);
    let before = v128.load(close + at - 8);
    if (at == 0) before = f64x2.replace_lane(before, 0, get(close, 0));
    const up = v128.and(size, f64x2.gt(now, before)), down = v128.and(size, f64x2.lt(now, before));
    carry = total(out + at, carry, f64x2.sub(up, down));
  }
}

/** Volume by where the close lies in its range: all of it at the high, none in the middle, less at the low. */
@inline
function flowAt(high: usize, low: usize, close: usize, volume: usize, at: usize): v128 {
  const top = v128.load(high + at), bottom = v128.load(low + at), now = v128.load(close + at);
  const range = f64x2.sub(top, bottom);
  const share = f64x2.div(f64x2.sub(f64x2.sub(now, bottom), f64x2.sub(top, now)), range);
  return v128.and(f64x2.mul(share, v128.load(volume + at)), f64x2.gt(range, f64x2.splat(0)));
}

/** Money flow summed up. The first row is a number in every input. */
export function accumulation(out: usize, high: usize, low: usize, close: usize, volume: usize, n: i32): void {
  let carry = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) carry = total(out + at, carry, flowAt(high, low, close, volume, at));
}

/** Fast less slow exponential average of a total, both begun with its first value. */
export function totalOscillator(out: usize, totals: usize, n: i32, fast: i32, slow: i32): void {
  const start = max(fast, slow) - 1;
  if (n <= start) return fillWith(out, n, NaN);
  const k = f64x2.replace_lane(f64x2.splat(2 / (<f64>fast + 1)), 1, 2 / (<f64>slow + 1));
  const q = f64x2.sub(v128.load64_splat(ONE), k);
  const q2 = f64x2.mul(q, q), q3 = f64x2.mul(q2, q), q4 = f64x2.mul(q2, q2);
  let v = f64x2.splat(get(totals, 0));
  put(out, 0, 0);
  for (let i = 1; i < n; i += 4) {
    const p = to(totals, i);
    const x = v128.load64_splat(p);
    const z1 = f64x2.add(x, f64x2.mul(k, f64x2.sub(v128.load64_splat(p, 8), x)));
    const z2 = f64x2.add(z1, f64x2.mul(k, f64x2.sub(v128.load64_splat(p, 16), z1)));
    const z3 = f64x2.add(z2, f64x2.mul(k, f64x2.sub(v128.load64_splat(p, 24), z2)));
    const far = f64x2.sub(v, x);
    v = f64x2.add(z3, f64x2.mul(q4, far));
    const one = f64x2.add(x, f64x2.mul(q, far)), two = f64x2.add(z1, f64x2.mul(q2, far)), three = f64x2.add(z2, f64x2.mul(q3, far));
    v128.store(to(out, i), f64x2.sub(v128.shuffle<f64>(one, two, 0, 2), v128.shuffle<f64>(one, two, 1, 3)));
    v128.store(to(out, i), f64x2.sub(v128.shuffle<f64>(three, v, 0, 2), v128.shuffle<f64>(three, v, 1, 3)), 16);
  }
  blank(out, start);
}

/** Money flow beside volume over a window, -1 to 1. */
export function moneyFlow(out: usize, high: usize, low: usize, close: usize, volume: usize, n: i32, period: i32, flow: usize): void {
  const first = firstNumber(close, n);
  const start = first + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) v128.store(flow + at, flowAt(high, low, close, volume, at));
  blank(out, start);
  let flows: f64 = 0, all: f64 = 0;
  // candles in a row without volume: their sum is nothing, whatever rounding has left of it
  let silent = 0;
  for (let i = first; i <= start; i++) {
    flows += get(flow, i);
    all += get(volume, i);
    silent = get(volume, i) == 0 ? silent + 1 : 0;
  }
  put(out, start, all > 0 && silent < period ? flows / all : 0);
  for (let i = start + 1; i < n; i++) {
    const now = get(volume, i);
    flows += get(flow, i) - get(flow, i - period);
    all += now - get(volume, i - period);
    silent = now == 0 ? silent + 1 : 0;
    const share = flows / all;
    put(out, i, all > 0 && silent < period ? share : 0);
  }
}

/** Price change times volume; NaN first. */
export function force(out: usize, close: usize, volume: usize, n: i32): void {
  if (n == 0) return;
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16)
    v128.store(out + at, f64x2.mul(f64x2.sub(v128.load(close + at), v128.load(close + at - 8)), v128.load(volume + at)));
  put(out, 0, NaN);
}

/** Range of a candle beside its volume; 0 without volume. */
export function facilitation(out: usize, high: usize, low: usize, volume: usize, n: i32): void {
  const zero = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    const size = v128.load(volume + at);
    v128.store(out + at, v128.andnot(f64x2.div(f64x2.sub(v128.load(high + at), v128.load(low + at)), size), f64x2.eq(size, zero)));
  }
}

/** Sum of relative changes on candles whose volume fell (`sign` -1) or rose (1), from 1000 on. */
export function volumeIndex(out: usize, close: usize, volume: usize, n: i32, sign: f64): void {
  let value: f64 = 1000;
  if (n > 0) put(out, 0, value);
  for (let i = 1; i < n; i++) {
    const before = get(close, i - 1);
    const grown = (get(volume, i) - get(volume, i - 1)) * sign;
    const change = (get(close, i) - before) / before;
    // what is missing is no change
    value += value * (grown > 0 && before != 0 && change == change ? change : 0);
    put(out, i, value);
  }
}

/** Volume times relative change, summed up. */
export function priceVolumeTrend(out: usize, close: usize, volume: usize, n: i32): void {
  let carry = f64x2.splat(0);
  const zero = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    let before = v128.load(close + at - 8);
    if (at == 0) before = f64x2.replace_lane(before, 0, 0);
    const change = v128.andnot(f64x2.div(f64x2.sub(v128.load(close + at), before), before), f64x2.eq(before, zero));
    carry = total(out + at, carry, f64x2.mul(v128.load(volume + at), change));
  }
}

/** Williams' accumulation and distribution. */
export function movedInRange(out: usize, high: usize, low: usize, close: usize, n: i32): void {
  let carry = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    const now = v128.load(close + at);
    let before = v128.load(close + at - 8);
    if (at == 0) before = f64x2.replace_lane(before, 0, get(close, 0));
    const up = v128.and(f64x2.sub(now, f64x2.pmin(v128.load(low + at), before)), f64x2.gt(now, before));
    const down = v128.and(f64x2.sub(now, f64x2.pmax(v128.load(high + at), before)), f64x2.lt(now, before));
    carry = total(out + at, carry, f64x2.add(up, down));
  }
}

/** Typical price weighted by volume, from the first candle on; a candle with something missing is passed over. 0 before there is any volume. */
export function weightedPrice(out: usize, high: usize, low: usize, close: usize, volume: usize, n: i32): void {
  const zero = f64x2.splat(0);
  let paid = zero, all = zero;
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    const size = v128.load(volume + at);
    const typical = thirdOf(f64x2.add(f64x2.add(v128.load(high + at), v128.load(low + at)), v128.load(close + at)));
    const value = f64x2.mul(typical, size);
    const isPaid = f64x2.eq(value, value);
    const x = v128.and(value, isPaid), y = v128.and(size, isPaid);
    const sumX = f64x2.add(paid, summed(x));
    const sumY = f64x2.add(all, summed(y));
    v128.store(out + at, v128.andnot(f64x2.div(sumX, sumY), f64x2.eq(sumY, zero)));
    paid = later(sumX);
    all = later(sumY);
  }
}

/** Beside the largest there was. */
const SMALL: usize = memory.data<f64>([1e-12]);

/** Sum of all rows so far. */
export function runningTotal(out: usize, a: usize, n: i32): void {
  let carry = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) carry = total(out + at, carry, v128.load(a + at));
}

/** A running sum of sizes, without what rounding has left where there is nothing. */
export function withoutDust(out: usize, a: usize, n: i32): void {
  const small = v128.load64_splat(SMALL);
  let most = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    const sums = v128.load(a + at);
    most = f64x2.pmax(most, sums);
    v128.store(out + at, v128.andnot(sums, f64x2.le(sums, f64x2.mul(most, small))));
  }
}

/** A column beside another; 0 where that is 0. */
export function shareOf(out: usize, a: usize, b: usize, n: i32): void {
  const zero = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    const all = v128.load(b + at);
    v128.store(out + at, v128.andnot(f64x2.div(v128.load(a + at), all), f64x2.eq(all, zero)));
  }
}
