import type { PairLock } from '../../core/protections/lock.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { presentBacktestLock } from '../report/present-rows.ts';
import { presentSearchedTrade } from '../report/present-trade.ts';
import type { EpochOutcome, TradeSink } from './epoch-runner.ts';
import { type EpochText, resultText, rowOf } from './epoch-text.ts';
import { presentEpoch } from './present-epoch.ts';
import type { SpillingText } from './spill.ts';

/** Where a record's trades and locks stand. */
const [TRADES, LOCKS] = ['"results_metrics":{"trades":[', '],"locks":['] as const;

/** Writes the line of a try while it runs: its trades are many, and none of them is needed once it has closed and is written. */
export class EpochLine implements TradeSink {
  readonly #text: SpillingText | null;
  #isFirst = true;

  /** @param text null for a line without trades and locks, for whoever wants the figures alone */
  constructor(text: SpillingText | null) {
    this.#text = text;
  }

  begin(): void {
    this.#text?.drop();
    this.#isFirst = true;
  }

  add(trade: Readonly<Trade>): void {
    this.#append(this.#text, JSON.stringify(presentSearchedTrade(trade)));
  }

  /** The line but for its end, once the try is over. */
  finish(outcome: EpochOutcome, lossNames: readonly string[]): Omit<EpochText, 'memory'> {
    const { locks } = outcome.figures;
    const result = presentEpoch({ ...outcome, figures: { ...outcome.figures, locks: [] } }, lossNames);
    const text = resultText(result);
    if (this.#text === null) return { head: new TextEncoder().encode(text.slice(0, -1)), row: rowOf(result) };
    const at = text.indexOf(TRADES) + TRADES.length;
    this.#text.add(LOCKS);
    this.#isFirst = true;
    for (const lock of locks) this.#addLock(this.#text, lock);
    this.#text.add(text.slice(at + LOCKS.length, -1));
    return { head: this.#text.take(text.slice(0, at)), row: rowOf(result) };
  }

  #addLock(text: SpillingText, lock: PairLock): void {
    this.#append(text, JSON.stringify(presentBacktestLock(lock)));
  }

  #append(text: SpillingText | null, element: string): void {
    if (!this.#isFirst) text?.add(',');
    this.#isFirst = false;
    text?.add(element);
  }
}
