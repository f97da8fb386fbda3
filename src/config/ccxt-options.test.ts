import { expect, it } from 'vitest';
import { ccxtOptions } from './ccxt-options.ts';
import type { RawConfig } from './raw.ts';

it('what is given to ccxt in several places is merged key by key, the asynchronous last', () => {
  const exchange = {
    ccxt_config: { options: { recvWindow: 20_000, maxRetriesOnFailure: 3 }, headers: { 'X-A': '1' }, rateLimit: 50 },
    ccxt_sync_config: { options: { maxRetriesOnFailure: 1 } },
    ccxt_async_config: { options: { defaultType: 'spot' }, rateLimit: 200 },
  };
  expect(ccxtOptions({ exchange } as unknown as RawConfig)).toEqual({
    options: { recvWindow: 20_000, maxRetriesOnFailure: 1, defaultType: 'spot' },
    headers: { 'X-A': '1' },
    rateLimit: 200,
  });
  expect(ccxtOptions({ exchange: {} } as unknown as RawConfig)).toEqual({});
});
