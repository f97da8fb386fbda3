import { expect, test } from 'vitest';
import type { DataFrame } from './data-frame.ts';
import { applyParameters, BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, parametersOf } from './parameters.ts';
import { Strategy } from './strategy.ts';

class Tuned extends Strategy {
  timeframe = '5m';
  minimalRoi: Record<string, number> = { 0: 0.04 };
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
