import { bold, escaped, field, money, percent, plain, span } from './text.ts';

/** What the bot tells, in the words of the message WebSocket. */
export type Notice = { readonly type: string } & Readonly<Record<string, unknown>>;

type Message = Readonly<Record<string, unknown>>;
const number = (message: Message, name: string): number => Number(message[name] ?? 0);
const text = (message: Message, name: string): string => String(message[name] ?? '');

/** A message of the bot as text; null for those that are for programs. @param isDry whether orders are simulated */
export function notificationText(message: Notice, isDry: boolean): string | null {
  switch (message.type) {
    case 'entry':
      return card(message, '🔵', isDry, isAdded(message) ? 'Adding to position' : 'Entering', entryFields(message));
    case 'entry_fill':
      return card(message, '✓', isDry, isAdded(message) ? 'Added to position' : 'New trade', entryFields(message));
    case 'entry_cancel':
    case 'exit_cancel': {
      const what = message.type === 'entry_cancel' ? 'Entry order cancelled' : 'Exit order cancelled';
      return card(message, '⚠', isDry, what, [field('Reason', text(message, 'reason'))]);
    }
    case 'exit':
      return card(message, '⚠', isDry, isAdded(message) ? 'Exiting in part' : 'Exiting', exitFields(message));
    case 'exit_fill':
      return card(message, exitSign(message), isDry, isAdded(message) ? 'Exited in part' : 'Exited', exitFields(message));
    case 'protection_trigger':
      return `⚠ ${bold('Protection')} ${escaped(text(message, 'reason'))} ${escaped(text(message, 'pair'))} is locked until ${escaped(text(message, 'lock_end_time'))}.`;
    case 'protection_trigger_global':
      return `⚠ ${bold('Protection')} ${escaped(text(message, 'reason'))} All pairs are locked until ${escaped(text(message, 'lock_end_time'))}.`;
    case 'status':
      return `${bold('Status:')} ${escaped(text(message, 'status'))}`;
    case 'warning':
      return `⚠ ${bold('Warning:')} ${escaped(text(message, 'status'))}`;
    case 'exception':
      return `⚠ ${bold('Error:')}\n<pre>${escaped(text(message, 'status'))}</pre>`;
    case 'startup':
      return escaped(text(message, 'status').replaceAll(/[*`]/g, ''));
    case 'strategy_msg':
      return escaped(text(message, 'msg'));
    default:
      return null;
  }
}

function isAdded(message: Message): boolean {
  return message['sub_trade'] === true;
}

function exitSign(message: Message): string {
  const ratio = number(message, 'profit_ratio');
  if (ratio >= 0.05) return '🚀';
  if (ratio >= 0) return '✳';
  return text(message, 'exit_reason') === 'stop_loss' ? '⚠' : '❌';
}

function card(message: Message, sign: string, isDry: boolean, what: string, fields: readonly string[]): string {
  const head = `${sign} ${escaped(text(message, 'exchange'))}${isDry ? ' (dry)' : ''}: ${bold(`${what} ${text(message, 'pair')}`)} (#${number(message, 'trade_id')})`;
  return [head, ...fields].join('\n');
}

function entryFields(message: Notice): string[] {
  const leverage = number(message, 'leverage');
  return [
    ...(message['enter_tag'] ? [field('Enter Tag', text(message, 'enter_tag'))] : []),
    field('Amount', plain(number(message, 'amount'))),
    field('Direction', `${text(message, 'direction')}${leverage > 1 ? ` (${plain(leverage)}x)` : ''}`),
    field('Open Rate', `${plain(number(message, 'open_rate'))} ${text(message, 'quote_currency')}`),
    ...(message.type === 'entry' && message['current_rate']
      ? [field('Current Rate', `${plain(number(message, 'current_rate'))} ${text(message, 'quote_currency')}`)]
      : []),
    field(isAdded(message) ? 'New Total' : 'Total', money(number(message, 'stake_amount'), text(message, 'stake_currency'))),
  ];
}

function exitFields(message: Notice): string[] {
  const leverage = number(message, 'leverage');
  const currency = text(message, 'stake_currency');
  const held = Date.parse(text(message, 'close_date')) - Date.parse(text(message, 'open_date'));
  const profit = `${percent(number(message, 'profit_ratio'))} (${text(message, 'gain')}: ${money(number(message, 'profit_amount'), currency)})`;
  const isPart = isAdded(message);
  return [
    field(message.type === 'exit' ? 'Unrealized Profit' : isPart ? 'Sub Profit' : 'Profit', profit),
    ...(isPart || number(message, 'cumulative_profit') !== 0
      ? [
          field(
            message['is_final_exit'] === true ? 'Final Profit' : 'Cumulative Profit',
            money(number(message, 'cumulative_profit'), currency),
          ),
        ]
      : []),
    ...(message['enter_tag'] ? [field('Enter Tag', text(message, 'enter_tag'))] : []),
    field('Exit Reason', text(message, 'exit_reason')),
    field('Direction', `${text(message, 'direction')}${leverage > 1 ? ` (${plain(leverage)}x)` : ''}`),
    field('Amount', plain(number(message, 'amount'))),
    field('Open Rate', `${plain(number(message, 'open_rate'))} ${text(message, 'quote_currency')}`),
    field('Exit Rate', `${plain(number(message, 'close_rate'))} ${text(message, 'quote_currency')}`),
    ...(isPart ? [field('Remaining', money(number(message, 'stake_amount'), currency))] : [field('Duration', span(held))]),
  ];
}
