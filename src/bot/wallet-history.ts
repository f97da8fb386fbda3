import type { Bot } from './bot.ts';
import { lastRate } from './ledger.ts';
import { record } from './record.ts';

const HOUR_MS = 3_600_000;

/** Writes what the account is worth, once an hour; a failure is reported and costs one record. */
export async function recordWallet(bot: Bot): Promise<void> {
  const at = Math.floor(bot.now() / HOUR_MS) * HOUR_MS;
  if (bot.state.walletRecordedAt === at) return;
  bot.state.walletRecordedAt = at;
  try {
    const stake = bot.settings.stakeCurrency;
    const rows = [...(await bot.wallet.balances(bot.state))]
      .filter(([, balance]) => balance.total > 0)
      .map(([currency, balance]) => {
        const rate = currency === stake ? 1 : lastRate(bot, `${currency}/${stake}`);
        return {
          at,
          currency,
          rate,
          quoteCurrency: stake,
          balance: balance.total,
          totalQuote: rate === null ? null : balance.total * rate,
          isManaged: currency === stake || bot.state.trades.some((trade) => trade.base === currency),
        };
      });
    await record(bot, { wallet: rows });
  } catch (error) {
    bot.log.warn('wallets', `What the account is worth could not be recorded: ${(error as Error).message}`);
  }
}
