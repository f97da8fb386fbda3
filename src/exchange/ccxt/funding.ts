import type { FundingHistory, FundingRateHistory } from 'ccxt';
import type { Funding } from '../../core/trade/funding.ts';
import type { FundingRates } from '../ports/funding.ts';
import type { OlderRates, PaymentList } from '../traits/futures.ts';
import { inPages } from './candle-pages.ts';
import { toCandleRow } from './convert-market.ts';
import type { CcxtSession } from './session.ts';

/** Mark prices that every exchange tells at once. */
const MARKS_AT_ONCE = 100;
const HOUR_MS = 3_600_000;

const MOST_PAGES = 50;

/** How an exchange tells of funding. */
export interface FundingList {
  /** Candles one request returns. */
  readonly candleLimit: number;
  /** Null where it does not list what was paid. */
  readonly payments: PaymentList | null;
  readonly olderRates: OlderRates | null;
}

/** Funding through ccxt: rates as they were due, each with the mark price of its hour, and what was paid. */
export function ccxtFunding(session: CcxtSession, { candleLimit, payments, olderRates }: FundingList): FundingRates {
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
      const ratePage = (at: number, limit: number | undefined, parameters: object) =>
        session.read(() => data.fetchFundingRateHistory(pair, at, limit, parameters));
      const rates = await (olderRates === null ? laterRates(ratePage, from) : earlierRates(ratePage, from, olderRates));
      const markPage = async (at: number) =>
        (await session.read(() => data.fetchOHLCV(pair, '1h', at, candleLimit, { price: 'mark' }))).map(toCandleRow);
      const marks = await inPages(markPage, { from, until: session.now(), step: HOUR_MS, most: MARKS_AT_ONCE });
      const markAt = new Map(marks.map(([at, open]) => [at, open]));
      const due = [...rates]
        .toSorted(([a], [b]) => a - b)
        .flatMap(([at, rate]): [number, number][] => {
          const mark = markAt.get(at);
          return mark === undefined ? [] : [[at, rate * mark]];
        });
      return { time: Float64Array.from(due, ([at]) => at), perUnit: Float64Array.from(due, ([, perUnit]) => perUnit) };
    },
    paid: async (pair, since) => {
      if (payments === null) return null;
      const page = (last: FundingHistory | null) => session.readAccount(() => payments.page(account, pair, since, last));
      const found = await listedPayments(page, since, payments);
      return found
        .filter(({ symbol, timestamp }) => symbol === pair && Number(timestamp) >= since)
        .reduce((sum, { amount }) => sum + Number(amount), 0);
    },
  };
}

/** Every payment since a moment, each once, page by page. */
async function listedPayments(
  ask: (last: FundingHistory | null) => Promise<FundingHistory[]>,
  since: number,
  { isNewestFirst, pageSize }: PaymentList,
): Promise<FundingHistory[]> {
  const payments = new Map<string, FundingHistory>();
  let last: FundingHistory | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const found: FundingHistory[] = await ask(last);
    const before = payments.size;
    const sameTime = new Map<string, number>();
    for (const payment of found) {
      // some give their payments no number, or all of them the same
      const when = `${payment.symbol} ${payment.timestamp}`;
      const nth = (sameTime.get(when) ?? 0) + 1;
      sameTime.set(when, nth);
      payments.set(`${when} ${payment.id ?? nth}`, payment);
    }
    last = (isNewestFirst ? found[0] : found.at(-1)) ?? null;
    if (last === null || found.length < pageSize || payments.size === before || (isNewestFirst && Number(last.timestamp) < since)) break;
  }
  return [...payments.values()];
}

type RatePage = (at: number, limit: number | undefined, parameters: object) => Promise<FundingRateHistory[]>;

/** Rates by the moment (ms) at which they were due, from a moment on; each page goes on where the one before ended. */
async function laterRates(ask: RatePage, from: number): Promise<ReadonlyMap<number, number>> {
  const rates = new Map<number, number>();
  for (let at = from, page = 0; page < MOST_PAGES; page++) {
    const before = rates.size;
    note(rates, await ask(at, undefined, {}));
    if (rates.size === before) break;
    at = Math.max(...rates.keys()) + 1000;
  }
  return rates;
}

/** The same where the newest come first. */
async function earlierRates(ask: RatePage, from: number, { pageSize, parameters }: OlderRates): Promise<ReadonlyMap<number, number>> {
  const rates = new Map<number, number>();
  for (let page = 0; page < MOST_PAGES; page++) {
    const before = rates.size;
    const found = await ask(from, pageSize, page === 0 ? {} : parameters(page, Math.min(...rates.keys())));
    note(rates, found);
    if (found.length < pageSize || rates.size === before) break;
  }
  return rates;
}

function note(rates: Map<number, number>, found: readonly FundingRateHistory[]): void {
  // exchanges tell the moments of funding a few milliseconds off
  for (const { timestamp, fundingRate } of found) rates.set(Math.floor(Number(timestamp) / 1000) * 1000, Number(fundingRate));
}
