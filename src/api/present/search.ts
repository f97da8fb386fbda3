import type {
  ProposalFile,
  Proposals,
  ReshuffledFalls,
  SearchedEpoch,
  SearchFile,
  SearchState,
  StoredFigures,
  StoredWindow,
  Truth,
  WalkFile,
  WalkState,
} from '../../research/port.ts';
import type {
  HyperoptEpoch,
  HyperoptFigures,
  HyperoptFile,
  HyperoptProposal,
  HyperoptProposals,
  HyperoptState,
  HyperoptTruth,
  ReshuffledDrawdown,
  WalkForwardFile,
  WalkForwardState,
  WalkForwardWindow,
} from '../../wire/answers/hyperopt.ts';

export function presentSearch(state: SearchState): HyperoptState {
  const { status, message, facts, rows, truth } = state;
  return {
    status,
    status_msg: message,
    running: status === 'running',
    filename: state.filename,
    strategy: state.strategy,
    loss_names: [...(facts?.losses ?? [])],
    sampler: facts?.sampler ?? null,
    random_state: facts?.seed ?? null,
    timeframe: facts?.timeframe ?? null,
    timerange: facts?.timerange ?? null,
    pairs: [...(facts?.pairs ?? [])],
    stake_currency: rows[0]?.stakeCurrency ?? '',
    epochs: state.epochs,
    epochs_done: state.epochsDone,
    epochs_per_second: state.epochsPerSecond,
    best_epoch: state.bestEpoch,
    pareto_epochs: [...state.front],
    rows: rows.map(presentEpoch),
    importance: state.importance.map(({ name, share }) => ({ name, share })),
    truth: truth === null ? null : presentTruth(truth),
  };
}

export function presentSearchFile({ filename, strategy, startedMs, facts }: SearchFile): HyperoptFile {
  return {
    filename,
    strategy: facts?.strategy ?? strategy,
    search_start_ts: startedMs,
    epochs: facts?.epochs ?? 0,
    loss_names: [...(facts?.losses ?? [])],
    timeframe: facts?.timeframe ?? null,
    timerange: facts?.timerange ?? null,
    truth: facts?.truth === undefined ? null : presentTruth(facts.truth),
  };
}

export function presentWalkFile({ filename, strategy, startedMs, report }: WalkFile): WalkForwardFile {
  return {
    filename,
    strategy,
    search_start_ts: startedMs,
    loss_names: [...(report?.loss_names ?? [])],
    timerange: report?.timerange ?? null,
    total_trades: report?.summary.total_trades ?? null,
    profit_total: report?.summary.profit_total ?? null,
  };
}

export function presentWalk({ status, message, filename, report, windowsTotal, windowEpochsDone }: WalkState): WalkForwardState {
  const { summary } = report;
  return {
    status,
    status_msg: message,
    running: status === 'running',
    filename,
    strategy: report.strategy,
    loss_names: [...report.loss_names],
    timerange: report.timerange,
    train_days: report.train_days,
    test_days: report.test_days,
    epochs: report.epochs,
    stake_currency: report.stake_currency,
    windows_total: windowsTotal,
    window_epochs_done: windowEpochsDone,
    windows: report.windows.map(presentWindow),
    summary: filename === null ? null : { ...summary, reshuffled: presentFalls(summary.reshuffled) },
  };
}

function presentWindow({ train, test, filename, epoch, params, in_sample: before, out_of_sample: after }: StoredWindow): WalkForwardWindow {
  return {
    train_from: train[0],
    train_to: train[1],
    test_from: test[0],
    test_to: test[1],
    filename,
    epoch,
    params: params === null ? null : { ...params },
    in_sample: before === null ? null : presentFigures(before),
    out_of_sample: after === null ? null : presentFigures(after),
  };
}

export function presentTruth({ epoch, in_sample: before, out_of_sample: after, reshuffled }: Truth): HyperoptTruth {
  return {
    epoch,
    in_sample: presentFigures(before),
    out_of_sample: after === null ? null : presentFigures(after.figures),
    out_of_sample_timerange: after?.timerange ?? null,
    reshuffled: presentFalls(reshuffled),
  };
}

export function presentFigures(figures: StoredFigures): HyperoptFigures {
  return { ...figures, loss_values: [...figures.loss_values] };
}

function presentFalls(falls: ReshuffledFalls | null): ReshuffledDrawdown | null {
  if (falls === null) return null;
  const { worst5, ...rest } = falls;
  return { ...rest, worst_5_percent: worst5 };
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

/** Values by space and name, copied for the answer. */
export function groupsOnWire(groups: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Record<string, Record<string, unknown>> {
  return Object.fromEntries(Object.entries(groups).map(([space, values]) => [space, { ...values }]));
}

export function presentProposals(proposals: Proposals): HyperoptProposals {
  const schedule = proposals.schedule();
  return {
    schedule:
      schedule === null
        ? null
        : {
            strategy: schedule.strategy,
            every_days: schedule.everyDays,
            last_run_ts: schedule.lastRun?.atMs ?? null,
            has_failed: !schedule.isRunning && schedule.lastRun?.hasFailed === true,
            next_run_ts: schedule.nextMs,
            running: schedule.isRunning,
          },
    proposals: proposals.list().map(presentProposal),
  };
}

function presentProposal({ filename, proposal }: ProposalFile): HyperoptProposal {
  const figures = (side: StoredFigures | null): HyperoptFigures | null => (side === null ? null : presentFigures(side));
  return {
    filename,
    ...proposal,
    loss_names: [...proposal.loss_names],
    old_parameters: groupsOnWire(proposal.old_parameters),
    new_parameters: groupsOnWire(proposal.new_parameters),
    old_in_sample: figures(proposal.old_in_sample),
    new_in_sample: presentFigures(proposal.new_in_sample),
    old_out_of_sample: figures(proposal.old_out_of_sample),
    new_out_of_sample: figures(proposal.new_out_of_sample),
  };
}
