import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import { SPOT_DIALECTS } from '../fakes/spot-dialects.ts';
import { seedOf } from '../seed.ts';
import { killCells, lostAnswerCells, lostLifeCells, peacefulLife, runCells, someOfEach } from './dialect-cells.ts';

const SEED = seedOf('matrix');

/** A part by chance of what "npm run battery -- --only dialects" does whole; the same seed does the same. */
describe.each(SPOT_DIALECTS)(`in the dialect of $name (seed ${SEED})`, (dialect: Dialect) => {
  let life: Awaited<ReturnType<typeof peacefulLife>>;
  const seed = `${SEED} ${dialect.name}`;
  beforeAll(async () => {
    life = await peacefulLife(dialect);
  });
  afterAll(() => rmSync(life.folder, { recursive: true, force: true }));

  it('an answer that is lost is never taken for a refusal, nor an order that is there for none', async () => {
    const cells = someOfEach(lostAnswerCells(dialect), seed, 1);
    expect(cells.length).toBeGreaterThan(15);
    expect(await runCells(cells)).toEqual([]);
  });

  it('a bot whose answers are lost orders nothing twice, loses nothing, and knows every amount to the last digit', async () => {
    const cells = someOfEach(lostLifeCells(dialect, life.folder, life.steps), seed, 1);
    expect(cells.length).toBeGreaterThan(10);
    expect(await runCells(cells)).toEqual([]);
  });

  it('a bot that is killed at any step and started again orders nothing twice, loses nothing, and knows every amount to the last digit', async () => {
    const cells = someOfEach(killCells(dialect, life.folder, life.steps), seed, 1);
    expect(cells.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        ...[
          'before_journal',
          'after_journal',
          'before_send',
          'on its way',
          'after placeOrder',
          'after_answer',
          'before_commit',
          'after_commit',
        ],
        ...['before_publish', 'before_cancel', 'after cancelOrder', 'after_cancel', 'before_fill_commit', 'after_fill_commit'],
      ]),
    );
    expect(await runCells(cells)).toEqual([]);
  });
});
