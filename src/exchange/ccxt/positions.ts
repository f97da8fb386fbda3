import type { Exchange as CcxtExchange } from 'ccxt';
import type { Position, Positions } from '../ports/positions.ts';
import type { Contracts } from './contracts.ts';
import type { CcxtSession } from './session.ts';

type CcxtPosition = Awaited<ReturnType<CcxtExchange['fetchPositions']>>[number];

/** What the account holds of contracts, through ccxt. @param tells what the exchange says of positions, and has in its balances */
export function ccxtPositions(
  session: CcxtSession,
  contracts: Contracts,
  tells: Pick<Positions, 'tellsLiquidation' | 'countsUnrealized'>,
): Positions {
  const { account } = session.clients;
  // an empty list of pairs gets none
  return {
    ...tells,
    open: async (pair) => {
      const found = await session.readAccount(() => account.fetchPositions(pair === null ? undefined : [pair]));
      // some tell of all, whatever they are asked for
      return found.flatMap((given) => toPosition(given, contracts)).filter((position) => pair === null || position.pair === pair);
    },
  };
}

function toPosition(given: CcxtPosition, contracts: Contracts): Position[] {
  const { symbol: pair, side } = given;
  const held = Math.abs(Number(given.contracts ?? 0));
  if (typeof pair !== 'string' || (side !== 'long' && side !== 'short') || !(held > 0)) return [];
  const mode = given.marginMode;
  return [
    {
      pair,
      side,
      amount: contracts.toBase(pair, held),
      entryRate: above0(given.entryPrice),
      leverage: above0(given.leverage),
      marginMode: mode === 'isolated' || mode === 'cross' ? mode : null,
      liquidationRate: above0(given.liquidationPrice),
      collateral: finite(given.initialMargin) ?? finite(given.collateral),
      unrealized: finite(given.unrealizedPnl),
    },
  ];
}

function above0(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null;
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
