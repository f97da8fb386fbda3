import type { ResearchService } from '../../research/port.ts';
import { ENDPOINTS, type Endpoint } from '../../wire/endpoints.ts';
import { presentCheckedFile, presentLookahead, presentRecursive } from '../present/findings.ts';
import { presentAnalysis, presentJob } from '../present/job.ts';
import { backtestCalls } from './backtests.ts';
import { type CallTable, NotReady } from './call.ts';
import { candleDataCalls } from './candle-data.ts';
import { jobOf } from './job-of.ts';
import { placeOf } from './market-place.ts';
import { matchInSteps } from './match-in-steps.ts';
import { searchCalls } from './searches.ts';
import { storedBacktestCalls } from './stored-backtests.ts';
import { checkName, strategyCalls } from './strategies.ts';

const SERVED_WHILE_TRADING = new Set<Endpoint>([ENDPOINTS.strategy]);
const STARTUP_CANDLES = [199, 399, 499, 999, 1999];

/** Research belongs to webserver mode; a trading bot says so, as freqtrade does. */
export function researchCalls(calls: CallTable, research: ResearchService | null): void {
  if (research !== null) {
    strategyCalls(calls, research);
    candleDataCalls(calls, research);
    backtestCalls(calls, research);
    storedBacktestCalls(calls, research.results);
    jobCalls(calls, research);
    pairlistJobCalls(calls, research);
    analysisCalls(calls, research);
    searchCalls(calls, research);
    return;
  }
  const refuse = () => {
    throw new NotReady();
  };
  for (const endpoint of Object.values(ENDPOINTS) as Endpoint[]) {
    if (endpoint.tag !== 'Research' || SERVED_WHILE_TRADING.has(endpoint)) continue;
    calls.answer(endpoint, () => Promise.reject(new NotReady()), { ready: refuse });
  }
}

function jobCalls(calls: CallTable, research: ResearchService): void {
  const { jobs } = research;
  calls.answer(ENDPOINTS.background, async () => jobs.list().map(presentJob));
  calls.answer(ENDPOINTS.background_job, async ({ params }) => presentJob(jobOf(research, params.jobid)));
  calls.answer(ENDPOINTS.background_clear, async () => {
    jobs.clear();
    return jobs.list().map(presentJob);
  });
  calls.answer(ENDPOINTS.background_delete, async ({ params }) => {
    const job = jobOf(research, params.jobid);
    await jobs.remove(job);
    return presentJob(job);
  });
}

function pairlistJobCalls(calls: CallTable, research: ResearchService): void {
  calls.answer(ENDPOINTS.pairlists_evaluate, async ({ body }) => {
    const place = placeOf(body);
    const { pairlists, blacklist, stake_currency: stakeCurrency } = body;
    const markets = await research.markets.pairs(place).catch(() => []);
    const pairs = markets.map(({ pair }) => pair);
    await matchInSteps(blacklist, pairs);
    const job = research.markets.evaluatePairlists({ pairlists: pairlists as never, blacklist, stakeCurrency, place });
    return { status: 'Pairlist evaluation started in background.', job_id: job.id };
  });
  calls.answer(ENDPOINTS.pairlists_evaluate_result, async ({ params }) => {
    const job = jobOf(research, params.jobid, 'pairlist');
    return { error: job.error, status: job.status, result: job.result as never };
  });
}

function analysisCalls(calls: CallTable, research: ResearchService): void {
  calls.answer(ENDPOINTS.lookahead_analysis, async ({ body }) => {
    const job = research.analyses.lookahead({
      strategy: checkName(body.strategy, 'body'),
      timeframe: body.timeframe ?? null,
      timerange: body.timerange ?? null,
      minimumTrades: body.minimum_trade_amount ?? 10,
      targetedTrades: body.targeted_trade_amount ?? 20,
      allowsLimitOrders: body.lookahead_allow_limit_orders ?? false,
    });
    return { status: 'Lookahead analysis started in background.', job_id: job.id };
  });
  calls.answer(ENDPOINTS.recursive_analysis, async ({ body }) => {
    const job = research.analyses.recursive({
      strategy: checkName(body.strategy, 'body'),
      timeframe: body.timeframe ?? null,
      timerange: body.timerange ?? null,
      startupCandles: body.startup_candle ?? STARTUP_CANDLES,
    });
    return { status: 'Recursive analysis started in background.', job_id: job.id };
  });
  calls.answer(ENDPOINTS.check_data, async () => ({ status: 'Data check started in background.', job_id: research.data.check().id }));
  calls.answer(ENDPOINTS.lookahead_analysis_result, async ({ params }) =>
    presentAnalysis(jobOf(research, params.jobid, 'lookahead_analysis'), presentLookahead),
  );
  calls.answer(ENDPOINTS.recursive_analysis_result, async ({ params }) =>
    presentAnalysis(jobOf(research, params.jobid, 'recursive_analysis'), presentRecursive),
  );
  calls.answer(ENDPOINTS.check_data_result, async ({ params }) =>
    presentAnalysis(jobOf(research, params.jobid, 'check_data'), (files: Parameters<typeof presentCheckedFile>[0][]) =>
      files.map(presentCheckedFile),
    ),
  );
}
