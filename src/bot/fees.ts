import type { RawConfig } from '../config/raw.ts';
import type { OrderUpdate } from '../core/trade/apply-order-update.ts';
import type { OrderFee } from '../core/trade/fees.ts';
import type { Order, Trade } from '../core/trade/trade.ts';
import type { Bot } from './bot.ts';
import { bookOf } from './order-books.ts';
import type { BotState } from './state.ts';

/** Where it is asked for what coins are worth. */
export interface RateSources {
  readonly exchange: Pick<Bot['exchange'], 'market'>;
  readonly log: Pick<Bot['log'], 'debug'>;
  readonly state: Pick<BotState, 'markets'>;
  readonly settings: { readonly config: Pick<RawConfig, 'exchange'> };
}

/** An exchange's word on an order that is done, with its fees, and what one unit of each coin they were paid in is worth. */
export async function withFees<U extends OrderUpdate>(bot: Bot, trade: Readonly<Trade>, order: Order, update: U): Promise<U> {
  if (update.status === 'open' || update.filled === 0) return update;
  const known = update.fees.length > 0 ? update.fees : await askFees(bot, order, update);
  noteTaken(bot, trade, known);
  return { ...update, fees: await valuedFees(bot, trade, known) };
}

/** A fee in a third coin is taken from what the account has of it, which may be another trade's. */
function noteTaken({ state, settings }: Bot, trade: Readonly<Trade>, fees: readonly OrderFee[]): void {
  if (settings.isFutures) return;
  for (const { currency, cost } of fees) {
    const payer = state.trades.find((other) => other.base === currency && other.base !== trade.base);
    if (payer !== undefined) state.goneForFees.set(payer, (state.goneForFees.get(payer) ?? 0) + cost);
  }
}

/** Fees with what one unit of each coin they were paid in is worth. */
export async function valuedFees(sources: RateSources, trade: Readonly<Trade>, known: readonly OrderFee[]): Promise<OrderFee[]> {
  const fees: OrderFee[] = [];
  for (const fee of known) {
    fees.push(isForeign(trade, fee) ? { ...fee, coinRate: await coinRate(sources, fee.currency, trade.stakeCurrency) } : fee);
  }
  return fees;
}

/** Some exchanges tell of fees only when they are asked about the order once more. */
async function askFees(bot: Bot, order: Order, update: OrderUpdate): Promise<readonly OrderFee[]> {
  try {
    return (await bookOf(bot, order).ask(update.orderId))?.fees ?? [];
  } catch (error) {
    bot.log.debug('exchange', `The fees of order ${update.orderId} can't be asked for: ${(error as Error).message}`);
    return [];
  }
}

function isForeign(trade: Readonly<Trade>, fee: OrderFee): fee is OrderFee & { readonly currency: string } {
  return fee.currency !== null && fee.currency !== trade.base && fee.currency !== trade.stakeCurrency && fee.coinRate === undefined;
}

/** Price of a coin in stake currency by its own market, or where only contracts are traded, by that of its contract, else `exchange.unknown_fee_rate`; null where neither tells. */
async function coinRate(bot: RateSources, coin: string, stake: string): Promise<number | null> {
  for (const [pair, isInverse] of [
    [`${coin}/${stake}`, false],
    [`${stake}/${coin}`, true],
    [`${coin}/${stake}:${stake}`, false],
  ] as const) {
    if (bot.state.markets.get(pair) === undefined) continue;
    try {
      const ticker = (await bot.exchange.market.tickers([pair])).get(pair);
      const rate = ticker?.last ?? ticker?.ask ?? null;
      if (rate !== null && rate > 0) return isInverse ? 1 / rate : rate;
    } catch (error) {
      bot.log.debug('exchange', `The rate of ${pair}, which a fee was paid in, can't be asked for: ${(error as Error).message}`);
    }
  }
  return bot.settings.config.exchange.unknown_fee_rate || null;
}
