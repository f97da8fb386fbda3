// Numbers lie one after another, 8 bytes each; memory behind the end of a column may be read and written for 64 bytes more, so
// that loops over two or four candles at once need no rest.

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
