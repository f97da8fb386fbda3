/** Numbers from 0 (included) to 1 (excluded), one after the other. */
export type RandomNumbers = () => number;

/** The same numbers for the same seed, on every machine. Source: PractRand, "sfc32". */
export function randomNumbers(seed: number): RandomNumbers {
  let state = seed >>> 0;
  const word = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  let [a, b, c, counter] = [word(), word(), word(), 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return () => ((next() >>> 5) * 67_108_864 + (next() >>> 6)) / 9_007_199_254_740_992;
}

/** Other numbers for every member of a family, such as the trials of one seed. */
export function randomNumbersOf(seed: number, member: number): RandomNumbers {
  return randomNumbers(mixed(mixed(seed >>> 0) ^ Math.imul(member + 1, 0x9e3779b9)));
}

/** Bits of a number thrown about. Source: Wellons, "Prospecting for hash functions", 2018. */
export function mixed(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A number of the standard normal distribution. Source: Box and Muller, "A note on the generation of random normal deviates", 1958. */
export function normalNumber(random: RandomNumbers): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
