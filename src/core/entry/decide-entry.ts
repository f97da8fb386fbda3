import { allowedLeverage } from '../market/leverage-tiers.ts';
import type { Market } from '../market/market.ts';
import { roundAmount, roundPrice } from '../market/precision.ts';
import { lockOn, type PairLock } from '../protections/lock.ts';
import type { OrderType, Side, Trade } from '../trade/trade.ts';
import { type Account, availableStake, proposeStake, type Refused, type StakeRules, stakeLimits, validateStake } from '../wallet/stake.ts';
import { boundCustomPrice } from './price.ts';

export interface EntryRules extends StakeRules {
  readonly orderType: OrderType;
  readonly timeInForce: string;
  readonly customPriceMaxDistanceRatio: number;
}

/** What a strategy may be asked on entering; null where it has nothing to say. */
export interface EntryCallbacks {
  readonly customEntryPrice:
    | ((pair: string, proposed: number, tag: string | null, side: Side, trade: Readonly<Trade> | null) => number)
    | null;
  readonly customStakeAmount:
    | ((
        pair: string,
        rate: number,
        proposed: number,
        min: number | null,
        max: number,
        leverage: number,
        tag: string | null,
        side: Side,
      ) => number)
    | null;
  readonly leverage: ((pair: string, rate: number, max: number, tag: string | null, side: Side) => number) | null;
  readonly confirmEntry:
    | ((pair: string, orderType: OrderType, amount: number, rate: number, timeInForce: string, tag: string | null, side: Side) => boolean)
    | null;
}

export const NO_ENTRY_CALLBACKS: EntryCallbacks = {
  customEntryPrice: null,
  customStakeAmount: null,
  leverage: null,
  confirmEntry: null,
};

/** What someone outside the strategy asks for: the API's `forceenter`. */
export interface ForcedEntry {
  readonly rate: number | null;
  readonly stakeAmount: number | null;
  readonly orderType: OrderType | null;
  readonly leverage: number | null;
}

/** An order for a trade that is open already. */
export interface Adding {
  readonly trade: Readonly<Trade>;
  /** Stake currency; null for what a new trade would get. */
  readonly stakeAmount: number | null;
  /** The order takes another's place: it has a price, and the strategy is not asked for one. */
  readonly isReplacing: boolean;
}

export interface EntryRequest {
  readonly market: Market;
  readonly side: Side;
  readonly tag: string | null;
  /** From order book or ticker; null when there is none. */
  readonly proposedRate: number | null;
  readonly account: Account;
  readonly realizedProfit: number;
  readonly locks: readonly PairLock[];
  readonly openPairs: ReadonlySet<string>;
  /** Pairs with an order whose outcome is not known yet. */
  readonly inFlightPairs: ReadonlySet<string>;
  readonly now: number;
  readonly forced: ForcedEntry | null;
  /** Null for a new trade. */
  readonly adding: Adding | null;
}

export interface EntryDecision {
  readonly pair: string;
  readonly side: Side;
  readonly tag: string | null;
  readonly orderType: OrderType;
  readonly timeInForce: string;
  /** On the price grid. */
  readonly rate: number;
  /** Base currency, on the amount grid. */
  readonly amount: number;
  /** Before rounding. */
  readonly amountRequested: number;
  readonly stakeAmount: number;
  readonly leverage: number;
}

/**
 * Whether and how to enter a pair: slot, lock, price, leverage, stake, amount, confirmation, in freqtrade's order. What is added to a
 * trade needs neither slot nor confirmation, keeps its leverage, and stays within what one exit may be.
 */
export function decideEntry(
  request: EntryRequest,
  rules: EntryRules,
  callbacks: EntryCallbacks = NO_ENTRY_CALLBACKS,
): EntryDecision | Refused {
  const { market, side, tag, account, forced, adding } = request;
  const pair = market.pair;
  if (adding === null && request.openPairs.has(pair)) return { refused: 'open_trade_on_pair', detail: `position for ${pair} already open` };
  if (request.inFlightPairs.has(pair)) return { refused: 'in_flight', detail: `an order of ${pair} has no known outcome yet` };
  if (adding === null && account.openTrades >= rules.maxOpenTrades) {
    return { refused: 'max_open_trades', detail: 'Maximum number of trades is reached.' };
  }
  const lock = forced === null && adding === null ? lockOn(request.locks, pair, side, request.now) : null;
  if (lock !== null) return { refused: 'pair_locked', detail: `${pair} is locked: ${lock.reason ?? 'no reason given'}` };

  let rate = forced?.rate ?? request.proposedRate;
  if (rate === null || !(rate > 0)) return { refused: 'no_price', detail: `no price for ${pair}` };
  const orderType = forced?.orderType ?? rules.orderType;
  if (callbacks.customEntryPrice !== null && orderType === 'limit' && adding?.isReplacing !== true) {
    const asked = callbacks.customEntryPrice(pair, rate, tag, side, adding?.trade ?? null);
    rate = boundCustomPrice(asked, rate, rules.customPriceMaxDistanceRatio);
  }
  rate = roundPrice(rate, market.pricePrecision, market.precisionMode);

  const proposed = adding?.stakeAmount ?? forced?.stakeAmount ?? proposeStake(account, rules, request.realizedProfit);
  if (typeof proposed !== 'number') return proposed;
  const most = allowedLeverage(market.leverageTiers, proposed);
  if (!market.isSpot && most === null) return { refused: 'stake_above_maximum', detail: `${pair} takes no position of ${proposed}` };
  const askLeverage = () => forced?.leverage ?? callbacks.leverage?.(pair, rate, most!, tag, side) ?? 1;
  const leverage = adding?.trade.leverage ?? (market.isSpot ? 1 : Math.min(Math.max(askLeverage(), 1), most!));
  // what is added needs no reserve for a stop of its own
  const limits = stakeLimits(market, rate, adding === null || adding.isReplacing ? rules : { ...rules, stoploss: 0 }, leverage);
  const { available: unbound } = availableStake(account, rules, request.realizedProfit);
  // the order that is replaced has set its own money free
  const available = adding?.isReplacing ? Math.max(unbound, adding.stakeAmount ?? 0) : unbound;
  let stake = proposed;
  if (adding === null && callbacks.customStakeAmount !== null) {
    const asked = callbacks.customStakeAmount(pair, rate, stake, limits.min, Math.min(limits.max, available), leverage, tag, side);
    if (Number.isFinite(asked)) stake = asked;
  }
  const validated = validateStake(stake, limits, available, adding?.trade.amount ? adding.trade.stakeAmount : 0);
  if (typeof validated !== 'number') return validated;
  const amountRequested = (validated / rate) * leverage;
  const amount = roundAmount(amountRequested, market.amountPrecision, market.precisionMode);
  if (!(amount > 0)) return { refused: 'stake_below_minimum', detail: `stake amount ${validated} buys less than the smallest amount` };
  const timeInForce = rules.timeInForce;
  if (
    adding === null &&
    callbacks.confirmEntry !== null &&
    !callbacks.confirmEntry(pair, orderType, amount, rate, timeInForce, tag, side)
  ) {
    return { refused: 'not_confirmed', detail: 'confirm_trade_entry refused' };
  }
  return { pair, side, tag, orderType, timeInForce, rate, amount, amountRequested, stakeAmount: validated, leverage };
}
