import type { AnswerOf } from '../../../api/calls/in-process.ts';
import { type CommandContext, countOf, idOf, type Reply, type TelegramCommand, UsageError } from '../command.ts';
import { bold, code, escaped, field, money, percent, plain, span, table } from '../text.ts';

type OpenTrade = AnswerOf<'status'>[number];

async function openTrades({ call }: CommandContext, ids: readonly string[]): Promise<OpenTrade[]> {
  const trades = await call('status');
  const wanted = ids.map((id) => idOf([id], 'status'));
  const found = wanted.length === 0 ? trades : trades.filter((trade) => wanted.includes(trade.trade_id));
  if (found.length === 0)
    throw new UsageError(wanted.length === 0 ? 'There is no open trade.' : `No open trade has the id ${wanted.join(', ')}.`);
  return found;
}

function tradeCard(trade: OpenTrade, now: number): string {
  const currency = trade.quote_currency;
  const leverage = trade.leverage ?? 1;
  return [
    `${bold(`${trade.is_short ? 'Short' : 'Long'} ${trade.pair}`)} (#${trade.trade_id}), ${span(now - trade.open_timestamp)}`,
    field('Amount', `${plain(trade.amount)} (${money(trade.stake_amount, currency)})${leverage > 1 ? ` at ${plain(leverage)}x` : ''}`),
    ...(trade.enter_tag ? [field('Enter Tag', trade.enter_tag)] : []),
    ...(trade.exit_reason ? [field('Exit Reason', trade.exit_reason)] : []),
    field('Entries', trade.nr_of_successful_entries),
    ...(trade.nr_of_successful_exits > 0 ? [field('Exits', trade.nr_of_successful_exits)] : []),
    field('Open Rate', plain(trade.open_rate)),
    field('Current Rate', plain(trade.current_rate)),
    field('Unrealized Profit', `${percent(trade.profit_ratio)} (${money(trade.profit_abs ?? 0, currency)})`),
    ...(trade.realized_profit === 0
      ? []
      : [field('Realized Profit', money(trade.realized_profit, currency)), field('Total Profit', money(trade.total_profit_abs, currency))]),
    field('Stoploss', `${plain(trade.stop_loss_abs)} (${percent(trade.stop_loss_ratio)})`),
    field('Stoploss Distance', `${plain(trade.stoploss_current_dist)} (${percent(trade.stoploss_current_dist_ratio)})`),
    ...(trade.liquidation_price ? [field('Liquidation', plain(trade.liquidation_price))] : []),
    ...trade.orders
      .filter((order) => order.is_open)
      .map((order) =>
        field('Open Order', `${order.ft_order_side} ${order.order_type} ${plain(order.remaining)} at ${plain(order.safe_price)}`),
      ),
  ].join('\n');
}

function statusTable(trades: readonly OpenTrade[], now: number): string {
  const rows = trades.map((trade) => [
    `${trade.trade_id}${trade.has_open_orders ? '*' : ''}`,
    `${trade.is_short ? 'S' : 'L'} ${trade.pair}`,
    span(now - trade.open_timestamp),
    `${percent(trade.profit_ratio)} (${(trade.profit_abs ?? 0).toFixed(2)})`,
  ]);
  return table(['ID', 'Pair', 'Since', 'Profit'], rows);
}

/** Asks which trade, where none was named. */
async function chooseTrade(context: CommandContext): Promise<Reply> {
  const trades = await openTrades(context, []);
  const buttons = trades.map((trade) => [
    { label: `#${trade.trade_id} ${trade.pair} ${percent(trade.profit_ratio)}`, runs: `forceexit ${trade.trade_id}` },
  ]);
  return { text: 'Which trade shall be exited?', buttons: [...buttons, [{ label: 'None', runs: 'cancel' }]] };
}

async function choosePair({ call }: CommandContext, command: string): Promise<Reply> {
  const { whitelist } = await call('whitelist');
  const rows: { label: string; runs: string }[][] = [];
  whitelist.slice(0, 60).forEach((pair, index) => {
    if (index % 3 === 0) rows.push([]);
    rows.at(-1)!.push({ label: pair, runs: `${command} ${pair}` });
  });
  return { text: 'Which pair?', buttons: [...rows, [{ label: 'None', runs: 'cancel' }]] };
}

function forceEnter(side: 'long' | 'short'): TelegramCommand['run'] {
  return async (context, [pair, rate]) => {
    if (pair === undefined) return choosePair(context, `force${side}`);
    const price = rate === undefined ? undefined : Number(rate);
    if (price !== undefined && !(price > 0)) throw new UsageError(`"${rate}" is not a rate.`);
    const trade = await context.call('forceenter', { body: { pair: pair.toUpperCase(), side, ...(price === undefined ? {} : { price }) } });
    return { text: `Entering ${bold(trade.pair)} (#${trade.trade_id}).` };
  };
}

