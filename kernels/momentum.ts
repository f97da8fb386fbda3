import { HALF, HUNDRED, ONE, SIGN, blank, fillWith, firstNumber, get, later, put, smoothTwo, step, summed, to, twoSteps, withSquare } from './memory';

/** Smoothed gains, less `share` of the losses, in percent of both; 0 where there was no movement. The first row is a number. */
export function gainsAndLosses(out: usize, a: usize, n: i32, period: i32, share: f64): void {
  if (n <= period) return fillWith(out, n, NaN);
  blank(out, period);
  let gain: f64 = 0, loss: f64 = 0;
  for (let i = 1; i <= period; i++) {
    const change = get(a, i) - get(a, i - 1);
    if (change > 0) gain += change;
    else loss -= change;
  }
  const size = <f64>period;
  const k = f64x2.splat(1 / size);
  // gains in one lane, losses in the other
  const signs = f64x2.replace_lane(v128.load64_splat(ONE), 1, -1);
  const zero = f64x2.splat(0);
  let v = f64x2.replace_lane(f64x2.splat(gain / size), 1, loss / size);
  put(out, period, shareOf(v, share));
  const q = f64x2.sub(v128.load64_splat(ONE), k);
  const q2 = f64x2.mul(q, q), q3 = f64x2.mul(q2, q), q4 = f64x2.mul(q2, q2);
  const less = f64x2.splat(share);
  let i = period + 1;
  // two results at a time from four rows smoothed in one go, as in an average
  for (; i + 4 <= n; i += 4) {
    const p = to(a, i);
    const one = v128.load64_splat(p), two = v128.load64_splat(p, 8), three = v128.load64_splat(p, 16);
    const x = f64x2.pmax(f64x2.mul(f64x2.sub(one, v128.load64_splat(p - 8)), signs), zero);
    const x1 = f64x2.pmax(f64x2.mul(f64x2.sub(two, one), signs), zero);
    const x2 = f64x2.pmax(f64x2.mul(f64x2.sub(three, two), signs), zero);
    const x3 = f64x2.pmax(f64x2.mul(f64x2.sub(v128.load64_splat(p, 24), three), signs), zero);
    const z1 = f64x2.add(x, f64x2.mul(k, f64x2.sub(x1, x)));
    const z2 = f64x2.add(z1, f64x2.mul(k, f64x2.sub(x2, z1)));
    const z3 = f64x2.add(z2, f64x2.mul(k, f64x2.sub(x3, z2)));
    const far = f64x2.sub(v, x);
    v = f64x2.add(z3, f64x2.mul(q4, far));
    const o = to(out, i);
    v128.store(o, sharesOf(f64x2.add(x, f64x2.mul(q, far)), f64x2.add(z1, f64x2.mul(q2, far)), less));
    v128.store(o, sharesOf(f64x2.add(z2, f64x2.mul(q3, far)), v, less), 16);
  }
  for (; i < n; i++) {
    const change = f64x2.splat(get(a, i) - get(a, i - 1));
    v = f64x2.add(v, f64x2.mul(k, f64x2.sub(f64x2.pmax(f64x2.mul(change, signs), zero), v)));
    put(out, i, shareOf(v, share));
  }
}

/** The same of two rows. */
@inline
function sharesOf(v: v128, w: v128, share: v128): v128 {
  const gains = v128.shuffle<f64>(v, w, 0, 2), losses = v128.shuffle<f64>(v, w, 1, 3);
  const all = f64x2.add(gains, losses);
  const part = f64x2.mul(v128.load64_splat(HUNDRED), f64x2.sub(gains, f64x2.mul(losses, share)));
  return v128.and(f64x2.div(part, all), f64x2.gt(all, f64x2.splat(0)));
}

@inline
function shareOf(v: v128, share: f64): f64 {
  const gain = f64x2.extract_lane(v, 0), loss = f64x2.extract_lane(v, 1);
  return gain + loss > 0 ? (100 * (gain - share * loss)) / (gain + loss) : 0;
}

/** A change up to this share of both prices is rounding. Source: TA-Lib. */
const DUST: f64 = 1e-14;

