import type { Exchange as CcxtExchange } from 'ccxt';
import type { OrderSide } from '../../core/trade/trade.ts';
import { endedOfOkx } from './ended-candles.ts';
import { openStreamInExchangeTime } from './exchange-time.ts';
import { type FuturesTraits, type PairSetup, PLAIN_FUTURES } from './futures.ts';
import { byParameter } from './lookups.ts';
import { firedAs, stopLists } from './stops.ts';
import type { KnownTraits } from './traits.ts';

/** Which of a pair's positions an order is for, where the account keeps both. */
function positionSide(side: OrderSide, isReducing: boolean, isHedged: boolean): 'net' | 'long' | 'short' {
  if (!isHedged) return 'net';
  return (side === 'buy') === isReducing ? 'short' : 'long';
}

const leverageParameters = ({ side, marginMode, isHedged }: PairSetup) => ({
  mgnMode: marginMode,
  posSide: positionSide(side, false, isHedged),
});

/** Source: OKX, "Get account configuration", "Set leverage", "Place order" (`tdMode`, `posSide`), "Get order details" (`category`). */
const futures: FuturesTraits = {
  ...PLAIN_FUTURES,
  account: async (client: CcxtExchange) => {
    const [first] = (await client.fetchAccounts()) as readonly { readonly info?: { readonly posMode?: unknown } }[];
    return { obstacles: [], isHedged: first !== undefined && first.info?.posMode !== 'net_mode' };
  },
  setup: [
    {
      set: (client, setup) => client.setLeverage(setup.leverage, setup.pair, leverageParameters(setup)),
      isSo: async (client, setup) => {
        const { longLeverage, shortLeverage } = await client.fetchLeverage(setup.pair, leverageParameters(setup));
        return (setup.side === 'buy' ? longLeverage : shortLeverage) === setup.leverage;
      },
    },
  ],
  orderParameters: ({ side, isReducing, marginMode, isHedged }) => ({
    tdMode: marginMode,
    posSide: positionSide(side, isReducing, isHedged),
  }),
  // "Bills details (last 3 months)": of all pairs; "Get funding rate history"
  payments: {
    isNewestFirst: true,
    pageSize: 100,
    page: (client, _pair, _since, last) => client.fetchFundingHistory(undefined, undefined, 100, last === null ? {} : { after: last.id }),
  },
  olderRates: { pageSize: 100, parameters: (_number, oldest) => ({ after: String(oldest) }) },
  positionSide: ({ posSide }) => (posSide === 'long' || posSide === 'short' ? posSide : null),
  isLiquidation: ({ category }) => /liquidation|^adl$/.test(String(category)),
};

/** Source: OKX, "Error code": service busy or down, time-outs, an id that exists; `clOrdId` of at most 32 letters and digits. */
export const okx: KnownTraits = {
  branches: ['myokx', 'okxus'],
  idForm: 'letters',
  endedCandles: endedOfOkx,
  lookups: [byParameter('clOrdId')],
  futures,
  stops: {
    // the one is that of the order which the stop becomes, the other its own
    clientOrderIdParameters: ['clientOrderId', 'algoClOrdId'],
    lookups: [byParameter('clOrdId', { stop: true })],
    orderType: 'stoploss',
    lists: stopLists({ stop: true, ordType: 'conditional' }),
    fired: firedAs('ordId'),
  },
  futuresStops: { contractParameters: futures.orderParameters },
  // nothing to reduce
  refusalCodes: ['51023', '51112', '51169'],
  tame: (client) => openStreamInExchangeTime(client, 'authenticate'),
  vagueCodes: ['50001', '50004', '50013', '50026', '51016', '51054', '51149'],
};
