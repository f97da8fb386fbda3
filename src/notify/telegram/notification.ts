import { exchangeTitle } from '../../api/present/event.ts';
import type { BotEvent, EntryCancelEvent, EntryEvent, ExitCancelEvent, ExitEvent, ProposalEvent } from '../../bot/events.ts';
import { dateTime } from '../../core/market/calendar.ts';
import { bold, escaped, field, money, percent, plain, span } from './text.ts';

/** Values that a message names at most: it has to fit. */
const MOST_CHANGES = 30;

/** An event of the bot as text; null for those that are for programs. @param isDry whether orders are simulated */
export function notificationText(event: BotEvent, isDry: boolean): string | null {
  switch (event.kind) {
    case 'entry':
      return card(event, '🔵', isDry, event.isPart ? 'Adding to position' : 'Entering', entryFields(event));
    case 'entry_fill':
      return card(event, '✓', isDry, event.isPart ? 'Added to position' : 'New trade', entryFields(event));
    case 'entry_cancel':
      return card(event, '⚠', isDry, 'Entry order cancelled', [field('Reason', event.reason)]);
    case 'exit_cancel':
      return card(event, '⚠', isDry, 'Exit order cancelled', [field('Reason', event.reason)]);
    case 'exit':
      return card(event, '⚠', isDry, event.isPart ? 'Exiting in part' : 'Exiting', exitFields(event));
    case 'exit_fill':
      return card(event, exitSign(event), isDry, event.isPart ? 'Exited in part' : 'Exited', exitFields(event));
    case 'protection': {
      const { pair, reason, endTime } = event.lock;
      const what = pair === '*' ? 'All pairs are' : `${escaped(pair)} is`;
      return `⚠ ${bold('Protection')} ${escaped(reason ?? '')} ${what} locked until ${escaped(dateTime(endTime))}.`;
    }
    case 'status':
      return `${bold('Status:')} ${escaped(event.text)}`;
    case 'warning':
      return `⚠ ${bold('Warning:')} ${escaped(event.text)}`;
    case 'startup':
      return escaped(event.text.replaceAll(/[*`]/g, ''));
    case 'strategy_message':
      return escaped(event.text);
    case 'proposal':
      return proposalText(event);
    case 'whitelist':
    case 'new_candle':
    case 'analyzed':
      return null;
  }
}

/** What was found, beside what there is; it is used by hand. */
function proposalText({ strategy, searchFile, epoch, changes, inSample, outOfSample }: ProposalEvent): string {
  const profits = (found: { before: number | null; after: number | null }): string =>
    [found.before, found.after].map((ratio) => (ratio === null ? 'no candles' : percent(ratio))).join(' → ');
  return [
    `💡 ${bold(`Parameters proposed for ${strategy}`)}, not applied`,
    field('Profit where was searched', profits(inSample)),
    field('Profit on the days behind', profits(outOfSample)),
    ...changes.slice(0, MOST_CHANGES).map(({ name, before, after }) => field(name, `${before} → ${after}`)),
    ...(changes.length > MOST_CHANGES ? [escaped(`… and ${changes.length - MOST_CHANGES} more`)] : []),
    field('Epoch', `${epoch} of ${searchFile}`),
  ].join('\n');
}

type OrderEvent = EntryEvent | EntryCancelEvent | ExitEvent | ExitCancelEvent;

function exitSign({ profitRatio, exitReason }: ExitEvent): string {
  if (profitRatio >= 0.05) return '🚀';
  if (profitRatio >= 0) return '✳';
  return exitReason === 'stop_loss' ? '⚠' : '❌';
}

function card(event: OrderEvent, sign: string, isDry: boolean, what: string, fields: readonly string[]): string {
  const head = `${sign} ${escaped(exchangeTitle(event.exchange))}${isDry ? ' (dry)' : ''}: ${bold(`${what} ${event.pair}`)} (#${event.tradeId})`;
  return [head, ...fields].join('\n');
}

function direction({ isShort, leverage }: OrderEvent): string {
  return field('Direction', `${isShort ? 'Short' : 'Long'}${leverage > 1 ? ` (${plain(leverage)}x)` : ''}`);
}

function rateField(name: string, rate: number, event: OrderEvent): string {
  return field(name, `${plain(rate)} ${event.stakeCurrency}`);
}

function entryFields(event: EntryEvent): string[] {
  return [
    ...(event.enterTag ? [field('Enter Tag', event.enterTag)] : []),
    field('Amount', plain(event.amount)),
    direction(event),
    rateField('Open Rate', event.openRate, event),
    ...(event.kind === 'entry' && event.currentRate ? [rateField('Current Rate', event.currentRate, event)] : []),
    field(event.isPart ? 'New Total' : 'Total', money(event.stakeAmount, event.stakeCurrency)),
  ];
}

function exitFields(event: ExitEvent): string[] {
  const { stakeCurrency, isPart, cumulativeProfit } = event;
  const gain = event.profitRatio > 0 ? 'profit' : 'loss';
  const profit = `${percent(event.profitRatio)} (${gain}: ${money(event.profit, stakeCurrency)})`;
  return [
    field(event.kind === 'exit' ? 'Unrealized Profit' : isPart ? 'Sub Profit' : 'Profit', profit),
    ...(isPart || cumulativeProfit !== 0
      ? [field(event.isFinal ? 'Final Profit' : 'Cumulative Profit', money(cumulativeProfit, stakeCurrency))]
      : []),
    ...(event.enterTag ? [field('Enter Tag', event.enterTag)] : []),
    field('Exit Reason', event.exitReason ?? ''),
    direction(event),
    field('Amount', plain(event.amount)),
    rateField('Open Rate', event.openRate, event),
    rateField('Exit Rate', event.closeRate, event),
    isPart ? field('Remaining', money(event.stakeAmount, stakeCurrency)) : field('Duration', span(event.closeDate - event.openDate)),
  ];
}