/** Money flow index, 0 to 100. The first row is a number in every input. @param flows room for two columns, one of pairs */
export function moneyFlowIndex(out: usize, high: usize, low: usize, close: usize, volume: usize, n: i32, period: i32, flows: usize): void {
  if (n <= period) return fillWith(out, n, NaN);
  blank(out, period);
  let before = (get(high, 0) + get(low, 0) + get(close, 0)) / 3;
  v128.store(flows, f64x2.splat(0));
  for (let i = 1; i < n; i++) {
    const typical = (get(high, i) + get(low, i) + get(close, i)) / 3;
    const flow = typical * get(volume, i);
    // what rounding alone may make of a price that stands is no change
    const change = typical - before, dust = DUST * (abs(typical) + abs(before));
    const p = flows + (<usize>i << 4);
    store<f64>(p, change <= dust ? 0 : flow);
    store<f64>(p, change < -dust ? flow : 0, 8);
    before = typical;
  }
  let sums = f64x2.splat(0);
  for (let i = 1; i <= period; i++) sums = f64x2.add(sums, v128.load(flows + (<usize>i << 4)));
  let most = bothFlows(sums);
  put(out, period, most > 0 ? (100 * f64x2.extract_lane(sums, 0)) / most : 0);
  const back = <usize>period << 4;
  for (let i = period + 1; i < n; i++) {
    const p = flows + (<usize>i << 4);
    sums = f64x2.add(sums, f64x2.sub(v128.load(p), v128.load(p - back)));
    const all = bothFlows(sums);
    if (all > most) most = all;
    put(out, i, all <= 1e-12 * most ? 0 : (100 * f64x2.extract_lane(sums, 0)) / all);
  }
}

