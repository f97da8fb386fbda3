import { roundTo } from '../../core/market/decimal.ts';
import type { ParameterGroups } from './parameters-of-point.ts';
import type { EpochRecord } from './present-epoch.ts';
import { fixed, literal } from './python-text.ts';

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
  const { params_details: searched, params_not_optimized: kept } = record;
  return `${head}${asJson ? `${JSON.stringify(jsonDetails(searched, kept))}\n` : writtenDetails(searched, kept)}`;
}

function spacesOf(searched: ParameterGroups, kept: ParameterGroups): string[] {
  const own = [...Object.keys(searched), ...Object.keys(kept)].filter((space) => !ORDER.includes(space));
  return [...ORDER, ...new Set(own)].filter((space) => space in searched || space in kept);
}

function jsonDetails(searched: ParameterGroups, kept: ParameterGroups): Values {
  let found: Record<string, unknown> = {};
  for (const space of ORDER.filter((name) => name in searched || name in kept)) {
    const values = { ...searched[space], ...kept[space] };
    if (space === 'buy' || space === 'sell') found['params'] = { ...(found['params'] as Values | undefined), ...values };
    else if (space === 'roi') found['minimal_roi'] = values;
    else found = { ...found, ...values };
  }
  return found;
}

function writtenDetails(searched: ParameterGroups, kept: ParameterGroups): string {
  return spacesOf(searched, kept)
    .map((space) => written(space, rounded(searched[space]), rounded(kept[space])))
    .map((text) => `\n${text}`.replaceAll('\n', '\n    ').concat('\n'))
    .join('');
}

function written(space: string, searched: Values, kept: Values): string {
  const isKept = Object.keys(searched).length === 0;
  const note = isKept ? LOADED : '';
  const values = isKept ? kept : searched;
  const title = `# ${TITLES[space] ?? space} parameters:`;
  switch (space) {
    case 'stoploss':
    case 'max_open_trades':
      return `${title}\n${space} = ${literal(values[space])}${note}`;
    case 'roi':
      return `${title}${note}\nminimal_roi = ${JSON.stringify(values, null, 4)}`;
    case 'trailing':
      return `${title}\n${Object.entries(values)
        .map(([name, value]) => `${name} = ${literal(value)}${note}\n`)
        .join('')}`;
    default: {
      const lines = Object.entries({ ...searched, ...kept }).map(
        ([name, value]) =>
          `    "${name}": ${typeof value === 'string' ? `"${value}"` : literal(value)},${Object.hasOwn(kept, name) ? LOADED : ''}\n`,
      );
      return `${title}\n${space}_params = {\n${lines.join('')}}`;
    }
  }
}

function rounded(values: Values | undefined): Values {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, typeof value === 'number' ? roundTo(value, DECIMALS) : value]),
  );
}
