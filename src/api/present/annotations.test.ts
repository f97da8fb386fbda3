import { expect, it } from 'vitest';
import { presentAnnotations } from './annotations.ts';

it('what a strategy draws goes out in freqtrade’s names, times as text, and only what is set', () => {
  const at = Date.UTC(2026, 0, 2, 3);
  expect(
    presentAnnotations([
      { type: 'area', start: at, end: at + 3_600_000, yStart: 90, yEnd: 100, color: '#00aa0033', label: 'night', zLevel: 2 },
      { type: 'line', start: at, yStart: 95, width: 2, lineStyle: 'dashed' },
      { type: 'point', x: at, y: 99, shape: 'pin', size: 10, rotate: 180 },
    ]),
  ).toEqual([
    {
      ...{ type: 'area', start: '2026-01-02T03:00:00Z', end: '2026-01-02T04:00:00Z' },
      ...{ y_start: 90, y_end: 100, color: '#00aa0033', label: 'night', z_level: 2 },
    },
    { type: 'line', start: '2026-01-02T03:00:00Z', y_start: 95, width: 2, line_style: 'dashed' },
    { type: 'point', x: '2026-01-02T03:00:00Z', y: 99, shape: 'pin', size: 10, rotate: 180 },
  ]);
});
