import { type CommandContext, countOf, type Reply, type TelegramCommand, UsageError } from '../command.ts';
import { bold, code, escaped, field, money, percent, plain, table } from '../text.ts';

const DIRECTIONS = ['long', 'short', 'even', 'none'];

async function locksReply({ call }: CommandContext): Promise<Reply> {
  const { locks } = await call('locks');
  if (locks.length === 0) return { text: 'No pair is locked.' };
  const rows = locks.map((lock) => [String(lock.id), lock.pair, lock.lock_end_time, lock.reason ?? '']);
  return { text: table(['ID', 'Pair', 'Until', 'Reason'], rows) };
}

async function blacklistReply({ call }: CommandContext, pairs: readonly string[]): Promise<Reply> {
  const found =
    pairs.length === 0
      ? await call('blacklist')
      : await call('blacklist_add', { body: { blacklist: pairs.map((pair) => pair.toUpperCase()) } });
  const wrong = Object.values(found.errors).map((error) => escaped((error as { error_msg: string }).error_msg));
  return { text: [...wrong, `Blacklist with ${found.length} entries:`, code(found.blacklist.join(', '))].join('\n') };
}

async function whitelistReply({ call }: CommandContext, args: readonly string[]): Promise<Reply> {
  const { whitelist, length, method } = await call('whitelist');
  const pairs = args.includes('sorted') ? [...whitelist].sort() : whitelist;
  const shown = args.includes('baseonly') ? pairs.map((pair) => pair.split('/')[0]!) : pairs;
  return { text: `Whitelist of ${escaped(method.join(', '))} with ${length} pairs:\n${code(shown.join(', '))}` };
}

async function configReply({ call }: CommandContext): Promise<Reply> {
  const config = await call('show_config');
  const trailing = config.trailing_stop
    ? [field('Trailing stop', `${percent(config.trailing_stop_positive)} from ${percent(config.trailing_stop_positive_offset)}`)]
    : [];
  return {
    text: [
      field('Mode', config.dry_run ? 'Dry-run' : 'Live'),
      field('Exchange', config.exchange),
      field('Market', config.trading_mode),
      field('Stake', `${config.stake_amount} ${config.stake_currency}`),
      field('Max open trades', config.max_open_trades === -1 ? '∞' : config.max_open_trades),
      field('Minimum ROI', JSON.stringify(config.minimal_roi)),
      field('Entry strategy', JSON.stringify(config.entry_pricing)),
      field('Exit strategy', JSON.stringify(config.exit_pricing)),
      field(config.trailing_stop ? 'Initial stoploss' : 'Stoploss', percent(config.stoploss)),
      ...trailing,
      field('Position adjustment', config.position_adjustment_enable ? 'On' : 'Off'),
      field('Timeframe', config.timeframe ?? ''),
      field('Strategy', config.strategy ?? ''),
      field('State', config.state),
    ].join('\n'),
  };
}

async function countReply({ call }: CommandContext): Promise<Reply> {
  const { current, max, total_stake } = await call('count');
  const { stake_currency } = await call('show_config');
  return {
    text: table(['current', 'max', 'total stake'], [[String(current), max === -1 ? '∞' : String(max), money(total_stake, stake_currency)]]),
    isRefreshable: true,
  };
}

/** A command that only says what the bot has answered. */
function control(names: TelegramCommand['names'], call: 'start' | 'stop' | 'pause' | 'reload_config', help: string): TelegramCommand {
  return { names, help, run: async (context) => ({ text: `${bold('Status:')} ${escaped((await context.call(call)).status)}` }) };
}

