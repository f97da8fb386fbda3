import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { spotTrade } from '../../../tests/fakes/spot-trade.ts';
import { type BotEvent, entryCancelEvent, entryEvent, exitCancelEvent, exitEvent } from '../../bot/events.ts';
import { newOrder } from '../../core/trade/new-order.ts';
import { Message, TOPICS } from '../../wire/messages.ts';
import { messageType, presentEvent } from './event.ts';

const AT = 1_750_001_000_000;

/** Entered at 100, left at 110. */
function scene() {
  const trade = spotTrade('BTC/USDT', { id: 7, amount: 1, openRate: 100, openTradeValue: 100.1 });
  const entry = Object.assign(trade.orders[0]!, { filled: 1, average: 100.5, isOpen: false });
  const exit = newOrder(trade, { side: 'sell', orderType: 'market', amount: 1, rate: 110, tag: 'roi', orderId: '2' }, AT - 900_000);
  trade.orders.push(exit);
  return { trade, entry, exit };
}

/** One of each kind. */
function everyEvent(): BotEvent[] {
  const { trade, entry, exit } = scene();
  const events: BotEvent[] = [
    entryEvent('entry', trade, entry, 100.7),
    entryEvent('entry_fill', trade, entry, null),
    entryCancelEvent(trade, entry, 'timeout', 100.7),
    exitEvent('exit', trade, exit, 111, AT),
    exitCancelEvent(trade, exit, 'timeout', 111, AT),
  ];
  Object.assign(trade, { isOpen: false, closeDate: AT - 99_500, closeProfit: 0.0978, exitReason: 'roi', realizedProfit: 9.79 });
  Object.assign(exit, { isOpen: false, filled: 1, average: 110, filledDate: AT - 99_500 });
  const lock = { id: 3, side: '*', reason: 'Auto lock', lockTime: AT, endTime: AT + 300_000, isActive: true } as const;
  return [
    ...events,
    exitEvent('exit_fill', trade, exit, 111, AT),
    { kind: 'status', text: 'running' },
    { kind: 'warning', text: 'Dry run is enabled.' },
    { kind: 'startup', text: '*Exchange:* `binance`' },
    { kind: 'strategy_message', text: 'hello' },
    { kind: 'protection', lock: { ...lock, pair: 'BTC/USDT' } },
    { kind: 'protection', lock: { ...lock, pair: '*' } },
    {
      ...{ kind: 'proposal', strategy: 'Mine', searchFile: 'x.fthypt', epoch: 35 },
      changes: [
        { name: 'rsi', before: '30', after: '35' },
        { name: 'stoploss', before: '-0.1', after: '-0.05' },
      ],
      inSample: { before: 0.01, after: 0.05 },
      outOfSample: { before: null, after: 0.02 },
    },
    { kind: 'whitelist', pairs: ['BTC/USDT', 'ETH/USDT'] },
    { kind: 'new_candle', pair: 'BTC/USDT', timeframe: '5m', candleType: 'spot' },
    { kind: 'analyzed', pair: 'BTC/USDT', timeframe: '5m', candleType: 'spot' },
  ];
}

const ABOUT =
  '"trade_id":7,"exchange":"Binance","pair":"BTC/USDT","leverage":1,"direction":"Long","order_type":"limit","stake_currency":"USDT","base_currency":"BTC","quote_currency":"USDT","fiat_currency":null,"buy_tag":"tag","enter_tag":"tag"';
const ABOUT_EXIT = ABOUT.replace('limit', 'market');
const OPENED = '"open_date":"2025-06-15T15:07:00.000000+00:00"';
const LOCK =
  '"lock_time":"2025-06-15 15:23:20","lock_timestamp":1750001000000,"lock_end_time":"2025-06-15 15:28:20","lock_end_timestamp":1750001300000,"reason":"Auto lock","side":"*","active":true';
