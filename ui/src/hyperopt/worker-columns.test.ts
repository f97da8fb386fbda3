import type { HyperoptWorker } from 'freqtrade-client';
import { createPinia, setActivePinia } from 'pinia';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lookEvery, workerColumns } from './worker-columns.ts';

beforeAll(() => {
  // what a browser has and formats read settings from
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
  vi.stubGlobal('document', { documentElement: { dataset: {}, lang: '' } });
  setActivePinia(createPinia());
});
afterAll(() => void vi.unstubAllGlobals());

test('workers are looked for again unless there is no queue', () => {
  const seen = { queue: 'redis://queue.example:6379/0', problem: null, workers: [] };
  expect(lookEvery(undefined)).toBe(5000);
  expect(lookEvery(seen)).toBe(5000);
  expect(lookEvery({ ...seen, problem: 'It does not answer.' }), 'it may come back').toBe(5000);
  expect(lookEvery({ ...seen, queue: null })).toBe(false);
});

test('a worker is shown with its machine, and with what it does', () => {
  const worker: HyperoptWorker = {
    ...{ id: '6f1f6d0e', host: 'desk', pid: 4711, threads: 8, since_ts: 0, done: 1200, rate: 22.54 },
    ...{ version: '2026.9-3f9c0a1b2c3d', is_other_version: false },
    doing: ['hyperopt of First', 'sweep'],
  };
  const shown = (row: HyperoptWorker) =>
    Object.fromEntries(workerColumns().map(({ key, value, text }) => [key, text?.(row) ?? String(value(row))]));
  expect(shown(worker)).toMatchObject({
    ...{ host: 'desk', pid: '4711', threads: '8', doing: 'hyperopt of First, sweep', done: '1200', rate: '22.5', id: '6f1f6d0e' },
  });
  expect(shown(worker)['since']).toMatch(/70/);
  expect(shown({ ...worker, doing: [] })['doing']).toBe('nothing');
  expect(shown({ ...worker, doing: [], is_other_version: true })['doing']).toBe('another version: takes nothing of this program');
});
