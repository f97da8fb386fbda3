import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { giveUp, mark } from '../src/indicators/arena.ts';
import { Column, type Prices } from '../src/indicators/index.ts';
import { functionsOn } from '../tests/golden/indicator-functions.ts';
import { ROOT, removeFolder, temporaryFolder } from '../tests/process/harness.ts';
import { PEERS } from './api.ts';
import { benchTwentyIndicators } from './twenty-indicators.ts';

const CANDLES = 100_000;
const ROUNDS = 10;
const TURNS = 10;
/** Milliseconds. */
const WARM = 12;

interface Recorded {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** A random walk, the same at every run. */
function candles(): { prices: Prices; periods: Column; bytes: Buffer } {
  let seed = 42;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  const whole = new Float64Array(CANDLES * 6);
  const [open, high, low, close, volume, periods] = Array.from({ length: 6 }, (_column, index) =>
    whole.subarray(index * CANDLES, (index + 1) * CANDLES),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  let last = 100;
  for (let index = 0; index < CANDLES; index++) {
    open[index] = last;
    last *= 1 + (random() - 0.5) * 0.006;
    close[index] = last;
    high[index] = Math.max(open[index]!, last) * (1 + random() * 0.002);
    low[index] = Math.min(open[index]!, last) * (1 - random() * 0.002);
    volume[index] = 10 + random() * 1000;
    periods[index] = (index % 20) + 2;
  }
  const column = (values: Float64Array) => new Column(values, true);
  const prices = { open: column(open), high: column(high), low: column(low), close: column(close), volume: column(volume) };
  return { prices, periods: column(periods), bytes: Buffer.from(whole.buffer) };
}

/** The best time, ms, once V8 has had the time to compile what runs. */
function bestOf(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  const started = performance.now();
  for (let round = 0; round < ROUNDS || performance.now() - started < WARM; round++) {
    const since = mark();
    const began = performance.now();
    run();
    best = Math.min(best, performance.now() - began);
    // Python gives the memory of a result back as soon as nobody has it
    giveUp(since, []);
  }
  return best;
}

/** Every function beside TA-Lib's C called from Python (pandas and qtpylib where it is theirs), on the same candles. */
export async function benchIndicators(): Promise<void> {
  const folder = temporaryFolder();
  try {
    const { prices, periods, bytes } = candles();
    const recorded = (JSON.parse(readFileSync(join(ROOT, 'tests/golden/indicators.json'), 'utf8')) as { functions: Recorded[] }).functions;
    writeFileSync(join(folder, 'candles'), bytes);
    writeFileSync(join(folder, 'functions'), JSON.stringify(recorded));
    // first: a strategy runs in a process that has not compiled two hundred other loops
    benchTwentyIndicators(prices, join(folder, 'candles'));
    const script = join(ROOT, 'tests/peers/indicators.py');
    const args = [script, join(folder, 'candles'), String(CANDLES), join(folder, 'functions'), 'times', String(ROUNDS)];
    const python = spawn(join(PEERS, 'bin/python'), args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const answers = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    const functions = functionsOn({ prices, periods });
    // where they lie in the middle of an analysis
    for (const column of [...Object.values(prices as unknown as Record<string, Column>), periods]) column.settleIn();
    const theirs: number[] = [];
    const ours: number[] = [];
    for (const [index, { name, parameters }] of recorded.entries()) {
      const run = () => functions[name]!(parameters);
      theirs.push(Number.POSITIVE_INFINITY);
      ours.push(Number.POSITIVE_INFINITY);
      // in turns, so that a machine that is busy for a while is so for both
      for (let turn = 0; turn < TURNS; turn++) {
        python.stdin.write(`${index}\n`);
        const answer = await answers.next();
        if (answer.done) throw new Error('Python has ended; its words are above.');
        theirs[index] = Math.min(theirs[index]!, Number(answer.value));
        ours[index] = Math.min(ours[index]!, bestOf(run));
      }
    }
    python.stdin.end();
    let slower = 0;
    recorded.forEach(({ name, parameters }, index) => {
      const ratio = theirs[index]! / ours[index]!;
      if (ratio < 1) slower++;
      const label = `${name} ${Object.values(parameters).join(' ')}`.padEnd(40);
      console.log(
        `${label}${theirs[index]!.toFixed(3).padStart(10)} ms${ours[index]!.toFixed(3).padStart(10)} ms${`${ratio.toFixed(2)}x`.padStart(9)}`,
      );
    });
    const total = (times: readonly number[]) => times.reduce((sum, time) => sum + time, 0);
    console.log(
      `all ${recorded.length}: Python ${total(theirs).toFixed(0)} ms, ours ${total(ours).toFixed(0)} ms, ${(total(theirs) / total(ours)).toFixed(2)}x; ${slower} slower`,
    );
  } finally {
    removeFolder(folder);
  }
}
