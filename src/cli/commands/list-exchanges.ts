import { everyExchange } from '../../app/exchanges.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { MODE_OPTION, oneOf } from '../data-options.ts';
import { COMMON, type Options } from '../options.ts';
import { terminalWidth } from '../terminal.ts';

export const command: CliCommand = {
  summary: 'List the exchanges that can be traded on.',
  options: [
    ...COMMON,
    { names: ['one-column'], short: '1', takes: 'nothing', help: 'one a line' },
    { names: ['all'], short: 'a', takes: 'nothing', help: 'all that ccxt knows' },
    MODE_OPTION,
    { names: ['dex-exchanges'], takes: 'nothing', help: 'decentralised ones only' },
    { names: ['ccxt-show-futures-options-exchanges'], takes: 'nothing', help: 'with what ccxt lacks for futures' },
  ],
  run: listExchanges,
};

async function listExchanges(options: Options): Promise<number> {
  const mode = oneOf(options, 'trading-mode', ['spot', 'margin', 'futures', ''], '');
  const isAll = options['all'] === true;
  const found = (await everyExchange())
    .filter((entry) => isAll || (entry.isUsable && !entry.isAlias))
    .filter((entry) => options['dex-exchanges'] !== true || entry.isDex)
    .filter((entry) => mode === '' || entry.modes.some((known) => known.endsWith(mode)));
  if (options['one-column'] === true) {
    process.stdout.write(found.map(({ id }) => `${id}\n`).join(''));
    return EXIT_OK;
  }
  const showsFutures = options['ccxt-show-futures-options-exchanges'] === true;
  const rows = found.map(({ name, isSupported, id, isDex, modes, reason, futuresReason, grade }) => [
    `${name}${isSupported ? ' (Supported)' : ''}`,
    id,
    `${isDex ? 'DEX: ' : ''}${[...modes].sort().reverse().join(', ')}`,
    reason,
    ...(showsFutures ? [futuresReason] : []),
    grade,
  ]);
  const title = isAll
    ? `All exchanges supported by the ccxt library (${found.length} exchanges):`
    : `Exchanges available for Freqtrade (${found.length} exchanges):`;
  const titles = ['Exchange Name', 'Class Name', 'Markets', 'Reason', ...(showsFutures ? ['Futures Reason'] : []), 'Grade'];
  const columns = titles.map((name) => ({ title: name, align: 'left' as const }));
  process.stdout.write(`${boxTable(title, columns, rows, terminalWidth())}\n`);
  return EXIT_OK;
}
