import { HUNDRED, MINUS_HUNDRED, ONE, QUARTER_OF_ONE, SIGN, THREE, fillWith, get, put, quotient, to } from './memory';

export function averagePrice(out: usize, open: usize, high: usize, low: usize, close: usize, n: i32): void {
  const part = v128.load64_splat(QUARTER_OF_ONE);
  for (let end = to(out, n); out < end; out += 32, open += 32, high += 32, low += 32, close += 32) {
    const sum = f64x2.add(f64x2.add(f64x2.add(v128.load(high), v128.load(low)), v128.load(close)), v128.load(open));
    const next = f64x2.add(f64x2.add(f64x2.add(v128.load(high, 16), v128.load(low, 16)), v128.load(close, 16)), v128.load(open, 16));
    v128.store(out, f64x2.mul(sum, part));
    v128.store(out, f64x2.mul(next, part), 16);
  }
}

const THIRD: usize = memory.data<f64>([1.0 / 3.0]);

@inline
export function thirdOf(x: v128): v128 {
  return quotient(x, v128.load64_splat(THREE), v128.load64_splat(THIRD));
}

export function typicalPrice(out: usize, high: usize, low: usize, close: usize, n: i32): void {
  for (let end = to(out, n); out < end; out += 32, high += 32, low += 32, close += 32) {
    v128.store(out, thirdOf(f64x2.add(f64x2.add(v128.load(high), v128.load(low)), v128.load(close))));
    v128.store(out, thirdOf(f64x2.add(f64x2.add(v128.load(high, 16), v128.load(low, 16)), v128.load(close, 16))), 16);
  }
}

export function weightedClose(out: usize, high: usize, low: usize, close: usize, n: i32): void {
  const part = v128.load64_splat(QUARTER_OF_ONE);
  for (let end = to(out, n); out < end; out += 32, high += 32, low += 32, close += 32) {
    const last = v128.load(close), next = v128.load(close, 16);
    v128.store(out, f64x2.mul(f64x2.add(f64x2.add(v128.load(high), v128.load(low)), f64x2.add(last, last)), part));
    v128.store(out, f64x2.mul(f64x2.add(f64x2.add(v128.load(high, 16), v128.load(low, 16)), f64x2.add(next, next)), part), 16);
  }
}

/** Candles that show the trend with less noise. Every output may be one of the inputs. */
export function heikinAshi(
  outOpen: usize, outHigh: usize, outLow: usize, outClose: usize,
  open: usize, high: usize, low: usize, close: usize, n: i32,
): void {
  if (n == 0) return;
  let begun = (get(open, 0) + get(close, 0)) / 2;
  for (let i = 0; i < n; i++) {
    const ended = (get(high, i) + get(low, i) + get(close, i) + get(open, i)) / 4;
    let top = get(high, i), bottom = get(low, i);
    if (begun > top) top = begun;
    if (ended > top) top = ended;
    if (begun < bottom) bottom = begun;
    if (ended < bottom) bottom = ended;
    put(outOpen, i, begun);
    put(outHigh, i, top);
    put(outLow, i, bottom);
    put(outClose, i, ended);
    begun = (begun + ended) / 2;
  }
}

/** Where the close lies between open and range, -1 to 1. */
export function balanceOfPower(out: usize, open: usize, high: usize, low: usize, close: usize, n: i32): void {
  const least = f64x2.splat(1e-14);
  for (let end = to(out, n); out < end; out += 16, open += 16, high += 16, low += 16, close += 16) {
    const range = f64x2.sub(v128.load(high), v128.load(low));
    const value = f64x2.div(f64x2.sub(v128.load(close), v128.load(open)), range);
    v128.store(out, v128.andnot(value, f64x2.lt(range, least)));
  }
}

/** Where the close lies in a range: `scale` times its distance from one end, beside the range; 0 where there is none. */
export function rangePosition(out: usize, top: usize, bottom: usize, close: usize, n: i32): void {
  const hundred = v128.load64_splat(HUNDRED);
  const zero = f64x2.splat(0);
  for (let end = to(out, n); out < end; out += 16, top += 16, bottom += 16, close += 16) {
    const low = v128.load(bottom);
    const range = f64x2.sub(v128.load(top), low);
    const value = f64x2.div(f64x2.mul(hundred, f64x2.sub(v128.load(close), low)), range);
    v128.store(out, v128.andnot(value, f64x2.eq(range, zero)));
  }
}

