import type { Ticker } from '../core/market/market.ts';
import { isEntry, openOrders, side, type Trade } from '../core/trade/trade.ts';
import { type Account, initialStake } from '../core/wallet/stake.ts';
import type { Exchange } from '../exchange/port.ts';
import type { MarketData } from '../exchange/ports/market-data.ts';
import type { Position } from '../exchange/ports/positions.ts';
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
  return spendable(bot, await bot.wallet.balances(bot.state));
}

/** The same with the balances that were heard last. */
export function knownAccount(bot: Bot): Account {
  return spendable(bot, bot.wallet.known(bot.state));
}

function spendable({ state, settings }: Bot, balances: ReadonlyMap<string, Balance>): Account {
  const free = balances.get(settings.stakeCurrency)?.free ?? 0;
  const inFlight = state.intents.reduce((sum, intent) => sum + intent.stakeAmount, 0);
  return { free: free - inFlight, tied: tiedStake(state), openTrades: usedSlots(state) };
}

/**
 * Balances of a simulated account: the start, plus what was realised, less what is bound. Futures positions are no balances: only their
 * margin is bound.
 * @param worthOfOthers what the other coins of the start are worth, stake currency, where they stand for positions as well
 */
export function simulatedWallet(
  start: Readonly<Record<string, number>>,
  stakeCurrency: string,
  isFutures = false,
  worthOfOthers: (() => Promise<number>) | null = null,
): WalletSource {
  let othersWorth = 0;
  const known = (state: BotState) => {
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
      const selling = openOrders(trade)
        .filter((order) => order.side === 'sell')
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
    const used = isFutures ? bound : pending;
    const free = (start[stakeCurrency] ?? 0) + realized - bound;
    found.set(stakeCurrency, { free: free + othersWorth, used, total: free + used });
    return found;
  };
  const positions = async ({ trades }: BotState) => (isFutures ? trades.filter(({ amount }) => amount > 0).map(positionOf) : []);
  return {
    balances: async (state) => {
      if (worthOfOthers !== null) othersWorth = await worthOfOthers();
      return known(state);
    },
    known,
    positions,
    change: () => undefined,
    askAhead: () => undefined,
    forget: () => undefined,
  };
}

/** Rates of coins are asked for again after this long, ms. */
const COIN_RATES_MS = 600_000;

/** What all coins but one are worth by the market's last prices, in that one; a coin that nobody trades for it is worth nothing. */
export function worthInMargin(
  market: Pick<MarketData, 'dayTickers'>,
  coins: Readonly<Record<string, number>>,
  stakeCurrency: string,
  monotonic: () => number,
): () => Promise<number> {
  const others = Object.entries(coins).filter(([coin]) => coin !== stakeCurrency);
  let tickers: ReadonlyMap<string, Ticker> = new Map();
  let askedAt = Number.NEGATIVE_INFINITY;
  const rateOf = (coin: string): number => {
    const of = (pair: string) => tickers.get(pair)?.last ?? tickers.get(pair)?.ask ?? null;
    const inverse = of(`${stakeCurrency}/${coin}`);
    return of(`${coin}/${stakeCurrency}`) ?? of(`${coin}/${stakeCurrency}:${stakeCurrency}`) ?? (inverse === null ? 0 : 1 / inverse);
  };
  return async () => {
    if (others.length > 0 && monotonic() - askedAt > COIN_RATES_MS) {
      // until they can be asked for again, what was heard last holds
      tickers = await market.dayTickers().catch(() => tickers);
      askedAt = monotonic();
    }
    return others.reduce((sum, [coin, amount]) => sum + amount * rateOf(coin), 0);
  };
}

function positionOf(trade: Readonly<Trade>): Position {
  return {
    pair: trade.pair,
    side: side(trade),
    amount: trade.amount,
    entryRate: trade.openRate,
    leverage: trade.leverage,
    marginMode: null,
    liquidationRate: null,
    collateral: trade.stakeAmount,
    unrealized: null,
  };
}

