import { to } from './memory';

// A mask has one byte a row, 1 or 0. Comparisons with NaN are false.

@final
class Above {
  @inline apply(a: v128, b: v128): v128 { return f64x2.gt(a, b); }
}
@final
class AtLeast {
  @inline apply(a: v128, b: v128): v128 { return f64x2.ge(a, b); }
}
@final
class Equal {
  @inline apply(a: v128, b: v128): v128 { return f64x2.eq(a, b); }
}
@final
class Differs {
  @inline apply(a: v128, b: v128): v128 { return v128.or(f64x2.lt(a, b), f64x2.gt(a, b)); }
}

/** Eight truths of 64 bits to eight bytes. */
@inline
function pack(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  const low = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
  const high = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
  const wide = i16x8.narrow_i32x4_s(low, high);
  const bytes = v128.and(i8x16.narrow_i16x8_s(wide, wide), i8x16.splat(1));
  v128.store64_lane(out, bytes, 0);
}

@inline
function compare<T>(out: usize, a: usize, b: usize, n: i32): void {
  const op = changetype<T>(0);
  for (let end = out + n; out < end; out += 8, a += 64, b += 64)
    pack(
      out,
      op.apply(v128.load(a), v128.load(b)),
      op.apply(v128.load(a, 16), v128.load(b, 16)),
      op.apply(v128.load(a, 32), v128.load(b, 32)),
      op.apply(v128.load(a, 48), v128.load(b, 48)),
    );
}

@inline
function compareOne<T>(out: usize, a: usize, value: f64, n: i32, isSwapped: bool): void {
  const op = changetype<T>(0);
  const b = f64x2.splat(value);
  if (isSwapped)
    for (let end = out + n; out < end; out += 8, a += 64)
      pack(out, op.apply(b, v128.load(a)), op.apply(b, v128.load(a, 16)), op.apply(b, v128.load(a, 32)), op.apply(b, v128.load(a, 48)));
  else
    for (let end = out + n; out < end; out += 8, a += 64)
      pack(out, op.apply(v128.load(a), b), op.apply(v128.load(a, 16), b), op.apply(v128.load(a, 32), b), op.apply(v128.load(a, 48), b));
}

export function isAbove(out: usize, a: usize, b: usize, n: i32): void { compare<Above>(out, a, b, n); }
export function isAtLeast(out: usize, a: usize, b: usize, n: i32): void { compare<AtLeast>(out, a, b, n); }
export function isEqual(out: usize, a: usize, b: usize, n: i32): void { compare<Equal>(out, a, b, n); }
export function isDifferent(out: usize, a: usize, b: usize, n: i32): void { compare<Differs>(out, a, b, n); }
/** @param isSwapped the number stands on the left */
export function isAboveOne(out: usize, a: usize, value: f64, n: i32, isSwapped: bool): void { compareOne<Above>(out, a, value, n, isSwapped); }
export function isAtLeastOne(out: usize, a: usize, value: f64, n: i32, isSwapped: bool): void { compareOne<AtLeast>(out, a, value, n, isSwapped); }
export function isEqualOne(out: usize, a: usize, value: f64, n: i32): void { compareOne<Equal>(out, a, value, n, false); }
export function isDifferentOne(out: usize, a: usize, value: f64, n: i32): void { compareOne<Differs>(out, a, value, n, false); }
export function isKnown(out: usize, a: usize, n: i32): void { compare<Equal>(out, a, a, n); }

/** Above now, and at most equal one row ago. */
@inline
function crosses(a: usize, b: usize, at: usize): v128 {
  return v128.and(f64x2.gt(v128.load(a + at), v128.load(b + at)), f64x2.le(v128.load(a + at - 8), v128.load(b + at - 8)));
}

export function crossed(out: usize, a: usize, b: usize, n: i32): void {
  const begin = out;
  for (let end = out + n, at: usize = 0; out < end; out += 8, at += 64)
    pack(out, crosses(a, b, at), crosses(a, b, at + 16), crosses(a, b, at + 32), crosses(a, b, at + 48));
  if (n > 0) store<u8>(begin, 0);
}

@inline
function crossesOne(a: usize, b: v128, at: usize, isSwapped: bool): v128 {
  const now = v128.load(a + at);
  const before = v128.load(a + at - 8);
  return isSwapped ? v128.and(f64x2.gt(b, now), f64x2.le(b, before)) : v128.and(f64x2.gt(now, b), f64x2.le(before, b));
}

export function crossedOne(out: usize, a: usize, value: f64, n: i32, isSwapped: bool): void {
  const begin = out;
  const b = f64x2.splat(value);
  for (let end = out + n, at: usize = 0; out < end; out += 8, at += 64)
    pack(out, crossesOne(a, b, at, isSwapped), crossesOne(a, b, at + 16, isSwapped), crossesOne(a, b, at + 32, isSwapped), crossesOne(a, b, at + 48, isSwapped));
  if (n > 0) store<u8>(begin, 0);
}

export function both(out: usize, a: usize, b: usize, n: i32): void {
  for (let end = out + n; out < end; out += 16, a += 16, b += 16) v128.store(out, v128.and(v128.load(a), v128.load(b)));
}

export function either(out: usize, a: usize, b: usize, n: i32): void {
  for (let end = out + n; out < end; out += 16, a += 16, b += 16) v128.store(out, v128.or(v128.load(a), v128.load(b)));
}

export function opposite(out: usize, a: usize, n: i32): void {
  const one = i8x16.splat(1);
  for (let end = out + n; out < end; out += 16, a += 16) v128.store(out, v128.xor(v128.load(a), one));
}

/** Two bytes to truths of 64 bits. */
@inline
function spread(mask: usize): v128 {
  const two = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load16_splat(mask)));
  return i64x2.neg(i64x2.extend_low_i32x4_u(two));
}

/** One column where the mask is true, another elsewhere. */
export function where(out: usize, mask: usize, a: usize, other: usize, n: i32): void {
  for (let end = to(out, n); out < end; out += 16, a += 16, other += 16, mask += 2)
    v128.store(out, v128.bitselect(v128.load(a), v128.load(other), spread(mask)));
}

export function whereOne(out: usize, mask: usize, a: usize, value: f64, n: i32): void {
  const other = f64x2.splat(value);
  for (let end = to(out, n); out < end; out += 16, a += 16, mask += 2)
    v128.store(out, v128.bitselect(v128.load(a), other, spread(mask)));
}

/** A number where the mask is true, a column elsewhere. */
export function setWhere(out: usize, mask: usize, value: f64, other: usize, n: i32): void {
  const one = f64x2.splat(value);
  for (let end = to(out, n); out < end; out += 16, other += 16, mask += 2)
    v128.store(out, v128.bitselect(one, v128.load(other), spread(mask)));
}
