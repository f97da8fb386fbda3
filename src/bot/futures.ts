import { accrueFunding, lastFill } from '../core/trade/funding.ts';
import { liquidationFormula, setLiquidationPrice } from '../core/trade/liquidation.ts';
import type { Trade } from '../core/trade/trade.ts';
import type { Bot } from './bot.ts';

const HOUR_MS = 3_600_000;

/** Sets the rate at which the exchange would close a position, after it has grown or shrunk. */
export function updateLiquidation(bot: Bot, trade: Trade): void {
  const market = bot.state.markets.get(trade.pair);
  if (trade.tradingMode !== 'futures' || market === undefined) return;
  setLiquidationPrice(trade, market, liquidationFormula(bot.exchange.name), bot.settings.liquidationBuffer);
}

/** Once an hour, what holding the open positions has cost; a failure is reported and tried again. */
export async function refreshFunding(bot: Bot): Promise<void> {
  const { state } = bot;
  const hour = Math.floor(bot.now() / HOUR_MS) * HOUR_MS;
  for (const trade of state.trades) {
    const since = lastFill(trade);
    if (trade.tradingMode !== 'futures' || trade.amount === 0 || since === null) continue;
    // before the first hour is over, nothing can be due
    if (since >= hour || state.fundingComputedAt.get(trade) === hour) continue;
    try {
      accrueFunding(trade, await bot.exchange.fundingRates.funding(trade.pair, since), bot.now());
      state.fundingComputedAt.set(trade, hour);
    } catch (error) {
      bot.log.warn('exchange', `The funding of ${trade.pair} can't be asked for now: ${(error as Error).message}`);
    }
  }
}
