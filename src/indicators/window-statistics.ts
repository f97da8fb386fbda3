/**
 * Statistics of sliding windows as pandas has them: NaN where a window has fewer than `least` numbers; numbers that are
 * missing are left out. Sums are begun anew now and then, so that rounding can't gather.
 */

const AFRESH = 1024;

export function windowSum(input: Float64Array, period: number, least: number): Float64Array {
  return slidingSum(input, period, least, false);
}

export function windowMean(input: Float64Array, period: number, least: number): Float64Array {
  return slidingSum(input, period, least, true);
}

function slidingSum(input: Float64Array, period: number, least: number, isMean: boolean): Float64Array {
  const output = new Float64Array(input.length);
  let [sum, count, equal] = [0, 0, 0];
  let last = Number.NaN;
  for (let index = 0; index < input.length; index++) {
    if (index % AFRESH === 0) {
      [sum, count] = [0, 0];
      for (let at = Math.max(0, index - period); at < index; at++) {
        if (Number.isNaN(input[at]!)) continue;
        sum += input[at]!;
        count++;
      }
    }
    const value = input[index]!;
    if (!Number.isNaN(value)) {
      sum += value;
      count++;
      equal = value === last ? equal + 1 : 1;
      last = value;
    }
    if (index >= period && !Number.isNaN(input[index - period]!)) {
      sum -= input[index - period]!;
      count--;
    }
    if (count < least || count === 0) output[index] = count === 0 && least === 0 && !isMean ? 0 : Number.NaN;
    // a window of one value alone has exactly that mean
    else if (equal >= count) output[index] = isMean ? last : last * count;
    else output[index] = isMean ? sum / count : sum;
  }
  return output;
}

/** @param freedom 1 for a sample, 0 for the whole population */
export function windowVariance(input: Float64Array, period: number, least: number, freedom: number): Float64Array {
  const output = new Float64Array(input.length);
  let [mean, squares, count, equal] = [0, 0, 0, 0];
  let last = Number.NaN;
  const add = (value: number): void => {
    count++;
    const away = value - mean;
    mean += away / count;
    squares += away * (value - mean);
  };
  for (let index = 0; index < input.length; index++) {
    if (index % AFRESH === 0) {
      [mean, squares, count] = [0, 0, 0];
      for (let at = Math.max(0, index - period); at < index; at++) if (!Number.isNaN(input[at]!)) add(input[at]!);
    }
    const value = input[index]!;
    const gone = index >= period ? input[index - period]! : Number.NaN;
    if (!Number.isNaN(value)) {
      equal = value === last ? equal + 1 : 1;
      last = value;
    }
    if (!Number.isNaN(value) && !Number.isNaN(gone)) {
      const before = mean;
      mean += (value - gone) / count;
      squares += (value - gone) * (value - mean + gone - before);
    } else if (!Number.isNaN(value)) add(value);
    else if (!Number.isNaN(gone)) {
      count--;
      if (count === 0) [mean, squares] = [0, 0];
      else {
        const away = gone - mean;
        mean -= away / count;
        squares -= away * (gone - mean);
      }
    }
    output[index] =
      count < Math.max(least, 1) || count <= freedom ? Number.NaN : equal >= count ? 0 : Math.max(squares, 0) / (count - freedom);
  }
  return output;
}

/** Highest (or lowest) of each window: a queue of candidates keeps the cost of a candle constant. */
export function windowExtreme(input: Float64Array, period: number, least: number, side: 'highest' | 'lowest'): Float64Array {
  const output = new Float64Array(input.length);
  const queue = new Int32Array(input.length);
  const sign = side === 'highest' ? 1 : -1;
  let [head, tail, count] = [0, 0, 0];
  for (let index = 0; index < input.length; index++) {
    const value = input[index]!;
    if (!Number.isNaN(value)) {
      count++;
      while (tail > head && value * sign >= input[queue[tail - 1]!]! * sign) tail--;
      queue[tail++] = index;
    }
    if (index >= period && !Number.isNaN(input[index - period]!)) count--;
    if (head < tail && queue[head]! <= index - period) head++;
    output[index] = count < Math.max(least, 1) ? Number.NaN : input[queue[head]!]!;
  }
  return output;
}

/** The value below which a share of each window lies, between two values where it falls between. @param share 0 to 1 */
export function windowQuantile(input: Float64Array, period: number, least: number, share: number): Float64Array {
  const output = new Float64Array(input.length);
  const sorted = new Float64Array(period + 1);
  let count = 0;
  for (let index = 0; index < input.length; index++) {
    const value = input[index]!;
    if (!Number.isNaN(value)) {
      const at = placeOf(sorted, count, value);
      sorted.copyWithin(at + 1, at, count);
      sorted[at] = value;
      count++;
    }
    const gone = index >= period ? input[index - period]! : Number.NaN;
    if (!Number.isNaN(gone)) {
      const at = placeOf(sorted, count, gone);
      sorted.copyWithin(at, at + 1, count);
      count--;
    }
    if (count < Math.max(least, 1)) {
      output[index] = Number.NaN;
      continue;
    }
    const place = share * (count - 1);
    const low = Math.floor(place);
    const below = sorted[low]!;
    const above = sorted[Math.min(low + 1, count - 1)]!;
    output[index] = below + (above - below) * (place - low);
  }
  return output;
}

