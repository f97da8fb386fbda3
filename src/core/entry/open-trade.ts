import { adjustStopLoss } from '../exit/stoploss.ts';
import type { Market } from '../market/market.ts';
import type { Trade } from '../trade/trade.ts';
import type { EntryDecision } from './plan-entry.ts';

export interface TradeFacts {
  readonly exchange: string;
  readonly strategy: string;
  /** Minutes. */
  readonly timeframe: number;
  readonly stoploss: number;
  /** Ratio, 0.001 = 0.1 %. */
  readonly fee: number;
  readonly tradingMode: Trade['tradingMode'];
}

/** The trade an entry starts, before its order has an answer. @param id 0 where the database is to give one */
export function openTrade(decision: EntryDecision, market: Market, facts: TradeFacts, now: number, id = 0): Trade {
  const trade: Trade = {
    id,
    exchange: facts.exchange,
    pair: decision.pair,
    base: market.base,
    stakeCurrency: market.quote,
    isOpen: true,
    isShort: decision.side === 'short',
    feeOpen: facts.fee,
    feeOpenCost: null,
    feeOpenCurrency: null,
    feeClose: facts.fee,
    feeCloseCost: null,
    feeCloseCurrency: null,
    openRate: decision.rate,
    openRateRequested: decision.rate,
    openTradeValue: 0,
    closeRate: null,
    closeRateRequested: null,
    realizedProfit: 0,
    closeProfit: null,
    closeProfitAbs: null,
    stakeAmount: decision.stakeAmount,
    maxStakeAmount: null,
    amount: 0,
    amountRequested: decision.amountRequested,
    openDate: now,
    closeDate: null,
    stopLoss: null,
    stopLossRatio: null,
    initialStopLoss: null,
    initialStopLossRatio: null,
    isStopLossTrailing: false,
    maxRate: 0,
    minRate: null,
    exitReason: null,
    exitOrderStatus: null,
    strategy: facts.strategy,
    enterTag: decision.tag,
    timeframe: facts.timeframe,
    tradingMode: facts.tradingMode,
    amountPrecision: market.amountPrecision,
    pricePrecision: market.pricePrecision,
    precisionMode: market.precisionMode,
    contractSize: market.contractSize,
    leverage: decision.leverage,
    liquidationPrice: null,
    interestRate: 0,
    fundingFees: 0,
    fundingFeeRunning: null,
    orders: [],
    customData: {},
  };
  adjustStopLoss(trade, decision.rate, facts.stoploss, true);
  return trade;
}
