import { describe, expect, it } from 'vitest';
import { tradable } from '../../src/app/trading/tradable.ts';
import { type Command, forceExit } from '../../src/bot/commands.ts';
import { botSettings } from '../../src/bot/settings.ts';
import type { RawConfig } from '../../src/config/raw.ts';
import type { Strategy, TradeContext } from '../../src/index.ts';
import { backtestSettings } from '../../src/research/backtest-settings.ts';
import { foreignNames } from '../../src/strategy/foreign-names.ts';
import { riskProblems } from '../../src/strategy/risk-rules.ts';
import { accountScene, PAIR, Still } from './account-scene.ts';

/** What a strategy is told of stops and asked after fills; and strategies that can't be traded with. */

type Confirming = TradeContext & { orderType: string; exitReason: string };

describe('confirmTradeExit', () => {
  it('is told the type a stop really goes out with; what throws lets the exit pass', async () => {
    const told: string[] = [];
    class Failing extends Still {
      override orderTypes = { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false } as const;
      override confirmTradeExit({ orderType, exitReason }: Confirming): boolean {
        told.push(`${exitReason} ${orderType}`);
        throw new Error('not sure');
      }
    }
    const scene = await accountScene(new Failing());
    await scene.enter();
    await scene.push(80);
    expect(told).toEqual(['stop_loss market']);
    expect(scene.bot.state.trades).toEqual([]);
    expect(scene.exchange.asked.at(-1)).toMatchObject({ side: 'sell', orderType: 'market' });
  });

  it('still refuses where it says so, and is told "limit" of an exit that is none', async () => {
    const told: string[] = [];
    class Refusing extends Still {
      override orderTypes = { entry: 'limit', exit: 'limit', stoploss: 'market', stoploss_on_exchange: false } as const;
      override customExit(): string {
        return 'why_not';
      }
      override confirmTradeExit({ orderType, exitReason }: Confirming): boolean {
        told.push(`${exitReason} ${orderType}`);
        return false;
      }
    }
    const scene = await accountScene(new Refusing());
    await scene.enter();
    await scene.push(99);
    expect(told).toEqual(['why_not limit']);
    expect(scene.bot.state.trades).toHaveLength(1);
  });
});

describe('customStoploss', () => {
  class Resetting extends Still {
    override useCustomStoploss = true;
    override positionAdjustmentEnable = true;
    asked: boolean[] = [];
    override customStoploss({ afterFill }: TradeContext & { afterFill: boolean }): number | null {
      this.asked.push(afterFill);
      return afterFill ? -0.3 : null;
    }
  }

  it('is asked right after a fill, and may loosen the stop then; it is on disk', async () => {
    const strategy = new Resetting();
    const scene = await accountScene(strategy);
    await scene.enter();
    expect(strategy.asked).toEqual([true]);
    expect(scene.trade()).toMatchObject({ stopLoss: 70, isStopLossTrailing: false });
    expect((await scene.bot.store.trades.open())[0]).toMatchObject({ stopLoss: 70 });
    await scene.step();
    expect(strategy.asked).toEqual([true, false]);
    scene.exchange.move(PAIR, 90);
    await scene.enter({ stakeAmount: 50 });
    expect(scene.trade().stopLoss).toBe(63);
  });

  it('is not asked after fills where its code does not speak of them', async () => {
    class Plain extends Still {
      override useCustomStoploss = true;
      asked = 0;
      override customStoploss(): number | null {
        this.asked++;
        return -0.05;
      }
    }
    const strategy = new Plain();
    const scene = await accountScene(strategy);
    await scene.enter();
    expect(strategy.asked).toBe(0);
    expect(scene.trade().stopLoss).toBe(90);
  });
});