@inline
function bothFlows(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/** A running sum so small beside what it has been is rounding, or nothing: it is summed up anew. */
const SMALL: usize = memory.data<f64>([1e-12]);

const FOUR: usize = memory.data<f64>([4]);
const PERCENT_OF_SEVEN: usize = memory.data<f64>([100.0 / 7.0]);

/** Buying pressure over three periods, 0 to 100. The first row is a number in every input. @param pressure room for two columns */
export function ultimateOscillator(out: usize, high: usize, low: usize, close: usize, n: i32, short: i32, medium: i32, long: i32, pressure: usize): void {
  const start = max(short, max(medium, long));
  if (n <= start) return fillWith(out, n, NaN);
  const range = to(pressure, n);
  for (let i = 1; i < n; i += 2) {
    const p = to(close, i - 1);
    const before = v128.load(p);
    const bottom = f64x2.pmin(v128.load(to(low, i)), before);
    v128.store(to(pressure, i), f64x2.sub(v128.load(p, 8), bottom));
    v128.store(to(range, i), f64x2.sub(f64x2.pmax(v128.load(to(high, i)), before), bottom));
  }
  blank(out, start);
  let bought = f64x2.splat(total(pressure, start, short)), all = f64x2.splat(total(range, start, short));
  let boughtMedium = f64x2.splat(total(pressure, start, medium)), allMedium = f64x2.splat(total(range, start, medium));
  let boughtLong = f64x2.splat(total(pressure, start, long)), allLong = f64x2.splat(total(range, start, long));
  v128.store64_lane(to(out, start), pressureOf(bought, all, boughtMedium, allMedium, boughtLong, allLong, f64x2.splat(0)), 0);
  const back = <usize>short << 3, backMedium = <usize>medium << 3, backLong = <usize>long << 3;
  const toRange = range - pressure;
  const small = v128.load64_splat(SMALL);
  let most = allLong;
  for (let p = to(pressure, start + 1), o = to(out, start + 1), end = to(out, n); o < end; p += 16, o += 16) {
    const come = v128.load(p), wide = v128.load(p + toRange);
    let gone = p - back;
    const now = f64x2.add(bought, summed(f64x2.sub(come, v128.load(gone))));
    const nowAll = f64x2.add(all, summed(f64x2.sub(wide, v128.load(gone + toRange))));
    gone = p - backMedium;
    const medium = f64x2.add(boughtMedium, summed(f64x2.sub(come, v128.load(gone))));
    const mediumAll = f64x2.add(allMedium, summed(f64x2.sub(wide, v128.load(gone + toRange))));
    gone = p - backLong;
    const long = f64x2.add(boughtLong, summed(f64x2.sub(come, v128.load(gone))));
    const longAll = f64x2.add(allLong, summed(f64x2.sub(wide, v128.load(gone + toRange))));
    most = f64x2.pmax(most, longAll);
    v128.store(o, pressureOf(now, nowAll, medium, mediumAll, long, longAll, f64x2.mul(most, small)));
    bought = later(now);
    all = later(nowAll);
    boughtMedium = later(medium);
    allMedium = later(mediumAll);
    boughtLong = later(long);
    allLong = later(longAll);
  }
}

/** Sum of the `period` values up to a row. */
@inline
function total(a: usize, i: i32, period: i32): f64 {
  let sum: f64 = 0;
  for (let at = i - period + 1; at <= i; at++) sum += get(a, at);
  return sum;
}

/** (4 a / x + 2 b / y + c / z) / 7 in percent, by one division; a quotient without a range is 0. @param dust a range up to this is rounding */
@inline
function pressureOf(a: v128, x: v128, b: v128, y: v128, c: v128, z: v128, dust: v128): v128 {
  const one = v128.load64_splat(ONE);
  const isShort = f64x2.gt(x, dust), isMedium = f64x2.gt(y, dust), isLong = f64x2.gt(z, dust);
  const first = v128.bitselect(x, one, isShort), second = v128.bitselect(y, one, isMedium), third = v128.bitselect(z, one, isLong);
  const quick = f64x2.mul(v128.load64_splat(FOUR), v128.and(a, isShort)), usual = v128.and(f64x2.add(b, b), isMedium), calm = v128.and(c, isLong);
  const both = f64x2.mul(first, second);
  const parts = f64x2.relaxed_madd(quick, second, f64x2.mul(usual, first));
  const all = f64x2.relaxed_madd(parts, third, f64x2.mul(calm, both));
  return f64x2.mul(f64x2.div(all, f64x2.mul(both, third)), v128.load64_splat(PERCENT_OF_SEVEN));
}

/** Distance from a forecast of a row before, in percent of the price. */
export function offForecast(out: usize, a: usize, forecast: usize, n: i32): void {
  if (n == 0) return;
  const hundred = v128.load64_splat(HUNDRED);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    const now = v128.load(a + at);
    v128.store(out + at, f64x2.mul(f64x2.div(f64x2.sub(now, v128.load(forecast + at - 8)), now), hundred));
  }
  put(out, 0, NaN);
}

/** Two rates of change in percent, added. */
export function twoChanges(out: usize, a: usize, n: i32, short: i32, long: i32): void {
  const most = min(n, max(short, long));
  blank(out, most);
  const hundred = v128.load64_splat(HUNDRED);
  const one = v128.load64_splat(ONE);
  const near = <usize>short << 3, far = <usize>long << 3;
  for (let p = to(a, most), o = to(out, most), end = to(out, n); o < end; o += 16, p += 16) {
    const now = v128.load(p);
    const first = f64x2.mul(f64x2.sub(f64x2.div(now, v128.load(p - near)), one), hundred);
    const second = f64x2.mul(f64x2.sub(f64x2.div(now, v128.load(p - far)), one), hundred);
    v128.store(o, f64x2.add(first, second));
  }
}

