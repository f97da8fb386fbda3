import { HALF, INFINITE, ONE, SEVEN_HUNDRED, SIGN, TWO, to } from './memory';

// Functions of a number, two at once; numbers beyond their reach go one by one.

const LOG2E: f64 = 1.4426950408889634;
const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;
/** Added and taken away again, it leaves a whole number; its last bits are that number. */
const TO_WHOLE: f64 = 6755399441055744.0;

const EXP: usize = memory.data<f64>([TO_WHOLE, LOG2E, LN2_HIGH, LN2_LOW, 4.13813679705723846039e-8, -1.65339022054652515390e-6, 6.61375632143793436117e-5, -2.77777777770155933842e-3, 1.66666666666666019037e-1]);

/** e to the power of x for |x| below 700. Coefficients: Sun Microsystems' fdlibm. */
@inline
function expOf(x: v128): v128 {
  const shift = v128.load64_splat(EXP);
  const shifted = f64x2.relaxed_madd(x, v128.load64_splat(EXP, 8), shift);
  const k = f64x2.sub(shifted, shift);
  const r = f64x2.relaxed_nmadd(k, v128.load64_splat(EXP, 24), f64x2.relaxed_nmadd(k, v128.load64_splat(EXP, 16), x));
  const z = f64x2.mul(r, r);
  let p = v128.load64_splat(EXP, 32);
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(EXP, 40));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(EXP, 48));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(EXP, 56));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(EXP, 64));
  const c = f64x2.relaxed_nmadd(p, z, r);
  const share = f64x2.div(f64x2.mul(r, c), f64x2.sub(v128.load64_splat(TWO), c));
  return i64x2.add(f64x2.add(f64x2.add(share, r), v128.load64_splat(ONE)), i64x2.shl(shifted, 52));
}

@final
class Exp {
  @inline isEasy(x: v128): v128 { return f64x2.lt(f64x2.abs(x), v128.load64_splat(SEVEN_HUNDRED)); }
  @inline two(x: v128): v128 { return expOf(x); }
  @inline one(x: f64): f64 { return Math.exp(x); }
}
@final
class Cosh {
  @inline isEasy(x: v128): v128 { return f64x2.lt(f64x2.abs(x), v128.load64_splat(SEVEN_HUNDRED)); }
  @inline two(x: v128): v128 {
    const e = expOf(x);
    return f64x2.mul(f64x2.add(e, f64x2.div(v128.load64_splat(ONE), e)), v128.load64_splat(HALF));
  }
  @inline one(x: f64): f64 { return Math.cosh(x); }
}
@final
class Sinh {
  @inline isEasy(x: v128): v128 {
    const size = f64x2.abs(x);
    return v128.and(f64x2.gt(size, v128.load64_splat(ONE)), f64x2.lt(size, v128.load64_splat(SEVEN_HUNDRED)));
  }
  @inline two(x: v128): v128 {
    const e = expOf(x);
    return f64x2.mul(f64x2.sub(e, f64x2.div(v128.load64_splat(ONE), e)), v128.load64_splat(HALF));
  }
  @inline one(x: f64): f64 { return Math.sinh(x); }
}
const TANH_FAR: usize = memory.data<f64>([22]);

@final
class Tanh {
  @inline isEasy(x: v128): v128 { return f64x2.gt(f64x2.abs(x), v128.load64_splat(HALF)); }
  @inline two(x: v128): v128 {
    // beyond 22 it is 1 to the last digit
    const isFar = f64x2.ge(f64x2.abs(x), v128.load64_splat(TANH_FAR));
    const most = v128.or(signOf(x), v128.load64_splat(ONE));
    if (i64x2.bitmask(isFar) == 3) return most;
    const near = v128.andnot(x, isFar);
    const e = expOf(f64x2.add(near, near));
    const value = f64x2.sub(v128.load64_splat(ONE), f64x2.div(v128.load64_splat(TWO), f64x2.add(e, v128.load64_splat(ONE))));
    return v128.bitselect(most, value, isFar);
  }
  @inline one(x: f64): f64 { return Math.tanh(x); }
}

/** The bits of half a root of two: numbers are taken as a power of two times something from there to its double. */
const HALF_ROOT: i64 = 0x3fe6a09e667f3bcd;
const LOG_BITS: usize = memory.data<i64>([0x3ff0000000000000 - HALF_ROOT, 1023, 0x000fffffffffffff, HALF_ROOT]);
const LOG: usize = memory.data<f64>([TO_WHOLE, LN2_HIGH, LN2_LOW, 1.479819860511658591e-1, 1.531383769920937332e-1, 1.818357216161805012e-1, 2.222219843214978396e-1, 2.857142874366239149e-1, 3.999999999940941908e-1, 6.666666666666735130e-1]);