export const TRADE_COMMANDS: readonly TelegramCommand[] = [
  {
    names: ['status'],
    usage: '[ids | table]',
    help: 'open trades, each in full, or as a table',
    run: async (context, args) => {
      if (args[0] === 'table') {
        const trades = await openTrades(context, args.slice(1));
        return { text: statusTable(trades, context.now), isRefreshable: true };
      }
      const trades = await openTrades(context, args);
      return { text: trades.map((trade) => tradeCard(trade, context.now)).join('\n\n'), isRefreshable: true };
    },
  },
  {
    names: ['order'],
    usage: '<ids>',
    help: 'all orders of a trade',
    run: async (context, args) => {
      const trades = await openTrades(context, args);
      const lines = (trade: OpenTrade) =>
        table(
          ['Side', 'Type', 'Status', 'Filled', 'Price'],
          trade.orders.map((order) => [
            order.ft_order_side,
            order.order_type,
            order.status ?? '',
            plain(order.filled),
            plain(order.safe_price),
          ]),
        );
      return { text: trades.map((trade) => `${bold(trade.pair)} (#${trade.trade_id})\n${lines(trade)}`).join('\n') };
    },
  },
  {
    names: ['trades'],
    usage: '[count]',
    help: 'trades closed last',
    run: async ({ call, now }, args) => {
      const limit = countOf(args, 10);
      const { total_trades } = await call('trades', { query: { limit: 1 } });
      const { trades } = await call('trades', { query: { limit, offset: Math.max(0, total_trades - limit) } });
      if (trades.length === 0) return { text: 'No trade has been closed yet.' };
      const rows = [...trades]
        .reverse()
        .map((trade) => [
          `${span(now - (trade.close_timestamp ?? now))} ago`,
          `${trade.pair} (#${trade.trade_id})`,
          `${percent(trade.close_profit)} (${(trade.close_profit_abs ?? 0).toFixed(2)})`,
        ]);
      return { text: `${bold(`${rows.length} recent trades:`)}\n${table(['Closed', 'Pair', 'Profit'], rows)}` };
    },
  },
  {
    names: ['forceexit', 'fx', 'forcesell'],
    usage: '[id | all]',
    help: 'exits a trade, or all, at once',
    run: async (context, [id]) => {
      if (id === undefined) return chooseTrade(context);
      const { result } = await context.call('forceexit', { body: { tradeid: id } });
      return { text: escaped(result) };
    },
  },
  { names: ['forcelong', 'forcebuy'], usage: '[pair] [rate]', help: 'enters a long trade at once', run: forceEnter('long') },
  { names: ['forceshort'], usage: '[pair] [rate]', help: 'enters a short trade at once', run: forceEnter('short') },
  {
    names: ['delete'],
    usage: '<id>',
    help: 'deletes a trade from the database; what it holds stays on the exchange',
    run: async ({ call }, args) => {
      const { result_msg } = await call('delete_trade', { path: { tradeid: idOf(args, 'delete') } });
      return { text: `${escaped(result_msg)}\nTake care of the position on the exchange yourself.` };
    },
  },
  {
    names: ['cancel_open_order', 'coo'],
    usage: '<id>',
    help: 'cancels the open order of a trade',
    run: async ({ call }, args) => {
      const id = idOf(args, 'coo');
      await call('cancel_open_order', { path: { tradeid: id } });
      return { text: `The open order of trade ${code(String(id))} is cancelled.` };
    },
  },
  {
    names: ['reload_trade'],
    usage: '<id>',
    help: "reads a trade's orders anew from the exchange",
    run: async ({ call }, args) => {
      const id = idOf(args, 'reload_trade');
      await call('reload_trade', { path: { tradeid: id } });
      return { text: `Trade ${code(String(id))} was read anew.` };
    },
  },
  {
    names: ['list_custom_data'],
    usage: '<id> [key]',
    help: 'what the strategy keeps with a trade',
    run: async ({ call }, args) => {
      const tradeid = idOf(args, 'list_custom_data');
      const found = await call('list_custom_data', { path: { tradeid }, query: args[1] === undefined ? {} : { key: args[1] } });
      const entries = found.flatMap(({ custom_data }) => custom_data);
      return { text: entries.map((entry) => `${field(entry.key, JSON.stringify(entry.value))}`).join('\n') };
    },
  },
];
