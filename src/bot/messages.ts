import { product, roundTo } from '../core/market/decimal.ts';
import { lockFacts, type PairLock } from '../core/protections/lock.ts';
import { profitAt } from '../core/trade/profit.ts';
import type { Order, Trade } from '../core/trade/trade.ts';
import { hasOpenOrders, isEntry, orderRate } from '../core/trade/trade.ts';
import type { BotSettings } from './settings.ts';

/** What a bot tells the world, in the words of freqtrade's message WebSocket. Source: tests/golden/ws-trade-mode.json.gz. */
export type BotMessage = { readonly type: string } & Readonly<Record<string, unknown>>;

function isoDate(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000+00:00');
}

function titleCase(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function about(trade: Readonly<Trade>, order: Readonly<Order>): Record<string, unknown> {
  return {
    trade_id: trade.id,
    exchange: titleCase(trade.exchange),
    pair: trade.pair,
    leverage: trade.leverage,
    direction: trade.isShort ? 'Short' : 'Long',
    order_type: order.orderType,
    stake_currency: trade.stakeCurrency,
    base_currency: trade.base,
    quote_currency: trade.stakeCurrency,
    fiat_currency: null,
    buy_tag: trade.enterTag,
    enter_tag: trade.enterTag,
  };
}

export function entryMessage(type: 'entry' | 'entry_fill', trade: Trade, order: Order, currentRate: number | null): BotMessage {
  const rate = orderRate(order);
  const filled = order.filled ?? 0;
  return {
    type,
    ...about(trade, order),
    limit: rate,
    order_rate: rate,
    open_rate: type === 'entry_fill' ? trade.openRate : rate,
    stake_amount: filled > 0 ? roundTo(product(filled, rate), 8) : trade.stakeAmount,
    amount: type === 'entry_fill' || trade.amount > 0 ? order.filled || trade.amount : (order.amount ?? order.ftAmount),
    open_date: isoDate(trade.openDate),
    current_rate: currentRate,
    sub_trade: trade.orders.some((other) => other.orderId !== order.orderId && isEntry(trade, other) && (other.filled ?? 0) > 0),
  };
}

export function entryCancelMessage(trade: Trade, order: Order, reason: string, currentRate: number | null): BotMessage {
  return {
    type: 'entry_cancel',
    ...about(trade, order),
    limit: order.ftPrice,
    order_rate: order.ftPrice,
    stake_amount: trade.stakeAmount,
    open_rate: trade.openRate,
    amount: order.filled ?? 0,
    open_date: isoDate(trade.openDate),
    current_rate: currentRate,
    reason,
    sub_trade: false,
  };
}

/** A protection has locked a pair, or all of them. */
export function protectionMessage(lock: PairLock): BotMessage {
  return {
    type: lock.pair === '*' ? 'protection_trigger_global' : 'protection_trigger',
    id: lock.id,
    ...lockFacts(lock),
  };
}

export function exitMessage(type: 'exit' | 'exit_fill', trade: Trade, order: Order, currentRate: number | null, at: number): BotMessage {
  const rate = orderRate(order);
  const amount = (type === 'exit_fill' ? order.filled : order.amount) ?? order.ftAmount;
  const profit = profitAt({ ...trade, realizedProfit: 0 }, rate, amount);
  return {
    type,
    ...about(trade, order),
    gain: profit.ratio > 0 ? 'profit' : 'loss',
    limit: rate,
    order_rate: rate,
    amount,
    open_rate: trade.openRate,
    close_rate: rate,
    current_rate: type === 'exit_fill' ? null : currentRate,
    profit_amount: profit.abs,
    profit_ratio: profit.ratio,
    exit_reason: trade.exitReason ?? order.tag,
    open_date: isoDate(trade.openDate),
    close_date: isoDate(trade.closeDate ?? order.filledDate ?? at),
    stake_amount: trade.stakeAmount,
    sub_trade: type === 'exit_fill' ? trade.isOpen : amount < trade.amount,
    cumulative_profit: trade.realizedProfit,
    final_profit_ratio: trade.isOpen ? null : trade.closeProfit,
    is_final_exit: !trade.isOpen && !hasOpenOrders(trade),
  };
}

export function exitCancelMessage(trade: Trade, order: Order, reason: string, currentRate: number | null, at: number): BotMessage {
  const profit = profitAt({ ...trade, realizedProfit: 0 }, order.ftPrice);
  return {
    type: 'exit_cancel',
    ...about(trade, order),
    gain: profit.ratio > 0 ? 'profit' : 'loss',
    limit: order.ftPrice,
    order_rate: order.ftPrice,
    amount: order.filled ?? 0,
    open_rate: trade.openRate,
    current_rate: currentRate,
    profit_amount: profit.abs,
    profit_ratio: profit.ratio,
    exit_reason: trade.exitReason,
    open_date: isoDate(trade.openDate),
    close_date: isoDate(at),
    stake_amount: trade.stakeAmount,
    reason,
    sub_trade: false,
  };
}

/** What the bot says of itself when it starts. */
export function startupMessages(settings: BotSettings, notices: readonly string[]): BotMessage[] {
  const { config, minimalRoi, exitRules, timeframe, strategyName } = settings;
  const roi = `{${Object.entries(minimalRoi)
    .map(([minutes, ratio]) => `'${minutes}': ${ratio}`)
    .join(', ')}}`;
  const messages: BotMessage[] = notices.map((status) => ({ type: 'warning', status }));
  messages.push({
    type: 'startup',
    status: [
      `*Exchange:* \`${config.exchange.name}\``,
      `*Stake per trade:* \`${config.stake_amount} ${config.stake_currency}\``,
      `*Minimum ROI:* \`${roi}\``,
      `*${exitRules.trailingStop ? 'Trailing ' : ''}Stoploss:* \`${exitRules.stoploss}\``,
      `*Position adjustment:* \`${settings.positionAdjustment ? 'On' : 'Off'}\``,
      `*Timeframe:* \`${timeframe}\``,
      `*Strategy:* \`${strategyName}\``,
    ].join('\n'),
  });
  const handlers = config.pairlists.map(({ method }) => `{'${method}': '${method}'}`).join(', ');
  messages.push({ type: 'startup', status: `Searching for ${config.stake_currency} pairs to buy and sell based on [${handlers}]` });
  return messages;
}