/** Natural logarithm of normal positive numbers. Coefficients: Sun Microsystems' fdlibm. */
@inline
function logOf(x: v128): v128 {
  const bits = i64x2.add(x, v128.load64_splat(LOG_BITS));
  const power = i64x2.sub(i64x2.shr_u(bits, 52), v128.load64_splat(LOG_BITS, 8));
  const m = i64x2.add(v128.and(bits, v128.load64_splat(LOG_BITS, 16)), v128.load64_splat(LOG_BITS, 24));
  // |power| is small: whole numbers of 64 bits to floating ones by their last bits
  const shift = v128.load64_splat(LOG);
  const k = f64x2.sub(i64x2.add(power, shift), shift);
  const one = v128.load64_splat(ONE);
  const s = f64x2.div(f64x2.sub(m, one), f64x2.add(m, one));
  const z = f64x2.mul(s, s);
  let p = v128.load64_splat(LOG, 24);
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(LOG, 32));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(LOG, 40));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(LOG, 48));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(LOG, 56));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(LOG, 64));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(LOG, 72));
  const own = f64x2.relaxed_madd(p, f64x2.mul(z, s), f64x2.add(s, s));
  return f64x2.relaxed_madd(k, v128.load64_splat(LOG, 8), f64x2.relaxed_madd(k, v128.load64_splat(LOG, 16), own));
}

const NORMAL: usize = memory.data<f64>([2.2250738585072014e-308]);

@inline
function isNormal(x: v128): v128 {
  return v128.and(f64x2.ge(x, v128.load64_splat(NORMAL)), f64x2.lt(x, v128.load64_splat(INFINITE)));
}

@final
class Log {
  @inline isEasy(x: v128): v128 { return isNormal(x); }
  @inline two(x: v128): v128 { return logOf(x); }
  @inline one(x: f64): f64 { return Math.log(x); }
}
@final
class Log10 {
  @inline isEasy(x: v128): v128 { return isNormal(x); }
  @inline two(x: v128): v128 { return f64x2.mul(logOf(x), f64x2.splat(0.4342944819032518)); }
  @inline one(x: f64): f64 { return Math.log10(x); }
}

const PER_QUARTER: f64 = 0.6366197723675814;
const QUARTER_1: f64 = 1.57079632673412561417e0;
const QUARTER_2: f64 = 6.07710050630396597660e-11;
const QUARTER_3: f64 = 2.02226624879595063154e-21;

const QUARTER: usize = memory.data<f64>([PER_QUARTER, TO_WHOLE]);

@inline
function quarterOf(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, v128.load64_splat(QUARTER)), v128.load64_splat(QUARTER, 8));
}

const LEFT: usize = memory.data<f64>([TO_WHOLE, QUARTER_1, QUARTER_2, QUARTER_3]);

/** What is left of an angle after whole quarters of a circle. */
@inline
function leftOver(x: v128, quarter: v128): v128 {
  const k = f64x2.sub(quarter, v128.load64_splat(LEFT));
  return f64x2.sub(
    f64x2.sub(f64x2.sub(x, f64x2.mul(k, v128.load64_splat(LEFT, 8))), f64x2.mul(k, v128.load64_splat(LEFT, 16))),
    f64x2.mul(k, v128.load64_splat(LEFT, 24)),
  );
}

const SINE: usize = memory.data<f64>([-1.0 / 1307674368000.0, 1.0 / 6227020800.0, -1.0 / 39916800.0, 1.0 / 362880.0, -1.0 / 5040.0, 1.0 / 120.0, -1.0 / 6.0]);

/** Sine of an angle from -45 to 45 degrees. */
@inline
function sineNear(r: v128, z: v128): v128 {
  let p = v128.load64_splat(SINE);
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(SINE, 8));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(SINE, 16));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(SINE, 24));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(SINE, 32));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(SINE, 40));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(SINE, 48));
  return f64x2.add(r, f64x2.mul(f64x2.mul(p, z), r));
}

const COSINE: usize = memory.data<f64>([1.0 / 20922789888000.0, -1.0 / 87178291200.0, 1.0 / 479001600.0, -1.0 / 3628800.0, 1.0 / 40320.0, -1.0 / 720.0, 1.0 / 24.0, -0.5, 1]);

@inline
function cosineNear(z: v128): v128 {
  let p = v128.load64_splat(COSINE);
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(COSINE, 8));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(COSINE, 16));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(COSINE, 24));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(COSINE, 32));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(COSINE, 40));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(COSINE, 48));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(COSINE, 56));
  return f64x2.relaxed_madd(p, z, v128.load64_splat(COSINE, 64));
}

