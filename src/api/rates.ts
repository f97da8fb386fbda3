import type { BotService } from '../bot/port.ts';

/** The rate a position of a pair could be left at now, as far as the bot has heard; null before the first price. */
export type RateOf = (pair: string) => number | null;

export function createRateOf(bot: BotService): RateOf {
  return (pair) => {
    const ticker = bot.state.tickers.get(pair)?.ticker;
    const isAsk = bot.settings.exitPricing.priceSide === 'same' || bot.settings.exitPricing.priceSide === 'ask';
    return (isAsk ? ticker?.ask : ticker?.bid) ?? ticker?.last ?? bot.state.candles.get(pair)?.at(-1)?.[4] ?? null;
  };
}
