import type { Point } from '../../samplers/space.ts';
import { boxTable } from '../tables/box-table.ts';
import { fixed } from '../tables/python-text.ts';
import { heatMapOf } from './heat-map.ts';

/** A heat map as a table: the middle loss, and in brackets of how many tries; the least is marked. @param width columns of the terminal */
export function heatMapTable(
  tries: readonly { readonly point: Point; readonly loss: number }[],
  [x, y]: readonly [string, string],
  width: number,
): string {
  const map = heatMapOf(tries, [x, y]);
  const least = Math.min(...map.cells.flatMap((row) => row.flatMap((cell) => (cell === null ? [] : [cell.loss]))));
  const columns = [`${y} \\ ${x}`, ...map.x].map((title) => ({ title, align: 'right' as const }));
  const rows = map.cells.map((row, index) => [
    map.y[index]!,
    ...row.map((cell) => (cell === null ? '' : `${cell.loss === least ? '* ' : ''}${fixed(cell.loss, 3)} (${cell.tries})`)),
  ]);
  return `${boxTable(`Objective by ${x} and ${y}`, columns, rows, width)}\n`;
}
