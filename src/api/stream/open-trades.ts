import type { BotService } from '../../bot/port.ts';
import type { Trade } from '../../core/trade/trade.ts';
import type { OpenTrade } from '../../wire/answers/trade.ts';
import { createRateOf, type RateOf } from '../calls/rates.ts';
import { presentStatus } from '../present/trade.ts';
import { Encoded } from './encoded.ts';

/** What of a trade moves with its price. */
const MOVING = [
  'current_rate',
  'profit_ratio',
  'profit_pct',
  'profit_abs',
  'total_profit_abs',
  'total_profit_ratio',
  'stop_loss_abs',
  'stop_loss_ratio',
  'stop_loss_pct',
  'stoploss_current_dist',
  'stoploss_current_dist_ratio',
  'stoploss_current_dist_pct',
  'min_rate',
  'max_rate',
] as const satisfies readonly (keyof OpenTrade)[];

/** Messages after which every trade is sent again: a page may have read an older answer after the news. */
const WHOLE_EVERY = 5;

/** Tells what open trades are worth, as far as it has changed since it was sent last. */
export class OpenTradeNews {
  readonly #bot: BotService;
  readonly #rateOf: RateOf;
  /** Rate and stop that were sent last, by trade. */
  #sent = new Map<number, string>();
  #count = 0;

  constructor(bot: BotService) {
    this.#bot = bot;
    this.#rateOf = createRateOf(bot);
  }

  /** A message with the trades that have moved; null when none has. */
  next(): Encoded | null {
    if (this.#count++ % WHOLE_EVERY === 0) this.#sent.clear();
    const sent = new Map<number, string>();
    const moved: Readonly<Trade>[] = [];
    for (const trade of this.#bot.state.trades) {
      const mark = `${this.#rateOf(trade)} ${trade.stopLoss} ${trade.amount}`;
      sent.set(trade.id, mark);
      if (this.#sent.get(trade.id) !== mark) moved.push(trade);
    }
    this.#sent = sent;
    if (moved.length === 0) return null;
    const data = moved.map((trade) => {
      const shown = presentStatus(trade, this.#rateOf(trade));
      return { trade_id: trade.id, ...Object.fromEntries(MOVING.map((field) => [field, shown[field] ?? null])) };
    });
    // no position in the stream: whoever comes back wants the rates of then
    return new Encoded(0, 'open_trades', JSON.stringify({ type: 'open_trades', data }));
  }
}