/** Two values a row, each smoothed twice with periods `first` and `second`, and one result made of them. */
@inline
function smoothTwice<T>(out: usize, a: usize, b: usize, n: i32, from: i32, first: i32, second: i32): void {
  const shape = changetype<T>(0);
  const begin = from + first - 1;
  const start = begin + second - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const k = f64x2.splat(2 / (<f64>first + 1)), m = f64x2.splat(2 / (<f64>second + 1));
  let x = f64x2.splat(0);
  for (let i = from; i <= begin; i++) x = f64x2.add(x, shape.pair(a, b, i));
  x = f64x2.div(x, f64x2.splat(<f64>first));
  let y = x;
  for (let i = begin + 1; i <= start; i++) {
    x = f64x2.add(x, f64x2.mul(k, f64x2.sub(shape.pair(a, b, i), x)));
    y = f64x2.add(y, x);
  }
  y = f64x2.div(y, f64x2.splat(<f64>second));
  put(out, start, shape.result(y));
  const one = v128.load64_splat(ONE);
  const kq = f64x2.mul(k, f64x2.sub(one, k)), mq = f64x2.mul(m, f64x2.sub(one, m));
  for (let i = start + 1; i < n; i += 2) {
    const d0 = f64x2.sub(shape.pair(a, b, i), x), d1 = f64x2.sub(shape.pair(a, b, i + 1), x);
    const x0 = f64x2.add(x, f64x2.mul(k, d0));
    x = f64x2.add(x, f64x2.add(f64x2.mul(kq, d0), f64x2.mul(k, d1)));
    const e0 = f64x2.sub(x0, y), e1 = f64x2.sub(x, y);
    const y0 = f64x2.add(y, f64x2.mul(m, e0));
    y = f64x2.add(y, f64x2.add(f64x2.mul(mq, e0), f64x2.mul(m, e1)));
    v128.store(to(out, i), shape.results(v128.shuffle<f64>(y0, y, 0, 2), v128.shuffle<f64>(y0, y, 1, 3)));
  }
}

/** The change and its size. */
@final
class Strength {
  @inline pair(a: usize, b: usize, i: i32): v128 {
    const change = get(a, i) - get(a, i - 1);
    return f64x2.replace_lane(f64x2.splat(change), 1, abs(change));
  }
  @inline result(y: v128): f64 {
    const value = (f64x2.extract_lane(y, 0) / f64x2.extract_lane(y, 1)) * 100;
    return value == value ? value : 0;
  }
  @inline results(first: v128, second: v128): v128 {
    const value = f64x2.mul(f64x2.div(first, second), v128.load64_splat(HUNDRED));
    return v128.and(value, f64x2.eq(value, value));
  }
}

/** True strength: the change, smoothed twice, beside its size, -100 to 100. */
export function trueStrength(out: usize, a: usize, n: i32, first: i32, second: i32): void {
  smoothTwice<Strength>(out, a, a, n, firstNumber(a, n) + 1, first, second);
}

/** A distance and half of the range it lies in. */
@final
class Stochastic {
  @inline pair(a: usize, b: usize, i: i32): v128 { return f64x2.replace_lane(v128.load64_splat(to(a, i)), 1, get(b, i)); }
  @inline result(y: v128): f64 {
    const range = f64x2.extract_lane(y, 1);
    return range > 0 ? (f64x2.extract_lane(y, 0) / (range / 2)) * 100 : 0;
  }
  @inline results(first: v128, second: v128): v128 {
    const value = f64x2.mul(f64x2.div(first, f64x2.mul(second, v128.load64_splat(HALF))), v128.load64_splat(HUNDRED));
    return v128.and(value, f64x2.gt(second, f64x2.splat(0)));
  }
}

/** @param top, bottom of the range; they are overwritten with the distance of the close from its middle, and the range */
export function stochasticMomentum(out: usize, top: usize, bottom: usize, close: usize, n: i32, slow: i32, fast: i32): void {
  const half = v128.load64_splat(HALF);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) {
    const high = v128.load(top + at), low = v128.load(bottom + at);
    v128.store(top + at, f64x2.sub(v128.load(close + at), f64x2.mul(f64x2.add(high, low), half)));
    v128.store(bottom + at, f64x2.sub(high, low));
  }
  smoothTwice<Stochastic>(out, top, bottom, n, max(firstNumber(top, n), firstNumber(bottom, n)), slow, fast);
}

@inline
function rangeOf(high: usize, low: usize, i: i32): f64 {
  return get(high, i) - get(low, i);
}

