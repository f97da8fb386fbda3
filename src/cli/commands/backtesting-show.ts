import { BREAKDOWNS, type Breakdown } from '../../backtest/statistics/breakdown.ts';
import { reportTables } from '../../research/tables/report-tables.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { COMMON, type Options } from '../options.ts';
import { userDir } from '../paths.ts';
import { wantedResult } from '../research-options.ts';
import { terminalWidth } from '../terminal.ts';
import { choices, closing } from './backtesting.ts';

export const command: CliCommand = {
  summary: 'Show the result of a backtest again.',
  options: [
    ...COMMON,
    { names: ['backtest-filename', 'export-filename'], takes: 'value', help: 'result file (default: the latest)' },
    { names: ['backtest-directory', 'export-directory'], takes: 'value', help: 'folder of results' },
    { names: ['show-pair-list'], takes: 'nothing', help: 'also list the pairs by profit, for a configuration' },
    { names: ['breakdown'], takes: 'words', help: `tables by period: ${BREAKDOWNS.join(', ')}` },
  ],
  run: async (options: Options) => {
    const { strategy } = wantedResult(options, userDir(options));
    const breakdowns = choices(options, 'breakdown', BREAKDOWNS) as Breakdown[];
    const width = terminalWidth();
    for (const [title, report] of Object.entries(strategy)) {
      process.stdout.write(reportTables(title, report, breakdowns, width));
      if (options['show-pair-list'] !== true) continue;
      const pairs = report.results_per_pair.filter(({ key, profit_mean }) => key !== 'TOTAL' && profit_mean > 0);
      process.stdout.write(`Pairs for Strategy ${title}: \n[\n${pairs.map(({ key }) => `"${String(key)}", `).join('\n')}\n]\n`);
    }
    process.stdout.write(closing(strategy, width));
    return EXIT_OK;
  },
};
