import type { HyperOpt } from 'freqtrade-ts';
import { Hyper } from './hyper.ts';

/** Spaces of its own for all that every strategy has. Its trailing stops may be such as no bot trades with. */
export class HyperNested extends Hyper {
  override hyperOpt: HyperOpt = {
    roiSpace: () => [
      { kind: 'decimal', name: 'roi_first', low: 0.005, high: 0.05, decimals: 3 },
      { kind: 'int', name: 'roi_until', low: 20, high: 300 },
    ],
    generateRoiTable: (point) => ({ 0: Number(point['roi_first']), [Number(point['roi_until'])]: 0 }),
    stoplossSpace: () => [{ kind: 'decimal', name: 'stoploss', low: -0.1, high: -0.02, decimals: 3 }],
    trailingSpace: () => [
      { kind: 'categorical', name: 'trailing_stop', choices: [true, false] },
      { kind: 'decimal', name: 'trailing_stop_positive', low: 0.002, high: 0.03, decimals: 3 },
      { kind: 'decimal', name: 'offset', low: 0.001, high: 0.03, decimals: 3 },
      { kind: 'categorical', name: 'trailing_only_offset_is_reached', choices: [true, false] },
    ],
    generateTrailingParams: ({ offset, ...point }) => ({
      trailing_stop: point['trailing_stop'],
      trailing_stop_positive: point['trailing_stop_positive'],
      trailing_stop_positive_offset: offset,
      trailing_only_offset_is_reached: point['trailing_only_offset_is_reached'],
    }),
    maxOpenTradesSpace: () => [{ kind: 'int', name: 'max_open_trades', low: -1, high: 3 }],
    generateEstimator: () => 'QMCSampler',
  };
}