/** All bits where the given bit of a whole number is set. */
@inline
function hasBit(whole: v128, bit: i64): v128 {
  return i64x2.ne(v128.and(whole, i64x2.splat(bit)), i64x2.splat(0));
}

@inline
function isSmallAngle(x: v128): v128 {
  return f64x2.lt(f64x2.abs(x), f64x2.splat(1e5));
}

@inline
function sineFrom(x: v128, ahead: i64): v128 {
  const quarter = quarterOf(x);
  const r = leftOver(x, quarter);
  const z = f64x2.mul(r, r);
  const turned = i64x2.add(quarter, i64x2.splat(ahead));
  const value = v128.bitselect(cosineNear(z), sineNear(r, z), hasBit(turned, 1));
  return v128.xor(value, i64x2.shl(v128.and(turned, i64x2.splat(2)), 62));
}

@final
class Sin {
  @inline isEasy(x: v128): v128 { return isSmallAngle(x); }
  @inline two(x: v128): v128 { return sineFrom(x, 0); }
  @inline one(x: f64): f64 { return Math.sin(x); }
}
@final
class Cos {
  @inline isEasy(x: v128): v128 { return isSmallAngle(x); }
  @inline two(x: v128): v128 { return sineFrom(x, 1); }
  @inline one(x: f64): f64 { return Math.cos(x); }
}
@final
class Tan {
  @inline isEasy(x: v128): v128 { return isSmallAngle(x); }
  @inline two(x: v128): v128 {
    const quarter = quarterOf(x);
    const r = leftOver(x, quarter);
    const z = f64x2.mul(r, r);
    const s = sineNear(r, z);
    const c = cosineNear(z);
    const isOdd = hasBit(quarter, 1);
    const value = f64x2.div(v128.bitselect(c, s, isOdd), v128.bitselect(s, c, isOdd));
    return v128.xor(value, v128.and(isOdd, v128.load64_splat(SIGN)));
  }
  @inline one(x: f64): f64 { return Math.tan(x); }
}

const ARC_SINE: usize = memory.data<f64>([3.47933107596021167570e-5, 7.91534994289814532176e-4, -4.00555345006794114027e-2, 2.01212532134862925881e-1, -3.25565818622400915405e-1, 1.66666666666666657415e-1, 7.70381505559019352791e-2, -6.88283971605453293030e-1, 2.02094576023350569471, -2.40339491173441421878, 1]);

/** (asin(x) - x) / x for |x| up to 0.5, by its square. Coefficients: Sun Microsystems' fdlibm. */
@inline
function arcSineRest(z: v128): v128 {
  let p = v128.load64_splat(ARC_SINE);
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_SINE, 8));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_SINE, 16));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_SINE, 24));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_SINE, 32));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_SINE, 40));
  let q = v128.load64_splat(ARC_SINE, 48);
  q = f64x2.relaxed_madd(q, z, v128.load64_splat(ARC_SINE, 56));
  q = f64x2.relaxed_madd(q, z, v128.load64_splat(ARC_SINE, 64));
  q = f64x2.relaxed_madd(q, z, v128.load64_splat(ARC_SINE, 72));
  q = f64x2.relaxed_madd(q, z, v128.load64_splat(ARC_SINE, 80));
  return f64x2.div(f64x2.mul(p, z), q);
}

const HALF_PI: f64 = 1.5707963267948966;

const ARC_SINE_OF: usize = memory.data<f64>([0.5, 1, 0.5, HALF_PI]);

/** Arc sine of the size of a number, 0 to 1; NaN beyond. */
@inline
function arcSineOf(size: v128): v128 {
  const isLarge = f64x2.gt(size, v128.load64_splat(ARC_SINE_OF));
  const half = f64x2.mul(f64x2.sub(v128.load64_splat(ARC_SINE_OF, 8), size), v128.load64_splat(ARC_SINE_OF, 16));
  const z = v128.bitselect(half, f64x2.mul(size, size), isLarge);
  const s = v128.bitselect(f64x2.sqrt(half), size, isLarge);
  const own = f64x2.add(s, f64x2.mul(s, arcSineRest(z)));
  return v128.bitselect(f64x2.sub(v128.load64_splat(ARC_SINE_OF, 24), f64x2.add(own, own)), own, isLarge);
}

@inline
function signOf(x: v128): v128 {
  return v128.and(x, v128.load64_splat(SIGN));
}

