import { HALF, HUNDRED, ONE, blank, fillWith, get, later, put, summed, to } from './memory';

// One operation for two values at once; `apply` is written into the loop.

@final
class Add {
  @inline apply(a: v128, b: v128): v128 { return f64x2.add(a, b); }
}
@final
class Subtract {
  @inline apply(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
}
@final
class Multiply {
  @inline apply(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
}
@final
class Divide {
  @inline apply(a: v128, b: v128): v128 { return f64x2.div(a, b); }
}
@final
class Larger {
  @inline apply(a: v128, b: v128): v128 { return f64x2.max(a, b); }
}
@final
class Smaller {
  @inline apply(a: v128, b: v128): v128 { return f64x2.min(a, b); }
}
/** Relative change. */
@final
class Change {
  @inline apply(a: v128, b: v128): v128 { return f64x2.sub(f64x2.div(a, b), v128.load64_splat(ONE)); }
}
@final
class ChangePercent {
  @inline apply(a: v128, b: v128): v128 { return f64x2.mul(f64x2.sub(f64x2.div(a, b), v128.load64_splat(ONE)), v128.load64_splat(HUNDRED)); }
}
@final
class ChangePercentOrNone {
  @inline apply(a: v128, b: v128): v128 {
    const change = f64x2.mul(f64x2.sub(f64x2.div(a, b), v128.load64_splat(ONE)), v128.load64_splat(HUNDRED));
    return v128.andnot(change, f64x2.eq(b, f64x2.splat(0)));
  }
}
@final
class RatioPercent {
  @inline apply(a: v128, b: v128): v128 { return f64x2.mul(f64x2.div(a, b), v128.load64_splat(HUNDRED)); }
}
@final
class Middle {
  @inline apply(a: v128, b: v128): v128 { return f64x2.mul(f64x2.add(a, b), v128.load64_splat(HALF)); }
}

@inline
function pairs<T>(out: usize, a: usize, b: usize, n: i32): void {
  const op = changetype<T>(0);
  for (let end = to(out, n); out < end; out += 32, a += 32, b += 32) {
    v128.store(out, op.apply(v128.load(a), v128.load(b)));
    v128.store(out, op.apply(v128.load(a, 16), v128.load(b, 16)), 16);
  }
}

@inline
function withOne<T>(out: usize, a: usize, value: f64, n: i32): void {
  const op = changetype<T>(0);
  const b = f64x2.splat(value);
  for (let end = to(out, n); out < end; out += 32, a += 32) {
    v128.store(out, op.apply(v128.load(a), b));
    v128.store(out, op.apply(v128.load(a, 16), b), 16);
  }
}

/** Each value beside that of `count` rows before; NaN first. */
@inline
function lagged<T>(out: usize, a: usize, n: i32, count: i32): void {
  if (count > n) count = n;
  pairs<T>(to(out, count), to(a, count), a, n - count);
  blank(out, count);
}

export function add(out: usize, a: usize, b: usize, n: i32): void { pairs<Add>(out, a, b, n); }
export function subtract(out: usize, a: usize, b: usize, n: i32): void { pairs<Subtract>(out, a, b, n); }
export function multiply(out: usize, a: usize, b: usize, n: i32): void { pairs<Multiply>(out, a, b, n); }
export function divide(out: usize, a: usize, b: usize, n: i32): void { pairs<Divide>(out, a, b, n); }
export function larger(out: usize, a: usize, b: usize, n: i32): void { pairs<Larger>(out, a, b, n); }
export function smaller(out: usize, a: usize, b: usize, n: i32): void { pairs<Smaller>(out, a, b, n); }
export function middle(out: usize, a: usize, b: usize, n: i32): void { pairs<Middle>(out, a, b, n); }
export function addOne(out: usize, a: usize, value: f64, n: i32): void { withOne<Add>(out, a, value, n); }
export function subtractOne(out: usize, a: usize, value: f64, n: i32): void { withOne<Subtract>(out, a, value, n); }
export function multiplyOne(out: usize, a: usize, value: f64, n: i32): void { withOne<Multiply>(out, a, value, n); }
export function divideOne(out: usize, a: usize, value: f64, n: i32): void { withOne<Divide>(out, a, value, n); }
export function largerOne(out: usize, a: usize, value: f64, n: i32): void { withOne<Larger>(out, a, value, n); }
export function smallerOne(out: usize, a: usize, value: f64, n: i32): void { withOne<Smaller>(out, a, value, n); }
export function difference(out: usize, a: usize, n: i32, count: i32): void { lagged<Subtract>(out, a, n, count); }
export function change(out: usize, a: usize, n: i32, count: i32): void { lagged<Change>(out, a, n, count); }
export function changePercent(out: usize, a: usize, n: i32, count: i32): void { lagged<ChangePercent>(out, a, n, count); }
export function changePercentOrNone(out: usize, a: usize, n: i32, count: i32): void { lagged<ChangePercentOrNone>(out, a, n, count); }
export function ratio(out: usize, a: usize, n: i32, count: i32): void { lagged<Divide>(out, a, n, count); }
export function ratioPercent(out: usize, a: usize, n: i32, count: i32): void { lagged<RatioPercent>(out, a, n, count); }

/** Moved `count` rows later, or earlier where it is negative; NaN comes in. */
export function shifted(out: usize, a: usize, n: i32, count: i32): void {
  if (count >= 0) {
    if (count > n) count = n;
    memory.copy(to(out, count), a, <usize>(n - count) << 3);
    blank(out, count);
  } else {
    if (-count > n) count = -n;
    memory.copy(out, to(a, -count), <usize>(n + count) << 3);
    blank(to(out, n + count), -count);
  }
}

@final
class Absolute {
  @inline apply(a: v128): v128 { return f64x2.abs(a); }
}
@final
class Root {
  @inline apply(a: v128): v128 { return f64x2.sqrt(a); }
}
@final
class Floor {
  @inline apply(a: v128): v128 { return f64x2.floor(a); }
}
@final
class Ceil {
  @inline apply(a: v128): v128 { return f64x2.ceil(a); }
}

@inline
function each<T>(out: usize, a: usize, n: i32): void {
  const op = changetype<T>(0);
  for (let end = to(out, n); out < end; out += 32, a += 32) {
    v128.store(out, op.apply(v128.load(a)));
    v128.store(out, op.apply(v128.load(a, 16)), 16);
  }
}

export function absolute(out: usize, a: usize, n: i32): void { each<Absolute>(out, a, n); }
export function root(out: usize, a: usize, n: i32): void { each<Root>(out, a, n); }
export function floor(out: usize, a: usize, n: i32): void { each<Floor>(out, a, n); }
export function ceil(out: usize, a: usize, n: i32): void { each<Ceil>(out, a, n); }

/** At least `low` and at most `high`; NaN stays. */
export function clip(out: usize, a: usize, n: i32, low: f64, high: f64): void {
  const least = f64x2.splat(low);
  const most = f64x2.splat(high);
  for (let end = to(out, n); out < end; out += 16, a += 16) {
    const v = v128.load(a);
    v128.store(out, v128.bitselect(least, f64x2.min(v, most), f64x2.lt(v, least)));
  }
}

/** Another column's values where there is no number. */
export function fill(out: usize, a: usize, other: usize, n: i32): void {
  for (let end = to(out, n); out < end; out += 16, a += 16, other += 16) {
    const v = v128.load(a);
    v128.store(out, v128.bitselect(v, v128.load(other), f64x2.eq(v, v)));
  }
}

export function fillOne(out: usize, a: usize, value: f64, n: i32): void {
  const other = f64x2.splat(value);
  for (let end = to(out, n); out < end; out += 16, a += 16) {
    const v = v128.load(a);
    v128.store(out, v128.bitselect(v, other, f64x2.eq(v, v)));
  }
}

export function forwardFill(out: usize, a: usize, n: i32): void {
  let last = NaN;
  for (let i = 0; i < n; i++) {
    const v = get(a, i);
    last = v == v ? v : last;
    put(out, i, last);
  }
}

/** Sum of all numbers so far; what is missing stays so. */
export function cumulativeSum(out: usize, a: usize, n: i32): void {
  let carry = f64x2.splat(0);
  for (let end = to(out, n); out < end; out += 32, a += 32) {
    const v = v128.load(a), w = v128.load(a, 16);
    const isV = f64x2.eq(v, v), isW = f64x2.eq(w, w);
    const kv = v128.and(v, isV), kw = v128.and(w, isW);
    // [a, a + b] and [c, c + d]
    const first = summed(kv);
    const second = summed(kw);
    const half = f64x2.add(second, later(first));
    v128.store(out, v128.bitselect(f64x2.add(carry, first), v, isV));
    const whole = f64x2.add(carry, half);
    v128.store(out, v128.bitselect(whole, w, isW), 16);
    carry = later(whole);
  }
}

export function cumulativeProduct(out: usize, a: usize, n: i32): void {
  let before = NaN;
  for (let i = 0; i < n; i++) {
    const v = get(a, i);
    if (v == v) before = before == before ? before * v : v;
    put(out, i, v == v ? before : NaN);
  }
}

/** @param sign 1 for the largest so far, -1 for the smallest */
export function cumulativeExtreme(out: usize, a: usize, n: i32, sign: f64): void {
  let before = NaN;
  for (let i = 0; i < n; i++) {
    const v = get(a, i);
    if (v == v && !(before * sign >= v * sign)) before = v;
    put(out, i, v == v ? before : NaN);
  }
}

/** @param weights of two columns, added: a * x + b * y */
export function blend(out: usize, a: usize, x: f64, b: usize, y: f64, n: i32): void {
  const first = f64x2.splat(x);
  const second = f64x2.splat(y);
  for (let end = to(out, n); out < end; out += 16, a += 16, b += 16)
    v128.store(out, f64x2.add(f64x2.mul(v128.load(a), first), f64x2.mul(v128.load(b), second)));
}

/** Nothing before the first row of another column that says something. */
export function blankBefore(out: usize, a: usize, n: i32, row: i32): void {
  fillWith(out, row, NaN);
  memory.copy(to(out, row), to(a, row), <usize>(n - row) << 3);
}

/** Whole numbers within limits; the lower limit where one is missing. */
export function wholeWithin(out: usize, a: usize, n: i32, low: f64, high: f64): void {
  const least = f64x2.splat(low), most = f64x2.splat(high);
  for (let end = to(out, n); out < end; out += 16, a += 16)
    v128.store(out, f64x2.pmin(most, f64x2.pmax(least, f64x2.trunc(v128.load(a)))));
}

/** The second column from `start` on where the key is `value`, else the first. */
export function pickWhere(out: usize, a: usize, b: usize, key: usize, n: i32, start: i32, value: f64): void {
  const wanted = f64x2.splat(value);
  memory.copy(out, a, <usize>min(n, start) << 3);
  for (let at = <usize>start << 3, end = <usize>n << 3; at < end; at += 16)
    v128.store(out + at, v128.bitselect(v128.load(b + at), v128.load(a + at), f64x2.eq(v128.load(key + at), wanted)));
}
