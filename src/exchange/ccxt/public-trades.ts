import type { Exchange as CcxtExchange } from 'ccxt';
import type { PublicTrade } from '../../core/market/public-trade.ts';
import type { ExchangeTraits } from '../traits/traits.ts';

const TRADES_LIMIT = 1000;

/**
 * A page of public trades, oldest first.
 * @param since ms; of no account where there is an id and the exchange goes by ids
 */
export async function tradesPage(
  client: CcxtExchange,
  { tradesAfterParameter: parameter }: Pick<ExchangeTraits, 'tradesAfterParameter'>,
  { pair, since, fromId }: { readonly pair: string; readonly since: number; readonly fromId: string | null },
): Promise<PublicTrade[]> {
  const found =
    parameter !== null && fromId !== null
      ? await client.fetchTrades(pair, undefined, TRADES_LIMIT, { [parameter]: fromId })
      : await client.fetchTrades(pair, since, TRADES_LIMIT);
  const contractSize = contractSizeOf(client, pair);
  return found.map(({ timestamp, id, type, side, price, amount, cost }) => ({
    time: Number(timestamp),
    id: id ?? null,
    type: type ?? null,
    side: side ?? null,
    price: Number(price),
    amount: Number(amount) * contractSize,
    cost: Number(cost ?? Number(price) * Number(amount) * contractSize),
  }));
}

/** Base currency of one contract; 1 on spot. */
function contractSizeOf(client: CcxtExchange, pair: string): number {
  const market = client.markets?.[pair] as { readonly contract?: boolean; readonly contractSize?: number } | undefined;
  return market?.contract === true ? Number(market.contractSize ?? 1) : 1;
}
