import type { BotService } from '../../bot/port.ts';

/** The rate a position of a pair could be left at now, as far as the bot has heard; null before the first price. */
export type RateOf = (pair: string) => number | null;

export function createRateOf(bot: BotService): RateOf {
  return (pair) => {
    const heard = bot.state.tickers.get(pair);
    const asked = bot.exitRates.get(pair);
    if (asked !== undefined && asked.at > (heard?.at ?? 0)) return asked.rate;
    const ticker = heard?.ticker;
    const isAsk = bot.settings.exitPricing.priceSide === 'same' || bot.settings.exitPricing.priceSide === 'ask';
    return (isAsk ? ticker?.ask : ticker?.bid) ?? ticker?.last ?? bot.state.candles.get(pair)?.at(-1)?.[4] ?? null;
  };
}
