import type { Dimension, Point } from '../samplers/space.ts';
import type { HyperOpt } from '../strategy/hyper-opt.ts';

/** What the class `HyperOpt` within a strategy makes itself, as Python tells it. */
export interface NestedClass {
  readonly spaces: Readonly<Record<string, readonly (Dimension & { readonly step?: number | null })[]>>;
  readonly makes: readonly string[];
}

/** The same as ours. @param make asks one of its methods */
export function hyperOptFrom({ spaces, makes }: NestedClass, make: (what: string, point: Point) => unknown): HyperOpt {
  const space = (name: string): (() => readonly Dimension[]) | undefined => {
    const found = spaces[name]?.map(
      ({ step, ...dimension }) => ({ ...dimension, ...(typeof step === 'number' ? { step } : {}) }) as Dimension,
    );
    return found === undefined ? undefined : () => found;
  };
  const maker = (name: string): ((point: Point) => unknown) | undefined =>
    makes.includes(name) ? (point: Point) => make(name, point) : undefined;
  const estimator = maker('generate_estimator');
  return defined({
    roiSpace: space('roi_space'),
    stoplossSpace: space('stoploss_space'),
    trailingSpace: space('trailing_space'),
    maxOpenTradesSpace: space('max_open_trades_space'),
    generateRoiTable: maker('generate_roi_table') as HyperOpt['generateRoiTable'],
    generateTrailingParams: maker('generate_trailing_params') as HyperOpt['generateTrailingParams'],
    generateEstimator: estimator === undefined ? undefined : () => String(estimator({})),
  });
}

function defined(hyperOpt: { readonly [Key in keyof HyperOpt]: HyperOpt[Key] | undefined }): HyperOpt {
  return Object.fromEntries(Object.entries(hyperOpt).filter(([, value]) => value !== undefined));
}
