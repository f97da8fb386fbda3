import type { ListedMarket } from '../../app/exchanges.ts';
import { historySource } from '../../app/research/history-source.ts';
import { floatText } from '../../core/float-text.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { dataContext, EXCHANGE_OPTION, exchangeTitle, MODE_OPTION, words } from '../data-options.ts';
import { COMMON, type OptionSpec, type Options } from '../options.ts';
import { terminalWidth } from '../terminal.ts';

export const MARKET_OPTIONS: readonly OptionSpec[] = [
  ...COMMON,
  EXCHANGE_OPTION,
  { names: ['print-list'], takes: 'nothing', help: 'as a list' },
  { names: ['print-json'], takes: 'nothing', help: 'as JSON' },
  { names: ['one-column'], short: '1', takes: 'nothing', help: 'one a line' },
  { names: ['print-csv'], takes: 'nothing', help: 'as CSV' },
  { names: ['base'], takes: 'words', help: 'only with these base currencies' },
  { names: ['quote'], takes: 'words', help: 'only with these quote currencies' },
  { names: ['all'], short: 'a', takes: 'nothing', help: 'those that are not active too' },
  MODE_OPTION,
];

export const command: CliCommand = {
  summary: 'List the markets of an exchange.',
  options: MARKET_OPTIONS,
  run: (options) => listMarkets(options, false),
};

/** What freqtrade keeps free for fees and a stop when it computes the smallest stake. */
const RESERVE = 1.05;
const COLUMNS = ['Id', 'Symbol', 'Base', 'Quote', 'Active', 'Spot', 'Margin', 'Future', 'Leverage', 'Min Stake'];

/** @param isPairs only markets that the trading mode trades */
export async function listMarkets(options: Options, isPairs: boolean): Promise<number> {
  const context = dataContext(options);
  const source = await historySource(context, (text) => process.stderr.write(text));
  let markets: readonly ListedMarket[];
  try {
    markets = await source.markets();
  } finally {
    await source.close();
  }
  const [bases, quotes] = [words(options, 'base'), words(options, 'quote')];
  const found = [...markets]
    .filter((market) => !isPairs || (context.isFutures ? market.isFuture : market.isSpot))
    .filter((market) => options['all'] === true || market.isActive)
    .filter(({ base, quote }) => (bases?.includes(base) ?? true) && (quotes?.includes(quote) ?? true))
    .sort((a, b) => (a.pair < b.pair ? -1 : 1));
  const title = titleOf(context.exchange, found.length, isPairs, options['all'] === true, bases, quotes);
  process.stdout.write(present(options, title, found));
  return EXIT_OK;
}

function titleOf(
  exchange: string,
  count: number,
  isPairs: boolean,
  isAll: boolean,
  bases: readonly string[] | null,
  quotes: readonly string[] | null,
): string {
  const noun = `${isAll ? '' : 'active '}${isPairs ? 'pair' : 'market'}${count === 1 ? '' : 's'}`;
  const of = (names: readonly string[] | null, kind: string) =>
    names === null ? '' : ` with ${names.join(', ')} as ${kind} ${names.length === 1 ? 'currency' : 'currencies'}`;
  const both = bases !== null && quotes !== null ? ' and' : '';
  return `Exchange ${exchangeTitle(exchange)} has ${count} ${noun}${of(bases, 'base')}${both}${of(quotes, 'quote')}`;
}

function present(options: Options, title: string, markets: readonly ListedMarket[]): string {
  const pairs = markets.map(({ pair }) => pair);
  if (options['print-json'] === true) return `${JSON.stringify(pairs)}\n`;
  if (options['one-column'] === true) return pairs.map((pair) => `${pair}\n`).join('');
  const rows = markets.map(rowOf);
  if (options['print-csv'] === true) return [COLUMNS, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
  if (markets.length === 0) return `\n${title}.\n`;
  if (options['print-list'] === true) return `\n${title}: ${pairs.join(', ')}.\n`;
  const columns = COLUMNS.map((name) => ({ title: name, align: 'right' as const }));
  return `\n${boxTable(title, columns, rows, terminalWidth())}\n`;
}

function rowOf(market: ListedMarket): string[] {
  const leverage = market.maxLeverage === null || !market.isFuture ? '1.0' : floatText(market.maxLeverage);
  const stake = market.minCost === null ? '' : floatText(Number((market.minCost * RESERVE).toPrecision(12)));
  return [
    market.id,
    market.pair,
    market.base,
    market.quote,
    market.isActive ? 'True' : 'False',
    market.isSpot ? 'Spot' : '',
    market.isMargin ? 'Margin' : '',
    market.isFuture ? 'Future' : '',
    leverage,
    stake,
  ];
}
