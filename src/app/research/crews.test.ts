import { expect, it } from 'vitest';
import { queueAddress } from '../../queue/address.ts';
import { refuseOverQueue } from './crews.ts';

it('a strategy in Python is refused over a queue, by name, and no other is', () => {
  const queue = queueAddress('redis://queue.example:6379/0');
  const strategy = (path: string) => ({ path }) as Parameters<typeof refuseOverQueue>[0];
  expect(() => refuseOverQueue(strategy('/strategies/first.py'), queue)).toThrow(
    '--queue: a strategy in Python is tried on this machine only.',
  );
  expect(() => refuseOverQueue(strategy('/strategies/first.py'), null)).not.toThrow();
  expect(() => refuseOverQueue(strategy('/strategies/first.ts'), queue)).not.toThrow();
});
