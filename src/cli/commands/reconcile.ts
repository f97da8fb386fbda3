import { type Difference, reconcile } from '../../app/account/reconcile.ts';
import type { OrderIntent } from '../../core/order/intent.ts';
import { redact } from '../../log/redaction.ts';
import { visibleLine } from '../../log/visible.ts';
import { boxTable } from '../../research/tables/box-table.ts';
import { ACCOUNT_OPTIONS, accountSetup, asks } from '../account-options.ts';
import { type CliCommand, EXIT_OK } from '../command.ts';
import { wholeNumber } from '../data-options.ts';
import { COMMON, type Options } from '../options.ts';
import { terminalWidth } from '../terminal.ts';

export const command: CliCommand = {
  summary: 'Compare the account with the database, and mend what differs after asking.',
  options: [
    ...COMMON,
    ...ACCOUNT_OPTIONS,
    { names: ['days'], takes: 'value', help: 'how far back orders of ours are looked for that no trade has (default: 7)' },
  ],
  run,
};

/** For scripts: something differs still. */
const EXIT_DIFFERS = 1;
const DAYS = 7;

async function run(options: Options): Promise<number> {
  const days = wholeNumber(options, 'days') ?? DAYS;
  const { setup, isDry } = accountSetup(options);
  const left = await reconcile({ ...setup, config: { ...setup.config, dry_run: isDry } }, days, {
    show,
    // without anybody to ask, all is shown and nothing changed
    ask: options['yes'] === true || process.stdin.isTTY ? asks(options, 'reconcile') : async () => false,
    tell: write,
  });
  if (left > 0) write(`${left} ${left === 1 ? 'difference is' : 'differences are'} left as ${left === 1 ? 'it is' : 'they are'}.`);
  return left === 0 ? EXIT_OK : EXIT_DIFFERS;
}

function show(differences: readonly Difference[], inFlight: readonly OrderIntent[]): void {
  for (const { clientOrderId, side, amount, pair } of inFlight)
    write(`In flight: ${clientOrderId} (${side} ${amount} ${pair}). The bot looks it up by itself when it starts.`);
  if (differences.length === 0) {
    write('The database and the account tell the same.');
    return;
  }
  const rows = differences.map(({ pair, trade, here, there, remedy }) =>
    [pair, trade === null ? '' : `#${trade.id}`, here, there, remedy === null ? 'by hand' : REMEDIES[remedy.kind]].map(visibleLine),
  );
  const columns = ['Pair', 'Trade', 'Database', 'Exchange', 'Can be mended'].map((title) => ({ title, align: 'left' as const }));
  process.stdout.write(`${redact(boxTable(title(differences.length), columns, rows, terminalWidth()))}\n`);
}

const REMEDIES = {
  take_in: "by the exchange's word",
  book: 'by booking the order',
  book_missing: 'by booking what is missing at the rate of now',
  hold_only: 'by the amount that is there',
  take_in_stop: "by the exchange's word",
  cancel_order: 'by cancelling it there',
  cancel_stop: 'by cancelling it there',
} as const;

function title(count: number): string {
  return `${count} ${count === 1 ? 'difference' : 'differences'} between the database and the account`;
}

function write(text: string): void {
  process.stdout.write(`${redact(visibleLine(text))}\n`);
}
