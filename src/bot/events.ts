import { product, roundTo } from '../core/market/decimal.ts';
import type { PairLock } from '../core/protections/lock.ts';
import { profitAt } from '../core/trade/profit.ts';
import type { Order, Trade } from '../core/trade/trade.ts';
import { hasOpenOrders, isEntry, isStopOrder, orderRate } from '../core/trade/trade.ts';
import type { BotSettings } from './settings.ts';

/** What an event says of a trade and one of its orders. Rates in quote currency, amounts in base currency, dates ms since epoch, UTC. */
interface OrderFacts {
  /** 0 until the database has given one. */
  readonly tradeId: number;
  /** freqtrade's name, e.g. `binance`. */
  readonly exchange: string;
  readonly pair: string;
  readonly base: string;
  readonly stakeCurrency: string;
  readonly leverage: number;
  readonly isShort: boolean;
  readonly orderType: string;
  readonly enterTag: string | null;
  readonly orderRate: number;
  readonly openRate: number;
  readonly openDate: number;
  readonly stakeAmount: number;
  readonly amount: number;
  /** Last known; null where none is. */
  readonly currentRate: number | null;
  /** Whether the order adds to a trade, or leaves a part of it. */
  readonly isPart: boolean;
}

/** What leaving brings, by the rate of the order. */
interface ExitFacts extends OrderFacts {
  /** Stake currency. */
  readonly profit: number;
  /** 0.01 = 1 %. */
  readonly profitRatio: number;
  readonly exitReason: string | null;
  readonly closeDate: number;
}

export interface EntryEvent extends OrderFacts {
  readonly kind: 'entry' | 'entry_fill';
}

export interface EntryCancelEvent extends OrderFacts {
  readonly kind: 'entry_cancel';
  readonly reason: string;
}

export interface ExitEvent extends ExitFacts {
  readonly kind: 'exit' | 'exit_fill';
  readonly closeRate: number;
  /** Of everything that was left so far, stake currency. */
  readonly cumulativeProfit: number;
  /** Of the whole trade; null while it is open. */
  readonly finalProfitRatio: number | null;
  readonly isFinal: boolean;
}

export interface ExitCancelEvent extends ExitFacts {
  readonly kind: 'exit_cancel';
  readonly reason: string;
}

/** A sentence for whoever looks after the bot. */
export interface StatusEvent {
  readonly kind: 'status' | 'warning' | 'startup';
  readonly text: string;
}

/** What the strategy has to say. */
export interface StrategyEvent {
  readonly kind: 'strategy_message';
  readonly text: string;
}

/** A protection has locked a pair, or all of them. */
export interface ProtectionEvent {
  readonly kind: 'protection';
  readonly lock: Readonly<PairLock>;
}

/** Parameters that a scheduled search has found; nothing is changed by it. Profits are ratios, 0.01 = 1 %. */
export interface ProposalEvent {
  readonly kind: 'proposal';
  readonly strategy: string;
  /** File of the tries, and the number of the one that is proposed. */
  readonly searchFile: string;
  readonly epoch: number;
  readonly changes: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** Where was searched, and on the days behind; null without candles. */
  readonly inSample: { readonly before: number | null; readonly after: number };
  readonly outOfSample: { readonly before: number | null; readonly after: number | null };
}

/** The pairs to trade are others. */
export interface WhitelistEvent {
  readonly kind: 'whitelist';
  readonly pairs: readonly string[];
}

/** A pair has a new closed candle, or a new analysis. */
export interface CandleEvent {
  readonly kind: 'new_candle' | 'analyzed';
  readonly pair: string;
  readonly timeframe: string;
  readonly candleType: 'spot' | 'futures';
}

/** All that a bot tells the world. Who shows or sends it chooses the words. */
export type BotEvent =
  | EntryEvent
  | EntryCancelEvent
  | ExitEvent
  | ExitCancelEvent
  | StatusEvent
  | StrategyEvent
  | ProtectionEvent
  | ProposalEvent
  | WhitelistEvent
  | CandleEvent;

function about(trade: Readonly<Trade>, order: Readonly<Order>) {
  return {
    tradeId: trade.id,
    exchange: trade.exchange,
    pair: trade.pair,
    base: trade.base,
    stakeCurrency: trade.stakeCurrency,
    leverage: trade.leverage,
    isShort: trade.isShort,
    orderType: isStopOrder(order) ? 'stoploss' : order.orderType,
    enterTag: trade.enterTag,
    openDate: trade.openDate,
  };
}

