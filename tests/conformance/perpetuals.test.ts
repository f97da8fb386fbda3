import { traitsOf } from '../../src/exchange/traits/all.ts';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import { perpetualsSuite } from './perpetuals.suite.ts';

/** What orders of contracts are placed with, where it is not what the others are. */
const ORDER_CALLS: Readonly<Record<string, string>> = {
  binance: 'POST /fapi/v1/order',
  gate: 'POST /api/v4/futures/usdt/orders',
};

for (const dialect of Object.values(DIALECTS)) {
  if (traitsOf(dialect.name, true).futures !== null) perpetualsSuite(dialect, ORDER_CALLS[dialect.name] ?? dialect.orderCall);
}
