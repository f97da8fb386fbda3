import { EIGHTY, HALF, HUNDRED, MINUS_HUNDRED, TWO, fillWith, get, isNumber, put, quotient, to } from './memory';

// Candlestick patterns, two candles at a time. Candles are read where they are: the address of an open tells one, and the other
// columns lie at a distance from it. What patterns compare with is made for a chunk of candles, so that it stays in the nearest cache.

const CHUNK = 256;
/** Candles before a chunk for which averages are made with it: four a pattern looks back. */
const BACK = 4;
/** Candles an average may be made of. */
const LONGEST = 10;
const HISTORY = BACK + LONGEST;
const SIZE: usize = 8 * (CHUNK + HISTORY + 10);
/** What is averaged: bodies, ranges, and ranges less bodies. */
const BODY: usize = 0;
const RANGE: usize = SIZE;
const REST: usize = 2 * SIZE;
/** Averages over the candles before, named for what is measured by them. */
const LONG: usize = 3 * SIZE;
const TINY: usize = 4 * SIZE;
const NEAR: usize = 5 * SIZE;
const FAR: usize = 6 * SIZE;
const EQUAL: usize = 7 * SIZE;
const SHADOW: usize = 8 * SIZE;
const SCRATCH: usize = memory.data(9 * 8 * (256 + 14 + 10));

/** From an open to the candle's other prices, and to what is known of the candle. */
let toHigh: usize = 0;
let toLow: usize = 0;
let toClose: usize = 0;
let toScratch: usize = 0;
/** Rows with a missing body or range: averages stay missing from there on, as running sums do. */
let bodyMissing: i32 = i32.MAX_VALUE;
let rangeMissing: i32 = i32.MAX_VALUE;

// what averages are multiplied with
const TEN: usize = memory.data<f64>([10]);
const FIVE: usize = memory.data<f64>([5]);
const TENTH: usize = memory.data<f64>([0.1]);
const FIFTH: usize = memory.data<f64>([0.2]);
const THREE_FIFTHS: usize = memory.data<f64>([0.6]);
const TWENTIETH: usize = memory.data<f64>([0.05]);

// what a pattern needs
const NEEDS_LONG = 1;
const NEEDS_TINY = 2;
const NEEDS_NEAR = 4;
const NEEDS_FAR = 8;
const NEEDS_EQUAL = 16;
const NEEDS_SHADOW = 32;

@inline function O(p: usize): v128 { return v128.load(p); }
@inline function H(p: usize): v128 { return v128.load(p + toHigh); }
@inline function L(p: usize): v128 { return v128.load(p + toLow); }
@inline function C(p: usize): v128 { return v128.load(p + toClose); }
/** Distance of open and close. */
@inline function body(p: usize): v128 { return f64x2.abs(f64x2.sub(C(p), O(p))); }
@inline function top(p: usize): v128 { return f64x2.pmax(O(p), C(p)); }
@inline function bottom(p: usize): v128 { return f64x2.pmin(O(p), C(p)); }
@inline function upper(p: usize): v128 { return f64x2.sub(H(p), top(p)); }
@inline function lower(p: usize): v128 { return f64x2.sub(bottom(p), L(p)); }
@inline function long(p: usize): v128 { return v128.load(p + toScratch, LONG); }
/** A tenth of the usual range: more is no doji, and no very short shadow. */
@inline function tiny(p: usize): v128 { return v128.load(p + toScratch, TINY); }
@inline function near(p: usize): v128 { return v128.load(p + toScratch, NEAR); }
@inline function far(p: usize): v128 { return v128.load(p + toScratch, FAR); }
@inline function equal(p: usize): v128 { return v128.load(p + toScratch, EQUAL); }
@inline function shadow(p: usize): v128 { return v128.load(p + toScratch, SHADOW); }
/** It rose or stood. */
@inline function white(p: usize): v128 { return f64x2.ge(C(p), O(p)); }
@inline function black(p: usize): v128 { return v128.not(white(p)); }
@inline function gt(a: v128, b: v128): v128 { return f64x2.gt(a, b); }
@inline function lt(a: v128, b: v128): v128 { return f64x2.lt(a, b); }
@inline function ge(a: v128, b: v128): v128 { return f64x2.ge(a, b); }
@inline function le(a: v128, b: v128): v128 { return f64x2.le(a, b); }
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
@inline function times(a: v128, b: f64): v128 { return f64x2.mul(a, f64x2.splat(b)); }
@inline function and(a: v128, b: v128): v128 { return v128.and(a, b); }
@inline function and3(a: v128, b: v128, c: v128): v128 { return and(and(a, b), c); }
@inline function and4(a: v128, b: v128, c: v128, d: v128): v128 { return and(and(a, b), and(c, d)); }
@inline function or(a: v128, b: v128): v128 { return v128.or(a, b); }
@inline function none(m: v128): bool { return i64x2.bitmask(m) == 0; }
@inline function nothing(): v128 { return f64x2.splat(0); }
/** 100 or -100 where the mask is true, 0 elsewhere. */
@inline function pick(m: v128, value: f64): v128 { return and(m, v128.load64_splat(value > 0 ? HUNDRED : MINUS_HUNDRED)); }
/** 100 on one mask, -100 on the other. */
@inline function sides(up: v128, down: v128): v128 { return or(pick(up, 100), pick(down, -100)); }
/** 100 with the colour of a candle, -100 against it. */
@inline function coloured(m: v128, isUp: v128): v128 { return and(m, v128.bitselect(v128.load64_splat(HUNDRED), v128.load64_splat(MINUS_HUNDRED), isUp)); }
@inline function either(isFirst: v128, a: v128, b: v128): v128 { return v128.bitselect(a, b, isFirst); }
@inline function bodyGapUp(later: usize, earlier: usize): v128 { return gt(bottom(later), top(earlier)); }
@inline function bodyGapDown(later: usize, earlier: usize): v128 { return lt(top(later), bottom(earlier)); }
@inline function gapUp(later: usize, earlier: usize): v128 { return gt(L(later), H(earlier)); }
@inline function gapDown(later: usize, earlier: usize): v128 { return lt(H(later), L(earlier)); }
/** From `width` below to `width` above. */
@inline function within(value: v128, middle: v128, width: v128): v128 { return and(le(value, add(middle, width)), ge(value, sub(middle, width))); }