export function entryEvent(kind: EntryEvent['kind'], trade: Trade, order: Order, currentRate: number | null): EntryEvent {
  const rate = orderRate(order);
  const filled = order.filled ?? 0;
  return {
    kind,
    ...about(trade, order),
    orderRate: rate,
    openRate: kind === 'entry_fill' ? trade.openRate : rate,
    stakeAmount: filled > 0 ? roundTo(product(filled, rate), 8) : trade.stakeAmount,
    amount: kind === 'entry_fill' || trade.amount > 0 ? order.filled || trade.amount : (order.amount ?? order.ftAmount),
    currentRate,
    isPart: trade.orders.some((other) => other.orderId !== order.orderId && isEntry(trade, other) && (other.filled ?? 0) > 0),
  };
}

export function entryCancelEvent(trade: Trade, order: Order, reason: string, currentRate: number | null): EntryCancelEvent {
  return {
    kind: 'entry_cancel',
    ...about(trade, order),
    orderRate: order.ftPrice,
    openRate: trade.openRate,
    stakeAmount: trade.stakeAmount,
    amount: order.filled ?? 0,
    currentRate,
    isPart: false,
    reason,
  };
}

export function exitEvent(kind: ExitEvent['kind'], trade: Trade, order: Order, currentRate: number | null, at: number): ExitEvent {
  const rate = orderRate(order);
  const amount = (kind === 'exit_fill' ? order.filled : order.amount) ?? order.ftAmount;
  const profit = profitAt({ ...trade, realizedProfit: 0 }, rate, amount);
  return {
    kind,
    ...about(trade, order),
    orderRate: rate,
    openRate: trade.openRate,
    closeRate: rate,
    closeDate: trade.closeDate ?? order.filledDate ?? at,
    stakeAmount: trade.stakeAmount,
    amount,
    currentRate: kind === 'exit_fill' ? null : currentRate,
    profit: profit.abs,
    profitRatio: profit.ratio,
    exitReason: trade.exitReason ?? order.tag,
    isPart: kind === 'exit_fill' ? trade.isOpen : amount < trade.amount,
    cumulativeProfit: trade.realizedProfit,
    finalProfitRatio: trade.isOpen ? null : trade.closeProfit,
    isFinal: !trade.isOpen && !hasOpenOrders(trade),
  };
}

export function exitCancelEvent(trade: Trade, order: Order, reason: string, currentRate: number | null, at: number): ExitCancelEvent {
  const profit = profitAt({ ...trade, realizedProfit: 0 }, order.ftPrice);
  return {
    kind: 'exit_cancel',
    ...about(trade, order),
    orderRate: order.ftPrice,
    openRate: trade.openRate,
    closeDate: at,
    stakeAmount: trade.stakeAmount,
    amount: order.filled ?? 0,
    currentRate,
    profit: profit.abs,
    profitRatio: profit.ratio,
    exitReason: trade.exitReason,
    isPart: false,
    reason,
  };
}

/** What the bot says of itself when it starts. */
export function startupEvents(settings: BotSettings, notices: readonly string[]): StatusEvent[] {
  const { config, minimalRoi, exitRules, timeframe, strategyName } = settings;
  const roi = `{${Object.entries(minimalRoi)
    .map(([minutes, ratio]) => `'${minutes}': ${ratio}`)
    .join(', ')}}`;
  const handlers = config.pairlists.map(({ method }) => `{'${method}': '${method}'}`).join(', ');
  const facts = [
    `*Exchange:* \`${config.exchange.name}\``,
    `*Stake per trade:* \`${config.stake_amount} ${config.stake_currency}\``,
    `*Minimum ROI:* \`${roi}\``,
    `*${exitRules.trailingStop ? 'Trailing ' : ''}Stoploss:* \`${exitRules.stoploss}\``,
    `*Position adjustment:* \`${settings.adjustmentRules.isOn ? 'On' : 'Off'}\``,
    `*Timeframe:* \`${timeframe}\``,
    `*Strategy:* \`${strategyName}\``,
  ];
  return [
    ...notices.map((text) => ({ kind: 'warning', text }) as const),
    { kind: 'startup', text: facts.join('\n') },
    { kind: 'startup', text: `Searching for ${config.stake_currency} pairs to buy and sell based on [${handlers}]` },
  ];
}