/** What is held is taken for known for so long unless something changed, ms. */
const MAX_AGE_MS = 2000;

/**
 * Balances and positions as the exchange gives them. Who asks while they are being fetched waits for the same answer, unless they have
 * changed since it was asked for. Gains that nobody has taken yet are no balance, also where the exchange counts them in (freqtrade 2026.9).
 * @param monotonic ms on a clock that only runs forward
 */
export function exchangeWallet({ trading, positions }: Pick<Exchange, 'trading' | 'positions'>, monotonic: () => number): WalletSource {
  const held = remembered(() => positions.open(null), monotonic);
  const balances = remembered(async () => {
    if (!positions.countsUnrealized) return trading.balances();
    const [found, open] = await Promise.all([trading.balances(), held.ask()]);
    return withoutGains(found, open);
  }, monotonic);
  return {
    balances: (_state, maxAgeMs) => balances.ask(maxAgeMs),
    known: () => balances.known ?? new Map(),
    positions: (_state, maxAgeMs) => held.ask(maxAgeMs),
    change: () => {
      balances.change();
      held.change();
    },
    askAhead: () => {
      balances.ask().catch(() => undefined);
    },
    forget: () => {
      balances.forget();
      held.forget();
    },
  };
}

function withoutGains(balances: ReadonlyMap<string, Balance>, positions: readonly Position[]): ReadonlyMap<string, Balance> {
  const found = new Map(balances);
  for (const { pair, unrealized } of positions) {
    // the coin that a contract's margin and profit are in
    const coin = pair.split(':')[1] ?? '';
    const balance = found.get(coin);
    if (balance !== undefined) found.set(coin, { ...balance, total: balance.total - (unrealized ?? 0) });
  }
  return found;
}

interface Remembered<T> {
  /** As it was heard last; null before. */
  readonly known: T | null;
  ask(maxAgeMs?: number): Promise<T>;
  change(): void;
  forget(): void;
}

function remembered<T>(fetch: () => Promise<T>, monotonic: () => number): Remembered<T> {
  let known: { at: number; isChanged: boolean; value: T } | null = null;
  let underWay: Promise<T> | null = null;

  function ask(): Promise<T> {
    const at = monotonic();
    const asked = fetch()
      .then((value) => {
        if (underWay === asked) known = { at, isChanged: false, value };
        return value;
      })
      .finally(() => {
        if (underWay === asked) underWay = null;
      });
    underWay = asked;
    return asked;
  }

  return {
    ask: async (maxAgeMs = MAX_AGE_MS) => {
      if (known !== null && maxAgeMs === Number.POSITIVE_INFINITY) return known.value;
      if (known !== null && !known.isChanged && monotonic() - known.at <= maxAgeMs) return known.value;
      return underWay ?? ask();
    },
    get known() {
      return known?.value ?? null;
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

/** Of what the stages take for known for ten seconds, ms: what is older would become too old before they want it. */
const REFRESHED_AFTER_MS = 8000;

/** Asks for what the account has before the stages want it, so that they do not wait for it: while this waits, prices are acted on. */
export async function refreshWallet({ wallet, state, settings }: Bot): Promise<void> {
  if (state.trades.length === 0) return;
  try {
    await (settings.isFutures ? wallet.positions(state, REFRESHED_AFTER_MS) : wallet.balances(state, REFRESHED_AFTER_MS));
  } catch {
    // whoever wants it asks again, and says so
  }
}

/** What the account has of a trade's base currency, bound in orders or not; of contracts, its position on the trade's side. */
export async function ownedBase(bot: Bot, trade: Readonly<Trade>, maxAgeMs?: number): Promise<number> {
  if (bot.settings.isFutures) {
    const open = await bot.wallet.positions(bot.state, maxAgeMs);
    return open.find((position) => position.pair === trade.pair && position.side === side(trade))?.amount ?? 0;
  }
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
