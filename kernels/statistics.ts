import { THREE, get, isNumber, isWhole, later, put, summed, to } from './memory';
import { placeOf, highest, lowest } from './window';

// Statistics of sliding windows as pandas has them: NaN where a window has fewer than `least` numbers; numbers that are missing
// are left out. Sums are begun anew now and then, so that rounding can't gather.

const AFRESH = 1024;

@inline
function slidingSum(out: usize, a: usize, n: i32, period: i32, least: i32, isMean: bool): void {
  let sum: f64 = 0, last = NaN;
  let count = 0, equal = 0;
  for (let i = 0; i < n; i++) {
    if (i % AFRESH == 0) {
      sum = 0;
      count = 0;
      for (let at = max(0, i - period); at < i; at++)
        if (isNumber(get(a, at))) {
          sum += get(a, at);
          count++;
        }
    }
    const value = get(a, i);
    if (isNumber(value)) {
      sum += value;
      count++;
      equal = value == last ? equal + 1 : 1;
      last = value;
    }
    if (i >= period && isNumber(get(a, i - period))) {
      sum -= get(a, i - period);
      count--;
    }
    const size = <f64>count;
    if (count < least || count == 0) put(out, i, count == 0 && least == 0 && !isMean ? 0 : NaN);
    // a window of one value alone has exactly that mean
    else if (equal >= count) put(out, i, isMean ? last : last * size);
    else put(out, i, isMean ? sum / size : sum);
  }
}

export function rollingSum(out: usize, a: usize, n: i32, period: i32, least: i32): void { slidingSum(out, a, n, period, least, false); }
export function rollingMean(out: usize, a: usize, n: i32, period: i32, least: i32): void { slidingSum(out, a, n, period, least, true); }

/** @param freedom 1 for a sample, 0 for the whole population @param isRoot the deviation instead */
export function rollingVariance(out: usize, a: usize, n: i32, period: i32, least: i32, freedom: i32, isRoot: bool): void {
  let mean: f64 = 0, squares: f64 = 0, last = NaN;
  let count = 0, equal = 0;
  const share = 1 / <f64>period;
  for (let i = 0; i < n; i++) {
    if (i % AFRESH == 0) {
      mean = 0;
      squares = 0;
      count = 0;
      for (let at = max(0, i - period); at < i; at++) {
        const value = get(a, at);
        if (!isNumber(value)) continue;
        count++;
        const away = value - mean;
        mean += away / <f64>count;
        squares += away * (value - mean);
      }
    }
    const value = get(a, i);
    const gone = i >= period ? get(a, i - period) : NaN;
    if (isNumber(value)) {
      equal = value == last ? equal + 1 : 1;
      last = value;
      if (isNumber(gone)) {
        const before = mean;
        const come = value - gone;
        mean += count == period ? come * share : come / <f64>count;
        squares += come * (value - mean + gone - before);
      } else {
        count++;
        const away = value - mean;
        mean += away / <f64>count;
        squares += away * (value - mean);
      }
    } else if (isNumber(gone)) {
      count--;
      if (count == 0) {
        mean = 0;
        squares = 0;
      } else {
        const away = gone - mean;
        mean -= away / <f64>count;
        squares -= away * (gone - mean);
      }
    }
    let result = NaN;
    if (count >= max(least, 1) && count > freedom) {
      result = equal >= count ? 0 : max(squares, 0) / <f64>(count - freedom);
      if (isRoot) result = sqrt(result);
    }
    put(out, i, result);
  }
}

/** Extremes with a queue of candidates, which keeps the cost of a row constant. @param queue room for a column */
@inline
function queued(out: usize, a: usize, n: i32, period: i32, least: i32, sign: f64, queue: usize): void {
  let head = 0, tail = 0, count = 0;
  for (let i = 0; i < n; i++) {
    const value = get(a, i);
    if (isNumber(value)) {
      count++;
      while (tail > head && value * sign >= get(a, load<i32>(queue + (<usize>(tail - 1) << 2))) * sign) tail--;
      store<i32>(queue + (<usize>tail << 2), i);
      tail++;
    }
    if (i >= period && isNumber(get(a, i - period))) count--;
    if (head < tail && load<i32>(queue + (<usize>head << 2)) <= i - period) head++;
    put(out, i, count < max(least, 1) ? NaN : get(a, load<i32>(queue + (<usize>head << 2))));
  }
}

