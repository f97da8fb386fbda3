import type { Exchange } from 'ccxt';
import { describe, expect, it } from 'vitest';
import { growNonces } from './growing-nonce.ts';

describe('nonces', () => {
  it('grow over all clients, within a millisecond and when the clock is set back', () => {
    const clients = [{}, {}] as Exchange[];
    const clock = { now: 1000.7 };
    growNonces(clients, () => clock.now);
    const ask = (index: number) => clients[index]!.nonce();
    expect([ask(0), ask(1), ask(0)]).toEqual([1000, 1001, 1002]);
    clock.now = 500;
    expect(ask(1)).toBe(1003);
    clock.now = 5000;
    expect([ask(0), ask(1)]).toEqual([5000, 5001]);
  });
});