export const BOT_COMMANDS: readonly TelegramCommand[] = [
  control(['start'], 'start', 'starts trading'),
  control(['stop'], 'stop', 'stops trading'),
  control(['pause', 'stopentry', 'stopbuy'], 'pause', 'enters no more trades, but manages those that are open'),
  control(['reload_config', 'reload_conf'], 'reload_config', 'reads the configuration anew'),
  { names: ['count'], help: 'how many trades are open, and how many may be', run: countReply },
  { names: ['locks'], help: 'locked pairs', run: locksReply },
  {
    names: ['unlock', 'delete_locks'],
    usage: '<id | pair>',
    help: 'ends a lock',
    run: async (context, [which]) => {
      if (which === undefined) throw new UsageError('Name the id of a lock or a pair, e.g. "/unlock 3".');
      const body = /^\d+$/.test(which) ? { lockid: Number(which) } : { pair: which.toUpperCase() };
      await context.call('delete_locks', { body });
      return locksReply(context);
    },
  },
  { names: ['whitelist'], usage: '[sorted] [baseonly]', help: 'pairs that are traded', run: whitelistReply },
  { names: ['blacklist'], usage: '[pairs]', help: 'pairs that are never entered; adds those that are named', run: blacklistReply },
  {
    names: ['blacklist_delete', 'bl_delete'],
    usage: '<pairs>',
    help: 'takes pairs off the blacklist',
    run: async ({ call }, pairs) => {
      if (pairs.length === 0) throw new UsageError('Name the pairs to take off, e.g. "/bl_delete DOGE/USDT".');
      const found = await call('blacklist_delete', { query: { pairs_to_delete: pairs.map((pair) => pair.toUpperCase()) } });
      const wrong = Object.values(found.errors).map((error) => escaped((error as { error_msg: string }).error_msg));
      return { text: [...wrong, `Blacklist with ${found.length} entries:`, code(found.blacklist.join(', '))].join('\n') };
    },
  },
  {
    names: ['logs'],
    usage: '[count]',
    help: 'last lines of the log',
    run: async ({ call }, args) => {
      const { logs } = await call('logs', { query: { limit: countOf(args, 10) } });
      return {
        text: logs
          .map(
            ([date, , module, level, message]) =>
              `<i>${escaped(String(date))}</i> ${code(String(module))} ${bold(String(level))} ${escaped(String(message))}`,
          )
          .join('\n'),
      };
    },
  },
  {
    names: ['health'],
    help: 'when the bot last did its round',
    run: async ({ call }) => {
      const { last_process, bot_start, bot_startup } = await call('health');
      return {
        text: [
          field('Last process', last_process ?? 'never'),
          field('Initial bot start', bot_start ?? ''),
          field('Last bot restart', bot_startup ?? ''),
        ].join('\n'),
        isRefreshable: true,
      };
    },
  },
  { names: ['show_config', 'show_conf'], help: 'how the bot is set up', run: configReply },
  {
    names: ['version'],
    help: 'version of the bot and of the strategy',
    run: async ({ call }) => {
      const { version, strategy_version } = await call('show_config');
      return { text: [field('Version', version), ...(strategy_version ? [field('Strategy version', strategy_version)] : [])].join('\n') };
    },
  },
  {
    names: ['marketdir'],
    usage: '[long | short | even | none]',
    help: 'shows or sets the direction of the market that the strategy may look at',
    run: async ({ marketDirection }, [direction]) => {
      if (direction === undefined) return { text: field('Market direction', marketDirection.get()) };
      if (!DIRECTIONS.includes(direction)) throw new UsageError(`"${direction}" is no direction. There are: ${DIRECTIONS.join(', ')}.`);
      const before = await marketDirection.set(direction);
      return { text: `The market direction was ${code(before)} and is now ${code(direction)}.` };
    },
  },
  {
    names: ['edge'],
    help: 'pairs that Edge lets through',
    run: async ({ call }) => {
      const found = await call('edge');
      if (found.length === 0) return { text: 'Edge lets no pair through.' };
      return {
        text: table(
          ['Pair', 'Winrate', 'Expectancy', 'Stoploss'],
          found.map((row) => [row.Pair, plain(row.Winrate), plain(row.Expectancy), plain(row.Stoploss)]),
        ),
      };
    },
  },
  {
    names: ['tg_info'],
    help: 'ids of this chat, for the configuration',
    run: async ({ chat }) => ({
      text: [
        field('chat_id', chat.chat),
        ...(chat.topic === null ? [] : [field('topic_id', chat.topic)]),
        field('user_id', chat.user),
      ].join('\n'),
    }),
  },
];
