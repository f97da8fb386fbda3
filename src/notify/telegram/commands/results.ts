import type { AnswerOf, CallName } from '../../../api/calls/in-process.ts';
import { type CommandContext, countOf, type Reply, type TelegramCommand, UsageError } from '../command.ts';
import { bold, escaped, field, money, percent, table } from '../text.ts';

const ROWS = 40;

type Period = 'daily' | 'weekly' | 'monthly';

function periodCommand(name: Period, unit: string, count: number): TelegramCommand {
  return {
    names: [name],
    usage: '[count]',
    help: `profit by ${unit}`,
    run: async ({ call }, args) => {
      const { data, stake_currency } = await call(name, { query: { timescale: countOf(args, count) } });
      const rows = data.map((row) => [row.date, money(row.abs_profit, stake_currency), percent(row.rel_profit), String(row.trade_count)]);
      const title = unit.charAt(0).toUpperCase() + unit.slice(1);
      return { text: `${bold(`Profit by ${unit}`)}\n${table([title, 'Profit', '%', 'Trades'], rows)}`, isRefreshable: true };
    },
  };
}

/** Profit by pair or tag. */
function groupCommand(name: 'performance' | 'entries' | 'exits' | 'mix_tags', key: string, title: string, help: string): TelegramCommand {
  return {
    names: [name],
    ...(name === 'performance' ? {} : { usage: '[pair]' }),
    help,
    run: async ({ call }, [pair]) => {
      const query = pair === undefined || name === 'performance' ? {} : { pair: pair.toUpperCase() };
      const groups = (await call(name as CallName, { query })) as readonly ({
        count: number;
        profit_abs: number;
        profit_ratio: number;
      } & Record<string, unknown>)[];
      if (groups.length === 0) return { text: 'No trade has been closed yet.' };
      const lines = groups
        .slice(0, ROWS)
        .map((group, index) => [
          `${index + 1}.`,
          String(group[key]),
          group.profit_abs.toFixed(2),
          percent(group.profit_ratio),
          String(group.count),
        ]);
      return { text: `${bold(`${title}:`)}\n${table(['#', title, 'Profit', '%', 'Trades'], lines)}`, isRefreshable: true };
    },
  };
}

function profitText(profit: AnswerOf<'profit'>, currency: string, title: string): string {
  if (profit.trade_count === 0) return `${bold(title)}\nNo trades yet.`;
  return [
    bold(title),
    ...(profit.closed_trade_count === 0
      ? ['No trade has been closed yet.']
      : [
          field(
            'Closed trades',
            `${money(profit.profit_closed_coin, currency)} (${percent(profit.profit_closed_ratio_mean)} mean, ${percent(profit.profit_closed_ratio)} of capital)`,
          ),
        ]),
    field('All trades', `${money(profit.profit_all_coin, currency)} (${percent(profit.profit_all_ratio)} of capital)`),
    field('Trades', `${profit.trade_count} (${profit.closed_trade_count} closed)`),
    field('First trade', profit.first_trade_humanized),
    field('Latest trade', profit.latest_trade_humanized),
    field('Win / loss', `${profit.winning_trades} / ${profit.losing_trades} (${percent(profit.winrate)})`),
    field('Expectancy', `${profit.expectancy.toFixed(2)} (${profit.expectancy_ratio.toFixed(2)})`),
    ...(profit.closed_trade_count === 0
      ? []
      : [
          field('Average duration', profit.avg_duration),
          field(
            'Best pair',
            `${profit.best_pair}: ${money(profit.best_pair_profit_abs, currency)} (${percent(profit.best_pair_profit_ratio)})`,
          ),
          field('Trading volume', money(profit.trading_volume ?? 0, currency)),
          field('Profit factor', (profit.profit_factor ?? 0).toFixed(2)),
          field('Max drawdown', `${percent(profit.max_drawdown)} (${money(profit.max_drawdown_abs, currency)})`),
          field('Current drawdown', `${percent(profit.current_drawdown)} (${money(profit.current_drawdown_abs, currency)})`),
        ]),
    field('Bot started', profit.bot_start_date),
  ].join('\n');
}

