import type { BotService } from '../../bot/port.ts';

/** The rate a position of a pair could be left at now, as far as the bot has heard; null before the first price. */
export type RateOf = (pair: string) => number | null;

type Ticker = NonNullable<ReturnType<BotService['state']['tickers']['get']>>['ticker'];

export function createRateOf(bot: BotService): RateOf {
  return heardRate(bot, (ticker) => {
    const isAsk = bot.settings.exitPricing.priceSide === 'same' || bot.settings.exitPricing.priceSide === 'ask';
    return (isAsk ? ticker.ask : ticker.bid) ?? ticker.last;
  });
}

/** The rate a pair was last traded at. */
export function lastRateOf(bot: BotService): RateOf {
  return heardRate(bot, (ticker) => ticker.last ?? ticker.bid);
}

/** What was asked of the exchange where it is newer than what was heard, else what the ticker or the last candle says. */
function heardRate(bot: BotService, ofTicker: (ticker: Ticker) => number | null): RateOf {
  return (pair) => {
    const heard = bot.state.tickers.get(pair);
    const asked = bot.exitRates.get(pair);
    if (asked !== undefined && asked.at > (heard?.at ?? 0)) return asked.rate;
    return (heard === undefined ? null : ofTicker(heard.ticker)) ?? bot.state.candles.get(pair)?.at(-1)?.[4] ?? null;
  };
}
