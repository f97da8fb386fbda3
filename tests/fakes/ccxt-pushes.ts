import { OrderIds } from '../../src/exchange/ccxt/order-ids.ts';
import { CcxtPushes, type PushOptions } from '../../src/exchange/ccxt/pushes.ts';
import { Streams } from '../../src/exchange/ccxt/streams.ts';
import { traitsOf } from '../../src/exchange/traits/all.ts';

/** Pushes over a client of ccxt that a test plays, without an account. @param data what of the client the test needs */
export function pushesOver(data: object, changes: Partial<PushOptions> = {}): { readonly pushes: CcxtPushes; readonly streams: Streams } {
  const streams = new Streams(data as never, undefined);
  const session = { clients: { data, orders: { has: {} } }, now: () => 0, monotonic: () => 0 };
  const pushes = new CcxtPushes(session as never, streams, new OrderIds(traitsOf('binance')), {
    hasAccount: false,
    contracts: undefined as never,
    tickersHaveQuotes: true,
    isHeardPairByPair: false,
    endedCandles: null,
    ...changes,
  });
  return { pushes, streams };
}
