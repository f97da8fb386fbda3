import { ResearchRefused, type ResearchService, type SearchedEpoch, type SearchRequest, type SearchState } from '../../research/port.ts';
import type { HyperoptEpoch, HyperoptRequest, HyperoptState } from '../../wire/answers/hyperopt.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import type { CallTable } from './call.ts';
import { checkName } from './strategies.ts';

const EPOCHS = 100;

/** Searches for parameters. */
export function searchCalls(calls: CallTable, { searches, jobs }: ResearchService): void {
  calls.answer(ENDPOINTS.hyperopt_start, async ({ body }) => {
    const job = searches.start(requestOf(body));
    return { status: 'Hyperopt started in background.', job_id: job.id };
  });
  calls.answer(ENDPOINTS.hyperopt_state, async ({ params, query }) => {
    const job = jobs.find(params.jobid);
    if (job === null || job.category !== 'hyperopt') throw new ResearchRefused('missing', 'Job not found.');
    return presentSearch(searches.state(job, query.after ?? 0));
  });
  calls.answer(ENDPOINTS.hyperopt_history, async () =>
    (await searches.files()).map(({ filename, strategy, epochs }) => ({ filename, strategy, epochs })),
  );
  calls.answer(ENDPOINTS.hyperopt_history_result, async ({ query }) => presentSearch(await searches.stored(query.filename)));
  calls.answer(ENDPOINTS.hyperopt_use, async ({ body }) => ({
    status: 'Parameters written.',
    strategy: await searches.use(body.filename, body.epoch),
  }));
}

function requestOf(body: HyperoptRequest): SearchRequest {
  return {
    strategy: checkName(body.strategy, 'body'),
    timeframe: body.timeframe ?? null,
    timerange: body.timerange ?? null,
    spaces: body.spaces ?? ['default'],
    losses: body.loss_names,
    epochs: body.epochs ?? EPOCHS,
    minTrades: body.min_trades ?? 1,
    earlyStop: body.early_stop ?? 0,
    seed: body.random_state ?? null,
    sampler: body.sampler ?? null,
    workers: body.job_workers ?? 1,
  };
}

function presentSearch({ status, message, filename, epochs, rows, importance }: SearchState): HyperoptState {
  return {
    status,
    status_msg: message,
    running: status === 'running',
    filename,
    epochs,
    epochs_done: rows.at(-1)?.epoch ?? 0,
    rows: rows.map(presentEpoch),
    importance: importance.map(({ name, share }) => ({ name, share })),
  };
}

function presentEpoch(row: SearchedEpoch): HyperoptEpoch {
  return {
    epoch: row.epoch,
    is_best: row.isBest,
    loss: row.loss,
    loss_values: [...row.losses],
    params: { ...row.point },
    total_trades: row.trades,
    wins: row.wins,
    draws: row.draws,
    profit_mean: row.profitMean,
    profit_total: row.profitRatio,
    profit_total_abs: row.profitAbs,
    max_drawdown_abs: row.drawdownAbs,
    max_drawdown_account: row.drawdownRatio,
    holding_avg: row.holdingAverage,
  };
}
