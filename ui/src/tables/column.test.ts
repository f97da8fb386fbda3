import { expect, test } from 'vitest';
import { type Column, csvOf, jsonOf, sorted } from './column.ts';

interface Row {
  name: string;
  size: number | null;
}
const columns: Column<Row>[] = [
  { key: 'name', label: 'Name', value: ({ name }) => name },
  { key: 'size', label: 'Size', value: ({ size }) => size },
];
const rows: Row[] = [
  { name: 'b10', size: 2 },
  { name: 'b9', size: null },
  { name: 'a', size: -1 },
];
const names = (list: readonly Row[]) => list.map(({ name }) => name);

test('rows are sorted by a column either way; what is missing stands last', () => {
  expect(names(sorted(rows, columns, null))).toEqual(['b10', 'b9', 'a']);
  expect(names(sorted(rows, columns, { key: 'name', isDown: false }))).toEqual(['a', 'b9', 'b10']);
  expect(names(sorted(rows, columns, { key: 'size', isDown: false }))).toEqual(['a', 'b10', 'b9']);
  expect(names(sorted(rows, columns, { key: 'size', isDown: true }))).toEqual(['b10', 'a', 'b9']);
});

test('a CSV file is quoted where it must be, and runs nothing in a spreadsheet', () => {
  const dangerous = [
    { name: '=HYPERLINK("x")', size: -5 },
    { name: 'one, two', size: null },
  ];
  expect(csvOf(dangerous, columns)).toBe('name,size\r\n"\'=HYPERLINK(""x"")",-5\r\n"one, two",\r\n');
});

test('a JSON file has the values, not their texts', () => {
  expect(JSON.parse(jsonOf(rows.slice(0, 2), columns))).toEqual([
    { name: 'b10', size: 2 },
    { name: 'b9', size: null },
  ]);
});
