import {
  BooleanParameter,
  CategoricalParameter,
  DecimalParameter,
  IntParameter,
  type Parameter,
  ParameterError,
  RealParameter,
} from '../strategy/parameter.ts';

/** A parameter as Python tells it. */
export interface ReportedParameter {
  readonly name: string;
  readonly type: string;
  readonly space: string;
  readonly optimize: boolean;
  readonly load: boolean;
  readonly value: unknown;
  readonly low?: number;
  readonly high?: number;
  readonly decimals?: number;
  readonly opt_range?: readonly unknown[];
  readonly log?: boolean;
  readonly step?: number;
}

/** The same as a parameter of ours, to be shown; null for a kind that is not known. */
export function parameterFrom(reported: ReportedParameter): Parameter | null {
  const { type, space, optimize, load, value, low = 0, high = 0, decimals = 3, opt_range: choices = [] } = reported;
  const options = { space, optimize, load };
  const { log, step } = reported;
  const numeric = { ...options, default: Number(value), ...(log === undefined ? {} : { log }), ...(step === undefined ? {} : { step }) };
  try {
    switch (type) {
      case 'IntParameter':
        return new IntParameter(low, high, numeric) as Parameter;
      case 'RealParameter':
        return new RealParameter(low, high, numeric) as Parameter;
      case 'DecimalParameter':
        return new DecimalParameter(low, high, { ...options, default: Number(value), decimals }) as Parameter;
      case 'BooleanParameter':
        return new BooleanParameter({ ...options, default: value === true }) as Parameter;
      case 'CategoricalParameter':
        return new CategoricalParameter(choices, { ...options, default: value });
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof ParameterError) return null;
    throw error;
  }
}
