import { expect, test } from 'vitest';
import type { DataFrame } from './data-frame.ts';
import {
  BooleanParameter,
  CategoricalParameter,
  DecimalParameter,
  IntParameter,
  type ParameterSearch,
  RealParameter,
} from './parameter.ts';
import { applyParameters, parametersOf, searchParameters } from './parameters.ts';
import { Strategy } from './strategy.ts';

class Tuned extends Strategy {
  timeframe = '5m';
  override minimalRoi: Record<string, number> = { 0: 0.04 };
  stoploss = -0.1;
  buyRsi = new IntParameter(1, 50, { default: 30 });
  sell_factor = new DecimalParameter(0.1, 2, { default: 1.23456, decimals: 2 });
  mode = new CategoricalParameter(['slow', 'fast'], { default: 'slow', space: 'buy' });
  protectionOn = new BooleanParameter({ default: true, load: false });
  populateIndicators = (frame: DataFrame) => frame;
  populateEntryTrend = (frame: DataFrame) => frame;
  populateExitTrend = (frame: DataFrame) => frame;
}

const stored = (params: Record<string, Record<string, unknown>>) => ({ strategy_name: 'Tuned', params });

test('a parameter is named after its attribute and finds its space by the beginning of it', () => {
  const found = parametersOf(new Tuned()).map(({ name, space, type, value }) => [name, space, type, value]);
  expect(found).toEqual([
    ['buyRsi', 'buy', 'IntParameter', 30],
    ['mode', 'buy', 'CategoricalParameter', 'slow'],
    ['protectionOn', 'protection', 'BooleanParameter', true],
    ['sell_factor', 'sell', 'DecimalParameter', 1.23],
  ]);
});

test('a file sets ROI, stoploss, trailing stop, open trades and the parameters it names', () => {
  const strategy = new Tuned();
  const notes = applyParameters(
    strategy,
    stored({
      roi: { 0: 0.02, 30: 0.01 },
      stoploss: { stoploss: -0.05 },
      max_open_trades: { max_open_trades: 7 },
      trailing: {
        trailing_stop: true,
        trailing_stop_positive: 0.01,
        trailing_stop_positive_offset: 0.02,
        trailing_only_offset_is_reached: true,
      },
      buy: { buyRsi: 12, mode: 'fast' },
      protection: { protectionOn: false },
    }),
  );
  expect(strategy).toMatchObject({ minimalRoi: { 0: 0.02, 30: 0.01 }, stoploss: -0.05, maxOpenTrades: 7, trailingStop: true });
  expect(strategy).toMatchObject({ trailingStopPositive: 0.01, trailingStopPositiveOffset: 0.02, trailingOnlyOffsetIsReached: true });
  expect([strategy.buyRsi.value, strategy.mode.value, strategy.protectionOn.value]).toEqual([12, 'fast', true]);
  expect(notes).toEqual([
    'Strategy Parameter: buyRsi = 12',
    'Strategy Parameter: mode = fast',
    'Parameter "protectionOn" exists, but is disabled. Default value "true" used.',
    'Strategy Parameter(default): sell_factor = 1.23',
  ]);
});

test("the file stands above the strategy's own values, which stand above defaults", () => {
  const strategy = Object.assign(new Tuned(), { buyParams: { buyRsi: 20, mode: 'fast' } });
  applyParameters(strategy, stored({ buy: { buyRsi: 12 } }));
  expect([strategy.buyRsi.value, strategy.mode.value]).toEqual([12, 'fast']);
});

test.each([
  [{ buy: { buyRsi: 'much' } }, 'Parameter buyRsi is set to "much": it must be a whole number.'],
  [{ buy: { mode: 'quick' } }, 'Parameter mode is set to "quick": it must be one of "slow", "fast".'],
  [{ sell: { sell_factor: null } }, 'Parameter sell_factor is set to null: it must be a number.'],
])('a value that can not be is refused: %j', (params, message) => {
  expect(() => applyParameters(new Tuned(), stored(params as never))).toThrow(message);
});

