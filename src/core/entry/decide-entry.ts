import type { Market } from '../market/market.ts';
import { roundAmount, roundPrice } from '../market/precision.ts';
import { lockOn, type PairLock } from '../protections/lock.ts';
import type { OrderType, Side } from '../trade/trade.ts';
import { type Account, availableStake, proposeStake, type Refused, type StakeRules, stakeLimits, validateStake } from '../wallet/stake.ts';
import { boundCustomPrice } from './price.ts';

export interface EntryRules extends StakeRules {
  readonly orderType: OrderType;
  readonly timeInForce: string;
  readonly customPriceMaxDistanceRatio: number;
}

/** What a strategy may be asked on entering; null where it has nothing to say. */
export interface EntryCallbacks {
  readonly customEntryPrice: ((pair: string, proposed: number, tag: string | null, side: Side) => number) | null;
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

/** Whether and how to enter a pair: slot, lock, price, leverage, stake, amount, confirmation, in freqtrade's order. */
export function decideEntry(
  request: EntryRequest,
  rules: EntryRules,
  callbacks: EntryCallbacks = NO_ENTRY_CALLBACKS,
): EntryDecision | Refused {
  const { market, side, tag, account, forced } = request;
  const pair = market.pair;
  if (request.openPairs.has(pair)) return { refused: 'open_trade_on_pair', detail: `position for ${pair} already open` };
  if (request.inFlightPairs.has(pair)) return { refused: 'in_flight', detail: `an order of ${pair} has no known outcome yet` };
  if (account.openTrades >= rules.maxOpenTrades) {
    return { refused: 'max_open_trades', detail: 'Maximum number of trades is reached.' };
  }
  const lock = forced === null ? lockOn(request.locks, pair, side, request.now) : null;
  if (lock !== null) return { refused: 'pair_locked', detail: `${pair} is locked: ${lock.reason ?? 'no reason given'}` };

  let rate = forced?.rate ?? request.proposedRate;
  if (rate === null || !(rate > 0)) return { refused: 'no_price', detail: `no price for ${pair}` };
  const orderType = forced?.orderType ?? rules.orderType;
  if (forced?.rate == null && callbacks.customEntryPrice !== null && orderType === 'limit') {
    rate = boundCustomPrice(callbacks.customEntryPrice(pair, rate, tag, side), rate, rules.customPriceMaxDistanceRatio);
  }
  rate = roundPrice(rate, market.pricePrecision, market.precisionMode);

  const leverage = market.isSpot ? 1 : Math.max(forced?.leverage ?? callbacks.leverage?.(pair, rate, 125, tag, side) ?? 1, 1);
  const proposed = forced?.stakeAmount ?? proposeStake(account, rules, request.realizedProfit);
  if (typeof proposed !== 'number') return proposed;
  const limits = stakeLimits(market, rate, rules, leverage);
  const { available } = availableStake(account, rules, request.realizedProfit);
  let stake = proposed;
  if (forced?.stakeAmount == null && callbacks.customStakeAmount !== null) {
    const asked = callbacks.customStakeAmount(pair, rate, stake, limits.min, Math.min(limits.max, available), leverage, tag, side);
    if (Number.isFinite(asked)) stake = asked;
  }
  const validated = validateStake(stake, limits, available);
  if (typeof validated !== 'number') return validated;
  const amountRequested = (validated / rate) * leverage;
  const amount = roundAmount(amountRequested, market.amountPrecision, market.precisionMode);
  if (!(amount > 0)) return { refused: 'stake_below_minimum', detail: `stake amount ${validated} buys less than the smallest amount` };
  const timeInForce = rules.timeInForce;
  if (
    forced === null &&
    callbacks.confirmEntry !== null &&
    !callbacks.confirmEntry(pair, orderType, amount, rate, timeInForce, tag, side)
  ) {
    return { refused: 'not_confirmed', detail: 'confirm_trade_entry refused' };
  }
  return { pair, side, tag, orderType, timeInForce, rate, amount, amountRequested, stakeAmount: validated, leverage };
}
