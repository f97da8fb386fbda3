import type { PairLock } from './lock.ts';

/** Of a closed trade, what protections look at. */
export interface ClosedTrade {
  readonly pair: string;
  readonly isShort: boolean;
  readonly closeDate: number | null;
  /** Ratio. */
  readonly closeProfit: number | null;
  /** Stake currency. */
  readonly closeProfitAbs: number | null;
  readonly exitReason: string | null;
}

/** What a rule looks back at and how long it locks. */
export interface Periods {
  readonly lookbackMs: number;
  readonly stopMs: number;
  /** The look-back in words, e.g. "48 candles". */
  readonly lookbackText: string;
  /** How long locks last in words, e.g. "for 60 minutes", "until 20:00". */
  readonly stopText: string;
  /** Ends locks at this time of day, ms after midnight UTC, in place of `stopMs`. */
  readonly unlockAt: number | null;
}

/** What a protection judges by, after a trade has closed. */
export interface Question {
  /** Trades of the pair, or of all pairs, that closed within the look-back, in the order of closing. */
  readonly trades: readonly ClosedTrade[];
  /** Side of the trade that has just closed. */
  readonly closedSide: 'long' | 'short';
  /** Balance before the first of these trades, stake currency; asked of rules that need it only. */
  readonly balanceBefore: () => number;
}

/** A protection's word: lock. */
export interface Verdict {
  /** The trades it judges by; the lock counts from the last of them. */
  readonly trades: readonly ClosedTrade[];
  readonly side: PairLock['side'];
  /** What people read. */
  readonly reason: string;
}

export interface ProtectionParameter {
  /** What holds where it is left out. */
  readonly default: number | boolean | string;
  /** What it does, in a sentence. */
  readonly help: string;
}

/** Parameters of a protection of its own, by their names in code; `tradeLimit` is `trade_limit` where it is written. */
type Parameters = Readonly<Record<string, ProtectionParameter>>;

/** Their values. */
type Values<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name]['default'] extends number ? number : P[Name]['default'] extends boolean ? boolean : string;
};

interface Definition<P extends Parameters> {
  /** As `method` of a strategy's protections has it. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly description: string;
  /** Beside those that every protection has (see `protection-rules.ts`). */
  readonly parameters: P;
  /** What it may lock: the pair of the trade that has closed, all pairs, or either. */
  readonly locks: (own: Values<P>) => 'pair' | 'all' | 'either';
  /** What it looks back by; its own period where left out. */
  readonly looksBackBy?: 'stop';
  readonly needsBalance?: (own: Values<P>) => boolean;
  /** Its word, or null for none. */
  readonly judge: (question: Question, own: Values<P>, periods: Periods) => Verdict | null;
}

/** One protection: everything there is to know of it. The list of all and docs/protections.md are made from these records. */
export interface Protection {
  readonly name: string;
  readonly description: string;
  /** By the names they have where they are written. */
  readonly parameters: Parameters;
  /** @param setting as it is written @throws Error that names the protection and what is wrong */
  readonly rule: (setting: Readonly<Record<string, unknown>>, periods: Periods) => ProtectionRule;
}

/** A protection with its parameters read. */
export interface ProtectionRule {
  readonly periods: Periods;
  /** How far back it looks, ms. */
  readonly spanMs: number;
  readonly locks: 'pair' | 'all' | 'either';
  readonly needsBalance: boolean;
  readonly judge: (question: Question) => Verdict | null;
}

export function defineProtection<P extends Parameters>(definition: Definition<P>): Protection {
  const { name, description, parameters, locks, judge } = definition;
  return {
    name,
    description,
    parameters: Object.fromEntries(Object.entries(parameters).map(([key, parameter]) => [written(key), parameter])),
    rule: (setting, periods) => {
      const own = valuesOf(name, parameters, setting);
      return {
        periods,
        // the trade that has just closed counts, however short the stop is
        spanMs: definition.looksBackBy === 'stop' ? Math.max(1, periods.stopMs) : periods.lookbackMs,
        locks: locks(own),
        needsBalance: definition.needsBalance?.(own) ?? false,
        judge: (question) => judge(question, own, periods),
      };
    },
  };
}

function valuesOf<P extends Parameters>(protection: string, parameters: P, setting: Readonly<Record<string, unknown>>): Values<P> {
  const read = Object.entries(parameters).map(([name, { default: fallback }]) => {
    const value = setting[written(name)] ?? fallback;
    if (typeof value !== typeof fallback)
      throw new Error(`${protection}: ${written(name)} is ${JSON.stringify(value)}, which is no ${typeof fallback}.`);
    return [name, value];
  });
  return Object.fromEntries(read) as Values<P>;
}

/** `tradeLimit` as it is written in a strategy: `trade_limit`. */
function written(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function sideOf(trade: ClosedTrade): 'long' | 'short' {
  return trade.isShort ? 'short' : 'long';
}

/** Parameter of protections that may go by one side alone. */
export const onlyPerSide = { default: false, help: 'Count the trades of the side that has just closed only, and lock that side only.' };
