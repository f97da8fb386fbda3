import { expect, it } from 'vitest';
import { filledTrade } from '../../tests/fakes/open-trade.ts';
import { spotMarket } from '../../tests/fakes/spot-market.ts';
import { OpenTrades } from './open-trades.ts';

it('knows the open trades of each pair, in their order; who goes through them goes through what was open then', () => {
  const tradeOn = (pair: string) => filledTrade({ market: spotMarket(pair) });
  const [a, b, again] = [tradeOn('A/USDT'), tradeOn('B/USDT'), tradeOn('A/USDT')];
  const open = new OpenTrades();
  const ofA = open.of('A/USDT');
  expect([open.all, ofA.trades, open.of('B/USDT').trades]).toEqual([[], [], []]);
  for (const trade of [a, b, again]) open.add(trade);
  expect(open.all).toEqual([a, b, again]);
  expect([ofA.trades, open.of('B/USDT').trades]).toEqual([[a, again], [b]]);
  const seen = [];
  for (const trade of ofA.trades) {
    open.remove(trade);
    seen.push(trade);
  }
  expect(seen).toEqual([a, again]);
  expect([open.all, ofA.trades]).toEqual([[b], []]);
});
