import { expect, it } from 'vitest';
import { Still } from '../../../tests/fakes/scene.ts';
import type { RawConfig } from '../../config/raw.ts';
import { validate } from '../../config/validate.ts';
import { tradable } from './tradable.ts';

function settingsOf(name: string, orderTypes: object, isFutures = false) {
  const { config } = validate(
    {
      ...{ stake_currency: 'USDT', stake_amount: 100, dry_run: true, exchange: { name, pair_whitelist: [] } },
      ...(isFutures ? { trading_mode: 'futures', margin_mode: 'isolated' } : {}),
      entry_pricing: { price_side: 'other' },
      exit_pricing: { price_side: 'other' },
      order_types: { entry: 'limit', exit: 'limit', stoploss: 'limit', stoploss_on_exchange: true, ...orderTypes },
    },
    new Map(),
    'config.json',
    'trade',
  );
  return tradable(config as RawConfig, new Still());
}

it('takes stops on the exchange with what is said of them, and what freqtrade takes for granted', () => {
  expect(settingsOf('binance', {}).stopOnExchange).toEqual({
    orderType: 'limit',
    limitRatio: 0.99,
    intervalMs: 60_000,
    priceType: null,
    moves: false,
  });
  const own = { stoploss: 'market', stoploss_on_exchange_interval: 5, stoploss_on_exchange_limit_ratio: 0.95, stoploss_price_type: 'mark' };
  expect(settingsOf('binance', own, true).stopOnExchange).toEqual({
    orderType: 'market',
    limitRatio: 0.95,
    intervalMs: 5000,
    priceType: 'mark',
    moves: false,
  });
  expect(settingsOf('binance', { stoploss_on_exchange: false }).stopOnExchange).toBeNull();
});

it('refuses in freqtrade’s words what the exchange can’t do', () => {
  for (const name of ['bybit', 'bitvavo', 'hyperliquid', 'mexc', 'coinex'])
    expect(() => settingsOf(name, {}), name).toThrow(/On exchange stoploss is not supported for \w+\./);
  expect(() => settingsOf('bybit', {}, true)).not.toThrow();
  expect(() => settingsOf('binance', { stoploss_price_type: 'index' }, true)).toThrow(
    "On exchange stoploss price type 'index' is not supported for Binance.",
  );
  expect(() => settingsOf('hyperliquid', { stoploss_price_type: 'mark' }, true)).toThrow(
    /price type 'mark' is not supported for Hyperliquid/,
  );
  // on spot there is one price, and freqtrade does not look at the key
  expect(() => settingsOf('binance', { stoploss_price_type: 'index' })).not.toThrow();
});
