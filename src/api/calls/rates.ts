import type { BotService } from '../../bot/port.ts';
import { bookSide } from '../../core/entry/price.ts';
import type { Trade } from '../../core/trade/trade.ts';

/** The rate a trade could be left at now, as far as the bot has heard; null before the first price. */
export type RateOf = (trade: Pick<Trade, 'pair' | 'isShort'>) => number | null;

type Ticker = NonNullable<ReturnType<BotService['state']['tickers']['get']>>['ticker'];

export function createRateOf(bot: BotService): RateOf {
  // who is short buys to leave
  return ({ pair, isShort }) =>
    heardRate(bot, pair, (ticker) => ticker[bookSide(bot.settings.exitPricing.priceSide, isShort)] ?? ticker.last);
}

/** The rate a pair was last traded at. */
export function lastRateOf(bot: BotService): (pair: string) => number | null {
  return (pair) => heardRate(bot, pair, (ticker) => ticker.last ?? ticker.bid);
}

/** What was asked of the exchange where it is newer than what was heard, else what the ticker or the last candle says. */
function heardRate(bot: BotService, pair: string, ofTicker: (ticker: Ticker) => number | null): number | null {
  const heard = bot.state.tickers.get(pair);
  const asked = bot.exitRates.get(pair);
  if (asked !== undefined && asked.at > (heard?.at ?? 0)) return asked.rate;
  return (heard === undefined ? null : ofTicker(heard.ticker)) ?? bot.state.candles.get(pair)?.at(-1)?.[4] ?? null;
}
