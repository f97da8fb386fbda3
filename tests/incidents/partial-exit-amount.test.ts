import { describe, expect, it } from 'vitest';
import { forceExit } from '../../src/bot/commands.ts';
import { Still } from '../fakes/scene.ts';
import { accountScene, PAIR } from '../simulation/account-scene.ts';
import { chance, SEED } from './seed.ts';

const STEP = 0.001;

describe(`partial-exit-amount: fees in coins, steps of amounts, parts of any size (seed ${SEED})`, () => {
  it('never more than there is, whole steps, and what is left at the end is less than a step', async () => {
    const { whole, pick } = chance('partial-exit-amount');
    for (let turn = 0; turn < 25; turn++) {
      const scene = await accountScene(new Still());
      const { bot, exchange } = scene;
      const coin = pick(['BASE', 'QUOTE']);
      const ratio = whole(0, 50) / 10_000;
      exchange.fee = (side) => ({ coin: side === 'buy' ? coin : 'QUOTE', ratio });
      exchange.move(PAIR, whole(5, 400) / 2);
      await scene.enter({ stakeAmount: whole(100, 900) });
      const bought = scene.trade().amount;
      for (let part = 0; part < whole(1, 4); part++) {
        const open = bot.state.trades[0];
        if (open === undefined) break;
        const amount = (open.amount * whole(5, 60)) / 100;
        // where too little would be left it is refused; that is as it should be
        await forceExit(bot, { kind: 'forceExit', tradeId: String(open.id), orderType: 'market', amount, price: null }).catch(
          () => undefined,
        );
        await scene.step();
      }
      await forceExit(bot, { kind: 'forceExit', tradeId: 'all', orderType: 'market', amount: null, price: null });
      await scene.step();
      const [closed] = (await bot.store.history.page({ limit: 1, offset: 0, orderById: false, after: null })).trades;
      const sold = closed!.orders.filter(({ side }) => side === 'sell').map(({ filled }) => filled ?? 0);
      for (const amount of sold) expect(Math.abs(amount / STEP - Math.round(amount / STEP))).toBeLessThan(1e-6);
      expect(sold.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(bought, 9);
      expect(exchange.total('A')).toBeLessThan(STEP);
      expect(bot.state.trades).toEqual([]);
    }
  });
});