/** The smoothed range beside itself smoothed once more. The first row is a number. */
export function rangeRatio(out: usize, high: usize, low: usize, n: i32, period: i32): void {
  const begin = period - 1;
  const start = begin + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const size = <f64>period;
  const k = 2 / (size + 1);
  let x: f64 = 0;
  for (let i = 0; i <= begin; i++) x += rangeOf(high, low, i);
  x /= size;
  let y = x;
  for (let i = begin + 1; i <= start; i++) {
    x += (rangeOf(high, low, i) - x) * k;
    y += x;
  }
  y /= size;
  put(out, start, y == 0 ? 1 : x / y);
  const one = v128.load64_splat(ONE), zero = f64x2.splat(0);
  const q = f64x2.splat(1 - k), qq = withSquare(1 - k);
  let u = f64x2.splat(x), v = f64x2.splat(y);
  for (let at = <usize>(start + 1) << 3, end = <usize>n << 3; at < end; at += 16) {
    u = smoothTwo(later(u), f64x2.sub(v128.load(high + at), v128.load(low + at)), q, qq);
    v = smoothTwo(later(v), u, q, qq);
    // no range is as large as none
    v128.store(out + at, v128.bitselect(one, f64x2.div(u, v), f64x2.eq(v, zero)));
  }
}

/** Rows after which a sum of sizes is begun anew. */
const AFRESH = 512;

/**
 * Sum of the sizes of the last `period` changes; exactly 0 where nothing moved. From row first + period on.
 * @param isLasting a missing change leaves all later sums missing, as a running sum does; else only those it is in
 */
export function way(out: usize, a: usize, n: i32, period: i32, isLasting: bool): void {
  const start = firstNumber(a, n) + period;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const back = <usize>period << 3;
  const small = v128.load64_splat(SMALL), sign = v128.load64_splat(SIGN);
  let i = start;
  while (i < n) {
    let sum: f64 = 0;
    for (let at = i - period + 1; at <= i; at++) sum += abs(get(a, at) - get(a, at - 1));
    put(out, i++, sum);
    if (sum != sum) {
      if (!isLasting) continue;
      for (; i < n; i++) put(out, i, NaN);
      return;
    }
    let last = f64x2.splat(sum), most = last;
    for (const until = min(n, i + AFRESH); i < until; i += 2) {
      const p = to(a, i - 1), q = p - back;
      const come = v128.andnot(f64x2.sub(v128.load(p, 8), v128.load(p)), sign);
      const gone = v128.andnot(f64x2.sub(v128.load(q, 8), v128.load(q)), sign);
      const sums = f64x2.add(last, summed(f64x2.sub(come, gone)));
      if (i64x2.bitmask(f64x2.gt(sums, f64x2.mul(most, small))) != 3) break;
      v128.store(to(out, i), sums);
      most = f64x2.pmax(most, sums);
      last = later(sums);
    }
  }
}

/** Rises less falls of the last `period` changes in percent of both, 0 where nothing moved; a change that is missing is none. */
export function plainMomentum(out: usize, a: usize, n: i32, period: i32): void {
  const start = firstNumber(a, n) + period;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  const back = <usize>period << 3;
  const small = v128.load64_splat(SMALL), sign = v128.load64_splat(SIGN), hundred = v128.load64_splat(HUNDRED);
  let i = start;
  while (i < n) {
    let sum: f64 = 0, all: f64 = 0;
    for (let at = i - period + 1; at <= i; at++) {
      const change = changeOf(a, at);
      sum += change;
      all += abs(change);
    }
    put(out, i++, all == 0 ? 0 : (100 * sum) / all);
    let last = f64x2.splat(sum), lastAll = f64x2.splat(all), most = lastAll;
    for (const until = min(n, i + AFRESH); i < until; i += 2) {
      const p = to(a, i - 1), q = p - back;
      const c = f64x2.sub(v128.load(p, 8), v128.load(p)), g = f64x2.sub(v128.load(q, 8), v128.load(q));
      const come = v128.and(c, f64x2.eq(c, c)), gone = v128.and(g, f64x2.eq(g, g));
      const sums = f64x2.add(last, summed(f64x2.sub(come, gone)));
      const alls = f64x2.add(lastAll, summed(f64x2.sub(v128.andnot(come, sign), v128.andnot(gone, sign))));
      if (i64x2.bitmask(f64x2.gt(alls, f64x2.mul(most, small))) != 3) break;
      v128.store(to(out, i), f64x2.div(f64x2.mul(hundred, sums), alls));
      most = f64x2.pmax(most, alls);
      last = later(sums);
      lastAll = later(alls);
    }
  }
}