/** Means of the `count` (5 or 10) values before each candle, times a factor. @param missing row from which on there is none */
@inline
function average(target: usize, source: usize, count: i32, factor: f64, row: i32, rows: i32, missing: i32): void {
  const size = v128.load64_splat(count == 10 ? TEN : FIVE);
  const part = v128.load64_splat(count == 10 ? TENTH : FIFTH);
  const by = v128.load64_splat(factor == 0.5 ? HALF : factor == 0.1 ? TENTH : factor == 0.2 ? FIFTH : factor == 0.6 ? THREE_FIFTHS : TWENTIETH);
  const back = <usize>count << 3;
  const from = max(row - BACK, count);
  const begin = SCRATCH + (<usize>(from - row + HISTORY) << 3);
  const end = SCRATCH + (<usize>(rows + HISTORY) << 3);
  const zero = f64x2.splat(0);
  let sum: f64 = 0;
  for (let q = begin - back; q < begin; q += 8) sum += load<f64>(q + source);
  // the sum before each candle, two from one
  let carry = f64x2.splat(sum);
  for (let q = begin; q < end; q += 16) {
    const moved = f64x2.sub(v128.load(q + source), v128.load(q + source - back));
    const total = f64x2.add(carry, v128.shuffle<f64>(zero, moved, 0, 2));
    const mean = quotient(total, size, part);
    v128.store(q + target, factor == 1 ? mean : f64x2.mul(by, mean));
    carry = f64x2.add(carry, f64x2.add(moved, v128.shuffle<f64>(moved, moved, 1, 0)));
  }
  if (missing < row + rows)
    for (let at = max(missing + 1, from); at < row + rows; at++) store<f64>(SCRATCH + target + (<usize>(at - row + HISTORY) << 3), NaN);
}

/** Row of the first missing value of what is averaged, where it was not found before. */
@inline
function missingFrom(source: usize, bad: v128, known: i32, from: i32, row: i32, rows: i32): i32 {
  if (known != i32.MAX_VALUE || !v128.any_true(bad)) return known;
  for (let at = from; at < row + rows; at++) {
    const value = load<f64>(SCRATCH + source + (<usize>(at - row + HISTORY) << 3));
    if (value != value) return at;
  }
  return known;
}

@inline
function measure(open: usize, row: i32, rows: i32, needs: i32): void {
  const from = max(row - HISTORY, 0);
  let p = to(open, from);
  let badBody = f64x2.splat(0), badRange = f64x2.splat(0);
  for (let q = SCRATCH + (<usize>(from - row + HISTORY) << 3), end = SCRATCH + (<usize>(rows + HISTORY) << 3); q < end; q += 16, p += 16) {
    if (needs & (NEEDS_LONG | NEEDS_SHADOW)) {
      const size = body(p);
      badBody = v128.or(badBody, f64x2.ne(size, size));
      v128.store(q, size, BODY);
      if (needs & NEEDS_SHADOW) v128.store(q, f64x2.sub(f64x2.sub(H(p), L(p)), size), REST);
    }
    if (needs & (NEEDS_TINY | NEEDS_NEAR | NEEDS_FAR | NEEDS_EQUAL | NEEDS_SHADOW)) {
      const range = f64x2.sub(H(p), L(p));
      badRange = v128.or(badRange, f64x2.ne(range, range));
      v128.store(q, range, RANGE);
    }
  }
  bodyMissing = missingFrom(BODY, badBody, bodyMissing, from, row, rows);
  rangeMissing = missingFrom(RANGE, badRange, rangeMissing, from, row, rows);
}

@inline
function averages(row: i32, rows: i32, needs: i32): void {
  if (needs & NEEDS_SHADOW) average(SHADOW, REST, 10, 0.5, row, rows, min(bodyMissing, rangeMissing));
  if (needs & NEEDS_LONG) average(LONG, BODY, 10, 1, row, rows, bodyMissing);
  if (needs & NEEDS_TINY) average(TINY, RANGE, 10, 0.1, row, rows, rangeMissing);
  if (needs & NEEDS_NEAR) average(NEAR, RANGE, 5, 0.2, row, rows, rangeMissing);
  if (needs & NEEDS_FAR) average(FAR, RANGE, 5, 0.6, row, rows, rangeMissing);
  if (needs & NEEDS_EQUAL) average(EQUAL, RANGE, 5, 0.05, row, rows, rangeMissing);
}

@inline
function begin(open: usize, high: usize, low: usize, close: usize): void {
  toHigh = high - open;
  toLow = low - open;
  toClose = close - open;
  bodyMissing = i32.MAX_VALUE;
  rangeMissing = i32.MAX_VALUE;
}

/** @param first row that may have a result @param share of a body, where a pattern asks for one */
@inline
function search<T>(out: usize, open: usize, high: usize, low: usize, close: usize, n: i32, first: i32, share: f64): void {
  const pattern = changetype<T>(0);
  fillWith(out, min(n, first), 0);
  begin(open, high, low, close);
  for (let row = first; row < n; row += CHUNK) {
    const rows = min(CHUNK, n - row);
    toScratch = SCRATCH + 8 * HISTORY - to(open, row);
    measure(open, row, rows, pattern.needs());
    averages(row, rows, pattern.needs());
    let o = to(out, row);
    for (let p = to(open, row), end = to(open, row + rows); p < end; p += 16, o += 16) v128.store(o, pattern.at(p, share));
  }
}

/** The same for a pattern that has something rare in it, such as a gap: averages are made where there is one. */
@inline
function searchRare<T>(out: usize, open: usize, high: usize, low: usize, close: usize, n: i32, first: i32, share: f64): void {
  const pattern = changetype<T>(0);
  fillWith(out, min(n, first), 0);
  begin(open, high, low, close);
  for (let row = first; row < n; row += CHUNK) {
    const rows = min(CHUNK, n - row);
    const start = to(open, row), end = to(open, row + rows);
    let any = nothing(), bad = nothing();
    for (let p = start; p < end; p += 16) {
      any = or(any, pattern.may(p));
      const all = add(sub(O(p), C(p)), sub(H(p), L(p)));
      bad = or(bad, f64x2.ne(all, all));
    }
    toScratch = SCRATCH + 8 * HISTORY - start;
    if (!none(or(any, bad))) measure(open, row, rows, pattern.needs());
    if (none(any)) {
      fillWith(to(out, row), rows, 0);
      continue;
    }
    averages(row, rows, pattern.needs());
    let o = to(out, row);
    for (let p = start; p < end; p += 16, o += 16) v128.store(o, pattern.at(p, share));
  }
}

