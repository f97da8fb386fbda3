import { type HeatMapOrder, ResearchRefused, type ResearchService, type SearchRequest } from '../../research/port.ts';
import type { HyperoptHeatMapQuery, HyperoptRequest } from '../../wire/answers/hyperopt.ts';
import { ENDPOINTS } from '../../wire/endpoints.ts';
import { groupsOnWire, presentProposals, presentSearch, presentSearchFile, presentWalk, presentWalkFile } from '../present/search.ts';
import type { CallTable } from './call.ts';
import { jobOf } from './job-of.ts';
import { checkName } from './strategies.ts';

const EPOCHS = 100;
/** Days of a window, as the command line has them. */
const [TRAIN_DAYS, TEST_DAYS] = [60, 20];

/** Searches for parameters. */
export function searchCalls(calls: CallTable, research: ResearchService): void {
  const { searches } = research;
  calls.answer(ENDPOINTS.hyperopt_choices, async () => {
    const { samplers, spaces, processors } = searches.choices();
    return { samplers: [...samplers], every_spaces: [...spaces], processors };
  });
  calls.answer(ENDPOINTS.hyperopt_start, async ({ body }) => {
    const job = searches.start(requestOf(body));
    return { status: 'Hyperopt started in background.', job_id: job.id };
  });
  calls.answer(ENDPOINTS.hyperopt_state, async ({ params, query }) =>
    presentSearch(searches.state(jobOf(research, params.jobid, 'hyperopt'), query.after ?? 0)),
  );
  calls.answer(ENDPOINTS.hyperopt_abort, async ({ params }) => {
    const job = jobOf(research, params.jobid, 'hyperopt');
    await searches.abort(job);
    return presentSearch(searches.state(job, Number.POSITIVE_INFINITY));
  });
  calls.answer(ENDPOINTS.hyperopt_heat_map, async ({ query }) => {
    const { x, y, cells } = await searches.heatMap(heatMapOrder(research, query));
    return { x_values: [...x], y_values: [...y], cells: cells.map((row) => row.map((cell) => (cell === null ? null : { ...cell }))) };
  });
  calls.answer(ENDPOINTS.hyperopt_workers, async () => {
    const { queue, problem, workers } = await research.queue.look();
    const present = ({ since, doing, isOther, ...worker }: (typeof workers)[number]) => ({
      ...worker,
      ...{ since_ts: since, doing: [...doing], is_other_version: isOther },
    });
    return { queue, problem, workers: workers.map(present) };
  });
  storedSearchCalls(calls, research);
  walkCalls(calls, research);
  proposalCalls(calls, research);
}

/** Earlier searches, and the parameter files that come of them. */
function storedSearchCalls(calls: CallTable, { searches }: ResearchService): void {
  calls.answer(ENDPOINTS.hyperopt_history, async () => searches.files().map(presentSearchFile));
  calls.answer(ENDPOINTS.hyperopt_history_result, async ({ query }) => presentSearch(await searches.stored(query.filename)));
  calls.answer(ENDPOINTS.hyperopt_history_parameters, async ({ query: { filename, epoch } }) => ({
    epoch,
    parameter_groups: groupsOnWire(await searches.parametersOf(filename, epoch)),
  }));
  calls.answer(ENDPOINTS.hyperopt_history_delete, async ({ params }) => {
    searches.delete(params.file);
    return searches.files().map(presentSearchFile);
  });
  calls.answer(ENDPOINTS.hyperopt_parameters, async ({ query: { strategy } }) => {
    const { filename, exportTime, groups } = searches.parameterFile(checkName(strategy, 'query'));
    return { strategy, parameter_file: filename, export_time: exportTime, parameter_groups: groupsOnWire(groups) };
  });
  calls.answer(ENDPOINTS.hyperopt_use, async ({ body: { filename, epoch, overwrite } }) => ({
    status: 'Parameters written.',
    strategy: await searches.use(filename, epoch, overwrite ?? true),
  }));
}

/** What the schedule has found. It is used as any other try is. */
function proposalCalls(calls: CallTable, { proposals }: ResearchService): void {
  calls.answer(ENDPOINTS.proposals, async () => presentProposals(proposals));
  calls.answer(ENDPOINTS.proposal_delete, async ({ params }) => {
    proposals.delete(params.file);
    return presentProposals(proposals);
  });
}

/** Searches over rolling windows. */
function walkCalls(calls: CallTable, research: ResearchService): void {
  const { walks } = research;
  const files = () => walks.files().map(presentWalkFile);
  calls.answer(ENDPOINTS.walk_forward_start, async ({ body }) => {
    const days = { trainDays: body.train_days ?? TRAIN_DAYS, testDays: body.test_days ?? TEST_DAYS };
    const job = walks.start({ ...requestOf(body), ...days, timerange: body.timerange });
    return { status: 'Walk forward started in background.', job_id: job.id };
  });
  calls.answer(ENDPOINTS.walk_forward_state, async ({ params }) => presentWalk(walks.state(jobOf(research, params.jobid, 'walk_forward'))));
  calls.answer(ENDPOINTS.walk_forward_abort, async ({ params }) => {
    const job = jobOf(research, params.jobid, 'walk_forward');
    await job.abort();
    return presentWalk(walks.state(job));
  });
  calls.answer(ENDPOINTS.walk_forward_history, async () => files());
  calls.answer(ENDPOINTS.walk_forward_history_result, async ({ query }) => presentWalk(walks.stored(query.filename)));
  calls.answer(ENDPOINTS.walk_forward_history_delete, async ({ params }) => {
    walks.delete(params.file);
    return files();
  });
}

/** @throws ResearchRefused */
function heatMapOrder(research: ResearchService, query: HyperoptHeatMapQuery): HeatMapOrder {
  const { x_parameter: x, y_parameter: y, loss_name: loss, job_id: id, filename } = query;
  const asked = { axes: [x, y] as const, loss: loss ?? null };
  if (id !== undefined) return { ...asked, of: { job: jobOf(research, id, 'hyperopt') } };
  if (filename !== undefined) return { ...asked, of: { filename } };
  throw new ResearchRefused('unfit', 'Name a search by its job_id, or by its filename.');
}

function requestOf(body: HyperoptRequest): SearchRequest {
  return {
    strategy: checkName(body.strategy, 'body'),
    timeframe: body.timeframe ?? null,
    timerange: body.timerange ?? null,
    pairs: body.pairs ?? null,
    spaces: body.spaces ?? ['default'],
    losses: body.loss_names,
    epochs: body.epochs ?? EPOCHS,
    minTrades: body.min_trades ?? 1,
    earlyStop: body.early_stop ?? 0,
    seed: body.random_state ?? null,
    sampler: body.sampler ?? null,
    workers: body.job_workers ?? 1,
    enableProtections: body.enable_protections ?? false,
    analyzePerEpoch: body.analyze_per_epoch ?? false,
    isOverQueue: body.over_queue ?? false,
  };
}
