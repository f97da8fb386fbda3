import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import { chanceFrom } from '../battery/chance.ts';
import { liveWithStops, type StopBlow, type StopMarket } from '../fakes/stop-life.ts';
import { cellName, LOST_CELLS, loseAnswer } from './adapter-answers.ts';
import { type Blow, lifeFolder, liveInDialect } from './dialect-life.ts';
import { LOST_ANSWERS, named, SPOILT_ANSWERS } from './lost-answers.ts';

/** One thing that is done to an exchange of a dialect, or to a bot on it. */
export interface Cell {
  readonly name: string;
  /** What it is one of; a small selection has one of each. */
  readonly kind: string;
  /** @returns what the ledger and we tell differently */
  run(): Promise<string[]>;
}

/** How many cells are at work at once: most of them wait. */
const AT_ONCE = 6;

/** Every answer that our adapter may lose. */
export function lostAnswerCells(dialect: Dialect): Cell[] {
  return LOST_CELLS.map((cell) => ({
    name: cellName(cell),
    kind: `${cell.call} ${cell.orderType} ${cell.side}`,
    run: () => loseAnswer(dialect, cell),
  }));
}

/** A bot that loses any answer about an order. @param steps of a life without a blow */
export function lostLifeCells(dialect: Dialect, folder: string, steps: readonly string[]): Cell[] {
  const about = steps.map((step, index) => ({ step, at: index + 1 })).filter(({ step }) => /^before (place|cancel|find)Order$/.test(step));
  return about.flatMap(({ step, at }) =>
    [...LOST_ANSWERS, ...(step === 'before placeOrder' ? SPOILT_ANSWERS : [])].map((what) =>
      lifeCell(dialect, folder, `step ${at}, ${step}: ${named(what)}`, named(what), { fault: { at, what } }),
    ),
  );
}

/** A bot that is killed at any step, also with an order on its way. */
export function killCells(dialect: Dialect, folder: string, steps: readonly string[]): Cell[] {
  return steps.flatMap((step, index) => {
    const at = index + 1;
    const late = { at, ms: 500 };
    return [
      lifeCell(dialect, folder, `killed at step ${at}, ${step}`, step, { dieAt: at }),
      ...(step === 'before placeOrder'
        ? [lifeCell(dialect, folder, `killed with the order of step ${at} on its way`, 'on its way', { lateOrder: late })]
        : []),
    ];
  });
}

/** A bot whose stops lie on the exchange, killed at any step, or one answer about a stop is lost. @param steps of a life without a blow */
export function stopCells(market: StopMarket, steps: readonly string[]): Cell[] {
  const cell = (name: string, kind: string, blow: StopBlow): Cell => ({
    name,
    kind,
    run: async () => (await liveWithStops(market, blow)).problems,
  });
  return steps.flatMap((step, index) => {
    const at = index + 1;
    const isAsked = /^before \w+ stops?$/.test(step);
    const lost = (isAsked ? [...LOST_ANSWERS, ...(step === 'before place stop' ? SPOILT_ANSWERS : [])] : []).map((what) =>
      cell(`step ${at}, ${step}: ${named(what)}`, `lost, ${step}: ${named(what)}`, { fault: { at, what } }),
    );
    return [cell(`killed at step ${at}, ${step}`, `killed, ${step}`, { dieAt: at }), ...lost];
  });
}

function lifeCell(dialect: Dialect, folder: string, name: string, kind: string, blow: Blow): Cell {
  return { name, kind, run: async () => (await liveInDialect(dialect, folder, blow)).problems };
}

/** A folder for lives, and what happens in one without a blow. */
export async function peacefulLife(dialect: Dialect): Promise<{ readonly folder: string; readonly steps: readonly string[] }> {
  const folder = await lifeFolder();
  const { problems, steps } = await liveInDialect(dialect, folder, {});
  if (problems.length > 0) throw new Error(`Without any blow: ${problems.join('; ')}`);
  return { folder, steps };
}

/** A selection by chance that has some of each kind. @param each how many of each */
export function someOfEach(cells: readonly Cell[], seed: string, each: number): Cell[] {
  const chance = chanceFrom(seed);
  const kinds = Map.groupBy(cells, ({ kind }) => kind);
  return [...kinds.values()].flatMap((all) => {
    const left = [...all];
    return Array.from({ length: Math.min(each, all.length) }, () => left.splice(chance.whole(0, left.length), 1)[0]!);
  });
}

/** @returns what was wrong, with the cell it was in */
export async function runCells(cells: readonly Cell[]): Promise<string[]> {
  const problems: string[] = [];
  let next = 0;
  const work = async () => {
    for (let cell = cells[next++]; cell !== undefined; cell = cells[next++]) {
      const found = await cell.run().catch((error: unknown) => [error instanceof Error ? String(error.stack) : String(error)]);
      problems.push(...found.map((problem) => `${cell?.name}: ${problem}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return problems;
}
