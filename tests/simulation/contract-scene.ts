import type { Bot } from '../../src/bot/bot.ts';
import { forceEnter, forceExit } from '../../src/bot/commands.ts';
import type { BotEvent } from '../../src/bot/events.ts';
import { readDatabase } from '../../src/bot/hold.ts';
import { iterate, react } from '../../src/bot/iterate.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import { must } from '../../src/core/must.ts';
import type { Side, Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { Strategy } from '../../src/index.ts';
import { ContractAccount, type ContractFacts } from '../fakes/contract-account.ts';
import { START, Still } from '../fakes/scene.ts';
import { sceneSettings, tradingBot } from '../fakes/trading-bot.ts';

export const PAIR = 'A/USDT:USDT';

/** A bot that trades contracts live: real rules, a real database, positions and money as the account tells them. */
export interface ContractScene {
  bot: Bot;
  readonly account: ContractAccount;
  readonly events: BotEvent[];
  /** Warnings and errors of the log. */
  readonly lines: string[];
  trade(): Trade;
  enter(side?: Side, stakeAmount?: number, leverage?: number): Promise<Trade>;
  leave(amount?: number | null): Promise<unknown>;
  /** An iteration, so much later, ms. */
  later(ms: number): Promise<void>;
  /** A pushed price, a moment later. */
  push(price: number): Promise<void>;
  /** Ends the bot; `later` begins with another one on the same database. */
  restart(): Promise<void>;
}

export async function contractScene(
  options: {
    readonly facts?: Partial<ContractFacts>;
    readonly changes?: object;
    readonly strategy?: Strategy;
    /** Whether stops lie on the exchange. */
    readonly stopsThere?: boolean;
  } = {},
): Promise<ContractScene> {
  const { strategy = new Still() } = options;
  const account = new ContractAccount(START, options.facts);
  const events: BotEvent[] = [];
  const lines: string[] = [];
  const keep = (_module: string, text: string) => void lines.push(text);
  const store = await openTradeStore('sqlite://', () => account.now);
  let number = 0;
  const begin = () =>
    tradingBot({
      settings: sceneSettings(strategy, {
        ...{ dry_run: false, trading_mode: 'futures', margin_mode: 'isolated', max_open_trades: 2, position_adjustment_enable: true },
        entry_pricing: { price_side: 'other' },
        exit_pricing: { price_side: 'other' },
        order_types: { entry: 'market', exit: 'market', stoploss: 'market', stoploss_on_exchange: options.stopsThere === true },
        exchange: { name: 'contracts', pair_whitelist: [PAIR] },
        ...options.changes,
      }),
      strategy,
      exchange: account,
      store,
      wallet: exchangeWallet(account, () => account.now - START),
      log: { debug: () => undefined, info: () => undefined, warn: keep, error: keep },
      publish: (event) => void events.push(event),
      uniqueId: () => String(number++),
    });
  const scene: ContractScene = {
    bot: begin(),
    ...{ account, events, lines },
    trade: () => must(scene.bot.state.trades[0], 'a trade'),
    enter: (side = 'long', stakeAmount = 100, leverage = 3) => {
      const entry = { rate: null, stakeAmount, orderType: 'market', leverage } as const;
      return forceEnter(scene.bot, { kind: 'forceEnter', pair: PAIR, side, tag: 'x', entry });
    },
    leave: (amount = null) =>
      forceExit(scene.bot, { kind: 'forceExit', tradeId: String(scene.trade().id), orderType: 'market', amount, price: null }),
    later: async (ms) => {
      account.now += ms;
      await iterate(scene.bot);
    },
    push: async (price) => {
      account.now += 300;
      account.move(PAIR, price);
      await react(scene.bot, new Set([PAIR]));
    },
    restart: async () => {
      scene.bot = begin();
      await readDatabase(scene.bot);
    },
  };
  await iterate(scene.bot);
  return scene;
}