/** As they have always gone out: names, their order, and how numbers and dates are written. */
const MESSAGES = [
  `{"type":"entry",${ABOUT},"limit":100.5,"order_rate":100.5,"open_rate":100.5,"stake_amount":100.5,"amount":1,${OPENED},"current_rate":100.7,"sub_trade":false}`,
  `{"type":"entry_fill",${ABOUT},"limit":100.5,"order_rate":100.5,"open_rate":100,"stake_amount":100.5,"amount":1,${OPENED},"current_rate":null,"sub_trade":false}`,
  `{"type":"entry_cancel",${ABOUT},"limit":100,"order_rate":100,"stake_amount":100,"open_rate":100,"amount":1,${OPENED},"current_rate":100.7,"reason":"timeout","sub_trade":false}`,
  `{"type":"exit",${ABOUT_EXIT},"gain":"profit","limit":110,"order_rate":110,"amount":1,"open_rate":100,"close_rate":110,"current_rate":111,"profit_amount":9.79,"profit_ratio":0.0978022,"exit_reason":"roi",${OPENED},"close_date":"2025-06-15T15:23:20.000000+00:00","stake_amount":100,"sub_trade":false,"cumulative_profit":0,"final_profit_ratio":null,"is_final_exit":false}`,
  `{"type":"exit_cancel",${ABOUT_EXIT},"gain":"profit","limit":110,"order_rate":110,"amount":0,"open_rate":100,"current_rate":111,"profit_amount":9.79,"profit_ratio":0.0978022,"exit_reason":null,${OPENED},"close_date":"2025-06-15T15:23:20.000000+00:00","stake_amount":100,"reason":"timeout","sub_trade":false}`,
  `{"type":"exit_fill",${ABOUT_EXIT},"gain":"profit","limit":110,"order_rate":110,"amount":1,"open_rate":100,"close_rate":110,"current_rate":null,"profit_amount":9.79,"profit_ratio":0.0978022,"exit_reason":"roi",${OPENED},"close_date":"2025-06-15T15:21:40.500000+00:00","stake_amount":100,"sub_trade":false,"cumulative_profit":9.79,"final_profit_ratio":0.0978,"is_final_exit":true}`,
  '{"type":"status","status":"running"}',
  '{"type":"warning","status":"Dry run is enabled."}',
  '{"type":"startup","status":"*Exchange:* `binance`"}',
  '{"type":"strategy_msg","msg":"hello"}',
  `{"type":"protection_trigger","id":3,"pair":"BTC/USDT",${LOCK}}`,
  `{"type":"protection_trigger_global","id":3,"pair":"*",${LOCK}}`,
  '{"type":"proposal","strategy":"Mine","search_file":"x.fthypt","epoch":35,"changes":"rsi 30 -> 35, stoploss -0.1 -> -0.05","old_profit_in_sample":0.01,"new_profit_in_sample":0.05,"old_profit_out_of_sample":null,"new_profit_out_of_sample":0.02}',
  '{"type":"whitelist","data":["BTC/USDT","ETH/USDT"]}',
  '{"type":"new_candle","data":["BTC/USDT","5m","spot"]}',
  '{"type":"analyzed_df","data":{"key":["BTC/USDT","5m","spot"]}}',
];

describe('events of the bot as messages', () => {
  it('are, byte for byte, what freqtrade’s clients read', () => {
    expect(everyEvent().map((event) => JSON.stringify(presentEvent(event)))).toEqual(MESSAGES);
  });

  it('have the type that is told beforehand, and fit the shape that is published of it', () => {
    for (const event of everyEvent()) {
      const message = presentEvent(event);
      expect(message.type).toBe(messageType(event));
      if (message.type !== 'analyzed_df') expect(Value.Check(Message, message), message.type).toBe(true);
    }
    const types = new Set(everyEvent().map(messageType));
    // exceptions answer the requests of one listener
    expect(TOPICS.filter((topic) => !types.has(topic))).toEqual(['exception']);
  });
});
