import { visibleLine } from '../../log/visible.ts';

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

const MIN_CELL = 4;

/**
 * A titled table in box characters, control characters of cells written visibly. Where it would be wider than `width`, spaces shrink and titles break between words first, then the
 * widest cells are cut with an ellipsis.
 */
export function boxTable(title: string, columns: readonly TableColumn[], raw: readonly (readonly string[])[], width: number): string {
  const rows = raw.map((row) => row.map(visibleLine));
  const full = columns.map((column, index) => rows.reduce((most, row) => Math.max(most, row[index]!.length), column.title.length));
  if (sum(full) <= room(columns, width)) return draw(title, columns, rows, full);
  const tight = rows.map((row) => row.map(squeezed));
  const narrow = columns.map((column) => ({ ...column, title: squeezed(column.title) }));
  return draw(title, narrow, tight, fittingWidths(narrow, tight, room(columns, width)));
}

function draw(title: string, columns: readonly TableColumn[], rows: readonly (readonly string[])[], widths: readonly number[]): string {
  const titles = columns.map((column, index) => wrap(column.title, widths[index]!));
  const height = Math.max(...titles.map((lines) => lines.length));
  const line = (left: string, fill: string, middle: string, right: string) =>
    left + widths.map((cell) => fill.repeat(cell + 2)).join(middle) + right;
  const row = (cells: readonly string[], side: string) =>
    `${side}${cells.map((cell, index) => ` ${fitted(cell, widths[index]!, columns[index]!.align)} `).join(side)}${side}`;
  const head = Array.from({ length: height }, (_value, at) =>
    row(
      titles.map((lines) => lines[at] ?? ''),
      '┃',
    ),
  );
  const total = widths.reduce((sum, cell) => sum + cell + 3, 1);
  return [
    ' '.repeat(Math.max(0, Math.floor((total - title.length) / 2))) + title,
    line('┏', '━', '┳', '┓'),
    ...head,
    line('┡', '━', '╇', '┩'),
    ...rows.map((cells) => row(cells, '│')),
    line('└', '─', '┴', '┘'),
  ].join('\n');
}

/** What is left for cells between the lines and spaces. */
function room(columns: readonly TableColumn[], width: number): number {
  return width - (columns.length * 3 + 1);
}

function squeezed(text: string): string {
  return text.trim().replaceAll(/ {2,}/g, ' ');
}

function fittingWidths(columns: readonly TableColumn[], rows: readonly (readonly string[])[], available: number): number[] {
  const cells = columns.map((_column, index) => rows.reduce((most, row) => Math.max(most, row[index]!.length), 1));
  const widths = columns.map(({ title }, index) => Math.max(cells[index]!, ...title.split(' ').map((word) => word.length)));
  while (sum(widths) > available) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= MIN_CELL) break;
    widths[widest]!--;
  }
  return widths;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return text.length <= width ? [text] : [...lines, line];
}

function fitted(text: string, width: number, align: 'left' | 'right'): string {
  const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
  return align === 'left' ? cut.padEnd(width) : cut.padStart(width);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
