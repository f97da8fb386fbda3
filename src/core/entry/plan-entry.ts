import { allowedLeverage } from '../market/leverage-tiers.ts';
import type { Market, Quote } from '../market/market.ts';
import type { MarketModel } from '../market/market-model.ts';
import { roundAmount, roundPrice } from '../market/precision.ts';
import { hasSimilarOrder } from '../order/similar.ts';
import { lockOn, type PairLock } from '../protections/lock.ts';
import { entrySide, type OrderType, type Side, type Trade } from '../trade/trade.ts';
import { type Account, availableStake, proposeStake, type Refused, type StakeRules, stakeLimits, validateStake } from '../wallet/stake.ts';
import { boundCustomPrice, withinCandle } from './price.ts';

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
  /** Rate of an order that takes another's place; null for one that adds to the trade. */
  readonly replacingAt: number | null;
}

export interface EntryRequest {
  readonly market: Market;
  readonly side: Side;
  readonly tag: string | null;
  /** What the market quotes; null where it shows no price. */
  readonly quote: Quote | null;
  readonly account: Account;
  readonly realizedProfit: number;
  readonly locks: readonly PairLock[];
  /** Whether the pair has a trade that keeps others from it. */
  readonly isTaken: boolean;
  /** Whether an order of the pair has no known outcome yet. */
  readonly isInFlight: boolean;
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
 * Whether and how to enter a pair: trade, lock, slot, price, leverage, stake, amount, confirmation, in freqtrade's order. What is added to
 * a trade needs neither slot nor confirmation, keeps its leverage, and stays within what one exit may be.
 */
export function planEntry(
  request: EntryRequest,
  rules: EntryRules,
  model: MarketModel,
  callbacks: EntryCallbacks = NO_ENTRY_CALLBACKS,
): EntryDecision | Refused {
  const { market, side, tag, forced, adding } = request;
  const { pair } = market;
  const obstacle = obstacleTo(request, rules.maxOpenTrades);
  if (obstacle !== null) return obstacle;
  const orderType = forced?.orderType ?? rules.orderType;
  const priced = entryRate(request, rules, model, callbacks, orderType);
  if (priced === null || !(priced > 0)) return { refused: 'no_price', detail: `no price for ${pair}` };
  const sized = sizeOf(request, rules, model, callbacks, priced);
  if ('refused' in sized) return sized;
  const { stake, leverage } = sized;
  const rate = (model.replacement.isTakenAsIs ? adding?.replacingAt : null) ?? priced;
  const amountRequested = (stake / rate) * leverage;
  const amount = roundAmount(amountRequested, market.amountPrecision, market.precisionMode);
  if (!(amount > 0))
    return { refused: 'stake_below_minimum', detail: `stake amount ${stake} buys less than the smallest amount`, isSized: true };
  const { timeInForce } = rules;
  const needsConsent = adding === null || (adding.replacingAt !== null && model.replacement.asksAgain);
  const { confirmEntry } = callbacks;
  if (needsConsent && confirmEntry !== null && !confirmEntry(pair, orderType, amount, rate, timeInForce, tag, side)) {
    return { refused: 'not_confirmed', detail: 'confirm_trade_entry refused', isSized: true };
  }
  if (adding !== null && hasSimilarOrder(adding.trade, entrySide(adding.trade), rate, amount)) {
    return { refused: 'similar_order', detail: `an order of ${pair} for ${amount} at ${rate} is open already`, isSized: true };
  }
  return { pair, side, tag, orderType, timeInForce, rate, amount, amountRequested, stakeAmount: stake, leverage };
}

/** Of a request, what is looked at before its price. */
export type EntryObstacles = Pick<EntryRequest, 'side' | 'locks' | 'isTaken' | 'isInFlight' | 'now' | 'forced' | 'adding'> & {
  readonly market: Pick<Market, 'pair'>;
  readonly account: Pick<Account, 'openTrades'>;
};

/** What stands against an entry whatever its price: a trade, an order in flight, a lock, no slot; null for nothing. */
export function obstacleTo(request: EntryObstacles, maxOpenTrades: number): Refused | null {
  const { pair } = request.market;
  const isNew = request.adding === null;
  if (isNew && request.isTaken) return { refused: 'open_trade_on_pair', detail: `position for ${pair} already open` };
  if (request.isInFlight) return { refused: 'in_flight', detail: `an order of ${pair} has no known outcome yet` };
  if (!isNew) return null;
  const lock = request.forced === null ? lockOn(request.locks, pair, request.side, request.now) : null;
  if (lock !== null) return { refused: 'pair_locked', detail: `${pair} is locked: ${lock.reason ?? 'no reason given'}` };
  if (request.account.openTrades < maxOpenTrades) return null;
  return { refused: 'max_open_trades', detail: 'Maximum number of trades is reached.' };
}

/** Rate that the strategy wishes where it is asked, else the quoted one; on the price grid. Null where there is none. */
function entryRate(
  { market, side, tag, quote, forced, adding }: EntryRequest,
  rules: EntryRules,
  model: MarketModel,
  { customEntryPrice }: EntryCallbacks,
  orderType: OrderType,
): number | null {
  const replacingAt = model.replacement.asksAgain ? null : (adding?.replacingAt ?? null);
  const proposed = replacingAt ?? forced?.rate ?? quote?.rate ?? null;
  if (proposed === null || !(proposed > 0)) return null;
  const onGrid = (rate: number) => roundPrice(rate, market.pricePrecision, market.precisionMode);
  const isAsked = (orderType === 'limit' || model.pricesMarketEntries) && replacingAt === null && customEntryPrice !== null;
  const wished = isAsked ? customEntryPrice(market.pair, proposed, tag, side, adding?.trade ?? null) : proposed;
  if (Number.isNaN(wished)) return null;
  if (model.candleMinutes === null) return onGrid(boundCustomPrice(wished, proposed, rules.customPriceMaxDistanceRatio));
  // a candle's own price is on the grid of its time
  return wished === proposed || !Number.isFinite(wished) ? proposed : withinCandle(onGrid(wished), quote, side === 'long');
}

/** Stake and leverage of an entry at a rate, the strategy asked about both for a new trade. */
function sizeOf(
  request: EntryRequest,
  rules: EntryRules,
  model: MarketModel,
  callbacks: EntryCallbacks,
  rate: number,
): { stake: number; leverage: number } | Refused {
  const { market, side, tag, account, forced, adding } = request;
  const proposed = adding?.stakeAmount ?? forced?.stakeAmount ?? proposeStake(account, rules, request.realizedProfit);
  if (typeof proposed !== 'number') return proposed;
  const leverage = adding?.trade.leverage ?? newLeverage(request, model, callbacks, rate, proposed);
  if (typeof leverage !== 'number') return leverage;
  const isReplacing = adding !== null && adding.replacingAt !== null;
  // what is added needs no reserve for a stop of its own
  const reserve = adding === null ? model.stopReserve : isReplacing ? model.replacement.stopReserve : 0;
  const { amountReserveRatio, stoploss } = rules;
  const limits = stakeLimits(market, rate, { amountReserveRatio, stoploss: reserve ?? stoploss }, leverage);
  if (isReplacing && model.replacement.isTakenAsIs) {
    if (proposed > 0 && proposed >= (limits.min ?? 0)) return { stake: proposed, leverage };
    return { refused: 'stake_below_minimum', detail: `stake amount ${proposed} is too small, the market's minimum is ${limits.min}` };
  }
  const { available: unbound } = availableStake(account, rules, request.realizedProfit);
  // the order that is replaced has set its own money free
  const available = isReplacing ? Math.max(unbound, proposed) : unbound;
  let stake = proposed;
  if (adding === null && callbacks.customStakeAmount !== null) {
    const most = Math.min(limits.max, available);
    stake = callbacks.customStakeAmount(market.pair, rate, stake, limits.min, most, leverage, tag, side);
  }
  if (Number.isNaN(leverage)) return { refused: 'stake_below_minimum', detail: `no stake of ${market.pair} is enough without a leverage` };
  const validated = validateStake(stake, limits, available, adding?.trade.amount ? adding.trade.stakeAmount : 0);
  return typeof validated === 'number' ? { stake: validated, leverage } : validated;
}

/** Leverage of a new trade, as asked for, within 1 and what the market allows for its stake. */
function newLeverage(
  { market, side, tag, quote, forced }: EntryRequest,
  model: MarketModel,
  callbacks: EntryCallbacks,
  rate: number,
  stake: number,
): number | Refused {
  if (market.isSpot) return 1;
  const most = allowedLeverage(market.leverageTiers, stake);
  if (most === null) return { refused: 'stake_above_maximum', detail: `${market.pair} takes no position of ${stake}` };
  const shownRate = model.leverageRate === 'quoted' ? (quote?.rate ?? rate) : rate;
  const asked = forced?.leverage ?? callbacks.leverage?.(market.pair, shownRate, most, tag, side) ?? 1;
  return Math.min(Math.max(asked, 1), most);
}
