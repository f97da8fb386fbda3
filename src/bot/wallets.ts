import { isEntry, type Trade } from '../core/trade/trade.ts';
import { type Account, initialStake } from '../core/wallet/stake.ts';
import type { Balance } from '../exchange/ports/trading.ts';
import type { Bot, WalletSource } from './bot.ts';
import type { BotState } from './state.ts';

/** Stake bound in open trades and in orders whose outcome is not known. */
export function tiedStake(state: BotState): number {
  const trades = state.trades.reduce((sum, trade) => sum + trade.stakeAmount + waitingStake(trade), 0);
  return trades + state.intents.reduce((sum, intent) => sum + intent.stakeAmount, 0);
}

/** Slots in use: open trades, and entries in flight that will start one. */
export function usedSlots(state: BotState): number {
  return state.trades.length + state.intents.filter((intent) => intent.kind === 'entry' && intent.trade !== null).length;
}

/** What the open orders that add to a trade bind besides its stake, stake currency. A trade's first order is its stake. */
function waitingStake(trade: Readonly<Trade>): number {
  if (trade.amount === 0) return 0;
  let stake = 0;
  for (const order of trade.orders)
    if (order.isOpen && isEntry(trade, order)) stake += ((order.remaining ?? order.ftAmount) * order.ftPrice) / trade.leverage;
  return stake;
}

/** What decisions may spend. In-flight orders count as spent whether or not the exchange has taken the money yet. */
export async function account(bot: Bot): Promise<Account> {
  const balances = await bot.wallet.balances(bot.state);
  const free = balances.get(bot.settings.stakeCurrency)?.free ?? 0;
  const inFlight = bot.state.intents.reduce((sum, intent) => sum + intent.stakeAmount, 0);
  return { free: free - inFlight, tied: tiedStake(bot.state), openTrades: usedSlots(bot.state) };
}

/**
 * Balances of a simulated account: the start, plus what was realised, less what is bound. Futures positions are no balances: only their
 * margin is bound.
 */
export function simulatedWallet(start: Readonly<Record<string, number>>, stakeCurrency: string, isFutures = false): WalletSource {
  const balances = async (state: BotState) => {
    const found = new Map<string, Balance>();
    const put = (currency: string, free: number, used: number) => found.set(currency, { free, used, total: free + used });
    for (const [currency, amount] of Object.entries(start)) put(currency, amount, 0);
    let bound = 0;
    let pending = 0;
    let realized = state.closedProfit;
    for (const trade of state.trades) {
      bound += trade.stakeAmount + waitingStake(trade);
      realized += trade.realizedProfit;
      if (isFutures) continue;
      const held = trade.amount;
      const selling = trade.orders
        .filter((order) => order.isOpen && order.side === 'sell')
        .reduce((sum, order) => sum + (order.remaining ?? 0), 0);
      const buying = trade.orders
        .filter((order) => order.isOpen && order.side === 'buy')
        .reduce((sum, order) => sum + (order.remaining ?? 0) * order.ftPrice, 0);
      pending += buying;
      if (held > 0) {
        const before = found.get(trade.base);
        put(trade.base, (before?.free ?? 0) + held - selling, (before?.used ?? 0) + selling);
      }
    }
    put(stakeCurrency, (start[stakeCurrency] ?? 0) + realized - bound, isFutures ? bound : pending);
    return found;
  };
  return { balances, change: () => undefined, forget: () => undefined };
}

/** Balances are taken for known for so long unless something changed, ms. */
const MAX_AGE_MS = 2000;

/**
 * Balances as the exchange gives them. Who asks while they are being fetched waits for the same answer, unless they have changed since it
 * was asked for.
 * @param monotonic ms on a clock that only runs forward
 */
export function exchangeWallet(fetch: () => Promise<ReadonlyMap<string, Balance>>, monotonic: () => number): WalletSource {
  let known: { at: number; isChanged: boolean; balances: ReadonlyMap<string, Balance> } | null = null;
  let underWay: Promise<ReadonlyMap<string, Balance>> | null = null;

  function ask(): Promise<ReadonlyMap<string, Balance>> {
    const at = monotonic();
    const asked = fetch()
      .then((balances) => {
        if (underWay === asked) known = { at, isChanged: false, balances };
        return balances;
      })
      .finally(() => {
        if (underWay === asked) underWay = null;
      });
    underWay = asked;
    return asked;
  }

  return {
    balances: async (_state, maxAgeMs = MAX_AGE_MS) => {
      if (known !== null && maxAgeMs === Number.POSITIVE_INFINITY) return known.balances;
      if (known !== null && !known.isChanged && monotonic() - known.at <= maxAgeMs) return known.balances;
      return underWay ?? ask();
    },
    change: () => {
      if (known !== null) known.isChanged = true;
      underWay = null;
    },
    forget: () => {
      known = null;
      underWay = null;
    },
  };
}

/** What the account has of a trade's base currency, bound in orders or not. */
export async function ownedBase(bot: Bot, trade: Readonly<Trade>, maxAgeMs?: number): Promise<number> {
  const balance = (await bot.wallet.balances(bot.state, maxAgeMs)).get(trade.base);
  return balance === undefined ? 0 : balance.total || balance.free + balance.used;
}

/** What the account had before its first trade, stake currency. */
export async function startingBalance(bot: Bot): Promise<number> {
  const balances = await bot.wallet.balances(bot.state);
  const free = balances.get(bot.settings.stakeCurrency)?.free ?? 0;
  const tied = bot.state.trades.reduce((sum, { stakeAmount }) => sum + stakeAmount, 0);
  return initialStake({ free, tied }, bot.settings.entryRules, bot.state.closedProfit);
}
