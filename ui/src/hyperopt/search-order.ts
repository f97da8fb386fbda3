import type { Api } from 'freqtrade-client';
import { dayRange } from '../research/day-range.ts';

export type SearchOrder = Parameters<Api['hyperopt_start']>[0];
export type WalkOrder = Parameters<Api['walk_forward_start']>[0];

/** What the form of a search holds; the usual values. */
export const EMPTY_SEARCH = {
  strategy: '',
  losses: ['SharpeHyperOptLoss'] as string[],
  spaces: ['default'] as string[],
  sampler: '',
  epochs: 100,
  timeframe: '',
  from: '',
  to: '',
  pairs: '',
  minTrades: 1,
  earlyStop: 0,
  seed: '' as string | number,
  workers: 1,
  protections: false,
  perEpoch: false,
  isOverQueue: false,
  isWalk: false,
  trainDays: 60,
  testDays: 20,
};
export type SearchFields = Readonly<typeof EMPTY_SEARCH>;

const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** What is asked for. What is left empty is not sent: then the strategy's or the configuration's holds. @param hasQueue whether there is one to search over */
export function searchOrder(form: SearchFields, hasQueue: boolean): SearchOrder {
  const pairs = words(form.pairs);
  const seed = String(form.seed ?? '');
  const timerange = dayRange(form.from, form.to);
  return {
    strategy: form.strategy,
    loss_names: [...form.losses],
    spaces: [...form.spaces],
    epochs: form.epochs,
    min_trades: form.minTrades,
    early_stop: form.earlyStop,
    job_workers: form.workers,
    enable_protections: form.protections,
    analyze_per_epoch: form.perEpoch,
    ...(form.isOverQueue && hasQueue ? { over_queue: true } : {}),
    ...(pairs.length === 0 ? {} : { pairs }),
    ...(form.timeframe.trim() === '' ? {} : { timeframe: form.timeframe.trim() }),
    ...(timerange === '' ? {} : { timerange }),
    ...(form.sampler === '' ? {} : { sampler: form.sampler }),
    ...(seed === '' ? {} : { random_state: Number(seed) }),
  };
}