// one candle

@final class BeltHold {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    const m = gt(body(p), long(p));
    const up = white(p);
    return coloured(and(m, lt(either(up, lower(p), upper(p)), tiny(p))), up);
  }
}
@final class ClosingMarubozu {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    const m = gt(body(p), long(p));
    const up = white(p);
    return coloured(and(m, lt(either(up, upper(p), lower(p)), tiny(p))), up);
  }
}
@final class Doji {
  @inline needs(): i32 { return NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 { return pick(le(body(p), tiny(p)), 100); }
}
@final class DragonflyDoji {
  @inline needs(): i32 { return NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    return pick(and3(le(body(p), tiny(p)), lt(upper(p), tiny(p)), gt(lower(p), tiny(p))), 100);
  }
}
@final class GravestoneDoji {
  @inline needs(): i32 { return NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    return pick(and3(le(body(p), tiny(p)), lt(lower(p), tiny(p)), gt(upper(p), tiny(p))), 100);
  }
}
@final class HighWave {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline at(p: usize, share: f64): v128 {
    const twice = times(body(p), 2);
    return coloured(and3(lt(body(p), long(p)), gt(upper(p), twice), gt(lower(p), twice)), white(p));
  }
}
@final class LongLeggedDoji {
  @inline needs(): i32 { return NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    return pick(and(le(body(p), tiny(p)), or(gt(lower(p), body(p)), gt(upper(p), body(p)))), 100);
  }
}
@final class LongLine {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_SHADOW; }
  @inline at(p: usize, share: f64): v128 {
    return coloured(and3(gt(body(p), long(p)), lt(upper(p), shadow(p)), lt(lower(p), shadow(p))), white(p));
  }
}
@inline function isMarubozu(p: usize): v128 { return and3(gt(body(p), long(p)), lt(upper(p), tiny(p)), lt(lower(p), tiny(p))); }
@final class Marubozu {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 { return coloured(isMarubozu(p), white(p)); }
}
@final class RickshawMan {
  @inline needs(): i32 { return NEEDS_TINY | NEEDS_NEAR; }
  @inline at(p: usize, share: f64): v128 {
    const m = and3(le(body(p), tiny(p)), gt(lower(p), body(p)), gt(upper(p), body(p)));
    const middle = add(L(p), f64x2.div(sub(H(p), L(p)), v128.load64_splat(TWO)));
    return pick(and3(m, le(bottom(p), add(middle, near(p))), ge(top(p), sub(middle, near(p)))), 100);
  }
}
@final class ShortLine {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_SHADOW; }
  @inline at(p: usize, share: f64): v128 {
    return coloured(and3(lt(body(p), long(p)), lt(upper(p), shadow(p)), lt(lower(p), shadow(p))), white(p));
  }
}
@final class SpinningTop {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline at(p: usize, share: f64): v128 {
    return coloured(and3(lt(body(p), long(p)), gt(upper(p), body(p)), gt(lower(p), body(p))), white(p));
  }
}
@final class Takuri {
  @inline needs(): i32 { return NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    return pick(and3(le(body(p), tiny(p)), lt(upper(p), tiny(p)), gt(lower(p), times(body(p), 2))), 100);
  }
}

// two candles

