import { openOrders, type Trade } from '../../core/trade/trade.ts';

/** An orderly end takes no longer than this, ms. */
const LIMIT_MS = 10_000;
/** An order that is cancelled at the end is asked about, ended and asked about again, by exchanges that want a second between two calls, ms. */
const ORDER_MS = 5000;

/** A bot that is about to end. */
export interface EndingBot {
  readonly settings: { readonly cancelOpenOrdersOnExit: boolean };
  readonly state: { readonly trades: readonly Readonly<Trade>[]; readonly intents: readonly object[] };
}

/** How long an end may take before it is cut short, ms: as long as every order takes that is to be cancelled with it. */
export function shutdownLimitMs(bot: EndingBot | null): number {
  if (bot === null || !bot.settings.cancelOpenOrdersOnExit) return LIMIT_MS;
  const { trades, intents } = bot.state;
  return LIMIT_MS + ORDER_MS * trades.reduce((count, trade) => count + openOrders(trade).length, intents.length);
}
