import type { FastifyInstance, FastifyReply } from 'fastify';
import { ALL_HANDLERS } from '../../pairlists/all-handlers.ts';
import type { BacktestState, Job, ResearchService } from '../../research/port.ts';
import { ResearchRefused } from '../../research/port.ts';
import type { BacktestResponse } from '../../wire/answers/research.ts';
import { ENDPOINTS, type Endpoint } from '../../wire/endpoints.ts';
import { serve } from '../http/serve.ts';
import { fieldError } from '../http/validation.ts';
import { presentJob } from '../present/job.ts';
import { presentHandler } from '../present/pairlist-handler.ts';
import { presentParameter } from '../present/parameter.ts';
import { placeOf } from './market-place.ts';
import { matchInSteps } from './match-in-steps.ts';

const SERVED_WHILE_TRADING = new Set<Endpoint>([ENDPOINTS.strategy]);

/** Research belongs to webserver mode; a trading bot says so, as freqtrade does. */
export function researchRoutes(app: FastifyInstance, research: ResearchService | null): void {
  if (research !== null) {
    listRoutes(app, research);
    backtestRoutes(app, research);
    historyRoutes(app, research);
    jobRoutes(app, research);
    return;
  }
  for (const endpoint of Object.values(ENDPOINTS) as Endpoint[]) {
    if (endpoint.tag !== 'Research' || SERVED_WHILE_TRADING.has(endpoint)) continue;
    serve(app, endpoint, async (_request, reply) => reply.code(503).send({ detail: 'Bot is not in the correct state.' }));
  }
}

/** An answer that is JSON text already: the schema would only read it again. */
function sendJson(reply: FastifyReply, json: Uint8Array): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(Buffer.from(json.buffer, json.byteOffset, json.byteLength));
}

/** freqtrade takes no strategies in the request itself. */
function checkName(strategy: string, place: 'body' | 'query' | 'path'): string {
  if (strategy.includes(':'))
    throw fieldError([place, 'strategy'], 'strategy_name', 'base64 encoded strategies are not allowed.', strategy);
  return strategy;
}

function listRoutes(app: FastifyInstance, research: ResearchService): void {
  serve(app, ENDPOINTS.strategies, async () => ({ strategies: [...(await research.strategies())] }));
  serve(app, ENDPOINTS.strategy, async ({ params }, reply) => {
    const found = await research.strategy(params.strategy);
    if (found === null) return reply.code(404).send({ detail: 'Strategy not found' });
    return { strategy: params.strategy, timeframe: found.timeframe, params: found.parameters.map(presentParameter), code: found.code };
  });
  serve(app, ENDPOINTS.available_pairs, async ({ query: { timeframe, stake_currency, candletype } }) => {
    const found = research
      .availablePairs()
      .filter((stored) => timeframe === undefined || stored.timeframe === timeframe)
      .filter((stored) => stake_currency === undefined || stored.pair.endsWith(stake_currency))
      .filter((stored) => stored.type === (candletype ?? (research.config.trading_mode === 'futures' ? 'futures' : 'spot')))
      .map(({ pair, timeframe: length, type }) => [pair, length, type])
      .sort((a, b) => (a.join() < b.join() ? -1 : 1));
    const pairs = [...new Set(found.map(([pair]) => pair!))].sort();
    return { length: pairs.length, pairs, pair_interval: found };
  });
  serve(app, ENDPOINTS.exchanges, async () => ({ exchanges: [...(await research.exchanges())] as never }));
  serve(app, ENDPOINTS.hyperoptloss, async () => ({ loss_functions: [] }));
  serve(app, ENDPOINTS.freqaimodels, async () => ({ freqaimodels: [] }));
  serve(app, ENDPOINTS.pair_history, async ({ query }, reply) =>
    sendJson(
      reply,
      await research.pairHistory({
        ...query,
        strategy: checkName(query.strategy, 'query') || null,
        columns: null,
        isLive: false,
        freqaiModel: query.freqaimodel || null,
        place: placeOf({}),
      }),
    ),
  );
  serve(app, ENDPOINTS.pair_history_columns, async ({ body }, reply) => {
    const { pair, timeframe, timerange, strategy, columns } = body;
    return sendJson(
      reply,
      await research.pairHistory({
        pair,
        timeframe,
        timerange,
        strategy: strategy ? checkName(strategy, 'body') : null,
        columns: columns ?? null,
        isLive: body.live_mode ?? false,
        freqaiModel: body.freqaimodel || null,
        place: placeOf(body),
      }),
    );
  });
  serve(app, ENDPOINTS.pairlists_configured, async () => {
    const { pairlists, exchange, stake_currency } = research.config;
    return { pairlists: structuredClone(pairlists) as never, blacklist: [...(exchange.pair_blacklist ?? [])], stake_currency };
  });
  serve(app, ENDPOINTS.pairlists_available, async () => ({
    pairlists: [...ALL_HANDLERS].sort((a, b) => (a.name < b.name ? -1 : 1)).map(presentHandler),
  }));
}