@final class Counterattack {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_EQUAL; }
  @inline at(p: usize, share: f64): v128 {
    const b = p - 8;
    const m = and3(v128.xor(white(b), white(p)), gt(body(b), long(b)), gt(body(p), long(p)));
    if (none(m)) return nothing();
    return coloured(and(m, within(C(p), C(b), equal(b))), white(p));
  }
}
@final class DarkCloudCover {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline may(p: usize): v128 { return gt(O(p), H(p - 8)); }
  @inline at(p: usize, share: f64): v128 {
    const b = p - 8;
    const m = and4(white(b), gt(body(b), long(b)), black(p), gt(O(p), H(b)));
    if (none(m)) return nothing();
    return pick(and3(m, gt(C(p), O(b)), lt(C(p), sub(C(b), times(body(b), share)))), -100);
  }
}
@final class DojiStar {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline may(p: usize): v128 { return or(bodyGapUp(p, p - 8), bodyGapDown(p, p - 8)); }
  @inline at(p: usize, share: f64): v128 {
    const b = p - 8;
    const m = and(gt(body(b), long(b)), le(body(p), tiny(p)));
    if (none(m)) return nothing();
    const up = white(b);
    return coloured(and(m, either(up, bodyGapUp(p, b), bodyGapDown(p, b))), v128.not(up));
  }
}
@final class Engulfing {
  @inline needs(): i32 { return 0; }
  @inline at(p: usize, share: f64): v128 {
    const b = p - 8;
    const up = white(p);
    const o = O(p), c = C(p), bo = O(b), bc = C(b);
    const rising = or(and(ge(c, bo), lt(o, bc)), and(gt(c, bo), le(o, bc)));
    const falling = or(and(ge(o, bc), lt(c, bo)), and(gt(o, bc), le(c, bo)));
    const m = and(v128.xor(up, white(b)), either(up, rising, falling));
    const isClear = and(f64x2.ne(o, bc), f64x2.ne(c, bo));
    const size = v128.bitselect(v128.load64_splat(HUNDRED), v128.load64_splat(EIGHTY), isClear);
    return and(m, v128.bitselect(size, f64x2.neg(size), up));
  }
}
@inline function hammerShape(p: usize): v128 { return and3(lt(body(p), long(p)), gt(lower(p), body(p)), lt(upper(p), tiny(p))); }
@inline function starShape(p: usize): v128 { return and3(lt(body(p), long(p)), gt(upper(p), body(p)), lt(lower(p), tiny(p))); }
@final class Hammer {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY | NEEDS_NEAR; }
  @inline at(p: usize, share: f64): v128 { return pick(and(hammerShape(p), le(bottom(p), add(L(p - 8), near(p - 8)))), 100); }
}
@final class HangingMan {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY | NEEDS_NEAR; }
  @inline at(p: usize, share: f64): v128 { return pick(and(hammerShape(p), ge(bottom(p), sub(H(p - 8), near(p - 8)))), -100); }
}
@inline function smallInside(p: usize, small: v128): v128 {
  const b = p - 8;
  const m = and4(gt(body(b), long(b)), le(body(p), small), le(top(p), top(b)), ge(bottom(p), bottom(b)));
  if (none(m)) return nothing();
  const isInside = and(lt(top(p), top(b)), gt(bottom(p), bottom(b)));
  const size = v128.bitselect(v128.load64_splat(HUNDRED), v128.load64_splat(EIGHTY), isInside);
  return and(m, v128.bitselect(f64x2.neg(size), size, white(b)));
}
@final class Harami {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline at(p: usize, share: f64): v128 { return smallInside(p, long(p)); }
}
@final class HaramiCross {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 { return smallInside(p, tiny(p)); }
}
@final class HomingPigeon {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline at(p: usize, share: f64): v128 {
    const b = p - 8;
    const m = and4(black(b), black(p), gt(body(b), long(b)), le(body(p), long(p)));
    return pick(and3(m, lt(O(p), O(b)), gt(C(p), C(b))), 100);
  }
}
/** A long fall, then a rise that opens below its low. */
@inline function afterFall(p: usize): v128 { return and4(black(p - 8), gt(body(p - 8), long(p - 8)), white(p), lt(O(p), L(p - 8))); }
@final class InNeck {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_EQUAL; }
  @inline may(p: usize): v128 { return lt(O(p), L(p - 8)); }
  @inline at(p: usize, share: f64): v128 {
    const b = p - 8;
    return pick(and3(afterFall(p), le(C(p), add(C(b), equal(b))), ge(C(p), C(b))), -100);
  }
}
@final class InvertedHammer {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline may(p: usize): v128 { return bodyGapDown(p, p - 8); }
  @inline at(p: usize, share: f64): v128 { return pick(and(starShape(p), bodyGapDown(p, p - 8)), 100); }
}
@inline function isKicking(p: usize): v128 {
  const b = p - 8;
  const m = and3(v128.xor(white(b), white(p)), isMarubozu(b), isMarubozu(p));
  if (none(m)) return m;
  return and(m, either(white(b), gapDown(p, b), gapUp(p, b)));
}
@final class Kicking {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline may(p: usize): v128 { return or(gapUp(p, p - 8), gapDown(p, p - 8)); }
  @inline at(p: usize, share: f64): v128 { return coloured(isKicking(p), white(p)); }
}
@final class KickingByLength {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline may(p: usize): v128 { return or(gapUp(p, p - 8), gapDown(p, p - 8)); }
  @inline at(p: usize, share: f64): v128 { return coloured(isKicking(p), either(gt(body(p), body(p - 8)), white(p), white(p - 8))); }
}
@final class MatchingLow {
  @inline needs(): i32 { return NEEDS_EQUAL; }
  @inline at(p: usize, share: f64): v128 { return pick(and3(black(p - 8), black(p), within(C(p), C(p - 8), equal(p - 8))), 100); }
}
@final class OnNeck {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_EQUAL; }
  @inline may(p: usize): v128 { return lt(O(p), L(p - 8)); }
  @inline at(p: usize, share: f64): v128 { return pick(and(afterFall(p), within(C(p), L(p - 8), equal(p - 8))), -100); }
}
@final class Piercing {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline may(p: usize): v128 { return lt(O(p), L(p - 8)); }
  @inline at(p: usize, share: f64): v128 {
    const b = p - 8;
    return pick(and4(afterFall(p), gt(body(p), long(p)), lt(C(p), O(b)), gt(C(p), add(C(b), times(body(b), 0.5)))), 100);
  }
}
@final class SeparatingLines {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY | NEEDS_EQUAL; }
  @inline at(p: usize, share: f64): v128 {
    const b = p - 8;
    const up = white(p);
    const m = and3(v128.xor(white(b), up), within(O(p), O(b), equal(b)), gt(body(p), long(p)));
    if (none(m)) return nothing();
    return coloured(and(m, lt(either(up, lower(p), upper(p)), tiny(p))), up);
  }
}
@final class ShootingStar {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline may(p: usize): v128 { return bodyGapUp(p, p - 8); }
  @inline at(p: usize, share: f64): v128 { return pick(and(starShape(p), bodyGapUp(p, p - 8)), -100); }
}
@final class Thrusting {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_EQUAL; }
  @inline may(p: usize): v128 { return lt(O(p), L(p - 8)); }
  @inline at(p: usize, share: f64): v128 {
    const b = p - 8;
    return pick(and3(afterFall(p), gt(C(p), add(C(b), equal(b))), le(C(p), add(C(b), times(body(b), 0.5)))), -100);
  }
}

// three candles

