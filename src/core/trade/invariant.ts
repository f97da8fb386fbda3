import type { Trade } from './trade.ts';

/** Something was about to be written into a trade that can't be true. Nothing was changed. */
export class InvariantBroken extends Error {
  readonly code = 'INVARIANT_BROKEN';
}

/** Sees that something holds that everything else relies on. @throws InvariantBroken naming the trade and what is wrong */
export function ensure(holds: boolean, trade: Readonly<Trade>, problem: string): asserts holds {
  if (!holds) throw new InvariantBroken(`Trade #${trade.id} ${trade.pair} is left as it is: ${problem}.`);
}
