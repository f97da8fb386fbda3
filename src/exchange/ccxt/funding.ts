import type { Funding } from '../../core/trade/funding.ts';
import type { FundingRates } from '../ports/funding.ts';
import type { CcxtSession } from './session.ts';

const HOUR_MS = 3_600_000;

/** A page that may have another behind it. Exchanges give 20 payments at once, or more. */
const FULL_PAGE = 20;
const MOST_PAGES = 50;

/**
 * Funding through ccxt: rates as they were due, each with the mark price of its hour, and what was paid.
 * @param candleLimit candles one request returns @param isListed whether the exchange lists what was paid
 */
export function ccxtFunding(session: CcxtSession, candleLimit: number, isListed: boolean): FundingRates {
  const { data, account } = session.clients;
  return {
    rate: async (pair) => {
      const { fundingRate, fundingTimestamp } = await session.read(() => data.fetchFundingRate(pair));
      return typeof fundingRate === 'number' ? { rate: fundingRate, nextAt: fundingTimestamp ?? null } : null;
    },
    marks: async (pairs) => {
      const found = await session.read(() => data.fetchFundingRates([...pairs]));
      return new Map(Object.entries(found).flatMap(([pair, { markPrice }]) => (Number(markPrice) > 0 ? [[pair, Number(markPrice)]] : [])));
    },
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
    paid: async (pair, since) => {
      if (!isListed) return null;
      const payments = new Map<string, number>();
      for (let from = since, page = 0; page < MOST_PAGES; page++) {
        const found = await session.readAccount(() => account.fetchFundingHistory(pair, from));
        const before = payments.size;
        const sameTime = new Map<unknown, number>();
        for (const { id, timestamp, amount } of found) {
          // some give their payments no number, or all of them the same
          const nth = (sameTime.get(timestamp) ?? 0) + 1;
          sameTime.set(timestamp, nth);
          payments.set(`${timestamp} ${id ?? nth}`, Number(amount));
        }
        if (found.length < FULL_PAGE || payments.size === before) break;
        from = Math.max(...found.map(({ timestamp }) => Number(timestamp)));
      }
      return [...payments.values()].reduce((sum, amount) => sum + amount, 0);
    },
  };
}
