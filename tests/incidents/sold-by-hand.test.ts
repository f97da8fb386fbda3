import { describe, expect, it } from 'vitest';
import { Still } from '../fakes/scene.ts';
import { accountScene, PAIR } from '../simulation/account-scene.ts';
import { chance, SEED } from './seed.ts';

describe(`sold-by-hand: what a person sold on the exchange ends the trade (seed ${SEED})`, () => {
  it('at the rates it was sold for, in one part or several; nothing is sold once more', async () => {
    const { whole } = chance('sold-by-hand');
    for (let turn = 0; turn < 6; turn++) {
      const scene = await accountScene(new Still());
      const { bot, exchange } = scene;
      exchange.fee = () => ({ coin: 'QUOTE', ratio: 0.001 });
      await scene.enter();
      const { amount } = scene.trade();
      const parts = whole(1, 4);
      let sold = 0;
      let value = 0;
      for (let part = 1; part <= parts; part++) {
        const price = whole(95, 120);
        const size = part === parts ? Number((amount - sold).toFixed(3)) : Math.floor((amount / parts) * 1000) / 1000;
        exchange.now += 1000;
        exchange.move(PAIR, price);
        exchange.byHand('sell', PAIR, size);
        sold += size;
        value += size * price;
      }
      for (let step = 0; step < 6; step++) await scene.step(11);
      expect(bot.state.trades).toEqual([]);
      const [closed] = (await bot.store.history.page({ limit: 1, offset: 0, orderById: false, after: null })).trades;
      expect(closed).toMatchObject({ exitReason: 'sold_on_exchange' });
      expect(closed!.closeProfitAbs).toBeCloseTo(value * 0.999 - amount * 100 * 1.001, 4);
      expect(exchange.asked.filter(({ side }) => side === 'sell')).toEqual([]);
    }
  });
});