test('a parameter without a space is refused with what to write', () => {
  const strategy = Object.assign(new Tuned(), { window: new IntParameter(1, 9, { default: 2 }) });
  expect(() => parametersOf(strategy)).toThrow('Cannot determine parameter space for window. Begin its name with buy');
  expect(() => new IntParameter(9, 1, { default: 2 })).toThrow('write the lowest value first');
});

test('its range is its value, and every value while a search of its space makes indicators', () => {
  const strategy = Object.assign(new Tuned(), {
    buyFactor: new DecimalParameter(0.28, 0.31, { default: 0.3, decimals: 2 }),
    buyFixed: new IntParameter(1, 9, { default: 2, optimize: false }),
    buyAny: new RealParameter(0, 1, { default: 0.5 }),
    exitAfter: new IntParameter([3, 5], { default: 4 }),
  });
  const ranges = () =>
    [strategy.buyRsi, strategy.buyFactor, strategy.buyFixed, strategy.mode, strategy.exitAfter].map(({ range }) => range);
  const alone = [[30], [0.3], [2], ['slow'], [4]];
  expect(ranges()).toEqual(alone);
  const told: string[] = [];
  const search: ParameterSearch = { phase: 'start', tell: (note) => told.push(note) };
  const searched = searchParameters(strategy, search, (space) => space === 'buy');
  expect(searched.map(({ name }) => name)).toEqual(['buyAny', 'buyFactor', 'buyRsi', 'mode']);
  search.phase = 'indicators';
  const whole = Array.from({ length: 50 }, (_nothing, index) => index + 1);
  // 0.29 * 100 lies below 29
  expect(ranges()).toEqual([whole, [0.28, 0.29, 0.3, 0.31], [2], ['slow', 'fast'], [4]]);
  expect(told).toEqual([]);
  expect([strategy.buyRsi.value, strategy.buyRsi.value, strategy.buyFixed.value, strategy.exitAfter.value]).toEqual([30, 30, 2, 4]);
  expect(told).toEqual([
    expect.stringMatching(/^Parameter 'buyRsi' is part of this hyperopt run.*each will see 30\. .*"range".*--analyze-per-epoch/),
  ]);
  search.phase = 'epoch';
  strategy.buyRsi.value = 7;
  expect(ranges()).toEqual([[7], ...alone.slice(1)]);
  expect(told).toHaveLength(1);
  searchParameters(strategy, search, () => false);
  search.phase = 'start';
  expect(ranges()).toEqual([[7], ...alone.slice(1)]);
  expect(() => strategy.buyAny.range).toThrow('RealParameter buyAny has no range: any number lies in it. Use DecimalParameter.');
});

test('a choice may begin with a value that no search tries, as in freqtrade', () => {
  const made = () => Object.assign(new Tuned(), { buyMode: new CategoricalParameter(['slow', 'fast'], { default: 'off' }) });
  const strategy = made();
  const search: ParameterSearch = { phase: 'start', tell: () => undefined };
  expect(strategy.buyMode.value).toBe('off');
  searchParameters(strategy, search, () => true);
  expect(strategy.buyMode.range).toEqual(['slow', 'fast']);
  const kept = made();
  applyParameters(kept, stored({ buy: { buyMode: 'fast' } }));
  expect(kept.buyMode.value).toBe('fast');
  applyParameters(kept, stored({ buy: { buyMode: 'off' } }));
  expect(kept.buyMode.value).toBe('off');
  expect(() => applyParameters(made(), stored({ buy: { buyMode: 'of' } }))).toThrow('it must be one of "slow", "fast".');
});

test('a number may begin beside what a search tries, as in freqtrade', () => {
  const strategy = Object.assign(new Tuned(), { buyAt: new DecimalParameter(0.1, 2, { default: 100, decimals: 0 }) });
  expect(strategy.buyAt.value).toBe(100);
  searchParameters(strategy, { phase: 'indicators', tell: () => undefined }, () => true);
  expect(strategy.buyAt.range).toEqual([0, 1, 2]);
  expect(new IntParameter(1, 50, { default: 100, space: 'buy' }).value).toBe(100);
});

