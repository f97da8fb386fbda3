import type { HyperOpt, SearchedDimension, SearchedPoint } from '../strategy/hyper-opt.ts';

/** What the class `HyperOpt` within a strategy makes itself, as Python tells it. */
export interface NestedClass {
  readonly spaces: Readonly<Record<string, readonly (SearchedDimension & { readonly step?: number | null })[]>>;
  readonly makes: readonly string[];
}

/** The same as ours. @param make asks one of its methods */
export function hyperOptFrom({ spaces, makes }: NestedClass, make: (what: string, point: SearchedPoint) => unknown): HyperOpt {
  const space = (name: string): (() => readonly SearchedDimension[]) | undefined => {
    const found = spaces[name]?.map(
      ({ step, ...dimension }) => ({ ...dimension, ...(typeof step === 'number' ? { step } : {}) }) as SearchedDimension,
    );
    return found === undefined ? undefined : () => found;
  };
  const maker = (name: string): ((point: SearchedPoint) => unknown) | undefined =>
    makes.includes(name) ? (point: SearchedPoint) => make(name, point) : undefined;
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
