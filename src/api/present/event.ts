import type { BotEvent, EntryCancelEvent, EntryEvent, ExitCancelEvent, ExitEvent, ProposalEvent } from '../../bot/port.ts';
import { dateTime } from '../../core/market/calendar.ts';
import type { PairLock } from '../../core/protections/lock.ts';
import type { Message } from '../../wire/messages.ts';

/** That a pair has been analysed: whoever wants its frame asks for it. */
export type FrameNotice = {
  readonly type: 'analyzed_df';
  readonly data: { readonly key: readonly [pair: string, timeframe: string, candleType: string] };
};

/** The type of message that an event becomes. */
export function messageType(event: BotEvent): Message['type'] {
  switch (event.kind) {
    case 'strategy_message':
      return 'strategy_msg';
    case 'protection':
      return event.lock.pair === '*' ? 'protection_trigger_global' : 'protection_trigger';
    case 'analyzed':
      return 'analyzed_df';
    default:
      return event.kind;
  }
}

/** An event of the bot in the words, and the order of words, of freqtrade's messages. Source: tests/golden/ws-trade-mode.json.gz. */
export function presentEvent(event: BotEvent): Message | FrameNotice {
  switch (event.kind) {
    case 'entry':
    case 'entry_fill':
      return presentEntry(event);
    case 'entry_cancel':
      return presentEntryCancel(event);
    case 'exit':
    case 'exit_fill':
      return presentExit(event);
    case 'exit_cancel':
      return presentExitCancel(event);
    case 'status':
    case 'warning':
    case 'startup':
      return { type: event.kind, status: event.text };
    case 'strategy_message':
      return { type: 'strategy_msg', msg: event.text };
    case 'protection':
      return presentProtection(event.lock);
    case 'proposal':
      return presentProposalEvent(event);
    case 'whitelist':
      return { type: 'whitelist', data: [...event.pairs] };
    case 'new_candle':
      return { type: 'new_candle', data: [event.pair, event.timeframe, event.candleType] };
    case 'analyzed':
      return { type: 'analyzed_df', data: { key: [event.pair, event.timeframe, event.candleType] } };
  }
}

function presentProposalEvent({ strategy, searchFile, epoch, changes, inSample, outOfSample }: ProposalEvent): Message {
  return {
    type: 'proposal',
    strategy,
    search_file: searchFile,
    epoch,
    changes: changes.map(({ name, before, after }) => `${name} ${before} -> ${after}`).join(', '),
    old_profit_in_sample: inSample.before,
    new_profit_in_sample: inSample.after,
    old_profit_out_of_sample: outOfSample.before,
    new_profit_out_of_sample: outOfSample.after,
  };
}

function presentProtection(lock: Readonly<PairLock>): Message {
  return {
    type: lock.pair === '*' ? 'protection_trigger_global' : 'protection_trigger',
    id: lock.id,
    pair: lock.pair,
    lock_time: dateTime(lock.lockTime),
    lock_timestamp: lock.lockTime,
    lock_end_time: dateTime(lock.endTime),
    lock_end_timestamp: lock.endTime,
    reason: lock.reason,
    side: lock.side,
    active: lock.isActive,
  };
}

function about(event: EntryEvent | EntryCancelEvent | ExitEvent | ExitCancelEvent) {
  return {
    trade_id: event.tradeId,
    exchange: exchangeTitle(event.exchange),
    pair: event.pair,
    leverage: event.leverage,
    direction: event.isShort ? ('Short' as const) : ('Long' as const),
    order_type: event.orderType,
    stake_currency: event.stakeCurrency,
    base_currency: event.base,
    quote_currency: event.stakeCurrency,
    fiat_currency: null,
    buy_tag: event.enterTag,
    enter_tag: event.enterTag,
  };
}

function presentEntry(event: EntryEvent): Message {
  return {
    type: event.kind,
    ...about(event),
    limit: event.orderRate,
    order_rate: event.orderRate,
    open_rate: event.openRate,
    stake_amount: event.stakeAmount,
    amount: event.amount,
    open_date: isoDate(event.openDate),
    current_rate: event.currentRate,
    sub_trade: event.isPart,
  };
}

function presentEntryCancel(event: EntryCancelEvent): Message {
  return {
    type: event.kind,
    ...about(event),
    limit: event.orderRate,
    order_rate: event.orderRate,
    stake_amount: event.stakeAmount,
    open_rate: event.openRate,
    amount: event.amount,
    open_date: isoDate(event.openDate),
    current_rate: event.currentRate,
    reason: event.reason,
    sub_trade: event.isPart,
  };
}

function presentExit(event: ExitEvent): Message {
  return {
    type: event.kind,
    ...about(event),
    gain: gainOf(event),
    limit: event.orderRate,
    order_rate: event.orderRate,
    amount: event.amount,
    open_rate: event.openRate,
    close_rate: event.closeRate,
    current_rate: event.currentRate,
    profit_amount: event.profit,
    profit_ratio: event.profitRatio,
    exit_reason: event.exitReason,
    open_date: isoDate(event.openDate),
    close_date: isoDate(event.closeDate),
    stake_amount: event.stakeAmount,
    sub_trade: event.isPart,
    cumulative_profit: event.cumulativeProfit,
    final_profit_ratio: event.finalProfitRatio,
    is_final_exit: event.isFinal,
  };
}

function presentExitCancel(event: ExitCancelEvent): Message {
  return {
    type: event.kind,
    ...about(event),
    gain: gainOf(event),
    limit: event.orderRate,
    order_rate: event.orderRate,
    amount: event.amount,
    open_rate: event.openRate,
    current_rate: event.currentRate,
    profit_amount: event.profit,
    profit_ratio: event.profitRatio,
    exit_reason: event.exitReason,
    open_date: isoDate(event.openDate),
    close_date: isoDate(event.closeDate),
    stake_amount: event.stakeAmount,
    reason: event.reason,
    sub_trade: event.isPart,
  };
}

function gainOf({ profitRatio }: ExitEvent | ExitCancelEvent): 'profit' | 'loss' {
  return profitRatio > 0 ? 'profit' : 'loss';
}

function isoDate(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000+00:00');
}

/** As freqtrade's messages write it. @param name e.g. `binance` */
export function exchangeTitle(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
