import type { ModeFacts } from '../facts.ts';
import { type Leverage, type MarginMode, NO_LEVERAGE } from '../ports/leverage.ts';
import { NO_POSITIONS, type Positions } from '../ports/positions.ts';
import { PLAIN_FUTURES } from '../traits/futures.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import type { FuturesOrders } from './contract-parameters.ts';
import type { Contracts } from './contracts.ts';
import type { FundingList } from './funding.ts';
import { CcxtLeverage } from './leverage.ts';
import { ccxtPositions } from './positions.ts';
import type { CcxtSession } from './session.ts';

/** What an exchange has for contracts, beside what it has for everything. */
export interface FuturesDesk {
  readonly leverage: Leverage;
  readonly positions: Positions;
  /** Null on spot. */
  readonly orders: FuturesOrders | null;
  readonly funding: Omit<FundingList, 'candleLimit'>;
}

export const SPOT_DESK: FuturesDesk = {
  leverage: NO_LEVERAGE,
  positions: NO_POSITIONS,
  orders: null,
  funding: { payments: null, olderRates: null },
};

export function futuresDesk(
  session: CcxtSession,
  contracts: Contracts,
  { futures }: Pick<ExchangeTraits, 'futures'>,
  facts: ModeFacts,
  marginMode: MarginMode,
): FuturesDesk {
  const { tellsLiquidation } = futures ?? PLAIN_FUTURES;
  const leverage = new CcxtLeverage(session, futures ?? PLAIN_FUTURES, marginMode);
  return {
    leverage,
    positions: ccxtPositions(session, contracts, { tellsLiquidation, countsUnrealized: facts.balance_includes_unrealized_pnl }),
    orders: { marginMode, isHedged: () => leverage.isHedged() },
    funding: { payments: futures?.tellsFunding === true ? futures.payments : null, olderRates: futures?.olderRates ?? null },
  };
}
