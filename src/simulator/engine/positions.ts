import type { Side } from './order.ts';
import { Refusal } from './refusal.ts';
import { type MarketSymbol, round8, toStep } from './symbol.ts';
import type { Wallet } from './wallet.ts';

export type MarginMode = 'isolated' | 'cross';

/** What is held of one contract. */
export interface Position {
  readonly symbol: MarketSymbol;
  /** Base currency, above 0 long, below 0 short; never 0. */
  amount: number;
  entryPrice: number;
  readonly leverage: number;
  readonly marginMode: MarginMode;
  /** Quote currency bound by it. */
  margin: number;
  readonly since: number;
}

/** A payment between longs and shorts. */
export interface FundingPayment {
  readonly id: number;
  readonly symbol: MarketSymbol;
  readonly time: number;
  /** Quote currency received; below 0 paid. */
  readonly amount: number;
  readonly rate: number;
}

/** Share of a position's value that must remain of its margin, ratio. */
export const MAINTENANCE_RATIO = 0.005;
export const FUNDING_MS = 8 * 3_600_000;
/** What longs pay shorts every eight hours, ratio. */
export const FUNDING_RATE = 0.0001;
const HIGHEST_LEVERAGE = 100;

/** Positions of one account in perpetual contracts, one a symbol (no hedging). */
export class Positions {
  readonly open: Map<string, Position> = new Map();
  /** What the account says of itself: that it keeps longs and shorts of a contract apart, and that all its coins are margin. */
  readonly account = { isHedged: false, isMultiAsset: false };
  readonly payments: FundingPayment[] = [];
  readonly #wallet: Wallet;
  readonly #leverage: Map<string, number> = new Map();
  readonly #marginMode: Map<string, MarginMode> = new Map();
  /** How often funding is paid, ms, and how much longs pay shorts each time, ratio. */
  readonly fundingMs: number;
  readonly fundingRate: number;
  #accountMode: MarginMode = 'cross';
  #fundedUntil: number;
  #nextPayment = 1;

  constructor(wallet: Wallet, now: number, fundingMs: number = FUNDING_MS) {
    this.#wallet = wallet;
    this.fundingMs = fundingMs;
    this.fundingRate = (FUNDING_RATE * fundingMs) / FUNDING_MS;
    this.#fundedUntil = Math.floor(now / fundingMs);
  }

  leverage(symbol: MarketSymbol): number {
    return this.#leverage.get(symbol.id) ?? 1;
  }

  marginMode(symbol: MarketSymbol): MarginMode {
    return this.#marginMode.get(symbol.id) ?? this.#accountMode;
  }

  /** @throws Refusal for a leverage that is not offered */
  setLeverage(symbol: MarketSymbol, leverage: number): void {
    if (!(leverage >= 1 && leverage <= HIGHEST_LEVERAGE)) throw new Refusal('bad_leverage');
    this.#leverage.set(symbol.id, leverage);
  }

  /** @param symbol null: of the account, for every symbol @throws Refusal for another one while there is a position */
  setMarginMode(symbol: MarketSymbol | null, mode: MarginMode): void {
    const isSo = symbol === null ? this.#accountMode === mode && this.#marginMode.size === 0 : this.marginMode(symbol) === mode;
    if (isSo) return;
    const isHeld = symbol === null ? this.open.size > 0 : this.open.has(symbol.id);
    if (isHeld) throw new Refusal('position_in_the_way');
    if (symbol !== null) this.#marginMode.set(symbol.id, mode);
    else {
      this.#accountMode = mode;
      this.#marginMode.clear();
    }
  }

  /** Base currency by which an order on this side would reduce what is held. */
  reducible(symbol: MarketSymbol, side: Side): number {
    const held = this.open.get(symbol.id)?.amount ?? 0;
    return side === 'sell' ? Math.max(held, 0) : Math.max(-held, 0);
  }

  /** Takes a fill in: margin is bound or freed, profit paid. @returns the profit realized, quote currency */
  fill(symbol: MarketSymbol, side: Side, price: number, amount: number, now: number): number {
    const reducing = Math.min(this.reducible(symbol, side), amount);
    const profit = reducing > 0 ? this.#reduce(symbol, price, reducing) : 0;
    const increasing = toStep(amount - reducing, symbol.stepSize);
    if (increasing > 0) this.#increase(symbol, side, price, increasing, now);
    return profit;
  }

  /** The price at which the exchange closes a position. */
  liquidationPrice(position: Position): number {
    const amount = Math.abs(position.amount);
    const own = position.margin + (position.marginMode === 'cross' ? this.#wallet.of(position.symbol.quote).free : 0);
    const value = position.entryPrice * amount;
    if (position.amount > 0) return Math.max((value - own) / (amount * (1 - MAINTENANCE_RATIO)), 0);
    return (value + own) / (amount * (1 + MAINTENANCE_RATIO));
  }

  /** Pays the funding that has become due. @param priceAt mark price of a symbol at a moment */
  payFunding(now: number, priceAt: (symbol: MarketSymbol, at: number) => number): void {
    const due = Math.floor(now / this.fundingMs);
    for (let period = this.#fundedUntil + 1; period <= due; period++) {
      this.payFundingOf(period * this.fundingMs, priceAt);
    }
    this.#fundedUntil = due;
  }

  /** Pays funding for one moment, whether it is due then or not. @param priceAt mark price of a symbol at a moment */
  payFundingOf(time: number, priceAt: (symbol: MarketSymbol, at: number) => number): void {
    for (const { symbol, amount, since } of this.open.values()) {
      if (since > time) continue;
      const payment = round8(-amount * priceAt(symbol, time) * this.fundingRate);
      this.#wallet.add(symbol.quote, payment);
      this.payments.push({ id: this.#nextPayment++, symbol, time, amount: payment, rate: this.fundingRate });
    }
  }

  #increase(symbol: MarketSymbol, side: Side, price: number, amount: number, now: number): void {
    const held = this.open.get(symbol.id);
    const leverage = held?.leverage ?? this.leverage(symbol);
    const margin = round8((price * amount) / leverage);
    this.#wallet.lock(symbol.quote, margin);
    const signed = side === 'buy' ? amount : -amount;
    if (held === undefined) {
      const marginMode = this.marginMode(symbol);
      this.open.set(symbol.id, { symbol, amount: signed, entryPrice: price, leverage, marginMode, margin, since: now });
      return;
    }
    const before = Math.abs(held.amount);
    held.entryPrice = (held.entryPrice * before + price * amount) / (before + amount);
    held.amount = toStep(held.amount + signed, symbol.stepSize);
    held.margin = round8(held.margin + margin);
  }

  #reduce(symbol: MarketSymbol, price: number, amount: number): number {
    const held = this.open.get(symbol.id)!;
    const share = amount / Math.abs(held.amount);
    const freed = round8(held.margin * share);
    const profit = round8((price - held.entryPrice) * amount * Math.sign(held.amount));
    this.#wallet.unlock(symbol.quote, freed);
    this.#wallet.add(symbol.quote, profit);
    held.margin = round8(held.margin - freed);
    held.amount = toStep(held.amount - Math.sign(held.amount) * amount, symbol.stepSize);
    if (held.amount === 0) this.open.delete(symbol.id);
    return profit;
  }
}
