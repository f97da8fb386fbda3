import type { Exchange as CcxtExchange } from 'ccxt';
import { describe, expect, it } from 'vitest';
import { Contracts } from './contracts.ts';

const MARKETS = {
  'BTC/USDT': { contract: false },
  'BTC/USDT:USDT': { contract: true, contractSize: 0.0001 },
  'ETH/USDT:USDT': { contract: true, contractSize: 0.01 },
  'ONE/USDT:USDT': { contract: true, contractSize: 1 },
};
const contracts = new Contracts({ markets: MARKETS } as unknown as CcxtExchange);

describe('amounts of contracts', () => {
  it('are whole again after there and back, whatever binary numbers make of them', () => {
    for (let count = 1; count < 5000; count++) {
      for (const pair of ['BTC/USDT:USDT', 'ETH/USDT:USDT', 'ONE/USDT:USDT', 'BTC/USDT']) {
        expect(contracts.toContracts(pair, contracts.toBase(pair, count))).toBe(count);
      }
    }
    expect(contracts.toContracts('BTC/USDT:USDT', 0.0123)).toBe(123);
    expect(contracts.toBase('BTC/USDT:USDT', 123)).toBe(0.0123);
  });

  it('are converted in orders and books, where something is told; spot is left as it is', () => {
    const order = { amount: 3, filled: 1, remaining: 2, cost: 60, price: 60_000 };
    expect(contracts.converted('ETH/USDT:USDT', order)).toEqual({ amount: 0.03, filled: 0.01, remaining: 0.02, cost: 60, price: 60_000 });
    expect(contracts.converted('ETH/USDT:USDT', { filled: 1 })).toEqual({ filled: 0.01 });
    expect(contracts.converted('BTC/USDT', order)).toBe(order);
    expect(contracts.converted('NO/SUCH', order)).toBe(order);
    expect(contracts.levels('BTC/USDT:USDT', [[60_000, 12]])).toEqual([[60_000, 0.0012]]);
  });
});
