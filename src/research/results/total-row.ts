import type { BacktestReport } from '../report/present-report.ts';

/** The last row of a report's tables, which sums the others up. @throws Error where a file has none */
export function totalRow(report: Pick<BacktestReport, 'results_per_pair'>) {
  const total = report.results_per_pair.find(({ key }) => key === 'TOTAL');
  if (total === undefined) throw new Error('The report has no row "TOTAL".');
  return total;
}
