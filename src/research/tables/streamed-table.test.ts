import { expect, it } from 'vitest';
import { StreamedTable } from './streamed-table.ts';

it('has its columns below each other, though a later cell is wider than those before', () => {
  const lines: string[] = [];
  const columns = [
    { title: 'Best', align: 'left' },
    { title: 'Objective', align: 'right' },
  ] as const;
  const table = new StreamedTable('Tries', columns, [4, 9], 80, (text) => lines.push(...text.split('\n').filter((line) => line !== '')));
  for (const cells of [
    ['*', '1.0'],
    ['* Best Front', '-12.34567, 8.90123'],
    ['', '2.0'],
  ])
    table.add(cells);
  table.end();
  const bordersOf = (line: string): number[] => [...line.matchAll(/[│┃]/g)].map(({ index }) => index);
  const rows = lines.filter((line) => line.startsWith('│'));
  expect(rows).toHaveLength(3);
  expect(bordersOf(rows[0]!)).toEqual(bordersOf(lines.find((line) => line.startsWith('┃'))!));
  expect(bordersOf(rows[2]!)).toEqual(bordersOf(rows[1]!));
  expect(lines.at(-1)).toHaveLength(rows[2]!.length);
});
