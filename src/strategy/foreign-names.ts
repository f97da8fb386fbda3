import { MEMBERS } from './attributes.ts';
import { camelCase, misspelt, uses } from './near-names.ts';
import { Strategy } from './strategy.ts';

/** freqtrade's names of what a strategy has here, where they are not the same in camelCase, and of older versions. */
const RENAMED: Readonly<Record<string, string>> = {
  HyperOpt: 'hyperOpt',
  populate_buy_trend: 'populateEntryTrend',
  populate_sell_trend: 'populateExitTrend',
  check_buy_timeout: 'checkEntryTimeout',
  check_sell_timeout: 'checkExitTimeout',
  custom_sell: 'customExit',
  ticker_interval: 'timeframe',
  use_sell_signal: 'useExitSignal',
  sell_profit_only: 'exitProfitOnly',
  sell_profit_offset: 'exitProfitOffset',
  ignore_roi_if_buy_signal: 'ignoreRoiIfEntrySignal',
};

/** Members of freqtrade's strategies that are called alike here, in camelCase. Source: freqtrade 2026.9's IStrategy. */
const SAME = [
  'adjust_entry_price',
  'adjust_exit_price',
  'adjust_order_price',
  'adjust_trade_position',
  'bot_loop_start',
  'bot_start',
  'can_short',
  'check_entry_timeout',
  'check_exit_timeout',
  'confirm_trade_entry',
  'confirm_trade_exit',
  'custom_entry_price',
  'custom_exit',
  'custom_exit_price',
  'custom_roi',
  'custom_stake_amount',
  'custom_stoploss',
  'exit_profit_offset',
  'exit_profit_only',
  'ignore_buying_expired_candle_after',
  'ignore_roi_if_entry_signal',
  'informative_pairs',
  'is_pair_locked',
  'lock_pair',
  'market_direction',
  'max_entry_position_adjustment',
  'max_open_trades',
  'min_roi_reached',
  'min_roi_reached_entry',
  'minimal_roi',
  'order_filled',
  'order_time_in_force',
  'order_types',
  'plot_annotations',
  'plot_config',
  'populate_entry_trend',
  'populate_exit_trend',
  'populate_indicators',
  'position_adjustment_enable',
  'process_only_new_candles',
  'startup_candle_count',
  'trailing_only_offset_is_reached',
  'trailing_stop',
  'trailing_stop_positive',
  'trailing_stop_positive_offset',
  'unfilled_timeout',
  'unlock_pair',
  'unlock_reason',
  'use_custom_roi',
  'use_custom_stoploss',
  'use_exit_signal',
  'buy_params',
  'sell_params',
  'enter_params',
  'exit_params',
  'protection_params',
] as const;

/** Members that users write for freqtrade and that have no counterpart here, by freqtrade's name. */
const NOT_HERE = [
  'disable_dataframe_checks',
  'feature_engineering_expand_all',
  'feature_engineering_expand_basic',
  'feature_engineering_standard',
  'populate_any_indicators',
  'set_freqai_targets',
] as const;

/** The rest of freqtrade's members: its own machinery, which nobody needs to write again. */
const INTERNAL = [
  'advise_all_indicators',
  'advise_entry',
  'advise_exit',
  'advise_indicators',
  'analyze_pair',
  'analyze_ticker',
  'ft_advise_signals',
  'ft_bot_cleanup',
  'ft_bot_start',
  'ft_check_timed_out',
  'ft_plot_annotations',
  'ft_stoploss_adjust',
  'ft_stoploss_reached',
  'gather_informative_pairs',
  'get_entry_signal',
  'get_exit_signal',
  'get_latest_candle',
  'get_strategy_name',
  'ignore_expired_candle',
  'load_freqAI_model',
  'should_exit',
  'stake_currency',
] as const;

/** What is said of a name that freqtrade's strategies know and ours do not. */
const ANSWERS: ReadonlyMap<string, string> = new Map<string, string>([
  ...SAME.map((name): [string, string] => [name, `${name} is called ${camelCase(name)} here`]),
  ...Object.entries(RENAMED).map(([name, ours]): [string, string] => [name, `${name} is called ${ours} here`]),
  ...NOT_HERE.flatMap((name): [string, string][] => [
    [name, `there is no ${name} here`],
    [camelCase(name), `there is no ${camelCase(name)} here`],
  ]),
  ...INTERNAL.map((name): [string, string] => [name, `there is no ${name} here; nothing would call it`]),
]);

/** Names of older versions as they would be written here, where nothing of the strategy's own is called so. */
const OLDER: ReadonlyMap<string, string> = new Map(Object.entries(RENAMED).map(([name, ours]) => [camelCase(name), ours]));

/**
 * Members of a strategy that look as if they counted, and do not: each with what is meant, or that there is none.
 * @param file source of the file it stands in, where more may use its members than its class does
 */
export function foreignNames(strategy: Strategy, file = ''): string[] {
  const names = new Set<string>(Object.getOwnPropertyNames(strategy));
  const statics = new Set<string>();
  let source = file;
  let prototype: unknown = Object.getPrototypeOf(strategy);
  while (prototype instanceof Strategy) {
    for (const name of Object.getOwnPropertyNames(prototype)) names.add(name);
    for (const name of Object.getOwnPropertyNames(prototype.constructor)) statics.add(name);
    source += String(prototype.constructor);
    prototype = Object.getPrototypeOf(prototype);
  }
  const own = [...names].filter((name) => !ANSWERS.has(name) && !(name in Strategy.prototype) && name !== 'constructor');
  const older = own.flatMap((name) => {
    const ours = uses(source, name) || MEMBERS.includes(name) ? undefined : OLDER.get(name);
    return ours === undefined ? [] : [`${name} is called ${ours} here`];
  });
  const members = own
    .filter((name) => !OLDER.has(name))
    .map((name) => ({ name, value: heldUnder(strategy, name), isUsed: uses(source, name) }));
  return [
    ...[...names, ...statics].flatMap((name) => ANSWERS.get(name) ?? []),
    ...older,
    ...misspelt(members),
    ...[...statics].flatMap((name) => (MEMBERS.includes(name) ? [`"static ${name}" is read by nobody: write it without "static"`] : [])),
  ];
}

/** What a strategy has under a name, without running a getter of its own. */
function heldUnder(strategy: Strategy, name: string): unknown {
  for (let of: unknown = strategy; of instanceof Strategy || of === strategy; of = Object.getPrototypeOf(of)) {
    const found = Object.getOwnPropertyDescriptor(of, name);
    if (found !== undefined) return found.value;
  }
  return undefined;
}

/** Attributes written as `get name()`: the base has each as a value of the strategy's own, which hides the getter. */
export function shadowedGetters(strategy: Strategy): string[] {
  const found: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(strategy);
  while (prototype instanceof Strategy) {
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
      if (get !== undefined && Object.hasOwn(strategy, name)) found.push(`"get ${name}()" is never asked, ${writtenAs(name)}`);
    prototype = Object.getPrototypeOf(prototype);
  }
  return found;
}

function writtenAs(name: string): string {
  return name === 'protections' ? 'write "override protections = () => [ … ]"' : `write "override ${name} = …"`;
}
