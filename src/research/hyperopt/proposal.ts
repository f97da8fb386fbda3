import type { ParameterGroups } from './parameters-of-point.ts';
import type { StoredFigures } from './stored-figures.ts';

/** Parameters that a re-optimisation has found, beside those that there are; as a file has it. Nothing is changed by it. */
export interface Proposal {
  readonly strategy: string;
  /** ms since epoch, UTC. */
  readonly created_ts: number;
  readonly loss_names: readonly string[];
  /** File of the tries, and the number of the one that is proposed. */
  readonly search_file: string;
  readonly epoch: number;
  /** What was searched on, and the days behind it, as `--timerange` has them. */
  readonly train_timerange: string;
  readonly test_timerange: string;
  readonly old_parameters: ParameterGroups;
  readonly new_parameters: ParameterGroups;
  /** Null where there were no candles. */
  readonly old_in_sample: StoredFigures | null;
  readonly new_in_sample: StoredFigures;
  readonly old_out_of_sample: StoredFigures | null;
  readonly new_out_of_sample: StoredFigures | null;
}

/** A value that would be another. */
export interface ParameterChange {
  readonly space: string;
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What would change, in the order of the new ones. */
export function changesOf({
  old_parameters: before,
  new_parameters: after,
}: Pick<Proposal, 'old_parameters' | 'new_parameters'>): ParameterChange[] {
  return Object.entries(after).flatMap(([space, values]) =>
    Object.entries(values)
      .map(([name, value]) => ({ space, name, before: before[space]?.[name] ?? null, after: value }))
      .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after)),
  );
}
