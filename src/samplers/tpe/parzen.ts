import type { Axis, Row } from '../coordinates.ts';
import { normalBelow } from '../normal.ts';
import { normalNumber, type RandomNumbers } from '../random-numbers.ts';

/**
 * A density over a space: the mean of kernels, one around each observation and one that covers everything (the prior, as much as one
 * observation). A kernel is a product over dimensions: a normal distribution cut off at the ends, its part over a value's cell where values
 * are counted, and for choices the observed one with most of the weight. Where an observation lacks a dimension, its kernel takes any value
 * there for equally likely, so that branches of a space are weighed against each other.
 */
export interface Parzen {
  /** A row as the density has it, not settled. @param isMixed whether each dimension is of another kernel */
  draw(random: RandomNumbers, isMixed: boolean): Row;
  /** Logarithm of the density at a settled row. */
  logDensity(row: Row): number;
}

/** No kernel is narrower, ratio of a dimension's range; nor, where values are counted, than this part of a cell. */
const [LEAST_WIDTH, LEAST_PART] = [0.001, 0.35];
/** Kernels narrower than so many cells are summed over a cell; the others are taken at its middle, which is the same to a few hundredths. */
const NARROW_CELLS = 1;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** @param weights of the observations, in the order of the rows, with a mean of 1; null for all the same */
export function parzen(axes: readonly Axis[], rows: readonly Row[], weights: Float64Array | null): Parzen {
  const size = axes.length;
  const count = rows.length;
  const weightOf = weights ?? new Float64Array(count).fill(1);
  const kernels = axes.map((axis, index) =>
    axis.isCategory ? choiceKernel(axis, count) : numberKernel(axis, index, rows, weightOf, size),
  );
  // of each dimension, one observation after the other; NaN where one lacks it
  const centers = kernels.map((_kernel, axis) => Float64Array.from(rows, (row) => row[axis]!));
  // logarithms of the kernels' weights and of what their distributions are divided by
  const constants = weightOf.map((weight) => Math.log(weight / (count + 1)));
  kernels.forEach((kernel, axis) => {
    kernel.addNorms(constants, centers[axis]!, -1);
  });
  const drawObservation = (random: RandomNumbers): number => {
    let rest = random() * (count + 1);
    let observation = 0;
    while (observation < count && rest >= weightOf[observation]!) rest -= weightOf[observation++]!;
    return observation;
  };
  const terms = new Float64Array(count);
  return {
    draw: (random, isMixed) => {
      let observation = drawObservation(random);
      return Float64Array.from(kernels, (kernel, axis) => {
        if (isMixed) observation = drawObservation(random);
        return kernel.draw(observation < count ? centers[axis]![observation]! : Number.NaN, random);
      });
    },
    logDensity: (row) => {
      terms.set(constants);
      kernels.forEach((kernel, axis) => {
        const at = row[axis]!;
        // what is missing is as likely as any
        if (Number.isNaN(at)) kernel.addNorms(terms, centers[axis]!, 1);
        else kernel.addTerms(terms, centers[axis]!, at);
      });
      const prior = -Math.log(count + 1);
      let highest = prior;
      for (const term of terms) if (term > highest) highest = term;
      let sum = Math.exp(prior - highest);
      for (let observation = 0; observation < count; observation++) sum += Math.exp(terms[observation]! - highest);
      return highest + Math.log(sum);
    },
  };
}

/** Kernels of one dimension: around any place in it, all as wide. */
interface Kernel {
  /** @param center NaN for anywhere */
  draw(center: number, random: RandomNumbers): number;
  /** Adds logarithms of the densities around centers at a place, where there is a center; they are yet to be divided by the norms. */
  addTerms(terms: Float64Array, centers: Float64Array, at: number): void;
  /** Adds logarithms of what densities are divided by, so many times. */
  addNorms(terms: Float64Array, centers: Float64Array, times: 1 | -1): void;
}

/** An observation is worth one, and all choices together the prior's part of one. */
function choiceKernel({ values }: Axis, count: number): Kernel {
  const each = 1 / Math.max(1, count);
  const sum = 1 + each * values;
  // times the number of choices: 0 is as likely as by chance
  const [hit, miss] = [Math.log(((1 + each) * values) / sum), Math.log((each * values) / sum)];
  const anywhere = (random: RandomNumbers): number => Math.floor(random() * values);
  return {
    draw: (center, random) => (Number.isNaN(center) || random() >= 1 / sum ? anywhere(random) : center),
    addTerms: (terms, centers, at) => {
      for (let k = 0; k < terms.length; k++) if (!Number.isNaN(centers[k]!)) terms[k]! += at === centers[k] ? hit : miss;
    },
    addNorms: () => undefined,
  };
}

function numberKernel(axis: Axis, index: number, rows: readonly Row[], weights: Float64Array, size: number): Kernel {
  const width = widthOf(axis, index, rows, weights, size);
  const { values } = axis;
  const height = Math.log(width) + HALF_LOG_TWO_PI;
  return {
    draw: (center, random) => {
      if (Number.isNaN(center)) return random();
      for (;;) {
        const at = center + width * normalNumber(random);
        if (at >= 0 && at <= 1) return at;
      }
    },
    addTerms: values > 0 && width * values < NARROW_CELLS ? partTerms(width, values, height) : heightTerms(width),
    addNorms: (terms, centers, times) => {
      for (let k = 0; k < terms.length; k++) {
        const center = centers[k]!;
        if (Number.isNaN(center)) continue;
        terms[k]! += times * (height + Math.log(normalBelow((1 - center) / width) - normalBelow(-center / width)));
      }
    },
  };
}

/** By the height of a normal distribution. */
function heightTerms(width: number): Kernel['addTerms'] {
  const factor = -0.5 / (width * width);
  return (terms, centers, at) => {
    for (let k = 0; k < terms.length; k++) {
      const way = at - centers[k]!;
      if (!Number.isNaN(way)) terms[k]! += factor * way * way;
    }
  };
}

/** By the part of a normal distribution that lies over the cell of a value. */
function partTerms(width: number, values: number, height: number): Kernel['addTerms'] {
  const half = 0.5 / values;
  return (terms, centers, at) => {
    for (let k = 0; k < terms.length; k++) {
      const way = at - centers[k]!;
      if (Number.isNaN(way)) continue;
      const part = normalBelow((way + half) / width) - normalBelow((way - half) / width);
      terms[k]! += Math.log(Math.max(part, 1e-300) * values) + height;
    }
  };
}

/** By the spread of the observations: the rule of normal reference (D. W. Scott, "Multivariate density estimation", 1992). */
function widthOf({ values }: Axis, index: number, rows: readonly Row[], weights: Float64Array, size: number): number {
  let [count, sum, squares] = [0, 0, 0];
  for (let observation = 0; observation < rows.length; observation++) {
    const at = rows[observation]![index]!;
    if (Number.isNaN(at)) continue;
    const weight = weights[observation]!;
    count += weight;
    sum += weight * at;
    squares += weight * at * at;
  }
  // one more that is spread evenly: what few observations say of the spread is little
  const mean = (sum + 0.5) / (count + 1);
  const spread = Math.sqrt(Math.max(0, (squares + 1 / 3) / (count + 1) - mean * mean));
  const least = values > 0 ? Math.max(LEAST_WIDTH, LEAST_PART / values) : LEAST_WIDTH;
  return Math.min(1, Math.max(least, spread * Math.max(1, count) ** (-1 / (size + 4))));
}