export function rollingMax(out: usize, a: usize, n: i32, period: i32, least: i32, queue: usize): void {
  if (least == period && isWhole(a, n)) highest(out, a, n, period);
  else queued(out, a, n, period, least, 1, queue);
}
export function rollingMin(out: usize, a: usize, n: i32, period: i32, least: i32, queue: usize): void {
  if (least == period && isWhole(a, n)) lowest(out, a, n, period);
  else queued(out, a, n, period, least, -1, queue);
}

/** The value below which a share of each window lies, between two values where it falls between. @param sorted room for a window */
export function rollingQuantile(out: usize, a: usize, n: i32, period: i32, least: i32, share: f64, sorted: usize): void {
  let count = 0;
  for (let i = 0; i < n; i++) {
    const value = get(a, i);
    const gone = i >= period ? get(a, i - period) : NaN;
    if (isNumber(gone)) {
      let at = placeOf(sorted, count, gone);
      count--;
      for (; at < count; at++) put(sorted, at, get(sorted, at + 1));
    }
    if (isNumber(value)) {
      let at = count;
      while (at > 0 && get(sorted, at - 1) > value) {
        put(sorted, at, get(sorted, at - 1));
        at--;
      }
      put(sorted, at, value);
      count++;
    }
    if (count < max(least, 1)) {
      put(out, i, NaN);
      continue;
    }
    const place = share * <f64>(count - 1);
    const low = <i32>Math.floor(place);
    const below = get(sorted, low);
    const above = get(sorted, min(low + 1, count - 1));
    put(out, i, below + (above - below) * (place - <f64>low));
  }
}

/** Rows after which sums of powers are begun anew. */
const SKEW_AFRESH = 64;
/** Above this beside the largest distance to where sums begin, squared, a spread keeps its digits. */
const NEAR: usize = memory.data<f64>([1e-2]);

/** Sample skewness of each window, adjusted as pandas does. */
export function rollingSkew(out: usize, a: usize, n: i32, period: i32, least: i32): void {
  // where nothing is missing, by sums of powers of distances to a value near by; they are begun anew before rounding can gather
  if (period >= 3 && least <= period && isWhole(a, n)) {
    const begun = min(n, period - 1);
    for (let i = 0; i < begun; i++) put(out, i, skewAt(a, i, period, least));
    const share = f64x2.splat(1 / <f64>period), back = <usize>period << 3;
    const scale = f64x2.splat(sqrt(<f64>period * <f64>(period - 1)) / <f64>(period - 2));
    const every = max(SKEW_AFRESH, period);
    const small = v128.load64_splat(NEAR), three = v128.load64_splat(THREE);
    let i = begun;
    while (i < n) {
      const near = get(a, i);
      let sum: f64 = 0, squares: f64 = 0, cubes: f64 = 0;
      for (let at = i - period + 1; at <= i; at++) {
        const away = get(a, at) - near;
        sum += away;
        squares += away * away;
        cubes += away * away * away;
      }
      put(out, i, skewAt(a, i, period, least));
      const base = f64x2.splat(near);
      let last = f64x2.splat(sum), lastSquares = f64x2.splat(squares), lastCubes = f64x2.splat(cubes);
      let most = f64x2.splat(0);
      const until = min(n, i + every);
      for (i++; i < until; i += 2) {
        const p = to(a, i);
        const x = f64x2.sub(v128.load(p), base), y = f64x2.sub(v128.load(p - back), base);
        const xx = f64x2.mul(x, x), yy = f64x2.mul(y, y);
        const sums = f64x2.add(last, summed(f64x2.sub(x, y)));
        const second = f64x2.add(lastSquares, summed(f64x2.sub(xx, yy)));
        const third = f64x2.add(lastCubes, summed(f64x2.sub(f64x2.mul(xx, x), f64x2.mul(yy, y))));
        const mean = f64x2.mul(sums, share), meanSquare = f64x2.mul(second, share);
        const spread = f64x2.relaxed_nmadd(mean, mean, meanSquare);
        // mean cube - 3 mean square * mean + 2 mean³
        const lean = f64x2.relaxed_madd(mean, f64x2.relaxed_nmadd(three, meanSquare, f64x2.mul(f64x2.add(mean, mean), mean)), f64x2.mul(third, share));
        v128.store(to(out, i), f64x2.div(f64x2.mul(scale, lean), f64x2.mul(spread, f64x2.sqrt(spread))));
        // far from that value, and after such a window, digits are lost
        most = f64x2.pmax(most, meanSquare);
        if (i64x2.bitmask(f64x2.gt(spread, f64x2.mul(most, small))) != 3) {
          put(out, i, skewAt(a, i, period, least));
          if (i + 1 < until) put(out, i + 1, skewAt(a, i + 1, period, least));
        }
        last = later(sums);
        lastSquares = later(second);
        lastCubes = later(third);
      }
      i = until;
    }
    return;
  }
  for (let i = 0; i < n; i++) put(out, i, skewAt(a, i, period, least));
}

