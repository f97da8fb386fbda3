import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arranged, COLUMNS, changed, LOWEST, moved, NARROWEST, neighbour, type Panel } from './arrangement.ts';

const PANELS: readonly Panel[] = ['chart', 'open', 'closed', 'aside'].map((name) => ({ name, label: name, width: 6 }));
const names = (places: readonly { name: string }[]) => places.map(({ name }) => name);

test('without anything kept panels lie as the view has them', () => {
  expect(arranged(PANELS, [])).toEqual(PANELS.map(({ name, width }) => ({ name, width, height: null, isHidden: false })));
});

test('a panel that is new comes after the one before it; one that is gone is forgotten; nonsense is set right', () => {
  const kept = [{ name: 'closed', width: 99, height: 1 }, { name: 'gone' }, { name: 'chart', isHidden: true }];
  const places = arranged(PANELS, kept);
  expect(names(places)).toEqual(['closed', 'aside', 'chart', 'open']);
  expect(places[0]).toEqual({ name: 'closed', width: COLUMNS, height: LOWEST, isHidden: false });
  expect(places[2]!.isHidden).toBe(true);
});

test('whatever is done, every panel is there once and within its limits', () => {
  const name = fc.constantFrom(...names(PANELS));
  const step = fc.oneof(
    fc.record({ kind: fc.constant('move' as const), name, to: name }),
    fc.record({
      kind: fc.constant('size' as const),
      name,
      width: fc.integer({ min: -5, max: 30 }),
      height: fc.integer({ min: -5, max: 9000 }),
    }),
    fc.record({ kind: fc.constant('hide' as const), name, isHidden: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let places = arranged(PANELS, []);
      for (const one of steps) {
        if (one.kind === 'move') places = moved(places, one.name, one.to);
        else
          places = changed(places, one.name, one.kind === 'size' ? { width: one.width, height: one.height } : { isHidden: one.isHidden });
        if (one.kind === 'move') expect(places.findIndex((place) => place.name === one.name)).toBeGreaterThanOrEqual(0);
      }
      expect(names(places).toSorted()).toEqual(names(PANELS).toSorted());
      for (const { width, height } of places) {
        expect(width).toBeGreaterThanOrEqual(NARROWEST);
        expect(width).toBeLessThanOrEqual(COLUMNS);
        if (height !== null) expect(height).toBeGreaterThanOrEqual(LOWEST);
      }
      expect(arranged(PANELS, places)).toEqual(places);
    }),
  );
});

test('a panel goes to the place of another, past hidden ones too', () => {
  const places = changed(arranged(PANELS, []), 'open', { isHidden: true });
  expect(neighbour(places, 'chart', 1)).toBe('closed');
  expect(neighbour(places, 'chart', -1)).toBeNull();
  expect(names(moved(places, 'chart', 'closed'))).toEqual(['open', 'closed', 'chart', 'aside']);
  expect(names(moved(places, 'aside', 'chart'))).toEqual(['aside', 'chart', 'open', 'closed']);
});
