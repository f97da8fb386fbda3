import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTimerange } from '../../core/market/timerange.ts';
import { storedCandles } from '../../research/candle-store.ts';
import { type PlotLine, type PlotPane, plotPage } from '../../research/plot/page.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { words } from '../data-options.ts';
import { COMMON, type Options, STRATEGY } from '../options.ts';
import { dataFolder, userDir } from '../paths.ts';
import { type PlotTrade, plotTrades, TRADE_SOURCE_OPTIONS } from '../plot-trades.ts';
import { dataFormat, FORMAT_OPTION, readConfig } from '../research-options.ts';

export const command: CliCommand = {
  summary: 'Draw the profit of trades over time into an HTML page.',
  options: [
    ...COMMON,
    ...STRATEGY,
    { names: ['pairs'], short: 'p', takes: 'words', help: 'pairs to draw, over the whitelist' },
    ...TRADE_SOURCE_OPTIONS,
    { names: ['export'], takes: 'value', help: 'has no effect: trades are read from the result' },
    { names: ['timerange'], takes: 'value', help: 'only trades closed in it' },
    { names: ['timeframe'], short: 'i', takes: 'value', help: 'timeframe of the candles that show the market' },
    FORMAT_OPTION,
    { names: ['auto-open'], takes: 'nothing', help: 'the path is printed; a browser is not opened' },
  ],
  run: plotProfit,
};

async function plotProfit(options: Options): Promise<number> {
  const { config } = readConfig(options);
  const userFolder = userDir(options, config.user_data_dir);
  const range = parseTimerange(options['timerange'] === undefined ? '' : String(options['timerange']));
  const wanted = words(options, 'pairs');
  const trades = (await plotTrades(options, userFolder, config.strategy ?? null))
    .filter(
      ({ pair, closeDate }) =>
        (wanted?.includes(pair) ?? true) &&
        (range.from === null || closeDate >= range.from) &&
        (range.to === null || closeDate <= range.to),
    )
    .sort((a, b) => a.closeDate - b.closeDate);
  if (trades.length === 0) {
    process.stdout.write('There are no closed trades to draw. "freqtrade backtesting" makes some, or use --trade-source DB.\n');
    return EXIT_OK;
  }
  const pairs = [...new Set(trades.map(({ pair }) => pair))].sort();
  const timeframe = config.timeframe ?? '1h';
  const store = { folder: dataFolder(options, config, userFolder), format: dataFormat(options, config) };
  const span = { from: trades[0]!.openDate, to: trades.at(-1)!.closeDate };
  const closes: PlotLine[] = [];
  for (const pair of pairs) {
    const candles = await storedCandles(store, pair, timeframe, config.trading_mode === 'futures', span);
    if (candles === null) continue;
    const first = candles.close[0]!;
    closes.push({
      name: pair,
      points: Array.from(candles.time, (time, row) => [time / 1000, (candles.close[row]! / first - 1) * 100] as const),
    });
  }
  const target = join(userFolder, 'plot');
  mkdirSync(target, { recursive: true });
  const path = join(target, 'freqtrade-profit-plot.html');
  writeFileSync(
    path,
    plotPage({
      title: `Profit of ${trades.length} trades, ${config.stake_currency}`,
      panes: panesOf(trades, pairs, closes, config.stake_currency),
    }),
  );
  process.stdout.write(`Stored plot as ${path}\n`);
  return EXIT_OK;
}

function panesOf(trades: readonly PlotTrade[], pairs: readonly string[], closes: readonly PlotLine[], currency: string): PlotPane[] {
  const pane = (title: string, share: number, lines: readonly PlotLine[]): PlotPane => ({
    title,
    share,
    lines,
    candles: [],
    bars: [],
    markers: [],
  });
  const total = summed('all', trades);
  let high = Number.NEGATIVE_INFINITY;
  const drawdown = total.points.map(([time, value]): readonly [number, number] => {
    high = Math.max(high, value, 0);
    return [time, value - high];
  });
  return [
    ...(closes.length > 0 ? [pane('Change of prices, %', 1, closes)] : []),
    pane(`Profit, ${currency}`, 1.5, [total]),
    pane(`Below the highest, ${currency}`, 0.8, [{ name: 'drawdown', colour: '#e0567a', points: drawdown }]),
    pane(
      `Profit by pair, ${currency}`,
      1.2,
      pairs.map((name) =>
        summed(
          name,
          trades.filter(({ pair }) => pair === name),
        ),
      ),
    ),
  ];
}

/** Profit summed up; one point for each moment at which something was closed. */
function summed(name: string, trades: readonly PlotTrade[]): PlotLine {
  const points = new Map<number, number>();
  let sum = 0;
  for (const { closeDate, profit } of trades) {
    sum += profit;
    points.set(closeDate / 1000, sum);
  }
  return { name, points: [...points] };
}
