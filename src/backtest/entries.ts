import { newOrder, openTrade } from '../core/entry/open-trade.ts';
import { allowedLeverage } from '../core/market/leverage-tiers.ts';
import type { Quote } from '../core/market/market.ts';
import { roundAmount, roundPrice } from '../core/market/precision.ts';
import { hasSimilarOrder } from '../core/order/similar.ts';
import { followOpenRate } from '../core/trade/apply-order-update.ts';
import { bookedFunding } from '../core/trade/funding.ts';
import { entrySide, type Side, type Trade } from '../core/trade/trade.ts';
import { proposeStake, stakeLimits, validateStake } from '../core/wallet/stake.ts';
import { guarded } from '../strategy/guard.ts';
import type { EntryContext } from '../strategy/strategy.ts';
import { tryFill } from './fills.ts';
import { marketAt, type PairData } from './pair-data.ts';
import { account, type BacktestState, cancelOpenOrders, freeStake } from './state.ts';

/** Reserve for the stop that minimum stakes are reckoned with, ratio. */
const STOP_RESERVE = -0.05;

export interface EntryOrder {
  readonly side: Side;
  readonly tag: string | null;
  /** The trade to add to, or whose order is replaced; null for a new one. */
  readonly trade: Trade | null;
  /** Stake that position adjustment asks for. */
  readonly stake: number | null;
  /** Rate and stake of a replaced order, taken as they are. */
  readonly replacing: { readonly rate: number; readonly stake: number } | null;
}

/**
 * Places an entry order, for a new trade or an open one; it fills at once when the candle reaches it.
 * @returns the trade; null for none, and where an open order does the same already
 */
export function enter(state: BacktestState, data: PairData, quote: Quote, entry: EntryOrder): Trade | null {
  const { settings } = state;
  const market = marketAt(data, quote.at);
  const priced = priceAndStake(state, data, quote, entry);
  if (priced === null) return entry.trade;
  const rate = entry.replacing?.rate ?? priced.rate;
  const stake = entry.replacing?.stake ?? priced.stake;
  if (!(stake > 0) || (priced.min !== null && stake < priced.min)) return entry.trade;
  const requested = (stake / rate) * priced.leverage;
  const amount = roundAmount(requested, market.amountPrecision, market.precisionMode);
  if (!(amount > 0)) return entry.trade;
  const isAdjusting = entry.trade !== null && entry.replacing === null;
  if (!isAdjusting && !isConfirmed(state, data, quote, entry, amount, rate)) return entry.trade;

  if (entry.trade !== null) {
    if (hasSimilarOrder(entry.trade, entrySide(entry.trade), rate, amount)) return null;
    cancelOpenOrders(state, entry.trade);
  }
  const stakeAmount = (amount * rate) / priced.leverage;
  const trade = entry.trade ?? startTrade(state, data, quote, entry, { rate, amount, stakeAmount, leverage: priced.leverage });
  const order = newOrder(
    trade,
    {
      side: entrySide(trade),
      orderType: settings.entryRules.orderType,
      amount,
      rate,
      tag: entry.tag,
      orderId: String(state.nextOrderId++),
    },
    quote.at,
  );
  order.cost = amount * rate * (1 + settings.fee);
  trade.orders.push(order);
  tryFill(state, trade, order, quote);
  if (trade.amount > 0) followOpenRate(trade);
  // what is due since the last fill counts again from the next funding time on
  trade.fundingFees = bookedFunding(trade);
  return trade;
}

function startTrade(
  state: BacktestState,
  data: PairData,
  quote: Quote,
  entry: EntryOrder,
  order: { rate: number; amount: number; stakeAmount: number; leverage: number },
): Trade {
  const { settings } = state;
  const trade = openTrade(
    {
      pair: data.pair,
      side: entry.side,
      tag: entry.tag,
      orderType: settings.entryRules.orderType,
      timeInForce: settings.entryRules.timeInForce,
      amountRequested: order.amount,
      ...order,
    },
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
  );
  trade.id = state.nextTradeId++;
  state.open.push(trade);
  return trade;
}

