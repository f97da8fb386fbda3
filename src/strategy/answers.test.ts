import { expect, it } from 'vitest';
import { type DataFrame, Strategy } from '../index.ts';
import { usesAfterFill } from './after-fill.ts';
import { askStrategy, entryCallbacks, type StrategyError } from './guard.ts';

class Plain extends Strategy {
  override timeframe = '5m';
  override stoploss = -0.1;
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
}

/** What comes of an answer, and what is said of it. */
function asked(name: string, answer: unknown): { value: unknown; said: string[] } {
  const said: string[] = [];
  const sink = (error: StrategyError): void => void said.push(error.message);
  const strategy = Object.assign(new Plain(), { [name]: () => answer });
  return { value: askStrategy(strategy, name as 'customExit', {} as never, 'otherwise', sink), said };
}

it.each<[string, unknown, string]>([
  ['customStoploss', '-0.05', 'it must return a number, or null, and returned the text "-0.05".'],
  ['customStoploss', true, 'it must return a number, or null, and returned true.'],
  ['customExit', 5, 'it must return a text, true, false or null, and returned 5.'],
  ['customExit', { reason: 'hot' }, 'and returned an object.'],
  ['customRoi', '0.1', 'it must return a number, or null'],
  ['minRoiReached', 0.05, 'it must return true or false, and returned 0.05.'],
  ['minRoiReachedEntry', 0.05, 'it must return [minutes, ratio], and returned 0.05.'],
  ['customEntryPrice', '60000', 'it must return a number, and returned the text "60000".'],
  ['customExitPrice', undefined, 'it must return a number, and returned nothing.'],
  ['customEntryPrice', Number.NaN, 'it must return a number, and returned NaN.'],
  ['customExitPrice', Number.NaN, 'it must return a number, and returned NaN.'],
  ['customStakeAmount', Number.NaN, 'it must return a number, and returned NaN.'],
  ['customRoi', Number.NaN, 'it must return a number, or null, and returned NaN.'],
  ['minRoiReachedEntry', [0, Number.NaN], 'it must return [minutes, ratio], and returned an array.'],
  ['leverage', '3', 'it must return a number of at least 1, and returned the text "3".'],
  ['leverage', Number.NaN, 'it must return a number of at least 1, and returned NaN.'],
  ['leverage', -3, 'it must return a number of at least 1, and returned -3.'],
  ['adjustOrderPrice', Number.NaN, 'it must return a rate, or null to cancel the order, and returned NaN.'],
  ['adjustExitPrice', Number.POSITIVE_INFINITY, 'and returned Infinity.'],
  ['adjustTradePosition', Number.NaN, 'it must return a stake (a number), [stake, tag] or null, and returned NaN.'],
  ['adjustTradePosition', [Number.NaN, 'q'], 'and returned an array.'],
  ['adjustEntryPrice', undefined, 'it must return a rate, or null to cancel the order, and returned nothing.'],
  ['adjustTradePosition', '10', 'it must return a stake (a number), [stake, tag] or null, and returned the text "10".'],
  ['adjustTradePosition', {}, 'and returned an object.'],
  ['adjustTradePosition', ['10', 'more'], 'and returned an array.'],
  ['adjustTradePosition', [10, 5], 'and returned an array.'],
  ['confirmTradeEntry', 'no', 'it must return true or false, and returned the text "no".'],
  ['confirmTradeExit', undefined, 'it must return true or false, and returned nothing.'],
  ['checkEntryTimeout', 'late', 'it must return true or false, and returned the text "late".'],
])('%s that answers %j costs the answer, and is told what is meant', (name, answer, words) => {
  const { value, said } = asked(name, answer);
  expect(value).toBe('otherwise');
  expect(said).toEqual([expect.stringContaining(words)]);
  expect(said[0]).toContain(`Plain.${name} failed`);
});

it.each<[string, unknown]>([
  ['customStoploss', Number.NaN],
  ['customStoploss', undefined],
  ['customExit', undefined],
  ['customExit', false],
  ['customExit', 'hot'],
  ['adjustOrderPrice', null],
  ['adjustTradePosition', undefined],
  ['adjustTradePosition', [-5, null]],
  ['adjustTradePosition', [5]],
  ['checkExitTimeout', undefined],
  ['orderFilled', 'anything'],
])('%s may answer %j', (name, answer) => expect(asked(name, answer)).toEqual({ value: answer, said: [] }));