@final class TwoCrows {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline may(p: usize): v128 { return bodyGapUp(p - 8, p - 16); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and4(white(a), gt(body(a), long(a)), black(b), bodyGapUp(b, a));
    if (none(m)) return nothing();
    const n = and4(black(p), lt(O(p), O(b)), gt(O(p), C(b)), and(gt(C(p), O(a)), lt(C(p), C(a))));
    return pick(and(m, n), -100);
  }
}
@final class ThreeInside {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline may(p: usize): v128 { return and(lt(top(p - 8), top(p - 16)), gt(bottom(p - 8), bottom(p - 16))); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and4(gt(body(a), long(a)), le(body(b), long(b)), lt(top(b), top(a)), gt(bottom(b), bottom(a)));
    const up = white(a);
    return coloured(and(m, either(up, and(black(p), lt(C(p), O(a))), and(white(p), gt(C(p), O(a))))), v128.not(up));
  }
}
@final class ThreeOutside {
  @inline needs(): i32 { return 0; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const up = white(b);
    const rising = and3(gt(C(b), O(a)), lt(O(b), C(a)), gt(C(p), C(b)));
    const falling = and3(gt(O(b), C(a)), lt(C(b), O(a)), lt(C(p), C(b)));
    return coloured(and(v128.xor(up, white(a)), either(up, rising, falling)), up);
  }
}
@final class ThreeStarsInSouth {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and4(and3(black(a), black(b), black(p)), gt(body(a), long(a)), gt(lower(a), body(a)), lt(body(b), body(a)));
    if (none(m)) return nothing();
    const second = and(and4(gt(O(b), C(a)), le(O(b), H(a)), lt(L(b), C(a)), ge(L(b), L(a))), gt(lower(b), tiny(b)));
    const third = and(and4(lt(body(p), long(p)), lt(lower(p), tiny(p)), lt(upper(p), tiny(p)), gt(L(p), L(b))), lt(H(p), H(b)));
    return pick(and3(m, second, third), 100);
  }
}
/** Three that rise, each closing higher, the second opening within or near the body before. */
@inline function risingThree(p: usize): v128 {
  const a = p - 16, b = p - 8;
  return and(and4(white(a), white(b), white(p), gt(C(p), C(b))), and3(gt(C(b), C(a)), gt(O(b), O(a)), le(O(b), add(C(a), near(a)))));
}
@final class ThreeWhiteSoldiers {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY | NEEDS_NEAR | NEEDS_FAR; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and4(risingThree(p), lt(upper(a), tiny(a)), lt(upper(b), tiny(b)), lt(upper(p), tiny(p)));
    if (none(m)) return nothing();
    const n = and4(gt(O(p), O(b)), le(O(p), add(C(b), near(b))), gt(body(b), sub(body(a), far(a))), gt(body(p), sub(body(b), far(b))));
    return pick(and3(m, n, gt(body(p), long(p))), 100);
  }
}
@final class AbandonedBaby {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline may(p: usize): v128 { return or(gapUp(p - 8, p - 16), gapDown(p - 8, p - 16)); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and4(gt(body(a), long(a)), le(body(b), tiny(b)), gt(body(p), long(p)), v128.xor(white(a), white(p)));
    if (none(m)) return nothing();
    const reach = times(body(a), share);
    const falling = and3(lt(C(p), sub(C(a), reach)), gapUp(b, a), gapDown(p, b));
    const rising = and3(gt(C(p), add(C(a), reach)), gapDown(b, a), gapUp(p, b));
    return coloured(and(m, either(white(a), falling, rising)), white(p));
  }
}
@final class AdvanceBlock {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_SHADOW | NEEDS_NEAR | NEEDS_FAR; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and(risingThree(p), and4(gt(O(p), O(b)), le(O(p), add(C(b), near(b))), gt(body(a), long(a)), lt(upper(a), shadow(a))));
    if (none(m)) return nothing();
    const isShrinking = and(lt(body(b), sub(body(a), far(a))), lt(body(p), add(body(b), near(b))));
    const isSmall = lt(body(p), sub(body(b), far(b)));
    const isSmaller = lt(body(p), body(b));
    const isShadowed = and3(isSmaller, lt(body(b), body(a)), or(gt(upper(p), shadow(p)), gt(upper(b), shadow(b))));
    const isTopped = and(isSmaller, gt(upper(p), body(p)));
    return pick(and(m, or(or(isShrinking, isSmall), or(isShadowed, isTopped))), -100);
  }
}
/** A long body, a small one beyond it, and one that comes back deep into the first. */
@inline function eveningAt(p: usize, small: v128, share: f64): v128 {
  const a = p - 16, b = p - 8;
  const m = and4(gt(body(a), long(a)), white(a), le(body(b), small), and(gt(body(p), long(p)), black(p)));
  if (none(m)) return nothing();
  return pick(and3(m, bodyGapUp(b, a), lt(C(p), sub(C(a), times(body(a), share)))), -100);
}
@inline function morningAt(p: usize, small: v128, share: f64): v128 {
  const a = p - 16, b = p - 8;
  const m = and4(gt(body(a), long(a)), black(a), le(body(b), small), and(gt(body(p), long(p)), white(p)));
  if (none(m)) return nothing();
  return pick(and3(m, bodyGapDown(b, a), gt(C(p), add(C(a), times(body(a), share)))), 100);
}
@final class EveningDojiStar {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline may(p: usize): v128 { return bodyGapUp(p - 8, p - 16); }
  @inline at(p: usize, share: f64): v128 { return eveningAt(p, tiny(p - 8), share); }
}
@final class EveningStar {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline may(p: usize): v128 { return bodyGapUp(p - 8, p - 16); }
  @inline at(p: usize, share: f64): v128 { return eveningAt(p, long(p - 8), share); }
}
@final class MorningDojiStar {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY; }
  @inline may(p: usize): v128 { return bodyGapDown(p - 8, p - 16); }
  @inline at(p: usize, share: f64): v128 { return morningAt(p, tiny(p - 8), share); }
}
@final class MorningStar {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline may(p: usize): v128 { return bodyGapDown(p - 8, p - 16); }
  @inline at(p: usize, share: f64): v128 { return morningAt(p, long(p - 8), share); }
}
@final class GapSideSideWhite {
  @inline needs(): i32 { return NEEDS_NEAR | NEEDS_EQUAL; }
  @inline may(p: usize): v128 { return or(bodyGapUp(p - 8, p - 16), bodyGapDown(p - 8, p - 16)); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const up = bodyGapUp(b, a);
    const m = and3(or(and(up, bodyGapUp(p, a)), and(bodyGapDown(b, a), bodyGapDown(p, a))), white(b), white(p));
    if (none(m)) return nothing();
    return coloured(and3(m, within(body(p), body(b), near(b)), within(O(p), O(b), equal(b))), up);
  }
}
@inline function bareFall(p: usize): v128 { return and(black(p), lt(lower(p), tiny(p))); }
@final class IdenticalThreeCrows {
  @inline needs(): i32 { return NEEDS_TINY | NEEDS_EQUAL; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and3(bareFall(a), bareFall(b), bareFall(p));
    if (none(m)) return nothing();
    const n = and4(gt(C(a), C(b)), gt(C(b), C(p)), within(O(b), C(a), equal(a)), within(O(p), C(b), equal(b)));
    return pick(and(m, n), -100);
  }
}
@final class StalledPattern {
  @inline needs(): i32 { return NEEDS_LONG | NEEDS_TINY | NEEDS_NEAR; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and3(risingThree(p), gt(body(a), long(a)), gt(body(b), long(b)));
    if (none(m)) return nothing();
    return pick(and4(m, lt(upper(b), tiny(b)), lt(body(p), long(p)), ge(O(p), sub(sub(C(b), body(p)), near(b)))), -100);
  }
}
@final class StickSandwich {
  @inline needs(): i32 { return NEEDS_EQUAL; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and4(black(a), white(b), black(p), gt(L(b), C(a)));
    if (none(m)) return nothing();
    return pick(and(m, within(C(p), C(a), equal(a))), 100);
  }
}
@final class TasukiGap {
  @inline needs(): i32 { return NEEDS_NEAR; }
  @inline may(p: usize): v128 { return or(bodyGapUp(p - 8, p - 16), bodyGapDown(p - 8, p - 16)); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const up = white(b);
    const m = and(v128.xor(white(p), up), either(up, bodyGapUp(b, a), bodyGapDown(b, a)));
    if (none(m)) return nothing();
    const rising = and4(lt(O(p), C(b)), gt(O(p), O(b)), lt(C(p), O(b)), gt(C(p), top(a)));
    const falling = and4(lt(O(p), O(b)), gt(O(p), C(b)), gt(C(p), O(b)), lt(C(p), bottom(a)));
    return coloured(and3(m, lt(f64x2.abs(sub(body(b), body(p))), near(b)), either(up, rising, falling)), up);
  }
}
@final class Tristar {
  @inline needs(): i32 { return NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const limit = tiny(a);
    const m = and3(le(body(a), limit), le(body(b), limit), le(body(p), limit));
    if (none(m)) return nothing();
    const up = and(bodyGapDown(b, a), gt(bottom(p), bottom(b)));
    return sides(and(m, up), and(m, and(bodyGapUp(b, a), lt(top(p), top(b)))));
  }
}
@final class UniqueThreeRiver {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and4(black(a), black(b), gt(C(b), C(a)), lt(L(b), L(a)));
    if (none(m)) return nothing();
    const n = and4(gt(body(a), long(a)), le(O(b), O(a)), lt(body(p), long(p)), and(white(p), gt(O(p), L(b))));
    return pick(and(m, n), 100);
  }
}
@final class UpsideGapTwoCrows {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline may(p: usize): v128 { return bodyGapUp(p - 8, p - 16); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const m = and4(white(a), gt(body(a), long(a)), black(b), bodyGapUp(b, a));
    if (none(m)) return nothing();
    const n = and4(le(body(b), long(b)), black(p), gt(O(p), O(b)), and(lt(C(p), C(b)), gt(C(p), C(a))));
    return pick(and(m, n), -100);
  }
}
@final class SideGapThreeMethods {
  @inline needs(): i32 { return 0; }
  @inline may(p: usize): v128 { return or(bodyGapUp(p - 8, p - 16), bodyGapDown(p - 8, p - 16)); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 16, b = p - 8;
    const up = white(a);
    const m = and3(v128.not(v128.xor(up, white(b))), v128.xor(white(b), white(p)), either(up, bodyGapUp(b, a), bodyGapDown(b, a)));
    if (none(m)) return nothing();
    return coloured(and(m, and4(lt(O(p), top(b)), gt(O(p), bottom(b)), lt(C(p), top(a)), gt(C(p), bottom(a)))), up);
  }
}

