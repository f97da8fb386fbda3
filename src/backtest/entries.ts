import { openTrade } from '../core/entry/open-trade.ts';
import { type Adding, type EntryDecision, planEntry } from '../core/entry/plan-entry.ts';
import type { Quote } from '../core/market/market.ts';
import { followOpenRate } from '../core/trade/apply-order-update.ts';
import { restartFunding } from '../core/trade/funding.ts';
import { placeEntryOrder } from '../core/trade/place-order.ts';
import type { Side, Trade } from '../core/trade/trade.ts';
import type { Refused } from '../core/wallet/stake.ts';
import { tryFill } from './fills.ts';
import { marketAt, type PairData } from './pair-data.ts';
import { account, type BacktestState, cancelOpenOrders, nextOrder } from './state.ts';

export interface EntryOrder {
  readonly side: Side;
  readonly tag: string | null;
  /** The trade to add to, or whose order is replaced; null for a new one. */
  readonly adding: (Adding & { readonly trade: Trade }) | null;
}

/**
 * Decides on an entry, for a new trade or an open one, and places its order; it fills at once when the candle reaches it.
 * @returns the trade, or why there is no order
 */
export function enter(state: BacktestState, data: PairData, quote: Quote, entry: EntryOrder): Trade | Refused {
  const { settings } = state;
  const { side, tag, adding } = entry;
  const decision = planEntry(
    {
      market: marketAt(data, quote.at),
      side,
      tag,
      quote,
      account: account(state),
      realizedProfit: state.realized,
      locks: state.locks.of(data.pair, quote.at),
      isTaken: !settings.positionStacking && state.open.of(data.pair).trades.length > 0,
      isInFlight: false,
      now: quote.at,
      forced: null,
      adding,
    },
    settings.entryRules,
    settings.marketModel,
    state.callbacks.entry,
  );
  if ('refused' in decision) {
    if (decision.isSized) nextOrder(state);
    return decision;
  }
  if (adding !== null) cancelOpenOrders(state, adding.trade, quote.at);
  const trade = adding?.trade ?? startTrade(state, data, quote, decision);
  const { orderType, amount, rate } = decision;
  const cost = amount * rate * (1 + settings.fee);
  const bound = settings.marketModel.replacement.movesOpening ? decision.stakeAmount : null;
  const facts = { orderType, amount, rate, tag, cost, ...nextOrder(state) };
  const order = placeEntryOrder(trade, facts, quote.at, adding === null ? null : bound);
  tryFill(state, trade, order, quote);
  if (trade.amount > 0) followOpenRate(trade);
  restartFunding(trade);
  return trade;
}

/** The trade that an entry starts; it binds what its order does. */
function startTrade(state: BacktestState, data: PairData, quote: Quote, decision: EntryDecision): Trade {
  const { settings } = state;
  const { amount, rate, leverage } = decision;
  const trade = openTrade(
    { ...decision, amountRequested: amount, stakeAmount: (amount * rate) / leverage },
    marketAt(data, quote.at),
    {
      exchange: settings.exchange,
      strategy: settings.strategyName,
      timeframe: settings.timeframeMs / 60_000,
      stoploss: settings.exitRules.stoploss,
      fee: settings.fee,
      tradingMode: settings.isFutures ? 'futures' : 'spot',
    },
    quote.at,
    state.nextTradeId++,
  );
  state.open.add(trade);
  return trade;
}
