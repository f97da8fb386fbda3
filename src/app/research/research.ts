import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Jobs } from '../../research/jobs.ts';
import type { ResearchService } from '../../research/port.ts';
import { AnalysisJobs } from './analyses.ts';
import { BacktestJobs, keptMs } from './backtests.ts';
import { CandleFolder } from './candle-data.ts';
import { type JobLog, logJobs } from './job-log.ts';
import { ListedMarkets } from './listed-markets.ts';
import { type PlaceSettings, ResearchPlaces } from './places.ts';
import { ProposalFiles } from './proposal-files.ts';
import { queueOfEnvironment } from './queue/queue-of-environment.ts';
import { QueueWatch } from './queue/queue-watch.ts';
import { reoptimizeSettings } from './reoptimize-settings.ts';
import { Reoptimizer, type ReoptimizerHooks, STEADY } from './reoptimizer.ts';
import { BacktestResults } from './results.ts';
import { SearchJobs } from './search-jobs.ts';
import { searchFolderOf } from './search-orders.ts';
import { StrategyFolders } from './strategies.ts';
import { WalkJobs } from './walk-jobs.ts';
import { researchThreads } from './work.ts';

export interface ResearchSettings extends PlaceSettings {
  /** Whether a bot trades beside it. */
  readonly isBesideTrading?: boolean;
  readonly log: JobLog;
  /** Whose pairs are searched with, and who hears of what is proposed; the configuration's, and nobody beside the log, where left out. */
  readonly reoptimizing?: Pick<ReoptimizerHooks, 'pairs' | 'tell'>;
}

const ALONE = { pairs: () => [], tell: () => undefined };

/** Webserver mode's research: jobs in threads, results in files. */
export function createResearch({
  isBesideTrading = false,
  log,
  reoptimizing = ALONE,
  ...where
}: ResearchSettings): ResearchService & { close(): Promise<void> } {
  const jobs = new Jobs(randomUUID);
  const stopLog = logJobs(jobs, log);
  const threads = researchThreads(keptMs(where.config));
  const queue = queueOfEnvironment();
  const places = new ResearchPlaces({ ...where, queue });
  const watch = new QueueWatch(queue, (text) => log.warn('hyperopt', text));
  const data = new CandleFolder(places, jobs, threads, log);
  const strategies = new StrategyFolders(places);
  const files = new ProposalFiles(searchFolderOf(places), places.userFolder);
  const settings = reoptimizeSettings(places.config);
  const proposals = new Reoptimizer(settings, { jobs, threads, log, places, data, strategies, files }, { ...STEADY, ...reoptimizing });
  proposals.start();
  return {
    config: places.config,
    isBesideTrading,
    jobs,
    strategies,
    // a bot beside it keeps its processors
    backtests: new BacktestJobs(places, { jobs, threads, log }, isBesideTrading ? 1 : availableParallelism()),
    results: new BacktestResults(places.resultFolder, threads),
    data,
    markets: new ListedMarkets(places, jobs, threads),
    analyses: new AnalysisJobs(places, { jobs, threads, log }),
    searches: new SearchJobs(places, { jobs, threads, log }),
    queue: watch,
    walks: new WalkJobs(places, { jobs, threads, log }),
    proposals,
    close: async () => {
      await proposals.close();
      const kept = data.close();
      await jobs.close();
      await threads.dismiss();
      await kept;
      watch.close();
      stopLog();
      await places.close();
    },
  };
}