// four and five candles

@final class ThreeBlackCrows {
  @inline needs(): i32 { return NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 24, b = p - 16, c = p - 8;
    const m = and4(lt(O(c), O(b)), gt(O(c), C(b)), lt(O(p), O(c)), gt(O(p), C(c)));
    if (none(m)) return nothing();
    const n = and4(white(a), bareFall(b), bareFall(c), bareFall(p));
    return pick(and(m, and(n, and3(gt(H(a), C(b)), gt(C(b), C(c)), gt(C(c), C(p))))), -100);
  }
}
@inline function opensFrom(later: usize, earlier: usize): v128 {
  return and(ge(O(later), sub(bottom(earlier), near(earlier))), le(O(later), add(top(earlier), near(earlier))));
}
@final class ThreeLineStrike {
  @inline needs(): i32 { return NEEDS_NEAR; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 24, b = p - 16, c = p - 8;
    const up = white(c);
    const isSame = v128.not(or(v128.xor(white(a), white(b)), v128.xor(white(b), up)));
    const m = and(isSame, v128.xor(white(p), up));
    if (none(m)) return nothing();
    const rising = and4(gt(C(c), C(b)), gt(C(b), C(a)), gt(O(p), C(c)), lt(C(p), O(a)));
    const falling = and4(lt(C(c), C(b)), lt(C(b), C(a)), lt(O(p), C(c)), gt(C(p), O(a)));
    return coloured(and4(m, opensFrom(b, a), opensFrom(c, b), either(up, rising, falling)), up);
  }
}
@final class Breakaway {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline may(p: usize): v128 { return or(bodyGapUp(p - 24, p - 32), bodyGapDown(p - 24, p - 32)); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 32, b = p - 24, c = p - 16, d = p - 8;
    const up = white(a);
    const isSame = v128.not(or(v128.xor(up, white(b)), v128.xor(white(b), white(d))));
    const m = and3(isSame, v128.xor(white(d), white(p)), either(up, bodyGapUp(b, a), bodyGapDown(b, a)));
    if (none(m)) return nothing();
    const falling = and3(and4(lt(H(c), H(b)), lt(L(c), L(b)), lt(H(d), H(c)), lt(L(d), L(c))), gt(C(p), O(b)), lt(C(p), C(a)));
    const rising = and3(and4(gt(H(c), H(b)), gt(L(c), L(b)), gt(H(d), H(c)), gt(L(d), L(c))), lt(C(p), O(b)), gt(C(p), C(a)));
    return coloured(and3(m, gt(body(a), long(a)), either(up, rising, falling)), white(p));
  }
}
@final class ConcealBabySwallow {
  @inline needs(): i32 { return NEEDS_TINY; }
  @inline may(p: usize): v128 { return bodyGapDown(p - 8, p - 16); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 24, b = p - 16, c = p - 8;
    const m = and4(and(bareFall(a), lt(upper(a), tiny(a))), and(bareFall(b), lt(upper(b), tiny(b))), black(c), black(p));
    if (none(m)) return nothing();
    const n = and4(bodyGapDown(c, b), gt(upper(c), tiny(c)), gt(H(c), C(b)), and(gt(H(p), H(c)), lt(L(p), L(c))));
    return pick(and(m, n), 100);
  }
}
@final class LadderBottom {
  @inline needs(): i32 { return NEEDS_TINY; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 32, b = p - 24, c = p - 16, d = p - 8;
    const m = and(and4(black(a), black(b), black(c), black(d)), and4(gt(O(a), O(b)), gt(O(b), O(c)), gt(C(a), C(b)), gt(C(b), C(c))));
    if (none(m)) return nothing();
    return pick(and(m, and4(gt(upper(d), tiny(d)), white(p), gt(O(p), O(d)), gt(C(p), H(d)))), 100);
  }
}
@final class MatHold {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline may(p: usize): v128 { return bodyGapUp(p - 24, p - 32); }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 32, b = p - 24, c = p - 16, d = p - 8;
    const m = and4(and3(white(a), black(b), white(p)), gt(body(a), long(a)), bodyGapUp(b, a), lt(body(b), long(b)));
    if (none(m)) return nothing();
    const floor = sub(C(a), times(body(a), share));
    const held = and4(lt(bottom(c), C(a)), lt(bottom(d), C(a)), gt(bottom(c), floor), gt(bottom(d), floor));
    const most = f64x2.pmax(f64x2.pmax(H(b), H(c)), H(d));
    const led = and4(lt(top(c), O(b)), lt(top(d), top(c)), gt(O(p), C(d)), gt(C(p), most));
    return pick(and4(m, and(lt(body(c), long(c)), lt(body(d), long(d))), held, led), 100);
  }
}
@inline function isInside(p: usize, a: usize): v128 { return and(lt(bottom(p), H(a)), gt(top(p), L(a))); }
@final class RiseFallThreeMethods {
  @inline needs(): i32 { return NEEDS_LONG; }
  @inline at(p: usize, share: f64): v128 {
    const a = p - 32, b = p - 24, c = p - 16, d = p - 8;
    const up = white(a);
    const isSame = v128.not(or(v128.xor(white(b), white(c)), v128.xor(white(c), white(d))));
    const m = and4(v128.xor(up, white(b)), isSame, v128.xor(white(d), white(p)), gt(body(a), long(a)));
    if (none(m)) return nothing();
    const small = and4(lt(body(b), long(b)), lt(body(c), long(c)), lt(body(d), long(d)), gt(body(p), long(p)));
    const rising = and4(lt(C(c), C(b)), lt(C(d), C(c)), gt(O(p), C(d)), gt(C(p), C(a)));
    const falling = and4(gt(C(c), C(b)), gt(C(d), C(c)), lt(O(p), C(d)), lt(C(p), C(a)));
    return coloured(and(m, and(small, and4(isInside(b, a), isInside(c, a), isInside(d, a), either(up, rising, falling)))), up);
  }
}

