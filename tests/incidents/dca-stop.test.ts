import { describe, expect, it } from 'vitest';
import { PAIR, Still, scene } from '../fakes/scene.ts';
import { chance, SEED } from './seed.ts';

/** Adds by hand; the stop is 10 % below. */
class Growing extends Still {
  override positionAdjustmentEnable = true;
}

describe(`dca-stop: the stop of a position that grows (seed ${SEED})`, () => {
  it('follows the average entry upwards and never moves down', async () => {
    const { whole } = chance('dca-stop');
    for (let turn = 0; turn < 5; turn++) {
      const { exchange, trade, enter, step } = await scene(new Growing(), {
        position_adjustment_enable: true,
      });
      await enter({ stakeAmount: 100 });
      let stop = 90;
      for (let fill = 0; fill < 5; fill++) {
        exchange.price = whole(Math.ceil(stop) + 2, 130);
        await enter({ pair: PAIR, stakeAmount: whole(20, 100) });
        await step();
        stop = Math.max(stop, trade().openRate * 0.9);
        // rounded to the price's step
        expect(Math.abs(trade().stopLoss! - stop)).toBeLessThanOrEqual(0.01);
        stop = trade().stopLoss!;
      }
    }
  });
});
