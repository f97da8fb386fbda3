// Numbers lie one after another, 8 bytes each; memory behind the end of a column may be read and written for 64 bytes more, so
// that loops over two or four candles at once need no rest.

// Numbers that loops need in both lanes are read from here: the compiler would make a written one anew in every turn.
export const ONE: usize = memory.data<f64>([1]);
export const TWO: usize = memory.data<f64>([2]);
export const THREE: usize = memory.data<f64>([3]);
export const HUNDRED: usize = memory.data<f64>([100]);
export const MINUS_HUNDRED: usize = memory.data<f64>([-100]);
export const HALF: usize = memory.data<f64>([0.5]);
export const QUARTER_OF_ONE: usize = memory.data<f64>([0.25]);
export const EIGHTY: usize = memory.data<f64>([80]);
export const SIGN: usize = memory.data<f64>([-0.0]);
export const INFINITE: usize = memory.data<f64>([Infinity]);
export const SEVEN_HUNDRED: usize = memory.data<f64>([700]);

/** Value `i` of a column. */
@inline
export function get(column: usize, i: i32): f64 {
  return load<f64>(column + (<usize>i << 3));
}

@inline
export function put(column: usize, i: i32, value: f64): void {
  store<f64>(column + (<usize>i << 3), value);
}

@inline
export function to(column: usize, i: i32): usize {
  return column + (<usize>i << 3);
}

@inline
export function isNumber(value: f64): bool {
  return value == value;
}

/** The first rows say nothing. */
@inline
export function blank(out: usize, count: i32): void {
  for (let i = 0; i < count; i++) put(out, i, NaN);
}

/** Fills a column with one value. */
export function fillWith(out: usize, n: i32, value: f64): void {
  const v = f64x2.splat(value);
  for (let end = to(out, n); out < end; out += 32) {
    v128.store(out, v);
    v128.store(out, v, 16);
  }
}

/** Row of the first number; `n` where there is none. */
export function firstNumber(column: usize, n: i32): i32 {
  let i = 0;
  while (i < n && !isNumber(get(column, i))) i++;
  return i;
}

/** Whether every row is a number. */
export function isWhole(column: usize, n: i32): bool {
  let all = i64x2.splat(-1);
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const p = to(column, i);
    const a = v128.load(p), b = v128.load(p, 16), c = v128.load(p, 32), d = v128.load(p, 48);
    all = v128.and(all, v128.and(v128.and(f64x2.eq(a, a), f64x2.eq(b, b)), v128.and(f64x2.eq(c, c), f64x2.eq(d, d))));
  }
  for (; i < n; i++) if (!isNumber(get(column, i))) return false;
  return i64x2.all_true(all);
}

// A product added to a number, in one step with one rounding where the processor has that (all of the last ten years do).

/** The next value of an exponential average `y`, by how far the row is from it. */
@inline
export function step(y: v128, k: v128, far: v128): v128 {
  return f64x2.relaxed_madd(k, far, y);
}

/** The value after next, by how far both rows are from `y`. @param kq k * (1 - k) */
@inline
export function twoSteps(y: v128, k: v128, kq: v128, far: v128, farNext: v128): v128 {
  return f64x2.relaxed_madd(k, farNext, f64x2.relaxed_madd(kq, far, y));
}

/**
 * Two values of an exponential average. A price that stands gives itself.
 * @param y the value before, in both lanes @param x two rows @param q 1 - k @param qq q and its square
 */
@inline
export function smoothTwo(y: v128, x: v128, q: v128, qq: v128): v128 {
  const first = v128.shuffle<f64>(x, x, 0, 0);
  return f64x2.relaxed_madd(qq, f64x2.sub(y, first), f64x2.relaxed_madd(q, f64x2.sub(first, x), x));
}

/** The second of two values in both lanes. */
@inline
export function later(two: v128): v128 {
  return v128.shuffle<f64>(two, two, 1, 1);
}

/** The first of two values, and the sum of both. */
@inline
export function summed(two: v128): v128 {
  return f64x2.add(two, v128.shuffle<f64>(f64x2.splat(0), two, 0, 2));
}

/** A quotient, rounded as by a division, in less time: a product, and what is missing. @param part 1 / by */
@inline
export function quotient(x: v128, by: v128, part: v128): v128 {
  const nearly = f64x2.mul(x, part);
  return f64x2.relaxed_madd(f64x2.relaxed_nmadd(nearly, by, x), part, nearly);
}

/** A number and its square. */
@inline
export function withSquare(q: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(q), 1, q * q);
}