async function profit({ call }: CommandContext, args: readonly string[]): Promise<Reply> {
  const { stake_currency } = await call('show_config');
  if (args[0] === undefined) return { text: profitText(await call('profit'), stake_currency, 'Profit of all trades'), isRefreshable: true };
  const days = countOf(args, 1);
  const { data } = await call('daily', { query: { timescale: days } });
  const [sum, count] = [data.reduce((total, day) => total + day.abs_profit, 0), data.reduce((total, day) => total + day.trade_count, 0)];
  const head = bold(`Profit of the last ${days === 1 ? 'day' : `${days} days`}`);
  return { text: [head, field('Closed trades', `${money(sum, stake_currency)} in ${count}`)].join('\n'), isRefreshable: true };
}

function sideProfit(side: 'long' | 'short'): TelegramCommand {
  return {
    names: [`profit_${side}`],
    help: `profit of ${side} trades`,
    run: async ({ call }) => {
      const [{ stake_currency }, all] = await Promise.all([call('show_config'), call('profit_all')]);
      // on spot markets there are long trades only
      const found = all[side] ?? (side === 'long' ? all.all : null);
      if (found === null) throw new UsageError('There are no short trades on spot markets.');
      return { text: profitText(found, stake_currency, `Profit of ${side} trades`), isRefreshable: true };
    },
  };
}

async function stats({ call }: CommandContext): Promise<Reply> {
  const { exit_reasons, durations } = await call('stats');
  const rows = Object.entries(exit_reasons).map(([reason, found]) => [
    reason,
    String(found.wins + found.losses + found.draws),
    String(found.wins),
    String(found.losses),
  ]);
  if (rows.length === 0) return { text: 'No trade has been closed yet.' };
  const time = (seconds: number | null | undefined) =>
    seconds === null || seconds === undefined ? 'N/A' : `${Math.round(seconds / 60)} min`;
  const held = table(
    ['', 'Avg. duration'],
    [
      ['Wins', time(durations['wins'])],
      ['Losses', time(durations['losses'])],
    ],
  );
  return { text: `${table(['Exit reason', 'Exits', 'Wins', 'Losses'], rows)}\n${held}` };
}

async function balance({ call, dust }: CommandContext, args: readonly string[]): Promise<Reply> {
  const found = await call('balance');
  const isFull = args[0] === 'full';
  const shown = found.currencies.filter((currency) => (isFull || currency.is_bot_managed) && currency.est_stake >= dust);
  const cards = shown.map((currency) =>
    [
      bold(`${currency.currency}:`),
      field('Available', currency.free.toFixed(8)),
      field('Balance', currency.balance.toFixed(8)),
      field('Pending', currency.used.toFixed(8)),
      field('Worth', money(isFull ? currency.est_stake : (currency.est_stake_bot ?? 0), found.stake)),
    ].join('\n'),
  );
  const hidden = found.currencies.length - shown.length;
  const total = [
    bold('Estimated value:'),
    field(found.stake, money(isFull ? found.total : found.total_bot, found.stake)),
    field('Change since start', percent(found.starting_capital_ratio)),
    ...(hidden > 0
      ? [escaped(`${hidden} other currencies are not shown${isFull ? ': too little' : '; "/balance full" shows them'}.`)]
      : []),
    ...(found.note === '' ? [] : [escaped(found.note)]),
  ].join('\n');
  return { text: [...cards, total].join('\n\n'), isRefreshable: true };
}

export const RESULT_COMMANDS: readonly TelegramCommand[] = [
  { names: ['profit'], usage: '[days]', help: 'profit of all trades, or of the last days', run: profit },
  sideProfit('long'),
  sideProfit('short'),
  { names: ['stats'], help: 'wins and losses by exit reason, and how long trades last', run: stats },
  periodCommand('daily', 'day', 7),
  periodCommand('weekly', 'week', 8),
  periodCommand('monthly', 'month', 6),
  groupCommand('performance', 'pair', 'Pair', 'profit by pair'),
  groupCommand('entries', 'enter_tag', 'Enter tag', 'profit by enter tag'),
  groupCommand('exits', 'exit_reason', 'Exit reason', 'profit by exit reason'),
  groupCommand('mix_tags', 'mix_tag', 'Tags', 'profit by enter tag and exit reason together'),
  { names: ['balance'], usage: '[full]', help: 'balances by currency', run: balance },
];
