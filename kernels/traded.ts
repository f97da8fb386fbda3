import { get, to } from './memory';

// What trading needs of candles and signals, in few bytes.

/** Sets a bit of a row's byte where the column is 1. */
export function addSignal(out: usize, a: usize, n: i32, bit: i32): void {
  const one = f64x2.splat(1);
  const bits = i8x16.splat(<i8>bit);
  for (let end = out + n; out < end; out += 8, a += 64) {
    const low = v128.shuffle<i32>(f64x2.eq(v128.load(a), one), f64x2.eq(v128.load(a, 16), one), 0, 2, 4, 6);
    const high = v128.shuffle<i32>(f64x2.eq(v128.load(a, 32), one), f64x2.eq(v128.load(a, 48), one), 0, 2, 4, 6);
    const wide = i16x8.narrow_i32x4_s(low, high);
    v128.store64_lane(out, v128.or(v128.load64_zero(out), v128.and(i8x16.narrow_i16x8_s(wide, wide), bits)), 0);
  }
}

/** A code where the mask is true, those of before elsewhere. */
export function codeWhere(out: usize, codes: usize, mask: usize, n: i32, code: i32): void {
  const all = i8x16.splat(<i8>code);
  const none = i8x16.splat(0);
  for (let end = out + n; out < end; out += 16, codes += 16, mask += 16)
    v128.store(out, v128.bitselect(all, v128.load(codes), i8x16.ne(v128.load(mask), none)));
}

/** A code where the mask is true, 0 elsewhere. */
export function codeOrNone(out: usize, mask: usize, n: i32, code: i32): void {
  const all = i8x16.splat(<i8>code);
  const none = i8x16.splat(0);
  for (let end = out + n; out < end; out += 16, mask += 16)
    v128.store(out, v128.and(all, i8x16.ne(v128.load(mask), none)));
}

/**
 * Prices as whole numbers of their last digit.
 * @param per how many of them are one, a power of ten
 * @returns whether every price comes out the same again by a division
 */
export function toWhole(out: usize, a: usize, n: i32, per: f64): bool {
  const factor = f64x2.splat(per);
  let same = i64x2.splat(-1);
  let i = 0;
  for (; i + 2 <= n; i += 2, out += 8) {
    const price = v128.load(to(a, i));
    const whole = i32x4.trunc_sat_f64x2_s_zero(f64x2.nearest(f64x2.mul(price, factor)));
    v128.store64_lane(out, whole, 0);
    same = v128.and(same, i64x2.eq(f64x2.div(f64x2.convert_low_i32x4_s(whole), factor), price));
  }
  if (i < n) {
    const price = get(a, i);
    const whole = <i32>nearest(price * per);
    store<i32>(out, whole);
    if (reinterpret<i64>(<f64>whole / per) != reinterpret<i64>(price)) return false;
  }
  return i64x2.all_true(same);
}

const DUST: usize = memory.data<f64>([1e-14]);

/** Whether two prices are whole numbers of their last digit, but for binary dust; missing ones and those beyond all numbers are. */
@inline
function areWhole(at: usize, factor: v128, dust: v128, infinite: v128): v128 {
  const price = v128.load(at);
  const scaled = f64x2.mul(price, factor);
  const far = f64x2.abs(f64x2.sub(scaled, f64x2.nearest(scaled)));
  return v128.or(f64x2.lt(far, f64x2.mul(f64x2.abs(scaled), dust)), v128.not(f64x2.lt(f64x2.abs(price), infinite)));
}

/** Row of the first candle with a price that needs more digits than `per` has, from `from` on; `end` where there is none, or the row before it. */
export function firstFiner(open: usize, high: usize, low: usize, close: usize, from: i32, end: i32, per: f64): i32 {
  const factor = f64x2.splat(per);
  const dust = v128.load64_splat(DUST);
  const infinite = f64x2.splat(Infinity);
  let i = from;
  for (; i + 2 <= end; i += 2) {
    const both = v128.and(
      v128.and(areWhole(to(open, i), factor, dust, infinite), areWhole(to(high, i), factor, dust, infinite)),
      v128.and(areWhole(to(low, i), factor, dust, infinite), areWhole(to(close, i), factor, dust, infinite)),
    );
    if (!i64x2.all_true(both)) return i;
  }
  return i;
}

/** Rows whose byte has one of the marks, one behind another. @returns how many */
export function markedRows(out: usize, a: usize, n: i32, marks: i32): i32 {
  const wanted = i8x16.splat(<i8>marks);
  const none = i8x16.splat(0);
  const first = out;
  for (let i = 0; i < n; i += 16) {
    let found = i8x16.bitmask(i8x16.ne(v128.and(v128.load(a + i), wanted), none));
    // what lies behind the last row is none
    if (n - i < 16) found &= (1 << (n - i)) - 1;
    for (; found != 0; found &= found - 1, out += 4) store<i32>(out, i + ctz(found));
  }
  return <i32>((out - first) >> 2);
}
