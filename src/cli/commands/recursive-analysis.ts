import { downloadHint } from '../../app/research/markets.ts';
import { researchThreads } from '../../app/research/work.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { words } from '../data-options.ts';
import { type Options, UsageError } from '../options.ts';
import { dataFolder, strategyFolders, userDir } from '../paths.ts';
import { configOptions, dataFormat, namedStrategy, readConfig, STRATEGY_ON_CANDLES } from '../research-options.ts';
import { terminalWidth } from '../terminal.ts';

export const command: CliCommand = {
  summary: 'Find out how many startup candles the indicators of a strategy need.',
  options: [
    ...STRATEGY_ON_CANDLES,
    { names: ['pairs'], short: 'p', takes: 'words', help: 'pair to use, over the first of the whitelist' },
    { names: ['startup-candle'], takes: 'words', help: 'numbers of startup candles to try (default: 199 399 499 999 1999)' },
  ],
  run: recursiveAnalysis,
};

const DEFAULT_COUNTS = [199, 399, 499, 999, 1999];

async function recursiveAnalysis(options: Options): Promise<number> {
  const { config } = readConfig(options);
  const userFolder = userDir(options, config.user_data_dir);
  const name = namedStrategy(config);
  const counts = words(options, 'startup-candle')?.map(Number) ?? config.startup_candle ?? DEFAULT_COUNTS;
  const wrong = counts.find((count) => !Number.isInteger(count) || count < 1);
  if (wrong !== undefined) throw new UsageError('--startup-candle takes whole numbers of at least 1.');
  const found = await researchThreads().run(
    'recursive',
    {
      config,
      store: { folder: dataFolder(options, config, userFolder), format: dataFormat(options, config) },
      folders: strategyFolders(options, userFolder, config),
      strategy: name,
      timeframe: config.timeframe ?? null,
      timerange: String(options['timerange'] ?? ''),
      download: await downloadHint(config, configOptions(options)),
      pairs: words(options, 'pairs') ?? config.exchange.pair_whitelist ?? [],
      markets: [],
      startupCandles: counts,
    },
    { onWarning: (text) => process.stderr.write(`${text}\n`) },
  );
  const { startupCandles, strategyStartupCandles, results, lookingAhead } = found;
  for (const indicator of lookingAhead) process.stderr.write(`=> found lookahead in indicator ${indicator}\n`);
  if (lookingAhead.length === 0) process.stderr.write('No lookahead bias on indicators found.\n');
  if (Object.keys(results).length === 0) {
    process.stdout.write('No indicator differs: the startup candles are enough.\n');
    return EXIT_OK;
  }
  const titles = [
    'Indicators',
    ...startupCandles.map((count) => (count === strategyStartupCandles ? `${count} (from strategy)` : String(count))),
  ];
  const rows = Object.entries(results).map(([name, row]) => [name, ...startupCandles.map((count) => percent(row[String(count)]))]);
  const columns = titles.map((title) => ({ title, align: 'right' as const }));
  process.stdout.write(`${boxTable('Recursive Analysis', columns, rows, terminalWidth())}\n`);
  return EXIT_OK;
}

function percent(ratio: number | null | undefined): string {
  if (ratio === null) return 'nan%';
  if (ratio === undefined) return '-';
  // a difference below nothing keeps its sign
  return `${Object.is(ratio, -0) ? '-' : ''}${(ratio * 100).toFixed(3)}%`;
}
