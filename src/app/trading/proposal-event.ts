import type { ProposalEvent } from '../../bot/events.ts';
import { changesOf, type Proposal } from '../../research/hyperopt/proposal.ts';

/** Decimals of a value in a message. */
const DIGITS = 6;

/** A proposal as the bot tells of it. */
export function proposalEvent(proposal: Proposal): ProposalEvent {
  const profit = (side: Proposal['old_in_sample']): number | null => side?.profit_total ?? null;
  return {
    kind: 'proposal',
    strategy: proposal.strategy,
    searchFile: proposal.search_file,
    epoch: proposal.epoch,
    changes: changesOf(proposal).map(({ name, before, after }) => ({ name, before: written(before), after: written(after) })),
    inSample: { before: profit(proposal.old_in_sample), after: proposal.new_in_sample.profit_total },
    outOfSample: { before: profit(proposal.old_out_of_sample), after: profit(proposal.new_out_of_sample) },
  };
}

function written(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(DIGITS)));
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '–');
}
