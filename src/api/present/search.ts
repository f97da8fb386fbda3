import type {
  ReshuffledFalls,
  SearchedEpoch,
  SearchFile,
  SearchState,
  StoredFigures,
  StoredWindow,
  Truth,
  WalkState,
} from '../../research/port.ts';
import type {
  HyperoptEpoch,
  HyperoptFigures,
  HyperoptFile,
  HyperoptState,
  HyperoptTruth,
  ReshuffledDrawdown,
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
