import { type DataFormat, readCandles } from '../src/data/candle-files.ts';

/** Prints how long reading a file takes when it was read some times before, at best and in the middle, ms. In a process of its own, as pandas has it. */

const [file = '', format = 'feather', rounds = '20'] = process.argv.slice(2);
const took: number[] = [];
for (let round = -3; round < Number(rounds); round++) {
  const began = performance.now();
  await readCandles(file, 'spot', format as DataFormat);
  if (round >= 0) took.push(performance.now() - began);
}
took.sort((a, b) => a - b);
process.stdout.write(`${took[0]} ${took[took.length >> 1]}`);