/** The same from the top, -100 to 0. */
export function rangeDepth(out: usize, top: usize, bottom: usize, close: usize, n: i32): void {
  const scale = v128.load64_splat(MINUS_HUNDRED);
  const zero = f64x2.splat(0);
  for (let end = to(out, n); out < end; out += 16, top += 16, bottom += 16, close += 16) {
    const high = v128.load(top);
    const range = f64x2.sub(high, v128.load(bottom));
    // a close beyond its range is at its end
    const share = f64x2.div(f64x2.sub(high, v128.load(close)), range);
    const value = f64x2.mul(f64x2.pmin(f64x2.pmax(share, zero), v128.load64_splat(ONE)), scale);
    v128.store(out, v128.andnot(value, f64x2.eq(range, zero)));
  }
}

/** True ranges of two rows; by comparison, so that a missing close before leaves the candle's own range. */
@inline
export function rangesAt(high: usize, low: usize, close: usize, at: usize): v128 {
  return rangesOf(v128.load(high + at), v128.load(low + at), v128.load(close - 8 + at), v128.load64_splat(SIGN));
}

@inline
export function rangesOf(top: v128, bottom: v128, before: v128, sign: v128): v128 {
  const range = f64x2.pmax(f64x2.sub(top, bottom), v128.andnot(f64x2.sub(top, before), sign));
  return f64x2.pmax(range, v128.andnot(f64x2.sub(bottom, before), sign));
}

export function trueRange(out: usize, high: usize, low: usize, close: usize, n: i32): void {
  if (n == 0) return;
  const sign = v128.load64_splat(SIGN);
  let before = close - 8;
  for (let o = out, end = to(out, n); o < end; o += 32, high += 32, low += 32, before += 32) {
    v128.store(o, rangesOf(v128.load(high), v128.load(low), v128.load(before), sign));
    v128.store(o, rangesOf(v128.load(high, 16), v128.load(low, 16), v128.load(before, 16), sign), 16);
  }
  store<f64>(out, NaN);
}

/** The same for candles whose first has no close before it, which has its own range; a missing value makes the result missing. */
export function strictRange(out: usize, high: usize, low: usize, close: usize, n: i32): void {
  if (n == 0) return;
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    const top = v128.load(high + at), bottom = v128.load(low + at), now = v128.load(close + at);
    let before = v128.load(close + at - 8);
    if (at == 0) before = f64x2.replace_lane(before, 0, NaN);
    before = v128.bitselect(before, now, f64x2.eq(before, before));
    const range = f64x2.max(f64x2.sub(top, bottom), f64x2.abs(f64x2.sub(top, before)));
    v128.store(out + at, f64x2.max(range, f64x2.abs(f64x2.sub(bottom, before))));
  }
}

/** High and low widened by the range beside the price. */
export function accelerated(upper: usize, lower: usize, high: usize, low: usize, n: i32): void {
  const one = v128.load64_splat(ONE);
  const four = f64x2.splat(4);
  const zero = f64x2.splat(0);
  for (let end = to(upper, n); upper < end; upper += 16, lower += 16, high += 16, low += 16) {
    const top = v128.load(high), bottom = v128.load(low);
    const all = f64x2.add(top, bottom);
    const wide = v128.andnot(f64x2.mul(f64x2.div(f64x2.sub(top, bottom), all), four), f64x2.eq(all, zero));
    v128.store(upper, f64x2.mul(top, f64x2.add(one, wide)));
    v128.store(lower, f64x2.mul(bottom, f64x2.sub(one, wide)));
  }
}

/** 100 where a value is above (`sign` 1) or below (-1) those of `left` rows before and `right` rows after it, known `right` rows later. */
export function turns(out: usize, a: usize, n: i32, left: i32, right: i32, sign: f64): void {
  fillWith(out, min(n, left + right), 0);
  const hundred = v128.load64_splat(HUNDRED);
  const side = f64x2.splat(sign);
  for (let i = left + right; i < n; i += 2) {
    const middle = f64x2.mul(v128.load(to(a, i - right)), side);
    // the oldest must be known; others that are missing are passed over
    let isTurn = f64x2.lt(f64x2.mul(v128.load(to(a, i - left - right)), side), middle);
    for (let at = i - left - right + 1; at <= i; at++)
      if (at != i - right) isTurn = v128.andnot(isTurn, f64x2.ge(f64x2.mul(v128.load(to(a, at)), side), middle));
    v128.store(to(out, i), v128.and(hundred, isTurn));
  }
}