describe('a strategy that can’t be traded with', () => {
  const SOUND = {
    stoploss: -0.1,
    trailingStop: false,
    trailingStopPositive: null,
    trailingStopPositiveOffset: 0,
    trailingOnlyOffsetIsReached: false,
  };

  it.each([
    [{ stoploss: 0.1 }, ['stoploss']],
    [{ stoploss: 0 }, ['stoploss']],
    [{ stoploss: Number.NaN }, ['stoploss']],
    [{ stoploss: '-0.1' }, ['stoploss']],
    [{ stoploss: undefined }, ['stoploss']],
    [{ trailingStop: true }, []],
    [{ trailingStop: true, trailingStopPositive: 0 }, ['trailing_stop_positive']],
    [{ trailingStop: true, trailingOnlyOffsetIsReached: true }, ['trailing_only_offset_is_reached']],
    [{ trailingStop: true, trailingStopPositive: 0.05, trailingStopPositiveOffset: 0.05 }, ['trailing_stop_positive_offset']],
    [{ trailingStop: true, trailingStopPositive: 0.05, trailingStopPositiveOffset: 0.06, trailingOnlyOffsetIsReached: true }, []],
    [{ trailingStop: false, trailingStopPositive: 0.05, trailingStopPositiveOffset: 0.01 }, []],
    [{ trailingStopPositive: -0.05 }, ['trailing_stop_positive']],
    [{ trailingStopPositiveOffset: 2 }, ['trailing_stop_positive_offset']],
  ])('%j', (changes, keys) => {
    expect(riskProblems({ ...SOUND, ...changes }).map(({ key }) => key)).toEqual(keys);
  });

  it('is refused with the words that say what to change; the configuration’s value counts where there is one', async () => {
    class Upside extends Still {
      override stoploss = 0.1;
    }
    const config = (await accountScene(new Still())).bot.settings.config as RawConfig;
    expect(() => botSettings(config, new Upside())).toThrow(/Upside: stoploss: found 0\.1; allowed: a ratio below 0, e\.g\. -0\.1/);
    expect(botSettings({ ...config, stoploss: -0.2 }, new Upside()).exitRules.stoploss).toBe(-0.2);
  });

  it('looks at protections where it trades, and in a backtest where they are asked for', async () => {
    class Guarded extends Still {
      override protections = [{ method: 'NoSuchProtection' }] as never;
    }
    const config = { ...(await accountScene(new Still())).bot.settings.config, dry_run_wallet: 1000 } as RawConfig;
    expect(() => botSettings(config, new Guarded())).toThrow(/NoSuchProtection/);
    const asked = { config, timerange: '', timeframeDetail: '', positionStacking: false, keepsRejected: false, fee: 0 };
    const backtest = (enableProtections: boolean) => backtestSettings({ ...asked, enableProtections }, new Guarded(), 0);
    expect(backtest(false).engine.protections).toEqual([]);
    expect(() => backtest(true)).toThrow(/NoSuchProtection/);
  });

  it('what its own code sets while it trades counts from then on, over the configuration’s', async () => {
    const strategy = new Still();
    const config = (await accountScene(strategy)).bot.settings.config as RawConfig;
    const settings = tradable({ ...config, stoploss: -0.2 }, strategy);
    const { exitRules, entryRules } = settings;
    expect([exitRules.stoploss, entryRules.stoploss]).toEqual([-0.2, -0.2]);
    Object.assign(strategy, { stoploss: -0.07, minimalRoi: { 0: 0.03 }, useExitSignal: false });
    strategy.onRulesMoved?.();
    expect([exitRules.stoploss, entryRules.stoploss]).toEqual([-0.07, -0.07]);
    expect(exitRules).toMatchObject({ roi: [[0, 0.03]], useExitSignal: false });
  });
});

describe('freqtrade’s names', () => {
  /** Attributes and methods of freqtrade 2026.9's IStrategy that have an underscore. */
  const NAMES =
    'can_short disable_dataframe_checks ignore_buying_expired_candle_after market_direction max_entry_position_adjustment minimal_roi ' +
    'order_time_in_force order_types plot_config position_adjustment_enable process_only_new_candles startup_candle_count ' +
    'trailing_only_offset_is_reached trailing_stop trailing_stop_positive trailing_stop_positive_offset use_custom_roi use_custom_stoploss ' +
    'max_open_trades use_exit_signal exit_profit_only exit_profit_offset ignore_roi_if_entry_signal stake_currency adjust_entry_price ' +
    'adjust_exit_price adjust_order_price adjust_trade_position advise_all_indicators advise_entry advise_exit advise_indicators analyze_pair ' +
    'analyze_ticker bot_loop_start bot_start check_buy_timeout check_entry_timeout check_exit_timeout check_sell_timeout confirm_trade_entry ' +
    'confirm_trade_exit custom_entry_price custom_exit custom_exit_price custom_roi custom_sell custom_stake_amount custom_stoploss ' +
    'feature_engineering_expand_all feature_engineering_expand_basic feature_engineering_standard ft_advise_signals ft_bot_cleanup ' +
    'ft_bot_start ft_check_timed_out ft_plot_annotations ft_stoploss_adjust ft_stoploss_reached gather_informative_pairs get_entry_signal ' +
    'get_exit_signal get_latest_candle get_strategy_name ignore_expired_candle informative_pairs is_pair_locked load_freqAI_model lock_pair ' +
    'min_roi_reached min_roi_reached_entry order_filled plot_annotations populate_any_indicators populate_buy_trend populate_entry_trend ' +
    'populate_exit_trend populate_indicators populate_sell_trend set_freqai_targets should_exit unlock_pair unlock_reason';

  it.each(NAMES.split(' '))('%s is refused, as an attribute, a method and a static', (name) => {
    const attribute = Object.assign(new Still(), { [name]: 1 });
    class WithMethod extends Still {}
    Object.defineProperty(WithMethod.prototype, name, { value: () => null });
    class WithStatic extends Still {}
    Object.defineProperty(WithStatic, name, { value: 1 });
    class Below extends WithMethod {}
    for (const strategy of [attribute, new WithMethod(), new WithStatic(), new Below()])
      expect(foreignNames(strategy)).toEqual([expect.stringContaining(name)]);
  });

  it('are told with what is meant, which exists; what is ours is left alone', () => {
    const told = (name: string) => foreignNames(Object.assign(new Still(), { [name]: 1 }))[0];
    expect(told('trailing_stop')).toBe('trailing_stop is called trailingStop here');
    expect(told('custom_sell')).toBe('custom_sell is called customExit here');
    expect(told('buy_params')).toBe('buy_params is called buyParams here');
    expect(told('plot_annotations')).toBe('plot_annotations is called plotAnnotations here');
    expect(told('set_freqai_targets')).toBe('there is no set_freqai_targets here');
    expect(told('setFreqaiTargets')).toBe('there is no setFreqaiTargets here');
    expect(told('plotAnnotations')).toBeUndefined();
    class Own extends Still {
      my_own_helper = 3;
      analyzePair(): number {
        return 1;
      }
    }
    const own: Strategy = new Own();
    expect(foreignNames(own)).toEqual([]);
  });
});