test('its values are the steps that freqtrade tries', () => {
  const range = (low: number, high: number, decimals: number) => {
    const strategy = Object.assign(new Tuned(), { buyAt: new DecimalParameter(low, high, { default: low, decimals }) });
    searchParameters(strategy, { phase: 'start', tell: () => undefined }, () => true);
    return strategy.buyAt.range;
  };
  // recorded: the ends are cut, not rounded
  expect(range(0.29, 0.3, 2)).toEqual([0.28, 0.29, 0.3]);
  expect(range(-0.05, 0.05, 2)).toEqual([-0.05, -0.04, -0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.03, 0.04, 0.05]);
  expect(range(1.1, 1.103, 3)).toEqual([1.1, 1.101, 1.102, 1.103]);
  expect(range(0.5, 3.5, 0)).toEqual([0, 1, 2, 3]);
  expect(new DecimalParameter(0, 1, { default: 0.125, decimals: 2 }).value).toBe(0.12);
});

test('each strategy has values of its own, wherever a parameter was declared', () => {
  const shared = new IntParameter(1, 50, { default: 30 });
  class Twice extends Tuned {
    override buyRsi = shared;
    sellRsi = shared;
  }
  const [one, other] = [new Twice(), new Twice()];
  applyParameters(one, stored({ buy: { buyRsi: 12 }, sell: { sellRsi: 40 } }));
  applyParameters(other, stored({ buy: { buyRsi: 25 } }));
  expect([one.buyRsi.value, one.sellRsi.value, other.buyRsi.value, other.sellRsi.value]).toEqual([12, 40, 25, 30]);
  expect(
    parametersOf(one)
      .filter(({ name }) => name.endsWith('Rsi'))
      .map(({ name, space }) => [name, space]),
  ).toEqual([
    ['buyRsi', 'buy'],
    ['sellRsi', 'sell'],
  ]);
  class Static extends Tuned {
    static buySlow = new IntParameter(1, 9, { default: 2 });
  }
  expect(() => parametersOf(new Static())).toThrow('"static buySlow" belongs to no strategy');
});

test.each<readonly [string, readonly unknown[], string]>([
  ['IntParameter', [1, 50], 'IntParameter: its options must be an object, and are missing. Write new IntParameter('],
  ['IntParameter', [1, 50, 30], 'its options must be an object, and are 30.'],
  ['IntParameter', [1, 50, { space: 'buy' }], 'IntParameter: its default is missing.'],
  ['IntParameter', [1, 50, { defualt: 3 }], 'there is no option "defualt"; did you mean "default"?'],
  ['IntParameter', [1, 50, { default: 3, name: 'x' }], 'Name is determined by parameter field name and can not be specified manually.'],
  ['IntParameter', [1, 50, { default: 3.5 }], 'its default is 3.5: it must be a whole number.'],
  ['IntParameter', [1.5, 50, { default: 3 }], 'its ends must be whole numbers, not 1.5. Use DecimalParameter.'],
  ['IntParameter', ['1', 50, { default: 3 }], 'its ends must be numbers, and are the text "1" and 50.'],
  ['IntParameter', [1, 50, { default: 3, optimize: 'no' }], '"optimize" must be true or false, and is the text "no".'],
  ['RealParameter', [1, 50, { default: null }], 'RealParameter: its default is null: it must be a number.'],
  ['DecimalParameter', [1, 50, { default: 3, decimals: 1.5 }], '"decimals" must be a whole number from 0 to 15, and is 1.5.'],
  ['CategoricalParameter', [['a']], 'give it two values or more to choose from'],
  ['BooleanParameter', [{ default: 'yes' }], 'BooleanParameter: its default is the text "yes": it must be one of true, false.'],
])('a declaration without types is looked at: %s %j', (kind, values, message) => {
  const kinds: Readonly<Record<string, unknown>> = {
    IntParameter,
    RealParameter,
    DecimalParameter,
    CategoricalParameter,
    BooleanParameter,
  };
  expect(() => Reflect.construct(kinds[kind] as new () => unknown, values)).toThrow(message);
});