/** Skewness of one window; none where all values are the same, or fewer than three. */
function skewAt(a: usize, i: i32, period: i32, least: i32): f64 {
  const from = max(0, i - period + 1);
  // distances to a value of the window, so that none is left where all are the same
  let known = i;
  while (known > from && !isNumber(get(a, known))) known--;
  const near = get(a, known);
  let count = 0;
  let mean: f64 = 0;
  for (let at = from; at <= i; at++)
    if (isNumber(get(a, at))) {
      mean += get(a, at) - near;
      count++;
    }
  if (count < max(least, 1) || count < 3) return NaN;
  const size = <f64>count;
  mean /= size;
  let second: f64 = 0, third: f64 = 0;
  for (let at = from; at <= i; at++) {
    if (!isNumber(get(a, at))) continue;
    const away = get(a, at) - near - mean;
    second += away * away;
    third += away * away * away;
  }
  if (second == 0) return NaN;
  second /= size;
  return (sqrt(size * (size - 1)) / (size - 2)) * (third / size / (second * sqrt(second)));
}

/** Rank of the last value in each window, the mean of its places where it is there more than once. @param isShare as a share of the count */
export function rollingRank(out: usize, a: usize, n: i32, period: i32, least: i32, isShare: bool): void {
  for (let i = 0; i < n; i++) {
    const value = get(a, i);
    const from = max(0, i - period + 1);
    let below = i64x2.splat(0), equal = i64x2.splat(0), known = i64x2.splat(0);
    const v = f64x2.splat(value);
    let at = from;
    for (; at + 2 <= i + 1; at += 2) {
      const other = v128.load(to(a, at));
      below = i64x2.sub(below, f64x2.lt(other, v));
      equal = i64x2.sub(equal, f64x2.eq(other, v));
      known = i64x2.sub(known, f64x2.eq(other, other));
    }
    let less = <i32>(i64x2.extract_lane(below, 0) + i64x2.extract_lane(below, 1));
    let same = <i32>(i64x2.extract_lane(equal, 0) + i64x2.extract_lane(equal, 1));
    let count = <i32>(i64x2.extract_lane(known, 0) + i64x2.extract_lane(known, 1));
    for (; at <= i; at++) {
      const other = get(a, at);
      less += <i32>(other < value);
      same += <i32>(other == value);
      count += <i32>isNumber(other);
    }
    const rank = <f64>less + <f64>(same + 1) / 2;
    put(out, i, !isNumber(value) || count < max(least, 1) ? NaN : isShare ? rank / <f64>count : rank);
  }
}

/** Pearson's correlation of two columns in each window; pairs with a missing number are left out. */
export function rollingCorrelation(out: usize, a: usize, b: usize, n: i32, period: i32, least: i32): void {
  let i = 0;
  if (period >= 2 && least <= period && isWhole(a, n) && isWhole(b, n)) {
    for (const begun = min(n, period - 1); i < begun; i++) put(out, i, correlationAt(a, b, i, period, least));
    const size = f64x2.splat(<f64>period);
    for (; i < n; i += 2) {
      const from = <usize>(i - period + 1) << 3, end = <usize>i << 3;
      let meanA = f64x2.splat(0), meanB = f64x2.splat(0);
      for (let at = from; at <= end; at += 8) {
        meanA = f64x2.add(meanA, v128.load(a + at));
        meanB = f64x2.add(meanB, v128.load(b + at));
      }
      meanA = f64x2.div(meanA, size);
      meanB = f64x2.div(meanB, size);
      let together = f64x2.splat(0), squaresA = f64x2.splat(0), squaresB = f64x2.splat(0);
      for (let at = from; at <= end; at += 8) {
        const x = f64x2.sub(v128.load(a + at), meanA), y = f64x2.sub(v128.load(b + at), meanB);
        together = f64x2.add(together, f64x2.mul(x, y));
        squaresA = f64x2.add(squaresA, f64x2.mul(x, x));
        squaresB = f64x2.add(squaresB, f64x2.mul(y, y));
      }
      v128.store(to(out, i), f64x2.div(together, f64x2.sqrt(f64x2.mul(squaresA, squaresB))));
    }
    return;
  }
  for (; i < n; i++) put(out, i, correlationAt(a, b, i, period, least));
}

