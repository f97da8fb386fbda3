import type { Trade } from '../../core/trade/trade.ts';
import { presentName } from '../../exchange/facts.ts';

/**
 * Why a bot must not trade with what its database holds: open trades of another exchange. Their coins are there; here it would sell coins
 * that are its owner's. Null where there are none.
 */
export function foreignTrades(open: readonly Pick<Trade, 'id' | 'pair' | 'exchange'>[], name: string): string | null {
  const foreign = open.filter(({ exchange }) => presentName(exchange) !== presentName(name));
  const [first] = foreign;
  if (first === undefined) return null;
  const called = foreign.map(({ id, pair }) => `#${id} ${pair}`).join(', ');
  return `The database has open trades of ${first.exchange}, whose coins are not on ${name}: ${called}. Give this bot a db_url of its own, or end those trades with a bot on ${first.exchange}.`;
}
