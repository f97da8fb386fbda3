import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadHint } from '../../app/research/markets.ts';
import { loadStrategy } from '../../app/strategies/strategy-loader.ts';
import { loadPair } from '../../research/analyse-pair.ts';
import { type PlotLine, type PlotMarker, type PlotPane, plotPage } from '../../research/plot/page.ts';
import type { DataFrame } from '../../strategy/data-frame.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { wholeNumber, words } from '../data-options.ts';
import { COMMON, type Options, STRATEGY } from '../options.ts';
import { dataFolder, strategyFolders, userDir } from '../paths.ts';
import { type PlotTrade, plotTrades, TRADE_SOURCE_OPTIONS } from '../plot-trades.ts';
import { quietHosting } from '../python-hosting.ts';
import { configOptions, dataFormat, FORMAT_OPTION, namedStrategy, readConfig } from '../research-options.ts';

export const command: CliCommand = {
  summary: 'Draw candles, indicators, signals and trades of pairs into HTML pages.',
  options: [
    ...COMMON,
    ...STRATEGY,
    { names: ['pairs'], short: 'p', takes: 'words', help: 'pairs to draw, over the whitelist' },
    { names: ['indicators1'], takes: 'words', help: 'columns over the candles (default: those of the plot configuration)' },
    { names: ['indicators2'], takes: 'words', help: 'columns below (default: those of the plot configuration)' },
    { names: ['plot-limit'], takes: 'value', help: 'candles to draw, the last ones (default: 750; 0 for all)' },
    ...TRADE_SOURCE_OPTIONS,
    { names: ['export'], takes: 'value', help: 'has no effect: trades are read from the result' },
    { names: ['timerange'], takes: 'value', help: 'part of the data to draw' },
    { names: ['timeframe'], short: 'i', takes: 'value', help: 'timeframe to use, over that of the strategy' },
    FORMAT_OPTION,
    { names: ['no-trades'], takes: 'nothing', help: 'without trades' },
  ],
  run: plotDataframe,
};

const DEFAULT_LIMIT = 750;
type PlotConfig = {
  readonly main_plot?: Readonly<Record<string, { color?: string }>>;
  readonly subplots?: Readonly<Record<string, Readonly<Record<string, { color?: string }>>>>;
};

async function plotDataframe(options: Options): Promise<number> {
  const { config } = readConfig(options);
  const userFolder = userDir(options, config.user_data_dir);
  const name = namedStrategy(config);
  const { strategy } = await loadStrategy(name, strategyFolders(options, userFolder, config), config, quietHosting(options, config));
  const pairs = words(options, 'pairs') ?? config.exchange.pair_whitelist ?? [];
  const trades = options['no-trades'] === true ? [] : await plotTrades(options, userFolder, name);
  const limit = options['plot-limit'] === '0' ? Number.POSITIVE_INFINITY : (wholeNumber(options, 'plot-limit') ?? DEFAULT_LIMIT);
  const target = join(userFolder, 'plot');
  mkdirSync(target, { recursive: true });
  const download = await downloadHint(config, configOptions(options));
  for (const pair of pairs) {
    const request = {
      pair,
      timeframe: strategy.timeframe,
      timerange: String(options['timerange'] ?? ''),
      isFutures: config.trading_mode === 'futures',
      stakeCurrency: config.stake_currency,
      config,
      store: { folder: dataFolder(options, config, userFolder), format: dataFormat(options, config) },
      download,
    };
    const loaded = await loadPair(request, strategy);
    const frame = await loaded.analyse(0, loaded.candles.length);
    const from = Math.max(loaded.start, frame.length - limit);
    const panes = panesOf(
      options,
      strategy.plotConfig as PlotConfig,
      frame,
      from,
      trades.filter((trade) => trade.pair === pair),
    );
    const path = join(target, `freqtrade-plot-${pair.replace(/[/: ]/g, '_')}-${strategy.timeframe}.html`);
    writeFileSync(path, plotPage({ title: `${pair} ${strategy.timeframe}, ${name}`, panes }));
    process.stdout.write(`Stored plot as ${path}\n`);
  }
  return EXIT_OK;
}

function panesOf(options: Options, plot: PlotConfig, frame: DataFrame, from: number, trades: readonly PlotTrade[]): PlotPane[] {
  const seconds = (row: number) => frame.time[row]! / 1000;
  const rows = Array.from({ length: frame.length - from }, (_row, index) => from + index);
  const line = (name: string, colour?: string): PlotLine => {
    const { values } = frame.get(name);
    const points = rows.flatMap((row): (readonly [number, number])[] =>
      Number.isFinite(values[row]!) ? [[seconds(row), values[row]!]] : [],
    );
    return { name, points, ...(colour === undefined ? {} : { colour }) };
  };
  const lines = (wanted: Readonly<Record<string, { color?: string }>>): PlotLine[] =>
    Object.entries(wanted)
      .filter(([name]) => frame.has(name) && frame.text(name) === null)
      .map(([name, { color }]) => line(name, color));
  const above = words(options, 'indicators1');
  const below = words(options, 'indicators2');
  const main: PlotPane = {
    title: 'Price',
    share: 3,
    candles: rows.map(
      (row) => [seconds(row), frame.open.values[row]!, frame.high.values[row]!, frame.low.values[row]!, frame.close.values[row]!] as const,
    ),
    bars: [],
    lines: above === null ? lines(plot.main_plot ?? {}) : above.map((name) => line(name)),
    markers: [...signalMarkers(frame, from), ...tradeMarkers(frame, from, trades)].sort((a, b) => a.time - b.time),
  };
  const volume: PlotPane = {
    title: 'Volume',
    share: 0.7,
    candles: [],
    bars: rows.map((row) => [seconds(row), frame.volume.values[row]!] as const),
    lines: [],
    markers: [],
  };
  const empty = { share: 1, candles: [], bars: [], markers: [] };
  const subplots: PlotPane[] =
    below === null
      ? Object.entries(plot.subplots ?? {}).map(([title, wanted]) => ({ ...empty, title, lines: lines(wanted) }))
      : [{ ...empty, title: 'Indicators', lines: below.map((name) => line(name)) }];
  return [main, volume, ...subplots];
}

function signalMarkers(frame: DataFrame, from: number): PlotMarker[] {
  const markers: PlotMarker[] = [];
  for (const name of ['enter_long', 'enter_short', 'exit_long', 'exit_short']) {
    if (!frame.has(name)) continue;
    const { values } = frame.get(name);
    for (let row = from; row < frame.length; row++)
      // one for a run of signals, else the candles could not be seen
      if (values[row] === 1 && values[row - 1] !== 1)
        markers.push({ time: frame.time[row]! / 1000, kind: name.startsWith('enter') ? 'entry_signal' : 'exit_signal', text: '' });
  }
  return markers;
}

function tradeMarkers(frame: DataFrame, from: number, trades: readonly PlotTrade[]): PlotMarker[] {
  const [first, last] = [frame.time[from] ?? 0, frame.time[frame.length - 1] ?? 0];
  return trades.flatMap((trade): PlotMarker[] => [
    ...(trade.openDate >= first && trade.openDate <= last
      ? [{ time: trade.openDate / 1000, kind: 'entry' as const, text: trade.enterTag || (trade.isShort ? 'short' : 'long') }]
      : []),
    ...(trade.closeDate >= first && trade.closeDate <= last
      ? [{ time: trade.closeDate / 1000, kind: 'exit' as const, text: `${(trade.profitRatio * 100).toFixed(2)} % ${trade.exitReason}` }]
      : []),
  ]);
}
