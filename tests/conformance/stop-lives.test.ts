import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import { chanceFrom } from '../battery/chance.ts';
import { liveWithStops, stopMarkets } from '../fakes/stop-life.ts';
import { seedOf } from '../seed.ts';
import { runCells, someOfEach, stopCells } from './dialect-cells.ts';

const SEED = seedOf('stops');
/** Kills, and lost answers, of each; `npm run battery -- --only laid` tries each point and each way, with every type of stop. */
const EACH = 2;

describe(`a live bot whose stops lie on the exchange (seed ${SEED})`, () => {
  const chance = chanceFrom(SEED);
  const markets = stopMarkets(Object.values(DIALECTS));
  const ofOneType = [...Map.groupBy(markets, ({ name }) => name.split(',')[0]).values()].map((types) => chance.pick(types));
  it('is tried wherever stops can lie', () => expect(ofOneType).toHaveLength(15));

  it.each(markets)('on $name has one for each trade, never two, and leaves none behind', async (market) => {
    const { problems, steps } = await liveWithStops(market, {});
    expect(problems).toEqual([]);
    for (const call of ['place', 'cancel', 'find']) expect(steps).toContain(`before ${call} stop`);
  });

  it.each(ofOneType)('on $name has one for each trade, never two, whatever happens to it', async (market) => {
    const { steps } = await liveWithStops(market, {});
    // killed, and lost
    const coarse = stopCells(market, steps).map((cell) => ({ ...cell, kind: cell.kind.split(',')[0]! }));
    const cells = someOfEach(coarse, `${SEED} ${market.name}`, EACH);
    expect(cells).toHaveLength(2 * EACH);
    expect(await runCells(cells)).toEqual([]);
  });
});
