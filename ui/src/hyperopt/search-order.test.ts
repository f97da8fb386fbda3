import { expect, test } from 'vitest';
import { EMPTY_SEARCH, searchOrder } from './search-order.ts';

const FORM = { ...EMPTY_SEARCH, strategy: 'Sample' };

test('what is left empty is not sent', () => {
  expect(searchOrder(FORM, false)).toEqual({
    ...{ strategy: 'Sample', loss_names: ['SharpeHyperOptLoss'], spaces: ['default'], epochs: 100, min_trades: 1, early_stop: 0 },
    ...{ job_workers: 1, enable_protections: false, analyze_per_epoch: false },
  });
  const full = {
    ...FORM,
    pairs: 'BTC/USDT, ETH/USDT',
    timeframe: ' 5m ',
    from: '2024-01-02',
    to: '2024-01-08',
    sampler: 'TPESampler',
    seed: 0,
  };
  expect(searchOrder(full, false)).toMatchObject({
    ...{ pairs: ['BTC/USDT', 'ETH/USDT'], timeframe: '5m', sampler: 'TPESampler', random_state: 0 },
    timerange: expect.stringMatching(/^20240102-202401\d\d$/) as unknown,
  });
});

test('a search goes over the queue where it is asked for and there is one', () => {
  const over = { ...FORM, isOverQueue: true };
  expect(searchOrder(over, true).over_queue).toBe(true);
  // asked for at a program that had one
  expect('over_queue' in searchOrder(over, false)).toBe(false);
  expect('over_queue' in searchOrder(FORM, true)).toBe(false);
});
