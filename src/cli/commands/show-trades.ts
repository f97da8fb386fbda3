import { dateText } from '../../api/present/dates.ts';
import { presentTrade } from '../../api/present/trade.ts';
import { missingFile, storedTrades } from '../../app/stored-trades.ts';
import { roundTo } from '../../core/market/decimal.ts';
import type { Trade } from '../../core/trade/trade.ts';
import { visibleLine } from '../../log/visible.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { words } from '../data-options.ts';
import { COMMON, type Options, UsageError } from '../options.ts';

export const command: CliCommand = {
  summary: 'Print the trades of a database.',
  options: [
    ...COMMON,
    { names: ['db-url'], takes: 'value', help: 'database, e.g. sqlite:///tradesv3.sqlite' },
    { names: ['trade-ids'], takes: 'words', help: 'only trades with these ids' },
    { names: ['print-json'], takes: 'nothing', help: 'as JSON, with every order' },
  ],
  run: showTrades,
};

async function showTrades(options: Options): Promise<number> {
  if (options['db-url'] === undefined)
    throw new UsageError('--db-url: name the database to show, e.g. --db-url sqlite:///tradesv3.sqlite.');
  const url = String(options['db-url']);
  // a database that is only looked at is not made
  const missing = missingFile(url);
  if (missing !== null) throw new UsageError(`--db-url: there is no file ${missing}.`);
  const ids = words(options, 'trade-ids')?.map(Number) ?? null;
  if (ids?.some((id) => !Number.isInteger(id))) throw new UsageError('--trade-ids: write whole numbers, e.g. --trade-ids 1 2.');
  const trades = (await storedTrades(url)).filter(({ id }) => ids?.includes(id) ?? true).sort((one, other) => one.id - other.id);
  if (options['print-json'] === true) process.stdout.write(`${JSON.stringify(trades.map(presentTrade), null, 4)}\n`);
  else process.stdout.write(`Printing ${trades.length} Trades:\n${trades.map((trade) => `${line(trade)}\n`).join('')}`);
  return EXIT_OK;
}

/** A trade in one line, in freqtrade's words. */
function line(trade: Trade): string {
  const since = trade.isOpen ? dateText(trade.openDate) : 'closed';
  const isShort = trade.isShort ? 'True' : 'False';
  return `Trade(id=${trade.id}, pair=${visibleLine(trade.pair)}, amount=${roundTo(trade.amount, 8)}, is_short=${isShort}, leverage=${roundTo(trade.leverage, 1)}, open_rate=${roundTo(trade.openRate, 8)}, open_since=${since})`;
}
