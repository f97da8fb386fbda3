/** Whether a model has been right of late about which of two points is better. */
export interface Trust {
  /** What it expected, and what came of it. */
  judge(expected: number, loss: number): void;
  isEarned(): boolean;
}

/** So many of the last points are looked at, and so many there have to be. */
const [MOST, FEWEST] = [12, 6];
/** Kendall's tau from which it is believed. Hansen (2019) asks for 0.85 of points that the model knows; these it does not. */
const AGREEMENT = 0.6;

export function trust(): Trust {
  const pairs: { expected: number; loss: number }[] = [];
  return {
    judge: (expected, loss) => {
      pairs.push({ expected, loss });
      if (pairs.length > MOST) pairs.shift();
    },
    isEarned: () => pairs.length >= FEWEST && agreement(pairs) >= AGREEMENT,
  };
}

/** Kendall's tau: 1 where two orders are the same, -1 where one is the other backwards. Source: Kendall, "A new measure of rank correlation", 1938. */
function agreement(pairs: readonly { readonly expected: number; readonly loss: number }[]): number {
  let [sum, count] = [0, 0];
  for (let one = 0; one < pairs.length; one++)
    for (let other = 0; other < one; other++) {
      sum += Math.sign(pairs[one]!.expected - pairs[other]!.expected) * Math.sign(pairs[one]!.loss - pairs[other]!.loss);
      count++;
    }
  return sum / count;
}