/** Price, stake and leverage of an entry, the strategy asked; null where there is no money for it. */
function priceAndStake(
  state: BacktestState,
  data: PairData,
  quote: Quote,
  entry: EntryOrder,
): { rate: number; stake: number; leverage: number; min: number | null } | null {
  const { settings } = state;
  const { strategy, entryRules: rules } = settings;
  const { pair } = data;
  const market = marketAt(data, quote.at);
  const context = { pair, currentTime: quote.at, rate: quote.rate, entryTag: entry.tag, side: entry.side };
  let rate = quote.rate;
  if (rules.orderType === 'limit' && strategy.customEntryPrice !== undefined) {
    const asked = guarded(
      strategy,
      'customEntryPrice',
      () => strategy.customEntryPrice!({ ...context, proposedRate: rate, trade: entry.trade }),
      rate,
      state.onFailure,
    );
    if (asked !== rate && Number.isFinite(asked)) {
      rate = roundPrice(asked, market.pricePrecision, market.precisionMode);
      // an order beyond the candle would be a stop order
      rate = entry.side === 'short' ? Math.max(rate, quote.low) : Math.min(rate, quote.high);
    }
  }
  let leverage = entry.trade?.leverage ?? 1;
  let stake = entry.stake ?? entry.trade?.stakeAmount ?? 0;
  if (entry.trade === null) {
    const proposed = proposeStake(account(state), rules, state.realized);
    if (typeof proposed !== 'number') return null;
    stake = proposed;
    if (settings.isFutures) {
      const most = allowedLeverage(market.leverageTiers, stake);
      if (most === null) return null;
      leverage = Math.min(Math.max(askLeverage(state, context, quote.rate, most), 1), most);
    }
  }
  const limits = stakeLimits(market, rate, { ...rules, stoploss: entry.trade === null ? STOP_RESERVE : 0 }, leverage);
  const available = freeStake(state);
  if (entry.trade === null && strategy.customStakeAmount !== undefined) {
    const proposedStake = stake;
    const asked = guarded(
      strategy,
      'customStakeAmount',
      () =>
        strategy.customStakeAmount!({
          ...context,
          rate,
          currentRate: rate,
          proposedStake,
          minStake: limits.min,
          maxStake: Math.min(available, limits.max),
          leverage,
        }),
      proposedStake,
      state.onFailure,
    );
    if (Number.isFinite(asked)) stake = asked;
  }
  // the order that is replaced has its stake already
  if (entry.replacing !== null) return { rate, stake: entry.replacing.stake, leverage, min: limits.min };
  const validated = validateStake(stake, limits, available, entry.trade?.stakeAmount ?? 0);
  return typeof validated === 'number' ? { rate, stake: validated, leverage, min: limits.min } : null;
}

function askLeverage(state: BacktestState, context: EntryContext, rate: number, most: number): number {
  const { strategy } = state.settings;
  if (strategy.leverage === undefined) return 1;
  const asked = () => strategy.leverage!({ ...context, currentRate: rate, proposedLeverage: 1, maxLeverage: most });
  return guarded(strategy, 'leverage', asked, 1, state.onFailure);
}

function isConfirmed(state: BacktestState, data: PairData, quote: Quote, entry: EntryOrder, amount: number, rate: number): boolean {
  const { strategy, entryRules } = state.settings;
  if (strategy.confirmTradeEntry === undefined) return true;
  const context = {
    pair: data.pair,
    currentTime: quote.at,
    rate,
    entryTag: entry.tag,
    side: entry.side,
    orderType: entryRules.orderType,
    amount,
    timeInForce: entryRules.timeInForce,
  };
  return guarded(strategy, 'confirmTradeEntry', () => strategy.confirmTradeEntry!(context), false, state.onFailure);
}