function correlationAt(a: usize, b: usize, i: i32, period: i32, least: i32): f64 {
  let count = 0;
  let meanA: f64 = 0, meanB: f64 = 0;
  const from = max(0, i - period + 1);
  for (let at = from; at <= i; at++) {
    if (!isNumber(get(a, at) + get(b, at))) continue;
    count++;
    meanA += get(a, at);
    meanB += get(b, at);
  }
  if (count < max(least, 1) || count < 2) return NaN;
  meanA /= <f64>count;
  meanB /= <f64>count;
  let together: f64 = 0, squaresA: f64 = 0, squaresB: f64 = 0;
  for (let at = from; at <= i; at++) {
    if (!isNumber(get(a, at) + get(b, at))) continue;
    const x = get(a, at) - meanA, y = get(b, at) - meanB;
    together += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return together / sqrt(squaresA * squaresB);
}

/**
 * Exponentially weighted mean.
 * @param alpha weight of the newest value, 0 to 1
 * @param isAdjusted divides by the weights there are, so that the first values count as they should; else the first value starts it
 */
export function exponentialMean(out: usize, a: usize, n: i32, alpha: f64, isAdjusted: bool, least: i32): void {
  const fresh = isAdjusted ? 1 : alpha;
  let mean = NaN;
  let weight: f64 = 1;
  let count = 0;
  const keep = 1 - alpha;
  for (let i = 0; i < n; i++) {
    const value = get(a, i);
    const isKnown = isNumber(value);
    count += <i32>isKnown;
    if (!isNumber(mean)) mean = value;
    else {
      weight *= keep;
      if (isKnown) {
        // the share of the new value; the sum of weights settles, and does not wait for the mean
        const sum = weight + fresh;
        mean += (value - mean) * (fresh / sum);
        weight = isAdjusted ? sum : 1;
      }
    }
    put(out, i, count < max(least, 1) ? NaN : mean);
  }
}

/** Rows after which a mean and its squares are begun anew. */
const BANDS_AFRESH = 512;

/**
 * The mean and `deviations` sample deviations around it. The first windows are as long as there are rows, so the bands begin
 * with the second.
 */
export function bands(lower: usize, middle: usize, upper: usize, a: usize, n: i32, period: i32, deviations: f64): void {
  let mean: f64 = 0, squares: f64 = 0;
  const share = 1 / <f64>period;
  const perSample = period > 1 ? 1 / <f64>(period - 1) : NaN;
  for (let i = 0; i < n; i++) {
    const value = get(a, i);
    const count = min(period, i + 1);
    if (i % BANDS_AFRESH == 0 || !(abs(mean) < Infinity)) {
      mean = 0;
      for (let back = 0; back < count; back++) mean += get(a, i - back) / <f64>count;
      squares = 0;
      for (let back = 0; back < count; back++) {
        const away = get(a, i - back) - mean;
        squares += away * away;
      }
    } else if (i < period) {
      const before = value - mean;
      mean += before / <f64>count;
      squares += before * (value - mean);
    } else {
      const gone = get(a, i - period);
      const before = mean;
      mean += (value - gone) * share;
      squares += (value - gone) * (value - mean + gone - before);
    }
    const width = count < 2 ? NaN : deviations * sqrt(max(squares, 0) * (count == period ? perSample : 1 / <f64>(count - 1)));
    put(middle, i, mean);
    put(lower, i, mean - width);
    put(upper, i, mean + width);
  }
}