@inline
function changeOf(a: usize, i: i32): f64 {
  const change = get(a, i) - get(a, i - 1);
  return change == change ? change : 0;
}

/** What was moved over `period` rows beside the way, times `scale`; `still` where there is no way. */
export function moved(out: usize, a: usize, ways: usize, n: i32, period: i32, scale: f64, still: f64, isSize: bool): void {
  const start = min(n, firstNumber(a, n) + period);
  blank(out, start);
  const by = f64x2.splat(scale);
  const none = f64x2.splat(still);
  const zero = f64x2.splat(0);
  for (let at = <usize>start << 3, end = <usize>n << 3; at < end; at += 16) {
    const all = v128.load(ways + at);
    let distance = f64x2.sub(v128.load(a + at), v128.load(a + at - (<usize>period << 3)));
    if (isSize) distance = f64x2.abs(distance);
    v128.store(out + at, v128.bitselect(none, f64x2.mul(f64x2.div(distance, all), by), f64x2.eq(all, zero)));
  }
}

const FIFTY: usize = memory.data<f64>([50]);

/** A deviation on rising rows beside that on all, both with Wilder's smoothing, 0 to 100; 50 where there is none. */
export function relativeVolatility(out: usize, spread: usize, a: usize, n: i32, period: i32): void {
  const from = firstNumber(spread, n);
  const start = from + period - 1;
  if (start >= n) return fillWith(out, n, NaN);
  blank(out, start);
  let v = f64x2.splat(0);
  for (let i = from; i <= start; i++) v = f64x2.add(v, spreadOf(spread, a, i));
  v = f64x2.div(v, f64x2.splat(<f64>period));
  put(out, start, upShare(v));
  const k = f64x2.splat(1 / <f64>period);
  const kq = f64x2.mul(k, f64x2.sub(v128.load64_splat(ONE), k));
  const zero = f64x2.splat(0), hundred = v128.load64_splat(HUNDRED), fifty = v128.load64_splat(FIFTY);
  for (let i = start + 1; i < n; i += 2) {
    const p = to(a, i - 1), o = to(spread, i);
    const size = v128.load(o), change = f64x2.sub(v128.load(p, 8), v128.load(p));
    const rise = v128.and(size, f64x2.gt(change, zero)), fall = v128.and(size, f64x2.lt(change, zero));
    const far = f64x2.sub(v128.shuffle<f64>(rise, fall, 0, 2), v), next = f64x2.sub(v128.shuffle<f64>(rise, fall, 1, 3), v);
    const first = step(v, k, far);
    v = twoSteps(v, k, kq, far, next);
    const ups = v128.shuffle<f64>(first, v, 0, 2), all = f64x2.add(ups, v128.shuffle<f64>(first, v, 1, 3));
    v128.store(to(out, i), v128.bitselect(fifty, f64x2.mul(f64x2.div(ups, all), hundred), f64x2.eq(all, zero)));
  }
}

@inline
function spreadOf(spread: usize, a: usize, i: i32): v128 {
  const size = v128.load64_splat(to(spread, i));
  const change = i == 0 ? NaN : get(a, i) - get(a, i - 1);
  const both = f64x2.replace_lane(f64x2.splat(change), 1, -change);
  return v128.and(size, f64x2.gt(both, f64x2.splat(0)));
}

@inline
function upShare(v: v128): f64 {
  const up = f64x2.extract_lane(v, 0);
  const all = up + f64x2.extract_lane(v, 1);
  return all == 0 ? 50 : (up / all) * 100;
}