function presentState({ status, message, step, progress, tradeCount }: BacktestState): BacktestResponse {
  return { ...stateOf(status, message, step, progress), trade_count: tradeCount };
}

/** How a backtest fares, without a result. */
function stateOf(status: BacktestResponse['status'], message: string, step = '', progress = 0): BacktestResponse {
  return { status, running: status === 'running', status_msg: message, step, progress, trade_count: null, backtest_result: null };
}

/** The answer with a result in it, without reading the result. @param result JSON in UTF-8 */
function withResult(state: BacktestResponse, result: Uint8Array): Uint8Array {
  const [before, after] = JSON.stringify(state).split('"backtest_result":null') as [string, string];
  return Buffer.concat([Buffer.from(`${before}"backtest_result":`), result, Buffer.from(after)]);
}

const sourceOf = (isConfigured: boolean): 'config' | 'strategy' => (isConfigured ? 'config' : 'strategy');

function backtestRoutes(app: FastifyInstance, research: ResearchService): void {
  serve(app, ENDPOINTS.backtest, async ({ query: { job_id: id } }, reply) => {
    const state = id === undefined ? research.backtestState() : research.backtestJobState(id);
    const answer = presentState(state);
    return state.result === null ? answer : sendJson(reply, withResult(answer, state.result));
  });
  serve(app, ENDPOINTS.backtest_start, async ({ body }) => {
    const order = {
      strategy: checkName(body.strategy, 'body'),
      timeframe: body.timeframe ?? null,
      timeframeDetail: body.timeframe_detail ?? null,
      timerange: body.timerange ?? null,
      maxOpenTrades: body.max_open_trades ?? null,
      stakeAmount: body.stake_amount ?? null,
      enableProtections: body.enable_protections,
      wallet: body.dry_run_wallet ?? null,
      freqaiModel: body.freqaimodel || body.freqai?.identifier || null,
    };
    const started = stateOf('running', 'Backtest started', 'startup');
    if (body.as_job === true) return { ...started, job_id: research.startBacktestJob(order).id };
    research.startBacktest(order);
    return started;
  });
  serve(app, ENDPOINTS.backtest_candles, async ({ query: { timeframe } }) =>
    (await research.storedRanges(timeframe)).map(({ pair, fromMs, toMs, candles }) => ({
      pair,
      first_timestamp: fromMs,
      last_timestamp: toMs,
      candle_count: candles,
    })),
  );
  serve(app, ENDPOINTS.backtest_defaults, async ({ query: { strategy } }, reply) => {
    const found = await research.backtestDefaults(checkName(strategy, 'query'));
    if (found === null) return reply.code(404).send({ detail: 'Strategy not found' });
    const { stake_currency, exchange } = research.config;
    return {
      strategy,
      timeframe: found.timeframe,
      timeframe_source: sourceOf(found.isTimeframeConfigured),
      max_open_trades: found.maxOpenTrades,
      max_open_trades_source: sourceOf(found.isMaxOpenTradesConfigured),
      stake_amount: found.stakeAmount,
      stake_currency,
      dry_run_wallet: found.wallet,
      pairs: [...(exchange.pair_whitelist ?? [])],
    };
  });
  serve(app, ENDPOINTS.backtest_reset, async () => {
    research.resetBacktest();
    return stateOf('reset', 'Backtest reset');
  });
  serve(app, ENDPOINTS.backtest_abort, async () => {
    const wasRunning = await research.abortBacktest();
    return stateOf(wasRunning ? 'stopping' : 'not_running', 'Backtest ended');
  });
}

function historyRoutes(app: FastifyInstance, research: ResearchService): void {
  const list = async () => [...(await research.history())] as never;
  serve(app, ENDPOINTS.backtest_history, async () => list());
  serve(app, ENDPOINTS.backtest_figures, async () =>
    (await research.historyFigures()).map((one) => ({
      filename: one.filename,
      strategy: one.strategy,
      stake_currency: one.stakeCurrency,
      total_trades: one.trades,
      profit_total: one.profitRatio,
      profit_total_abs: one.profit,
      max_drawdown_account: one.drawdown,
      sharpe: one.sharpe,
    })),
  );
  serve(app, ENDPOINTS.backtest_history_result, async ({ query: { filename, strategy } }, reply) => {
    const result = await research.historyResult(filename, strategy);
    const state = stateOf('ended', 'Historic result', '', 1);
    return sendJson(reply, withResult(state, result));
  });
  serve(app, ENDPOINTS.backtest_history_delete, async ({ params }) => {
    research.deleteHistory(params.file);
    return list();
  });
  serve(app, ENDPOINTS.backtest_history_notes, async ({ params, body }) => {
    research.setNotes(params.file, body.strategy, body.notes ?? '');
    return list();
  });
  serve(app, ENDPOINTS.backtest_market_change, async ({ params }, reply) => sendJson(reply, await research.marketChange(params.file)));
  serve(app, ENDPOINTS.backtest_wallet, async ({ params }, reply) =>
    sendJson(reply, await research.walletHistory(params.file, params.strategy)),
  );
}