@final
class Asin {
  @inline isEasy(x: v128): v128 { return i64x2.splat(-1); }
  @inline two(x: v128): v128 { return v128.or(arcSineOf(f64x2.abs(x)), signOf(x)); }
  @inline one(x: f64): f64 { return Math.asin(x); }
}
@final
class Acos {
  @inline isEasy(x: v128): v128 { return i64x2.splat(-1); }
  @inline two(x: v128): v128 {
    const size = f64x2.abs(x);
    const isLarge = f64x2.gt(size, v128.load64_splat(HALF));
    const half = f64x2.mul(f64x2.sub(v128.load64_splat(ONE), size), v128.load64_splat(HALF));
    const z = v128.bitselect(half, f64x2.mul(size, size), isLarge);
    const s = v128.bitselect(f64x2.sqrt(half), x, isLarge);
    const own = f64x2.add(s, f64x2.mul(s, arcSineRest(z)));
    const twice = f64x2.add(own, own);
    const far = v128.bitselect(f64x2.sub(f64x2.splat(Math.PI), twice), twice, f64x2.lt(x, f64x2.splat(0)));
    return v128.bitselect(far, f64x2.sub(f64x2.splat(HALF_PI), own), isLarge);
  }
  @inline one(x: f64): f64 { return Math.acos(x); }
}

const ARC_TANGENT: usize = memory.data<f64>([1, 0.41421356237309503, 1.62858201153657823623e-2, -3.65315727442169155270e-2, 4.97687799461593236017e-2, -5.83357013379057348645e-2, 6.66107313738753120669e-2, -7.69187620504482999495e-2, 9.09088713343650656196e-2, -1.11111104054623557880e-1, 1.42857142725034663711e-1, -1.99999999998764832476e-1, 3.33333333333329318027e-1, 0.7853981633974483, HALF_PI]);

/** Arc tangent. Coefficients: Sun Microsystems' fdlibm. */
@inline
function arcTangent(x: v128): v128 {
  const one = v128.load64_splat(ARC_TANGENT);
  const size = f64x2.abs(x);
  const isLarge = f64x2.gt(size, one);
  const t = v128.bitselect(f64x2.div(one, size), size, isLarge);
  // 0.41421356 is the tangent of 22.5 degrees
  const isMiddle = f64x2.gt(t, v128.load64_splat(ARC_TANGENT, 8));
  const r = v128.bitselect(f64x2.div(f64x2.sub(t, one), f64x2.add(t, one)), t, isMiddle);
  const z = f64x2.mul(r, r);
  let p = v128.load64_splat(ARC_TANGENT, 16);
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 24));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 32));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 40));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 48));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 56));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 64));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 72));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 80));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 88));
  p = f64x2.relaxed_madd(p, z, v128.load64_splat(ARC_TANGENT, 96));
  let angle = f64x2.sub(r, f64x2.mul(f64x2.mul(p, z), r));
  angle = f64x2.add(angle, v128.and(isMiddle, v128.load64_splat(ARC_TANGENT, 104)));
  angle = v128.bitselect(f64x2.sub(v128.load64_splat(ARC_TANGENT, 112), angle), angle, isLarge);
  return v128.or(angle, signOf(x));
}

@inline
function each<T>(out: usize, a: usize, n: i32): void {
  const op = changetype<T>(0);
  for (let end = to(out, n); out < end; out += 16, a += 16) {
    const x = v128.load(a);
    if (i64x2.bitmask(op.isEasy(x)) == 3) v128.store(out, op.two(x));
    else {
      store<f64>(out, op.one(f64x2.extract_lane(x, 0)));
      store<f64>(out, op.one(f64x2.extract_lane(x, 1)), 8);
    }
  }
}

export function exp(out: usize, a: usize, n: i32): void { each<Exp>(out, a, n); }
export function sinh(out: usize, a: usize, n: i32): void { each<Sinh>(out, a, n); }
export function cosh(out: usize, a: usize, n: i32): void { each<Cosh>(out, a, n); }
export function tanh(out: usize, a: usize, n: i32): void { each<Tanh>(out, a, n); }
export function log(out: usize, a: usize, n: i32): void { each<Log>(out, a, n); }
export function log10(out: usize, a: usize, n: i32): void { each<Log10>(out, a, n); }
export function sin(out: usize, a: usize, n: i32): void { each<Sin>(out, a, n); }
export function cos(out: usize, a: usize, n: i32): void { each<Cos>(out, a, n); }
export function tan(out: usize, a: usize, n: i32): void { each<Tan>(out, a, n); }
export function asin(out: usize, a: usize, n: i32): void { each<Asin>(out, a, n); }
export function acos(out: usize, a: usize, n: i32): void { each<Acos>(out, a, n); }

/** Arc tangent times a scale. */
export function atan(out: usize, a: usize, n: i32, scale: f64): void {
  const by = f64x2.splat(scale);
  for (let end = to(out, n); out < end; out += 16, a += 16) v128.store(out, f64x2.mul(arcTangent(v128.load(a)), by));
}