/** Whether a false break begins near enough to the end of the candle that is followed by two inside ones. */
@inline
function isNear(high: usize, low: usize, close: usize, i: i32, isUp: bool): bool {
  let sum: f64 = 0;
  for (let at = i - 7; at < i - 2; at++) sum += get(high, at) - get(low, at);
  const width = 0.2 * (sum / 5);
  const ended = get(close, i - 2);
  return isUp ? ended <= get(low, i - 2) + width : ended >= get(high, i - 2) - width;
}

/** Tells the false breaks of 64 rows that are taken back. @param breaks a bit for each @param next those of the 64 rows after them */
@inline
function takeBack(out: usize, high: usize, low: usize, close: usize, n: i32, row: i32, breaks: i64, next: i64): void {
  for (let left = breaks; left != 0; ) {
    const begun = row + <i32>ctz(left);
    left &= left - 1;
    const end = min(min(n, begun + 4), left != 0 ? row + <i32>ctz(left) : next != 0 ? row + 64 + <i32>ctz(next) : n);
    const result = v128.load64_splat(to(out, begun));
    const isUp = gt(result, nothing());
    // the other way round where it fell; both are asked so that nothing waits for the side
    const rose = v128.load64_splat(to(high, begun - 1)), fell = v128.load64_splat(to(low, begun - 1));
    const near = v128.load(to(close, begun + 1)), far = v128.load(to(close, begun + 3));
    const isNear = either(isUp, gt(near, rose), lt(near, fell)), isFar = either(isUp, gt(far, rose), lt(far, fell));
    const taken = (i64x2.bitmask(isNear) | (i64x2.bitmask(isFar) << 2)) & ((1 << (end - begun - 1)) - 1);
    if (taken != 0) v128.store64_lane(to(out, begun + 1 + ctz(taken)), f64x2.add(result, result), 0);
  }
}

/** An inside candle, then a false break that is taken back within three candles. */
@inline
function falseBreak(out: usize, high: usize, low: usize, close: usize, n: i32, first: i32, isModified: bool): void {
  // a range that is missing leaves all averages after it missing, as in a running sum
  let missing = i32.MAX_VALUE;
  let before: i64 = 0;
  // one may have begun before the first result
  let row = first - 3;
  for (; row < n; row += 64) {
    const until = min(n, row + 64);
    let breaks: i64 = 0;
    let bad = nothing();
    for (let i = row; i < until; i += 2) {
      // from the candle three before
      const p = to(high, i - 3), q = to(low, i - 3);
      const h0 = v128.load(p, 24), h1 = v128.load(p, 16), h2 = v128.load(p, 8);
      const l0 = v128.load(q, 24), l1 = v128.load(q, 16), l2 = v128.load(q, 8);
      let inside = and(lt(h1, h2), gt(l1, l2));
      if (isModified) {
        const h3 = v128.load(p), l3 = v128.load(q);
        inside = and3(inside, lt(h2, h3), gt(l2, l3));
        const range = sub(h3, l3);
        bad = or(bad, f64x2.ne(range, range));
      }
      const up = and3(inside, lt(h0, h1), lt(l0, l1)), down = and3(inside, gt(h0, h1), gt(l0, l1));
      v128.store(to(out, i), sides(up, down));
      breaks |= <i64>i64x2.bitmask(or(up, down)) << (i - row);
    }
    if (until - row < 64) breaks &= (<i64>1 << (until - row)) - 1;
    if (isModified) {
      if (missing == i32.MAX_VALUE && !none(bad))
        for (let i = row - 3; i < until - 3 && missing == i32.MAX_VALUE; i++) if (!isNumber(get(high, i) - get(low, i))) missing = i;
      for (let left = breaks; left != 0; left &= left - 1) {
        const i = row + <i32>ctz(left);
        if (missing > i - 3 && isNear(high, low, close, i, get(out, i) > 0)) continue;
        put(out, i, 0);
        breaks ^= left & -left;
      }
    }
    takeBack(out, high, low, close, n, row - 64, before, breaks);
    before = breaks;
  }
  takeBack(out, high, low, close, n, row - 64, before, 0);
  for (let i = min(n, first) - 1; i >= 0; i--) put(out, i, 0);
}

