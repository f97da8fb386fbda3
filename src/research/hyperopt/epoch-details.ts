import { roundTo } from '../../core/market/decimal.ts';
import { fixed, float, literal } from '../tables/python-text.ts';
import { withFloats } from './float-names.ts';
import { withoutInfinity } from './parameter-file.ts';
import type { ParameterGroups } from './parameters-of-point.ts';
import type { EpochRecord } from './present-epoch.ts';

type Values = Readonly<Record<string, unknown>>;

const LOADED = '  # value loaded from strategy';
const TITLES: Readonly<Record<string, string>> = {
  buy: 'Buy',
  sell: 'Sell',
  enter: 'Enter',
  exit: 'Exit',
  protection: 'Protection',
  roi: 'ROI',
  stoploss: 'Stoploss',
  trailing: 'Trailing stop',
};
const ORDER = ['buy', 'sell', 'protection', 'roi', 'stoploss', 'trailing', 'max_open_trades'];
const DECIMALS = 5;

/** `    35/40:     60 trades. …`; a star for one of the first. */
export function epochLine(record: EpochRecord, total: number): string {
  const { is_initial_point: isInitial, current_epoch: epoch, results_explanation: text, loss } = record;
  return `${isInitial ? '*' : ' '}${String(epoch).padStart(5)}/${total}: ${text} Objective: ${fixed(loss, 5)}`;
}

/** What a try was, in the words that a strategy is written with. @param header null for none */
export function epochDetails(record: EpochRecord, total: number, { asJson, header }: { asJson: boolean; header: string | null }): string {
  const head = header === null ? '' : `\n${header}:\n\n${epochLine(record, total)}\n\n`;
  const { params_details: searched, params_not_optimized: kept, floats } = record;
  if (asJson) return `${head}${withFloats(JSON.stringify(jsonDetails(searched, kept)), floats)}\n`;
  return `${head}${writtenDetails(searched, kept, floats)}`;
}

function spacesOf(searched: ParameterGroups, kept: ParameterGroups): string[] {
  const own = [...Object.keys(searched), ...Object.keys(kept)].filter((space) => !ORDER.includes(space));
  return [...ORDER, ...new Set(own)].filter((space) => space in searched || space in kept);
}

function jsonDetails(searched: ParameterGroups, kept: ParameterGroups): Values {
  let found: Record<string, unknown> = {};
  for (const space of ORDER.filter((name) => name in searched || name in kept)) {
    const values = withoutInfinity({ ...searched[space], ...kept[space] });
    if (space === 'buy' || space === 'sell') found['params'] = { ...(found['params'] as Values | undefined), ...values };
    else if (space === 'roi') found['minimal_roi'] = values;
    else found = { ...found, ...values };
  }
  return found;
}

function writtenDetails(searched: ParameterGroups, kept: ParameterGroups, floats: ReadonlySet<string>): string {
  return spacesOf(searched, kept)
    .filter((space) => [searched, kept].some((groups) => Object.keys(groups[space] ?? {}).length > 0))
    .map((space) => written(space, literals(searched[space], floats), literals(kept[space], floats)))
    .map((text) => `\n${text}`.replaceAll('\n', '\n    ').concat('\n'))
    .join('');
}

type Literals = Readonly<Record<string, string>>;

/** @param searched values as Python writes them, as is `kept` */
function written(space: string, searched: Literals, kept: Literals): string {
  const isKept = Object.keys(searched).length === 0;
  const note = isKept ? LOADED : '';
  const values = isKept ? kept : searched;
  const title = `# ${TITLES[space] ?? space} parameters:`;
  switch (space) {
    case 'stoploss':
    case 'max_open_trades':
      return `${title}\n${space} = ${values[space] ?? 'None'}${note}`;
    case 'roi': {
      const lines = Object.entries(values).map(([minutes, ratio]) => `    "${minutes}": ${ratio}`);
      return `${title}${note}\nminimal_roi = {\n${lines.join(',\n')}\n}`;
    }
    case 'trailing':
      return `${title}\n${Object.entries(values)
        .map(([name, value]) => `${name} = ${value}${note}\n`)
        .join('')}`;
    default: {
      const lines = Object.entries({ ...searched, ...kept }).map(
        ([name, value]) => `    "${name}": ${value},${Object.hasOwn(kept, name) ? LOADED : ''}\n`,
      );
      return `${title}\n${space}_params = {\n${lines.join('')}}`;
    }
  }
}

function literals(values: Values | undefined, floats: ReadonlySet<string>): Literals {
  const text = (name: string, value: unknown): string => {
    if (typeof value === 'string') return `"${value}"`;
    if (typeof value !== 'number') return literal(value);
    return floats.has(name) || !Number.isInteger(value) ? float(roundTo(value, DECIMALS)) : String(value);
  };
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, text(name, value)]));
}
