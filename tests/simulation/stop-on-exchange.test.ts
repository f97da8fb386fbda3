import { describe, expect, it } from 'vitest';
import { cancelOpenOrder, deleteTrade, forceExit, reloadTrade } from '../../src/bot/commands.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { openStops } from '../../src/core/trade/trade.ts';
import { InsufficientFundsError, TemporaryError } from '../../src/exchange/errors.ts';
import type { Strategy } from '../../src/index.ts';
import { accountScene, MINUTE, PAIR, Still } from './account-scene.ts';

/** Stops that lie on the exchange, through the whole bot: one for each trade, never two, and none for no longer than an iteration. */

const ORDER_TYPES = { entry: 'market', exit: 'market', stoploss: 'limit', stoploss_on_exchange: true, emergency_exit: 'market' };

class Trailing extends Still {
  override trailingStop = true;
}

const stopScene = (strategy: Strategy = new Still(), changes: object = {}) =>
  accountScene(strategy, {
    changes: {
      order_types: ORDER_TYPES,
      entry_pricing: { price_side: 'other' },
      exit_pricing: { price_side: 'other' },
      ...changes,
    },
  });

describe('a stop on the exchange', () => {
  it('is laid with the first iteration after the entry, and books what it sold', async () => {
    const { exchange, enter, step, trade, events, bot } = await stopScene();
    await enter();
    await step();
    const [stop] = exchange.stops.resting();
    expect(stop!.request).toMatchObject({ side: 'sell', orderType: 'limit', amount: trade().amount, stopPrice: 90, limitRate: 89.1 });
    await step();
    expect(exchange.stops.asked).toHaveLength(1);
    const left = trade();
    exchange.move(PAIR, 85);
    await step();
    expect(left).toMatchObject({ isOpen: false, exitReason: 'stoploss_on_exchange', closeRate: 90, closeRateRequested: 90 });
    const fill = events.find(({ kind }) => kind === 'exit_fill');
    expect(fill).toMatchObject({ exitReason: 'stoploss_on_exchange', orderType: 'stoploss', isFinal: true });
    expect(bot.state.locks).toMatchObject([{ pair: PAIR, reason: 'Auto lock' }]);
    expect(exchange.asked.filter(({ side }) => side === 'sell')).toEqual([]);
  });

  it('is watched by the exchange alone while it lies there', async () => {
    const { exchange, enter, step, trade, push } = await stopScene();
    await enter();
    await step();
    exchange.stops.reach = () => undefined;
    await push(80);
    await step();
    expect(trade().isOpen).toBe(true);
    expect(exchange.stops.resting()).toHaveLength(1);
  });

  it('follows a trailing stop, not before its interval', async () => {
    const { exchange, enter, step } = await stopScene(new Trailing(), {
      order_types: { ...ORDER_TYPES, stoploss_on_exchange_interval: 60 },
    });
    await enter();
    await step();
    exchange.move(PAIR, 110);
    await step();
    await step();
    expect(exchange.stops.asked).toHaveLength(1);
    await step(60);
    expect(exchange.stops.resting().map(({ request }) => request.stopPrice)).toEqual([99]);
    expect(exchange.stops.laid.map(({ update }) => update.status)).toEqual(['canceled', 'open']);
  });

  it('is laid for what the trade then holds after it has grown or shrunk', async () => {
    const { exchange, enter, step, trade, bot } = await stopScene(new Still(), { position_adjustment_enable: true });
    await enter();
    await step();
    await enter({ stakeAmount: 50 });
    await step();
    expect(exchange.stops.resting().map(({ request }) => request.amount)).toEqual([trade().amount]);
    await forceExit(bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: 0.5, price: null });
    expect(exchange.stops.resting()).toEqual([]);
    await step();
    expect(exchange.stops.resting().map(({ request }) => request.amount)).toEqual([trade().amount]);
    expect(exchange.stops.asked).toHaveLength(3);
  });

  it.each(['canceled', 'expired'] as const)('is laid again in the iteration that sees it %s', async (status) => {
    const { exchange, enter, step } = await stopScene();
    await enter();
    await step();
    exchange.stops.end(exchange.stops.resting()[0]!, status);
    await step();
    expect(exchange.stops.laid.map(({ update }) => update.status)).toEqual([status, 'open']);
  });

  it('that has sold a part and is gone is laid again for the rest', async () => {
    const { exchange, enter, step, trade } = await stopScene();
    await enter();
    await step();
    const held = trade().amount;
    const [stop] = exchange.stops.resting();
    exchange.stops.fire(stop!, 0.5);
    await step();
    expect(trade()).toMatchObject({ isOpen: true, amount: held });
    expect(exchange.stops.asked).toHaveLength(1);
    exchange.stops.end(stop!, 'canceled');
    await step();
    expect(trade().amount).toBeLessThan(held * 0.51);
    expect(exchange.stops.resting().map(({ request }) => request.amount)).toEqual([trade().amount]);
  });

  it('that filled while the bot was down closes its trade at the start', async () => {
    const { exchange, enter, step, trade, bot } = await stopScene();
    await enter();
    await step();
    exchange.listsFired = true;
    exchange.move(PAIR, 85);
    await readDatabase(bot);
    const left = trade();
    await step();
    expect(left).toMatchObject({ isOpen: false, exitReason: 'stoploss_on_exchange', closeRate: 90 });
    expect(left.orders).toHaveLength(2);
  });

  it('is cancelled for another exit, and laid again where that is refused', async () => {
    const { exchange, enter, step, bot, trade } = await stopScene();
    await enter();
    await step();
    exchange.refusing = 'told to refuse';
    await expect(forceExit(bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: null, price: null })).rejects.toThrow(
      'told',
    );
    expect(exchange.stops.resting()).toEqual([]);
    exchange.refusing = null;
    await step();
    expect(exchange.stops.resting()).toHaveLength(1);
    const left = trade();
    await forceExit(bot, { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: null, price: null });
    expect(left).toMatchObject({ isOpen: false, exitReason: 'force_exit' });
    expect(exchange.stops.resting()).toEqual([]);
    expect(openStops(left)).toEqual([]);
  });

  it('stays away while another exit waits, and the bot watches meanwhile', async () => {
    const { exchange, enter, step, bot, trade, push } = await stopScene();
    await enter();
    await step();
    await forceExit(bot, { kind: 'forceExit', tradeId: '1', orderType: 'limit', amount: null, price: 120 });
    await step();
    expect([exchange.openCount(), exchange.stops.resting().length]).toEqual([1, 0]);
    const left = trade();
    await push(89);
    expect(left).toMatchObject({ isOpen: false, exitReason: 'stop_loss' });
  });

  it('comes back once an exit that waited is cancelled', async () => {
    const { exchange, enter, step, bot } = await stopScene();
    await enter();
    await step();
    await forceExit(bot, { kind: 'forceExit', tradeId: '1', orderType: 'limit', amount: null, price: 120 });
    await cancelOpenOrder(bot, 1);
    await step();
    expect(exchange.stops.resting()).toHaveLength(1);
  });

  it('that is refused is an emergency; one for which there is no money is tried again', async () => {
    const { exchange, enter, step, trade, infos } = await stopScene();
    await enter();
    exchange.stops.refusing = 'Stop price would trigger immediately.';
    const left = trade();
    await step();
    expect(left).toMatchObject({ isOpen: false, exitReason: 'emergency_exit' });
    expect(exchange.asked.at(-1)).toMatchObject({ side: 'sell', orderType: 'market' });
    expect(infos.join()).toContain('emergency_exit');
  });

  it('can’t be laid for lack of money: tried again, ever less often, and the bot watches meanwhile', async () => {
    const { exchange, enter, step, trade, push, warnings } = await stopScene();
    await enter();
    exchange.stops.place = async (request) => {
      exchange.stops.asked.push(request);
      throw new InsufficientFundsError('none');
    };
    for (let turn = 0; turn < 12; turn++) await step();
    expect(exchange.stops.asked.length).toBeGreaterThan(2);
    expect(exchange.stops.asked.length).toBeLessThan(7);
    expect(warnings()).toHaveLength(1);
    const left = trade();
    await push(89);
    expect(left).toMatchObject({ isOpen: false, exitReason: 'stop_loss' });
  });

  it.each([true, false])('whose answer is lost is found again and not laid twice (known by our id: %s)', async (keepsClientIds) => {
    const { exchange, enter, step, trade } = await stopScene();
    exchange.stops.keepsClientIds = keepsClientIds;
    await enter();
    exchange.stops.losing = 'after';
    await step();
    await step();
    expect(exchange.stops.asked).toHaveLength(1);
    expect(openStops(trade())).toMatchObject([{ orderId: 'stop1', stopPrice: 90 }]);
  });

  it('whose request was lost is laid once that is certain', async () => {
    const { exchange, enter, step, trade, bot } = await stopScene();
    await enter();
    exchange.stops.losing = 'before';
    await step();
    await step();
    expect(bot.state.intents).toEqual([]);
    expect(exchange.stops.resting()).toHaveLength(1);
    expect(openStops(trade())).toHaveLength(1);
  });

  it('known by what it is only is not taken for an earlier one of the same price', async () => {
    const { exchange, enter, step, trade } = await stopScene();
    exchange.stops.keepsClientIds = false;
    await enter();
    await step();
    exchange.stops.end(exchange.stops.resting()[0]!, 'expired');
    exchange.stops.losing = 'before';
    await step();
    await step();
    expect(openStops(trade())).toMatchObject([{ orderId: 'stop2' }]);
  });

  it('that the exchange does not know for half an hour is not laid again, is told, and found again', async () => {
    const { exchange, enter, step, trade, warnings, bot } = await stopScene();
    await enter();
    await step();
    exchange.stops.hides = true;
    for (let turn = 0; turn < 60; turn++) await step(30);
    expect(exchange.stops.asked).toHaveLength(1);
    expect(warnings().filter((text) => text.includes('does not know the stop stop1'))).toHaveLength(1);
    exchange.stops.hides = false;
    await step();
    expect(openStops(trade())).toMatchObject([{ orderId: 'stop1' }]);
    expect(bot.state.missingSince.has(openStops(trade())[0]!)).toBe(false);
  });

  it('that the exchange does not know binds nothing where the coins are free: the trade can be left', async () => {
    const { exchange, enter, step, trade, push } = await stopScene();
    await enter();
    await step();
    const [stop] = exchange.stops.resting();
    exchange.stops.hides = true;
    await step();
    const left = trade();
    await push(89);
    // it has sold the coins, and nobody knows yet
    expect([left.isOpen, exchange.asked.filter(({ side }) => side === 'sell')]).toEqual([true, []]);
    exchange.stops.hides = false;
    expect(stop!.update.status).toBe('closed');
    await step();
    expect(left).toMatchObject({ isOpen: false, exitReason: 'stoploss_on_exchange' });
    await step();
    const second = await enter();
    await step();
    exchange.stops.end(exchange.stops.resting()[0]!, 'canceled');
    exchange.stops.hides = true;
    await step();
    await push(80);
    expect(second).toMatchObject({ isOpen: false, exitReason: 'stop_loss' });
  });

  it('is watched here while it is not known whether it lies there', async () => {
    const { exchange, enter, step, trade, push, bot } = await stopScene();
    await enter();
    exchange.stops.losing = 'before';
    exchange.stops.find = async () => {
      throw new TemporaryError('no answer');
    };
    await step();
    expect(bot.state.intents).toMatchObject([{ kind: 'stop' }]);
    await push(95);
    expect(trade().isOpen).toBe(true);
    const left = trade();
    await push(89);
    expect(left).toMatchObject({ isOpen: false, exitReason: 'stop_loss' });
    expect(exchange.stops.asked).toHaveLength(1);
  });

  it('that can’t be asked about keeps no other exit from being seen', async () => {
    const { exchange, enter, step, trade, warnings } = await stopScene(
      new (class extends Still {
        override minimalRoi = { 0: 0.1 };
      })(),
    );
    await enter();
    await step();
    const left = trade();
    exchange.stops.find = async () => {
      throw new TemporaryError('no answer');
    };
    exchange.move(PAIR, 120);
    await step();
    expect(warnings().join()).toContain('can’t be looked after'.replace('’', "'"));
    expect(left.isOpen).toBe(true);
    delete (exchange.stops as { find?: unknown }).find;
    await step();
    await step();
    expect(left).toMatchObject({ isOpen: false, exitReason: 'roi' });
  });

  it('that the exchange has not known for longer counts as gone', async () => {
    const { exchange, enter, step, trade } = await stopScene();
    await enter();
    await step();
    exchange.stops.end(exchange.stops.resting()[0]!, 'canceled');
    exchange.stops.hides = true;
    for (let turn = 0; turn < 100 && exchange.stops.asked.length === 1; turn++) await step(30);
    expect(exchange.stops.asked).toHaveLength(2);
    expect(trade().orders.filter(({ ftOrderSide }) => ftOrderSide === 'stoploss')).toMatchObject([
      { status: 'canceled', isOpen: false },
      { status: 'open', isOpen: true },
    ]);
  });

  it('goes with its trade that is deleted', async () => {
    const { exchange, enter, step, bot } = await stopScene();
    await enter();
    await step();
    expect(await deleteTrade(bot, 1)).toMatchObject({ cancelledOrders: 1 });
    expect(exchange.stops.resting()).toEqual([]);
  });

  it('that lay beside a trade which was closed otherwise is cancelled, also after a restart', async () => {
    const { exchange, enter, step, bot } = await stopScene();
    exchange.stops.bindsCoins = false;
    await enter();
    await step();
    const exit = { kind: 'forceExit', tradeId: '1', orderType: 'market', amount: null, price: null } as const;
    await forceExit(bot, exit);
    expect(bot.state.trades).toEqual([]);
    expect(exchange.stops.resting()).toHaveLength(1);
    exchange.stops.isDown = true;
    await step();
    await readDatabase(bot);
    exchange.stops.isDown = false;
    await step();
    expect(exchange.stops.resting()).toEqual([]);
    expect(bot.state.strayStops).toEqual([]);
    await readDatabase(bot);
    expect(bot.state.strayStops).toEqual([]);
  });

  it('what it has become in the book of orders is not booked once more', async () => {
    const { exchange, enter, step, bot, trade } = await stopScene();
    exchange.listsFired = true;
    await enter();
    await step();
    const [stop] = exchange.stops.resting();
    exchange.stops.fire(stop!, 0.5);
    exchange.stops.end(stop!, 'canceled');
    await step();
    const { amount } = trade();
    await reloadTrade(bot, 1);
    expect(trade().amount).toBe(amount);
    expect(trade().orders.map(({ orderId }) => orderId)).not.toContain('f2');
  });

  it('is withdrawn where the configuration does not want it any more', async () => {
    const { exchange, enter, step, bot } = await stopScene();
    await enter();
    await step();
    bot.settings = { ...bot.settings, stopOnExchange: null };
    await step();
    expect(exchange.stops.resting()).toEqual([]);
  });

  it('does not wait behind an entry that adds to the trade', async () => {
    const { exchange, enter, step } = await stopScene(new Still(), { position_adjustment_enable: true });
    await enter();
    await step();
    await enter({ orderType: 'limit', rate: 95, stakeAmount: 50 });
    exchange.stops.end(exchange.stops.resting()[0]!, 'canceled');
    await step();
    expect(exchange.stops.resting()).toHaveLength(1);
  });

  it('costs one question an iteration while nothing happens', async () => {
    const { exchange, enter, step, bot } = await stopScene();
    await enter();
    await step();
    let asked = 0;
    const { find } = exchange.stops;
    exchange.stops.find = (key) => {
      asked++;
      return find.call(exchange.stops, key);
    };
    exchange.now += MINUTE;
    await iterate(bot);
    await iterate(bot);
    expect(asked).toBe(2);
  });
});
