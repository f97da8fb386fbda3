import type { Bot } from '../../src/bot/bot.ts';
import { forceEnter } from '../../src/bot/commands.ts';
import { iterate, react } from '../../src/bot/iterate.ts';
import type { BotMessage } from '../../src/bot/messages.ts';
import { botSettings } from '../../src/bot/settings.ts';
import { createState } from '../../src/bot/state.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import type { RawConfig } from '../../src/config/raw.ts';
import { validate } from '../../src/config/validate.ts';
import type { Market } from '../../src/core/market/market.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import { type DataFrame, Strategy } from '../../src/index.ts';
import { NO_REACH } from '../fakes/no-reach.ts';
import { SpotAccount } from '../fakes/spot-account.ts';
import { spotMarket } from '../fakes/spot-market.ts';

export const MINUTE = 60_000;
export const START = 1_750_000_020_000;
export const PAIR = 'A/USDT';

export class Still extends Strategy {
  override timeframe = '1m';
  override minimalRoi: Readonly<Record<string, number>> = { 0: 10 };
  override stoploss = -0.1;
  override populateIndicators(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateEntryTrend(frame: DataFrame): DataFrame {
    return frame;
  }
  override populateExitTrend(frame: DataFrame): DataFrame {
    return frame;
  }
}

/** A bot that trades on an account: real rules, a real database, the wallet as the exchange tells it. */
export interface AccountScene {
  readonly bot: Bot;
  readonly exchange: SpotAccount;
  readonly messages: BotMessage[];
  /** Lines of the log, warnings and errors. */
  readonly lines: string[];
  readonly infos: string[];
  trade(pair?: string): Trade;
  enter(changes?: object): Promise<Trade>;
  /** An iteration, some seconds later. */
  step(seconds?: number): Promise<void>;
  /** A pushed price, a moment later. */
  push(price: number, pair?: string): Promise<void>;
  warnings(): unknown[];
}

export async function accountScene(
  strategy: Strategy,
  options: { changes?: object; markets?: readonly Market[]; balances?: Record<string, number>; prices?: Record<string, number> } = {},
): Promise<AccountScene> {
  const markets = options.markets ?? [spotMarket(PAIR)];
  const { config } = validate(
    {
      stake_currency: 'USDT',
      stake_amount: 100,
      dry_run: false,
      max_open_trades: 3,
      initial_state: 'running',
      force_entry_enable: true,
      unfilledtimeout: { entry: 30, exit: 30, unit: 'minutes' },
      exchange: { name: 'account', pair_whitelist: markets.map(({ pair }) => pair) },
      ...options.changes,
    },
    new Map(),
    'test',
    'trade',
  );
  const exchange = new SpotAccount(markets, START, options.balances ?? { USDT: 1000 });
  for (const [pair, price] of Object.entries(options.prices ?? {})) exchange.prices.set(pair, price);
  const messages: BotMessage[] = [];
  const lines: string[] = [];
  const infos: string[] = [];
  const keep = (into: string[]) => (_module: string, text: string) => void into.push(text);
  const monotonic = () => exchange.now - START;
  let number = 0;
  const bot: Bot = {
    settings: botSettings(config as RawConfig, strategy),
    strategy,
    exchange,
    store: await openTradeStore('sqlite://', () => exchange.now),
    producers: null,
    wallet: exchangeWallet(() => exchange.balances(), monotonic),
    log: { debug: () => undefined, info: keep(infos), warn: keep(lines), error: keep(lines) },
    now: () => exchange.now,
    monotonic,
    uniqueId: () => String(number++),
    random: () => 0.5,
    pairlistReach: NO_REACH,
    publish: (message) => void messages.push(message),
    probe: () => undefined,
    state: createState(START),
    notices: [],
  };
  bot.state.mode = 'running';
  await iterate(bot);
  return {
    bot,
    exchange,
    messages,
    lines,
    infos,
    trade: (pair = PAIR) => bot.state.trades.find((trade) => trade.pair === pair)!,
    enter: (forced = {}) => {
      const { pair = PAIR, ...entry } = forced as { pair?: string };
      return forceEnter(bot, {
        kind: 'force_enter',
        pair,
        side: 'long',
        tag: 'by_hand',
        entry: { rate: null, stakeAmount: null, orderType: null, leverage: null, ...entry },
      });
    },
    step: async (seconds = 5) => {
      exchange.now += seconds * 1000;
      await iterate(bot);
    },
    push: async (price, pair = PAIR) => {
      exchange.now += 100;
      exchange.move(pair, price);
      await react(bot, new Set([pair]));
    },
    warnings: () => messages.filter(({ type }) => type === 'warning').map(({ status }) => status),
  };
}