it.each<[answer: unknown, stake: number, rate: number]>([
  ['100', 0, 100],
  [undefined, 0, 100],
  [Number.NaN, 0, Number.NaN],
])('a stake or a rate of an entry that is %j is no stake, and no rate', (answer, stake, rate) => {
  const strategy = Object.assign(new Plain(), { customStakeAmount: () => answer, customEntryPrice: () => answer });
  const said: string[] = [];
  const { customStakeAmount, customEntryPrice } = entryCallbacks(
    strategy,
    () => 0,
    ({ message }) => said.push(message),
  );
  expect(customStakeAmount?.('BTC/USDT', 100, 50, 10, 1000, 1, null, 'long')).toBe(stake);
  expect(customEntryPrice?.('BTC/USDT', 100, null, 'long', null)).toBe(rate);
  expect(said.map((text) => text.split(' failed')[0])).toEqual(['Plain.customStakeAmount', 'Plain.customEntryPrice']);
});

type Stop = Parameters<NonNullable<Strategy['customStoploss']>>[0];
class Reading extends Plain {
  override customStoploss({ afterFill }: Stop): number | null {
    return afterFill ? -0.3 : null;
  }
}
class Handing extends Plain {
  stopFor(context: Stop): number | null {
    return context.afterFill ? -0.3 : null;
  }
  override customStoploss(context: Stop): number | null {
    return this.stopFor(context);
  }
}
const ASKED: Readonly<Record<string, Strategy>> = {
  'its own code': new Reading(),
  'a method that it goes on to': new Handing(),
  'the class before it': new (class extends Reading {
    override customStoploss(context: Stop): number | null {
      return super.customStoploss(context) ?? -0.1;
    }
  })(),
  'a bound method': (() => {
    const strategy = new Handing();
    return Object.assign(strategy, { customStoploss: strategy.stopFor.bind(strategy) });
  })(),
  'a private method': new (class extends Plain {
    #stopFor(context: Stop): number | null {
      return context.afterFill ? -0.3 : null;
    }
    override customStoploss(context: Stop): number | null {
      return this.#stopFor(context);
    }
  })(),
  'a method by its name in quotes': new (class extends Handing {
    override customStoploss(context: Stop): number | null {
      const name = 'stopFor' as const;
      return this[name](context);
    }
  })(),
  'a method of what stands for it': new (class extends Handing {
    override customStoploss(context: Stop): number | null {
      return this.stopFor(context);
    }
  })(),
  'a method that is taken out of it': new (class extends Handing {
    override customStoploss(context: Stop): number | null {
      const { stopFor } = this;
      return stopFor(context);
    }
  })(),
  'a function of an object that it keeps': new (class extends Plain {
    stops = { wide: ({ afterFill }: Stop): number | null => (afterFill ? -0.3 : null) };
    override customStoploss(context: Stop): number | null {
      return this.stops.wide(context);
    }
  })(),
  'a method of an object that it keeps': new (class extends Plain {
    keeper = new Handing();
    override customStoploss(context: Stop): number | null {
      return this.keeper.stopFor(context);
    }
  })(),
  'an attribute': Object.assign(new Plain(), { stopsAfterFill: true, customStoploss: () => null }),
};
it.each(Object.entries(ASKED))('customStoploss is asked after a fill where %s reads afterFill or says so', (_what, strategy) => {
  expect(usesAfterFill(strategy)).toBe(true);
  expect(usesAfterFill(strategy)).toBe(true);
});

const NOT_ASKED: Readonly<Record<string, Strategy>> = {
  'there is none': new Plain(),
  'it reads other things': Object.assign(new Plain(), { customStoploss: ({ currentProfit }: Stop) => -currentProfit }),
  'a comment alone speaks of it': Object.assign(new Plain(), {
    customStoploss: Reflect.construct(Function, [
      'context',
      'return -0.1 // not by afterFill\n /* afterFill, too, is left out */',
    ]) as () => number,
  }),
  'the class before it alone reads it, and is not asked': new (class extends Reading {
    override customStoploss(): number {
      return -0.1;
    }
  })(),
  'a method reads it that it does not go on to': new (class extends Handing {
    override customStoploss(): number {
      return -0.1;
    }
  })(),
  'an object reads it that it does not go on to': new (class extends Plain {
    stops = { wide: ({ afterFill }: Stop): number | null => (afterFill ? -0.3 : null) };
    override customStoploss(): number {
      return -0.1;
    }
  })(),
  'an attribute says so': Object.assign(new Reading(), { stopsAfterFill: false }),
};
it.each(Object.entries(NOT_ASKED))('customStoploss is not asked after a fill where %s', (_what, strategy) => {
  expect(usesAfterFill(strategy)).toBe(false);
});