/** First place among sorted values that is not below a value. */
function placeOf(sorted: Float64Array, count: number, value: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sample skewness of each window, adjusted as pandas does. */
export function windowSkew(input: Float64Array, period: number, least: number): Float64Array {
  return eachWindow(input, period, least, (values, count) => {
    if (count < 3) return Number.NaN;
    let mean = 0;
    for (let at = 0; at < count; at++) mean += values[at]!;
    mean /= count;
    let second = 0;
    let third = 0;
    for (let at = 0; at < count; at++) {
      const away = values[at]! - mean;
      second += away * away;
      third += away * away * away;
    }
    second /= count;
    third /= count;
    if (second <= 1e-14) return second === 0 ? 0 : Number.NaN;
    return (Math.sqrt(count * (count - 1)) / (count - 2)) * (third / second ** 1.5);
  });
}

/** Rank of the last value in each window, the mean of its places where it is there more than once. @param isShare as a share of the count */
export function windowRank(input: Float64Array, period: number, least: number, isShare: boolean): Float64Array {
  const output = new Float64Array(input.length);
  for (let index = 0; index < input.length; index++) {
    const value = input[index]!;
    let below = 0;
    let equal = 0;
    let count = 0;
    for (let at = Math.max(0, index - period + 1); at <= index; at++) {
      const other = input[at]!;
      if (Number.isNaN(other)) continue;
      count++;
      if (other < value) below++;
      else if (other === value) equal++;
    }
    const rank = below + (equal + 1) / 2;
    output[index] = Number.isNaN(value) || count < Math.max(least, 1) ? Number.NaN : isShare ? rank / count : rank;
  }
  return output;
}

/** Pearson's correlation of two columns in each window; pairs with a missing number are left out. */
export function windowCorrelation(a: Float64Array, b: Float64Array, period: number, least: number): Float64Array {
  const output = new Float64Array(a.length);
  for (let index = 0; index < a.length; index++) {
    let count = 0;
    let meanA = 0;
    let meanB = 0;
    const from = Math.max(0, index - period + 1);
    for (let at = from; at <= index; at++) {
      if (Number.isNaN(a[at]! + b[at]!)) continue;
      count++;
      meanA += a[at]!;
      meanB += b[at]!;
    }
    meanA /= count;
    meanB /= count;
    let both = 0;
    let squaresA = 0;
    let squaresB = 0;
    for (let at = from; at <= index; at++) {
      if (Number.isNaN(a[at]! + b[at]!)) continue;
      const x = a[at]! - meanA;
      const y = b[at]! - meanB;
      both += x * y;
      squaresA += x * x;
      squaresB += y * y;
    }
    output[index] = count < Math.max(least, 1) || count < 2 ? Number.NaN : both / Math.sqrt(squaresA * squaresB);
  }
  return output;
}

/** Any function of the numbers of each window. @param of given the numbers, oldest first, and how many there are */
export function eachWindow(
  input: Float64Array,
  period: number,
  least: number,
  of: (values: Float64Array, count: number) => number,
): Float64Array {
  const output = new Float64Array(input.length);
  const window = new Float64Array(period);
  for (let index = 0; index < input.length; index++) {
    let count = 0;
    for (let at = Math.max(0, index - period + 1); at <= index; at++) if (!Number.isNaN(input[at]!)) window[count++] = input[at]!;
    output[index] = count < Math.max(least, 1) ? Number.NaN : of(window, count);
  }
  return output;
}

/**
 * Exponentially weighted mean.
 * @param alpha weight of the newest value, 0 to 1
 * @param isAdjusted divides by the weights there are, so that the first values count as they should; else the first value starts it
 */
export function exponentialMean(input: Float64Array, alpha: number, isAdjusted: boolean, least: number): Float64Array {
  const output = new Float64Array(input.length);
  const fresh = isAdjusted ? 1 : alpha;
  let [mean, weight, count] = [Number.NaN, 1, 0];
  for (let index = 0; index < input.length; index++) {
    const value = input[index]!;
    const isKnown = !Number.isNaN(value);
    if (isKnown) count++;
    if (Number.isNaN(mean)) mean = value;
    else {
      weight *= 1 - alpha;
      if (isKnown) {
        if (mean !== value) mean = (weight * mean + fresh * value) / (weight + fresh);
        weight = isAdjusted ? weight + fresh : 1;
      }
    }
    output[index] = count < Math.max(least, 1) ? Number.NaN : mean;
  }
  return output;
}