export function hikkake(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { falseBreak(out, h, l, c, n, first, false); }
export function modifiedHikkake(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { falseBreak(out, h, l, c, n, first, true); }

export function beltHold(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<BeltHold>(out, o, h, l, c, n, first, share); }
export function closingMarubozu(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<ClosingMarubozu>(out, o, h, l, c, n, first, share); }
export function doji(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<Doji>(out, o, h, l, c, n, first, share); }
export function dragonflyDoji(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<DragonflyDoji>(out, o, h, l, c, n, first, share); }
export function gravestoneDoji(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<GravestoneDoji>(out, o, h, l, c, n, first, share); }
export function highWave(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<HighWave>(out, o, h, l, c, n, first, share); }
export function longLeggedDoji(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<LongLeggedDoji>(out, o, h, l, c, n, first, share); }
export function longLine(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<LongLine>(out, o, h, l, c, n, first, share); }
export function marubozu(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<Marubozu>(out, o, h, l, c, n, first, share); }
export function rickshawMan(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<RickshawMan>(out, o, h, l, c, n, first, share); }
export function shortLine(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<ShortLine>(out, o, h, l, c, n, first, share); }
export function spinningTop(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<SpinningTop>(out, o, h, l, c, n, first, share); }
export function takuri(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<Takuri>(out, o, h, l, c, n, first, share); }
export function counterattack(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<Counterattack>(out, o, h, l, c, n, first, share); }
export function darkCloudCover(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<DarkCloudCover>(out, o, h, l, c, n, first, share); }
export function dojiStar(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<DojiStar>(out, o, h, l, c, n, first, share); }
export function engulfing(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<Engulfing>(out, o, h, l, c, n, first, share); }
export function hammer(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<Hammer>(out, o, h, l, c, n, first, share); }
export function hangingMan(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<HangingMan>(out, o, h, l, c, n, first, share); }
export function harami(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<Harami>(out, o, h, l, c, n, first, share); }
export function haramiCross(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<HaramiCross>(out, o, h, l, c, n, first, share); }
export function homingPigeon(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<HomingPigeon>(out, o, h, l, c, n, first, share); }
export function inNeck(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<InNeck>(out, o, h, l, c, n, first, share); }
export function invertedHammer(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<InvertedHammer>(out, o, h, l, c, n, first, share); }
export function kicking(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<Kicking>(out, o, h, l, c, n, first, share); }
export function kickingByLength(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<KickingByLength>(out, o, h, l, c, n, first, share); }
export function matchingLow(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<MatchingLow>(out, o, h, l, c, n, first, share); }
export function onNeck(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<OnNeck>(out, o, h, l, c, n, first, share); }
export function piercing(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<Piercing>(out, o, h, l, c, n, first, share); }
export function separatingLines(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<SeparatingLines>(out, o, h, l, c, n, first, share); }
export function shootingStar(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<ShootingStar>(out, o, h, l, c, n, first, share); }
export function thrusting(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<Thrusting>(out, o, h, l, c, n, first, share); }
export function twoCrows(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<TwoCrows>(out, o, h, l, c, n, first, share); }
export function threeInside(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<ThreeInside>(out, o, h, l, c, n, first, share); }
export function threeOutside(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<ThreeOutside>(out, o, h, l, c, n, first, share); }
export function threeStarsInSouth(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<ThreeStarsInSouth>(out, o, h, l, c, n, first, share); }
export function threeWhiteSoldiers(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<ThreeWhiteSoldiers>(out, o, h, l, c, n, first, share); }
export function abandonedBaby(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<AbandonedBaby>(out, o, h, l, c, n, first, share); }
export function advanceBlock(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<AdvanceBlock>(out, o, h, l, c, n, first, share); }
export function eveningDojiStar(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<EveningDojiStar>(out, o, h, l, c, n, first, share); }
export function eveningStar(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<EveningStar>(out, o, h, l, c, n, first, share); }
export function morningDojiStar(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<MorningDojiStar>(out, o, h, l, c, n, first, share); }
export function morningStar(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<MorningStar>(out, o, h, l, c, n, first, share); }
export function gapSideSideWhite(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<GapSideSideWhite>(out, o, h, l, c, n, first, share); }
export function identicalThreeCrows(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<IdenticalThreeCrows>(out, o, h, l, c, n, first, share); }
export function stalledPattern(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<StalledPattern>(out, o, h, l, c, n, first, share); }
export function stickSandwich(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<StickSandwich>(out, o, h, l, c, n, first, share); }
export function tasukiGap(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<TasukiGap>(out, o, h, l, c, n, first, share); }
export function tristar(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<Tristar>(out, o, h, l, c, n, first, share); }
export function uniqueThreeRiver(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<UniqueThreeRiver>(out, o, h, l, c, n, first, share); }
export function upsideGapTwoCrows(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<UpsideGapTwoCrows>(out, o, h, l, c, n, first, share); }
export function sideGapThreeMethods(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<SideGapThreeMethods>(out, o, h, l, c, n, first, share); }
export function threeBlackCrows(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<ThreeBlackCrows>(out, o, h, l, c, n, first, share); }
export function threeLineStrike(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<ThreeLineStrike>(out, o, h, l, c, n, first, share); }
export function breakaway(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<Breakaway>(out, o, h, l, c, n, first, share); }
export function concealBabySwallow(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<ConcealBabySwallow>(out, o, h, l, c, n, first, share); }
export function ladderBottom(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<LadderBottom>(out, o, h, l, c, n, first, share); }
export function matHold(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { searchRare<MatHold>(out, o, h, l, c, n, first, share); }
export function riseFallThreeMethods(out: usize, o: usize, h: usize, l: usize, c: usize, n: i32, first: i32, share: f64): void { search<RiseFallThreeMethods>(out, o, h, l, c, n, first, share); }
