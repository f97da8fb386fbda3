import type { Bot, BotLog } from '../../src/bot/bot.ts';
import { forceEnter } from '../../src/bot/commands.ts';
import type { BotEvent } from '../../src/bot/events.ts';
import { iterate } from '../../src/bot/iterate.ts';
import { simulatedWallet } from '../../src/bot/wallets.ts';
import type { Trade } from '../../src/core/trade/trade.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { TradeStore } from '../../src/database/port.ts';
import { type DataFrame, Strategy } from '../../src/index.ts';
import { RestingExchange } from './resting-exchange.ts';
import { spotMarket } from './spot-market.ts';
import { START, sceneSettings, tradingBot } from './trading-bot.ts';

export { START };

/** One pair, one price, real rules and a real database. */
export const MINUTE = 60_000;
export const PAIR = 'A/USDT';
export const MARKET = spotMarket(PAIR);

/** Does nothing by itself. */
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

export interface Scene<E extends RestingExchange = RestingExchange> {
  readonly bot: Bot;
  readonly exchange: E;
  readonly events: BotEvent[];
  readonly trade: () => Trade;
  enter(changes?: object): Promise<Trade>;
  /** An iteration, a moment or some minutes later. */
  step(minutes?: number): Promise<void>;
}

export interface SceneParts<E extends RestingExchange> {
  readonly exchange: E;
  /** Errors fail the test where left out. */
  readonly log: BotLog;
  readonly store: TradeStore;
}

export async function scene(strategy: Strategy, changes?: object): Promise<Scene>;
export async function scene<E extends RestingExchange>(
  strategy: Strategy,
  changes: object,
  parts: Partial<SceneParts<E>> & { exchange: E },
): Promise<Scene<E>>;
export async function scene(strategy: Strategy, changes: object = {}, parts: Partial<SceneParts<RestingExchange>> = {}): Promise<Scene> {
  const settings = sceneSettings(strategy, {
    dry_run: true,
    dry_run_wallet: 1000,
    max_open_trades: 1,
    exchange: { name: 'resting', pair_whitelist: [PAIR] },
    ...changes,
  });
  const exchange = parts.exchange ?? new RestingExchange(MARKET, START, 100);
  const events: BotEvent[] = [];
  const fail = (_module: string, text: string) => {
    throw new Error(text);
  };
  const bot = tradingBot({
    settings,
    strategy,
    exchange,
    store: parts.store ?? (await openTradeStore('sqlite://', () => exchange.now)),
    wallet: simulatedWallet({ USDT: 1000 }, 'USDT'),
    log: parts.log ?? { debug: () => undefined, info: () => undefined, warn: () => undefined, error: fail },
    publish: (event) => void events.push(event),
  });
  await iterate(bot);
  return {
    bot,
    exchange,
    events,
    trade: () => bot.state.trades[0]!,
    enter: (forced = {}) =>
      forceEnter(bot, {
        kind: 'forceEnter',
        pair: PAIR,
        side: 'long',
        tag: 'by_hand',
        entry: { rate: null, stakeAmount: null, orderType: null, leverage: null, ...forced },
      }),
    step: async (minutes = 0) => {
      exchange.now += minutes * MINUTE + 1000;
      await iterate(bot);
    },
  };
}
