import type { Bot } from '../../src/bot/bot.ts';
import { forceEnter } from '../../src/bot/commands.ts';
import type { BotEvent } from '../../src/bot/events.ts';
import { iterate, react } from '../../src/bot/iterate.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import type { Market } from '../../src/core/market/market.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { TradeStore } from '../../src/database/port.ts';
import type { Strategy } from '../../src/index.ts';
import { MINUTE, PAIR, START, Still } from '../fakes/scene.ts';
import { SpotAccount } from '../fakes/spot-account.ts';
import { spotMarket } from '../fakes/spot-market.ts';
import { sceneSettings, tradingBot } from '../fakes/trading-bot.ts';

export { MINUTE, PAIR, START, Still };

/** A bot that trades on an account: real rules, a real database, the wallet as the exchange tells it. */
export interface AccountScene {
  readonly bot: Bot;
  readonly exchange: SpotAccount;
  readonly events: BotEvent[];
  /** Lines of the log, warnings and errors. */
  readonly lines: string[];
  readonly infos: string[];
  trade(pair?: string): Trade;
  enter(changes?: object): Promise<Trade>;
  /** An iteration, some seconds later. */
  step(seconds?: number): Promise<void>;
  /** A pushed price, a moment later. */
  push(price: number, pair?: string): Promise<void>;
  warnings(): string[];
}

export async function accountScene(
  strategy: Strategy,
  options: {
    changes?: object;
    markets?: readonly Market[];
    balances?: Record<string, number>;
    prices?: Record<string, number>;
    /** What stands before the database. */
    storedBy?: (store: TradeStore) => TradeStore;
  } = {},
): Promise<AccountScene> {
  const { storedBy = (store: TradeStore) => store } = options;
  const markets = options.markets ?? [spotMarket(PAIR)];
  const settings = sceneSettings(strategy, {
    dry_run: false,
    max_open_trades: 3,
    exchange: { name: 'account', pair_whitelist: markets.map(({ pair }) => pair) },
    ...options.changes,
  });
  const exchange = new SpotAccount(markets, START, options.balances ?? { USDT: 1000 });
  for (const [pair, price] of Object.entries(options.prices ?? {})) exchange.prices.set(pair, price);
  const events: BotEvent[] = [];
  const lines: string[] = [];
  const infos: string[] = [];
  const keep = (into: string[]) => (_module: string, text: string) => void into.push(text);
  const bot = tradingBot({
    settings,
    strategy,
    exchange,
    store: storedBy(await openTradeStore('sqlite://', () => exchange.now)),
    wallet: exchangeWallet(exchange, () => exchange.now - START),
    log: { debug: () => undefined, info: keep(infos), warn: keep(lines), error: keep(lines) },
    publish: (event) => void events.push(event),
  });
  await iterate(bot);
  return {
    bot,
    exchange,
    events,
    lines,
    infos,
    trade: (pair = PAIR) => bot.state.trades.find((trade) => trade.pair === pair)!,
    enter: (forced = {}) => {
      const { pair = PAIR, ...entry } = forced as { pair?: string };
      return forceEnter(bot, {
        kind: 'forceEnter',
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
    warnings: () => events.flatMap((event) => (event.kind === 'warning' ? [event.text] : [])),
  };
}
