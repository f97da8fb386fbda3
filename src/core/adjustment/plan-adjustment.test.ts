import { describe, expect, it } from 'vitest';
import { filledTrade } from '../../../tests/fakes/open-trade.ts';
import { spotMarket } from '../../../tests/fakes/spot-market.ts';
import { ASKED_MARKET, candleMarket, type MarketModel } from '../market/market-model.ts';
import { type AdjustmentRequest, type PositionChange, type PositionFacts, planAdjustment } from './plan-adjustment.ts';

const CANDLES = candleMarket(60_000);
const RULES = {
  maxOpenTrades: 3,
  stakeAmount: 100,
  tradableBalanceRatio: 1,
  availableCapital: null,
  amendLastStakeAmount: false,
  lastStakeAmountMinRatio: 0.5,
  amountReserveRatio: 0.05,
  stoploss: -0.3,
};

function asked(change: PositionChange | null, model: MarketModel, changes: Partial<AdjustmentRequest> = {}) {
  let told: PositionFacts | null = null;
  const request = {
    trade: filledTrade({ leverage: 2 }),
    market: spotMarket('A/USDT'),
    entryRate: 101,
    exitRate: 99,
    account: { free: 300, tied: 500, openTrades: 1 },
    realizedProfit: 0,
    maxAdditions: -1,
    ...changes,
  };
  const adjustment = planAdjustment(request, RULES, model, (_trade, facts) => {
    told = facts;
    return change;
  });
  return { adjustment, told: told as PositionFacts | null };
}

describe('a position that is asked about', () => {
  it('is told of what may be added and what leaving earns', () => {
    const { told } = asked(null, ASKED_MARKET);
    expect(told).toMatchObject({ entryRate: 101, exitRate: 99, maxStake: 300 });
    expect(told!.minStake).toBeCloseTo((5 * 1.05) / 2, 9);
    expect(told!.entryProfit).toBeGreaterThan(told!.exitProfit);
    // freqtrade's backtest leaves room for a stop and forgets the leverage
    expect(asked(null, CANDLES).told!.minStake).toBeCloseTo((5 * 1.05) / 0.9, 9);
  });

  it('grows by what is asked for, as often as it may', () => {
    expect(asked({ stake: 50, tag: 'dca' }, ASKED_MARKET).adjustment).toEqual({ kind: 'add', stakeAmount: 50, tag: 'dca' });
    expect(asked({ stake: 50, tag: null }, ASKED_MARKET, { maxAdditions: 1 }).adjustment).toMatchObject({ kind: 'add' });
    expect(asked({ stake: 50, tag: null }, ASKED_MARKET, { maxAdditions: 0 }).adjustment).toEqual({
      kind: 'full',
      reason: 'Max adjustment entries for A/USDT has been reached.',
    });
  });

  it('shrinks by its share, unless that is nothing or would strand the rest', () => {
    expect(asked({ stake: -100, tag: 'bank' }, ASKED_MARKET).adjustment).toEqual({ kind: 'take', amount: 2, tag: 'bank' });
    expect(asked({ stake: -0.001, tag: null }, ASKED_MARKET).adjustment).toMatchObject({ kind: 'left_out' });
    // 0.06 would be left: 5.94 of 7.5 / 2 with the strategy's stop, of 5.83 with that of candles
    const almostAll = { stake: -497, tag: null };
    expect(asked(almostAll, ASKED_MARKET).adjustment).toMatchObject({ kind: 'take', amount: 9.94 });
    const all = { stake: -499, tag: null };
    expect(asked(all, ASKED_MARKET).adjustment).toMatchObject({ kind: 'left_out' });
    expect(asked(all, CANDLES).adjustment).toMatchObject({ kind: 'left_out' });
    expect(asked({ stake: -500, tag: null }, CANDLES).adjustment).toEqual({ kind: 'take', amount: 10, tag: null });
  });

  it('is left as it is where the strategy wants nothing', () => {
    expect(asked(null, ASKED_MARKET).adjustment).toBeNull();
  });
});
