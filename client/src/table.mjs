import { visible } from './visible.mjs';

/**
 * An answer for a person: lists as tables, objects as names and values.
 * @param {unknown} answer @param {number} width columns of the terminal
 */
export function readable(answer, width) {
  if (Array.isArray(answer)) return rows(answer, width);
  if (typeof answer !== 'object' || answer === null) return String(answer);
  const lists = Object.entries(answer).filter(([, value]) => Array.isArray(value) && value.length > 0 && typeof value[0] === 'object');
  const plain = Object.entries(answer)
    .filter(([, value]) => !Array.isArray(value) || typeof value[0] !== 'object')
    .map(([name, value]) => /** @type {const} */ ([visible(name), value]));
  const nameWidth = Math.max(0, ...plain.map(([name]) => name.length));
  const head = plain.map(([name, value]) => `${name.padEnd(nameWidth)}  ${cut(text(value), Math.max(20, width - nameWidth - 2))}`);
  return [...head, ...lists.map(([name, value]) => `\n${visible(name)}\n${rows(/** @type {unknown[]} */ (value), width)}`)].join('\n');
}

const TRADE_COLUMNS = [
  'trade_id',
  'pair',
  'open_date',
  'amount',
  'open_rate',
  'current_rate',
  'close_rate',
  'profit_pct',
  'profit_abs',
  'exit_reason',
];

/** @param {unknown[]} list @param {number} width */
function rows(list, width) {
  if (list.length === 0) return '(none)';
  if (typeof list[0] !== 'object' || list[0] === null) return list.map(text).join('\n');
  const first = /** @type {Record<string, unknown>} */ (list[0]);
  const isTrade = 'trade_id' in first && 'open_rate' in first;
  const names = (isTrade ? TRADE_COLUMNS : Object.keys(first)).filter(
    (name) => name in first && (typeof first[name] !== 'object' || first[name] === null),
  );
  const cells = list.map((row) => names.map((name) => text(/** @type {Record<string, unknown>} */ (row)[name])));
  const titles = names.map(visible);
  const widths = titles.map((name, column) => Math.max(name.length, ...cells.map((row) => (row[column] ?? '').length)));
  const line = (/** @type {string[]} */ row) =>
    cut(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
      width,
    );
  return [line(titles), line(widths.map((size) => '-'.repeat(size))), ...cells.map(line)].join('\n');
}

/** @param {unknown} value */
function text(value) {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(8)));
  return visible(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** @param {string} line @param {number} width */
function cut(line, width) {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
