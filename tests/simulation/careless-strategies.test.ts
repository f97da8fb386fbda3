import { describe, expect, it } from 'vitest';
import type { DataFrame } from '../../src/index.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

/** A strategy's mistakes cost what was asked of it, for the pair it was asked for: never a stop, never another pair, never the turn. */

const OTHER = 'OTHER/USDT';

const careless = (strategy: Still) =>
  accountScene(strategy, {
    markets: [spotMarket(PAIR), spotMarket(OTHER)],
    changes: { max_open_trades: 3, exchange: { name: 'account', pair_whitelist: [PAIR, OTHER] } },
  });

/** From the second candle on it does something wrong on one pair, and enters the other one. */
class Wrong extends Still {
  override processOnlyNewCandles = false;
  isWrong = false;
  readonly does: (frame: DataFrame) => unknown;
  constructor(does: (frame: DataFrame) => unknown) {
    super();
    this.does = does;
  }
  override populateEntryTrend(frame: DataFrame, context?: { pair: string }): DataFrame {
    if (!this.isWrong) return frame;
    return context?.pair === PAIR ? (this.does(frame) as DataFrame) : frame.signal('enter_long', frame.close.above(0));
  }
}

const texts = (frame: DataFrame): string[] => new Array<string>(frame.length).fill('yes');

describe('what a strategy hands back that is wrong', () => {
  it.each([
    ['texts for an exit', (f: DataFrame) => f.set('exit_long', texts(f)), 'Column "exit_long" holds true or 1 where to act'],
    ['texts for an entry', (f: DataFrame) => f.set('enter_long', texts(f)), 'Column "enter_long" holds true or 1 where to act'],
    ['numbers for tags', (f: DataFrame) => f.signal('enter_long', f.close.above(0)).set('enter_tag', f.close), '"enter_tag" holds texts'],
    ['another frame', (f: DataFrame) => f.resample('5m'), 'mismatching length'],
    ['nothing', () => undefined, 'No dataframe returned'],
    ['prices written over', (f: DataFrame) => f.set('close', f.close.times(2)), 'mismatching last close price'],
    [
      'texts for prices',
      (f: DataFrame) => f.set('close', texts(f)).set('high', texts(f)).set('low', texts(f)),
      '"close" holds texts: see frame.text("close").',
    ],
  ])('%s: the trade of that pair keeps its stop, and the other pair is entered', async (_name, does, words) => {
    for (const how of ['push', 'turn']) {
      const strategy = new Wrong(does);
      const { bot, enter, step, push, exchange, lines } = await careless(strategy);
      await enter();
      strategy.isWrong = true;
      await step(60);
      expect(lines.join('\n')).toContain(`Analysis of ${PAIR}: Wrong.populateEntryTrend failed: `);
      expect(lines.join('\n')).toContain(words);
      expect(bot.state.trades.map(({ pair }) => pair)).toEqual([PAIR, OTHER]);
      const [trade] = bot.state.trades;
      exchange.move(PAIR, 85);
      await (how === 'push' ? push(85) : step());
      expect([how, trade?.exitReason, bot.state.trades.map(({ pair }) => pair)]).toEqual([how, 'stop_loss', [OTHER]]);
    }
  });

  it('a number that is neither yes nor no enters nothing, and is said once of a signal', async () => {
    const strategy = new Wrong((frame) => frame.set('enter_long', frame.close));
    const { bot, step, lines } = await careless(strategy);
    strategy.isWrong = true;
    for (let turn = 0; turn < 3; turn++) await step(60);
    expect(lines).toEqual([`Wrong, ${PAIR}: "enter_long" holds 100: 1 alone is a signal.`]);
    expect(bot.state.trades.map(({ pair }) => pair)).toEqual([OTHER]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('not today');
      },
      'Asking.informativePairs failed: not today',
    ],
    ['names no pairs', () => 'BTC/USDT', 'it must return a list of [pair, timeframe]'],
    ['names a timeframe that is none', () => [['BTC/USDT', '5x']], '"5x" is not a timeframe'],
  ])('informativePairs that %s keeps nobody from leaving', async (_name, does, words) => {
    class Asking extends Still {
      isWrong = false;
      override informativePairs(): [string, string][] {
        return this.isWrong ? (does() as [string, string][]) : [];
      }
    }
    const strategy = new Asking();
    const { bot, enter, step, exchange, lines } = await careless(strategy);
    const trade = await enter();
    strategy.isWrong = true;
    await step();
    await step();
    expect(lines.filter((line) => line.includes(words))).toHaveLength(1);
    exchange.move(PAIR, 85);
    await step();
    expect([trade.exitReason, bot.state.trades]).toEqual(['stop_loss', []]);
  });
});
