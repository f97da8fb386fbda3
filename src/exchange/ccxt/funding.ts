import type { Funding } from '../../core/trade/funding.ts';
import type { FundingRates } from '../ports/funding.ts';
import type { CcxtSession } from './session.ts';

const HOUR_MS = 3_600_000;

/** Funding through ccxt: rates as they were due, each with the mark price of its hour. @param candleLimit candles one request returns */
export function ccxtFunding(session: CcxtSession, candleLimit: number): FundingRates {
  const { data } = session.clients;
  return {
    funding: async (pair, since): Promise<Funding> => {
      const from = since - (since % HOUR_MS);
      const rates = await session.read(() => data.fetchFundingRateHistory(pair, from));
      const marks = await session.read(() => data.fetchOHLCV(pair, '1h', from, candleLimit, { price: 'mark' }));
      const markAt = new Map(marks.map(([at, open]) => [Number(at), Number(open)]));
      const due = rates.flatMap(({ timestamp, fundingRate }): [number, number][] => {
        // exchanges tell the moments of funding a few milliseconds off
        const at = Math.floor(Number(timestamp) / 1000) * 1000;
        const mark = markAt.get(at);
        return mark === undefined ? [] : [[at, Number(fundingRate) * mark]];
      });
      return { time: Float64Array.from(due, ([at]) => at), perUnit: Float64Array.from(due, ([, perUnit]) => perUnit) };
    },
  };
}
