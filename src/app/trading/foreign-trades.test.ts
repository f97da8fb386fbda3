import { expect, it } from 'vitest';
import { foreignTrades } from './foreign-trades.ts';

const trade = (id: number, exchange: string) => ({ id, pair: 'BTC/USDT', exchange });

it('open trades of another exchange are named; an earlier name of the same one is no other', () => {
  expect(foreignTrades([], 'binance')).toBeNull();
  expect(foreignTrades([trade(1, 'gateio'), trade(2, 'gate')], 'gate')).toBeNull();
  expect(foreignTrades([trade(1, 'binance'), trade(2, 'kraken')], 'binance')).toBe(
    'The database has open trades of kraken, whose coins are not on binance: #2 BTC/USDT. Give this bot a db_url of its own, or end those trades with a bot on kraken.',
  );
});
