import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SAMPLERS } from '../src/samplers/by-name.ts';
import type { Point, Space } from '../src/samplers/space.ts';
import { ROOT } from '../tests/process/harness.ts';
import { STANDARD_FUNCTIONS, type StandardFunction } from './samplers/functions.ts';
import { bestOf, median, SEEDS, TRIALS } from './samplers/race.ts';

/** Our samplers beside Optuna's: the median of the best values over all seeds, and what choosing a point costs after many. */

const PYTHON = process.env['OPTUNA_PYTHON'] ?? join(ROOT, '.cache/optuna/bin/python');
const COMPARED = ['TPESampler', 'CmaEsSampler', 'NSGAIISampler', 'NSGAIIISampler'];
const MANY = 10_000;

export async function benchSamplers(): Promise<void> {
  for (const name of COMPARED) costOf(name);
  if (!existsSync(PYTHON)) {
    console.log(
      `Optuna is not in ${PYTHON}, and is left out: python3 -m venv … && pip install optuna==5.0.0 cmaes scipy; OPTUNA_PYTHON names it.`,
    );
    return;
  }
  const optuna = new Optuna();
  try {
    console.log(`Optuna ${await optuna.version()}: ${TRIALS} trials, median of the best of ${SEEDS} seeds`);
    const recorded: Record<string, Record<string, number>> = {};
    for (const name of COMPARED) {
      recorded[name] = {};
      let wins = 0;
      console.log(`\n${name.padEnd(42)}${'ours'.padStart(12)}${'Optuna'.padStart(12)}`);
      for (const what of STANDARD_FUNCTIONS) {
        const seeds = Array.from({ length: SEEDS }, (_value, seed) => seed);
        const ours = median(seeds.map((seed) => bestOf(SAMPLERS[name]!, what, seed)));
        const theirs: number[] = [];
        for (const seed of seeds) theirs.push(await optuna.best(name, what, seed));
        recorded[name][what.name] = Number(median(theirs).toPrecision(6));
        if (ours <= median(theirs)) wins++;
        console.log(`${what.name.padEnd(42)}${ours.toPrecision(4).padStart(12)}${median(theirs).toPrecision(4).padStart(12)}`);
      }
      console.log(`no worse on ${wins} of ${STANDARD_FUNCTIONS.length}`);
    }
    console.log(`\nto be recorded as tests/golden/optuna-medians.json:\n${JSON.stringify(recorded)}`);
  } finally {
    optuna.end();
  }
}

/** CPU time of choosing a point and of taking a result in, early and after many. */
function costOf(name: string): void {
  const space: Space = [
    { kind: 'int', name: 'fast', low: 2, high: 50 },
    { kind: 'int', name: 'slow', low: 20, high: 200 },
    ...Array.from(
      { length: 3 },
      (_value, index) => ({ kind: 'decimal', name: `level${index}`, low: 0.1, high: 0.9, decimals: 3 }) as const,
    ),
    ...Array.from({ length: 3 }, (_value, index) => ({ kind: 'real', name: `real${index}`, low: -1, high: 1 }) as const),
    { kind: 'categorical', name: 'average', choices: ['sma', 'ema', 'wma'] },
    { kind: 'categorical', name: 'guarded', choices: [true, false] },
  ];
  const sampler = SAMPLERS[name]!(space, 1, { objectives: 1, trials: MANY });
  let begun = process.cpuUsage();
  for (let trial = 1; trial <= MANY; trial++) {
    const [point] = sampler.ask(1);
    sampler.tell([{ point: point!, losses: [lossOf(point!)] }]);
    if (trial !== 1000 && trial !== MANY) continue;
    const { user, system } = process.cpuUsage(begun);
    const count = trial === 1000 ? 1000 : MANY - 1000;
    console.log(`${name.padEnd(16)} ${((user + system) / count).toFixed(0).padStart(6)} µs a point up to ${trial}`);
    begun = process.cpuUsage();
  }
}

function lossOf(point: Point): number {
  const numbers = Object.values(point).filter((value) => typeof value === 'number');
  return numbers.reduce((sum, value) => sum + Math.sin(value) + (value / 100) ** 2, 0);
}

/** Asks Optuna, in a Python of its own, line by line. */
class Optuna {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor() {
    this.#child = spawn(PYTHON, ['-W', 'ignore', join(ROOT, 'bench/samplers/ask_optuna.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  async version(): Promise<string> {
    return (await this.#line<{ version: string }>()).version;
  }

  async best(sampler: string, { space, value }: StandardFunction, seed: number): Promise<number> {
    this.#say({ sampler, seed, options: {}, space, trials: TRIALS });
    for (;;) {
      const line = await this.#line<{ point: Point } | { best: number }>();
      if ('best' in line) return line.best;
      this.#say(value(line.point));
    }
  }

  end(): void {
    this.#child.kill();
  }

  #say(what: unknown): void {
    this.#child.stdin!.write(`${JSON.stringify(what)}\n`);
  }

  async #line<Line>(): Promise<Line> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('Optuna has ended.');
    return JSON.parse(value) as Line;
  }
}