function jobRoutes(app: FastifyInstance, research: ResearchService): void {
  const { jobs } = research;
  const jobOf = (id: string, category?: Job['category']): Job => {
    const job = jobs.find(id);
    if (job === null || (category !== undefined && job.category !== category)) throw new ResearchRefused(404, 'Job not found.');
    return job;
  };
  serve(app, ENDPOINTS.background, async () => jobs.list().map(presentJob));
  serve(app, ENDPOINTS.background_job, async (request) => presentJob(jobOf((request.params as { jobid: string }).jobid)));
  serve(app, ENDPOINTS.background_clear, async () => {
    jobs.clear();
    return jobs.list().map(presentJob);
  });
  serve(app, ENDPOINTS.background_delete, async ({ params }) => {
    const job = jobOf(params.jobid);
    await jobs.remove(job);
    return presentJob(job);
  });
  serve(app, ENDPOINTS.pairlists_evaluate, async ({ body }) => {
    const markets = await research.markets(placeOf(body)).catch(() => []);
    await matchInSteps(
      body.blacklist,
      markets.map(({ pair }) => pair),
    );
    const job = research.evaluatePairlists({
      pairlists: body.pairlists as never,
      blacklist: body.blacklist,
      stakeCurrency: body.stake_currency,
      place: placeOf(body),
    });
    return { status: 'Pairlist evaluation started in background.', job_id: job.id };
  });
  serve(app, ENDPOINTS.pairlists_evaluate_result, async ({ params }) => {
    const job = jobOf(params.jobid, 'pairlist');
    return { error: job.error, status: job.status, result: job.result as never };
  });
  serve(app, ENDPOINTS.download_data, async ({ body }) => {
    const job = research.download({
      place: placeOf(body),
      pairs: body.pairs,
      timeframes: body.timeframes ?? null,
      days: body.days ?? null,
      timerange: body.timerange ?? null,
      erase: body.erase ?? false,
      downloadTrades: body.download_trades ?? false,
      candleTypes: body.candle_types ?? null,
      prepend: body.prepend_data ?? false,
    });
    return { status: 'Data Download started in background.', job_id: job.id };
  });
  serve(app, ENDPOINTS.lookahead_analysis, async ({ body }) => {
    const job = research.lookahead({
      strategy: checkName(body.strategy, 'body'),
      timeframe: body.timeframe ?? null,
      timerange: body.timerange ?? null,
      minimumTrades: body.minimum_trade_amount ?? 10,
      targetedTrades: body.targeted_trade_amount ?? 20,
      allowsLimitOrders: body.lookahead_allow_limit_orders ?? false,
    });
    return { status: 'Lookahead analysis started in background.', job_id: job.id };
  });
  serve(app, ENDPOINTS.recursive_analysis, async ({ body }) => {
    const job = research.recursive({
      strategy: checkName(body.strategy, 'body'),
      timeframe: body.timeframe ?? null,
      timerange: body.timerange ?? null,
      startupCandles: body.startup_candle ?? [199, 399, 499, 999, 1999],
    });
    return { status: 'Recursive analysis started in background.', job_id: job.id };
  });
  const analysis = (job: Job) => ({
    status: job.status === 'success' ? 'ended' : job.status === 'failed' ? 'error' : 'running',
    running: job.status === 'running',
    status_msg:
      job.status === 'success' ? 'Analysis ended' : job.status === 'failed' ? `Analysis failed with ${job.error}` : 'Analysis running',
    result: job.result as never,
  });
  serve(app, ENDPOINTS.lookahead_analysis_result, async ({ params }) => analysis(jobOf(params.jobid, 'lookahead_analysis')));
  serve(app, ENDPOINTS.check_data, async () => ({ status: 'Data check started in background.', job_id: research.checkData().id }));
  serve(app, ENDPOINTS.check_data_result, async ({ params }) => analysis(jobOf(params.jobid, 'check_data')));
  serve(app, ENDPOINTS.recursive_analysis_result, async ({ params }) => analysis(jobOf(params.jobid, 'recursive_analysis')));
}
