import { DecimalParameter, RealParameter } from '../../strategy/parameter.ts';
import { parametersOf } from '../../strategy/parameters.ts';
import type { Strategy } from '../../strategy/strategy.ts';
import type { Search } from './search-space.ts';

/** Attributes that freqtrade holds as binary numbers. */
const ATTRIBUTES = ['stoploss', 'trailing_stop_positive', 'trailing_stop_positive_offset'];
/** Figures of a report that are no whole numbers, even if they look so. */
const FIGURES = /"(?:profit_mean_pct|profit_total_pct|trades_per_day)":-?\d+(?=[,}])/g;

/** Names of what is a binary number, so that freqtrade's texts have `70.0` where JSON of JavaScript has 70. */
export function floatNames(strategy: Strategy, { space }: Search): ReadonlySet<string> {
  const own = parametersOf(strategy).filter((parameter) => parameter instanceof RealParameter || parameter instanceof DecimalParameter);
  const searched = space.filter(({ kind }) => kind === 'real' || kind === 'decimal');
  return new Set([...ATTRIBUTES, ...own.map(({ name }) => name), ...searched.map(({ name }) => name)]);
}

/** JSON with the values of these names as binary numbers: `"exit_rsi":70.0`. */
export function withFloats(json: string, names: ReadonlySet<string>): string {
  return json.replaceAll(/"([^"\\]+)":\s*-?\d+(?=\s*[,}])/g, (found, name: string) => (names.has(name) ? `${found}.0` : found));
}

/** The figures of a try with freqtrade's binary numbers. */
export function withFloatFigures(json: string): string {
  return json.replaceAll(FIGURES, '$&.0');
}

/** Names of the values that a text writes as binary numbers though they are whole. */
export function floatsIn(json: string): ReadonlySet<string> {
  return new Set([...json.matchAll(/"([^"\\]+)":\s*-?\d+\.0+(?=\s*[,}])/g)].map(([, name]) => name!));
}
