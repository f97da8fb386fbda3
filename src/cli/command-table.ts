import type { CliCommand, CommandTable } from './command.ts';

/** One of the commands that are not built. */
async function notYet(name: keyof typeof import('./commands/not-yet.ts').NOT_YET): Promise<{ command: CliCommand }> {
  return { command: (await import('./commands/not-yet.ts')).NOT_YET[name] };
}

export const COMMANDS: CommandTable = {
  trade: () => import('./commands/trade.ts'),
  'create-userdir': () => import('./commands/create-userdir.ts'),
  'new-config': () => import('./commands/new-config.ts'),
  'show-config': () => import('./commands/show-config.ts'),
  'new-strategy': () => import('./commands/new-strategy.ts'),
  'list-strategies': () => import('./commands/list-strategies.ts'),
  'download-data': () => import('./commands/download-data.ts'),
  'list-data': () => import('./commands/list-data.ts'),
  'check-data': () => import('./commands/check-data.ts'),
  'convert-data': () => import('./commands/convert-data.ts'),
  'convert-trade-data': () => import('./commands/convert-trade-data.ts'),
  'trades-to-ohlcv': () => import('./commands/trades-to-ohlcv.ts'),
  backtesting: () => import('./commands/backtesting.ts'),
  'backtesting-show': () => import('./commands/backtesting-show.ts'),
  'backtesting-analysis': () => import('./commands/backtesting-analysis.ts'),
  'lookahead-analysis': () => import('./commands/lookahead-analysis.ts'),
  'recursive-analysis': () => import('./commands/recursive-analysis.ts'),
  'list-exchanges': () => import('./commands/list-exchanges.ts'),
  'list-markets': () => import('./commands/list-markets.ts'),
  'list-pairs': () => import('./commands/list-pairs.ts'),
  'list-timeframes': () => import('./commands/list-timeframes.ts'),
  'test-pairlist': () => import('./commands/test-pairlist.ts'),
  'show-trades': () => import('./commands/show-trades.ts'),
  'plot-dataframe': () => import('./commands/plot-dataframe.ts'),
  'plot-profit': () => import('./commands/plot-profit.ts'),
  webserver: () => import('./commands/webserver.ts'),
  'install-ui': () => import('./commands/install-ui.ts'),
  'hash-password': () => import('./commands/hash-password.ts'),
  'new-secret': () => import('./commands/new-secret.ts'),
  token: () => import('./commands/token.ts'),
  completion: () => import('./commands/completion.ts'),
  edge: () => notYet('edge'),
  hyperopt: () => notYet('hyperopt'),
  'hyperopt-list': () => notYet('hyperopt-list'),
  'hyperopt-show': () => notYet('hyperopt-show'),
  'list-hyperoptloss': () => notYet('list-hyperoptloss'),
  'list-freqaimodels': () => notYet('list-freqaimodels'),
  'convert-db': () => notYet('convert-db'),
  'strategy-updater': () => notYet('strategy-updater'),
};