describe('a forced exit', () => {
  class Pricing extends Still {
    asked: string[] = [];
    agrees = true;
    override customExitPrice({ proposedRate, exitTag }: TradeContext & { proposedRate: number; exitTag: string }): number {
      this.asked.push(`price ${exitTag} ${proposedRate}`);
      return proposedRate * 1.01;
    }
    override confirmTradeExit({ orderType, exitReason }: Confirming): boolean {
      this.asked.push(`confirm ${exitReason} ${orderType}`);
      return this.agrees;
    }
  }
  type ForceExit = Extract<Command, { kind: 'forceExit' }>;
  const exit = (changes: Partial<ForceExit>): ForceExit => ({
    ...{ kind: 'forceExit', tradeId: '1', orderType: null, amount: null, price: null },
    ...changes,
  });

  it.each([
    { name: 'at the market', changes: { orderType: 'market' }, asked: ['confirm force_exit market'], rate: 100 },
    { name: 'by a limit', changes: { orderType: 'limit' }, asked: ['price force_exit 100', 'confirm force_exit limit'], rate: 101 },
    {
      name: 'by a limit whose price is named',
      changes: { orderType: 'limit', price: 105 },
      asked: ['confirm force_exit limit'],
      rate: 105,
    },
    { name: 'of a part', changes: { orderType: 'limit', amount: 0.5 }, asked: ['price force_exit 100'], rate: 101 },
  ] as const)('$name asks what freqtrade asks', async ({ changes, asked, rate }) => {
    const strategy = new Pricing();
    const scene = await accountScene(strategy);
    await scene.enter();
    strategy.asked = [];
    await forceExit(scene.bot, exit(changes));
    expect(strategy.asked).toEqual(asked);
    expect(scene.exchange.asked.at(-1)).toMatchObject({ side: 'sell', rate });
  });

  it('that the strategy does not agree to is refused, and nothing is ordered', async () => {
    const strategy = new Pricing();
    const scene = await accountScene(strategy);
    await scene.enter();
    strategy.agrees = false;
    const before = scene.exchange.asked.length;
    await expect(forceExit(scene.bot, exit({ orderType: 'market' }))).rejects.toThrow(
      /User denied exit .* confirm_trade_exit .* does not agree/,
    );
    expect([scene.exchange.asked.length, scene.trade().isOpen]).toEqual([before, true]);
  });
});

it('an entry at the market is asked a price, by which its amount is computed', async () => {
  const asked: unknown[] = [];
  class Wishing extends Still {
    override customEntryPrice({ proposedRate, entryTag }: { proposedRate: number; entryTag: string | null }): number {
      asked.push([proposedRate, entryTag]);
      return proposedRate * 0.99;
    }
  }
  const scene = await accountScene(new Wishing());
  await scene.enter({ orderType: 'market' });
  expect(asked).toEqual([[100, expect.anything()]]);
  expect(scene.exchange.asked.at(-1)).toMatchObject({ orderType: 'market', rate: 99 });
  const { amount } = scene.exchange.asked.at(-1)!;
  expect(amount * 99).toBeCloseTo(scene.bot.settings.config.stake_amount as number, 1);
});
