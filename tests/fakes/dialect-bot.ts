import type { Bot } from '../../src/bot/bot.ts';
import { exchangeWallet } from '../../src/bot/wallets.ts';
import { openTradeStore } from '../../src/database/open.ts';
import type { CcxtOptions } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import type { Simulator } from '../../src/simulator/server.ts';
import { openDialect } from './dialect-venue.ts';
import { Mortal } from './mortal.ts';
import { Still } from './scene.ts';
import { sceneSettings, tradingBot } from './trading-bot.ts';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface DialectBotParts {
  readonly simulator: Simulator;
  readonly dialect: Dialect;
  /** SQLite. */
  readonly file: string;
  readonly pairs: readonly string[];
  readonly monotonic?: () => number;
  /** 24 hexadecimal digits. */
  readonly uniqueId?: () => string;
  readonly mortal?: Mortal;
  readonly more?: Partial<CcxtOptions>;
  /** Over what all scenes have in common. */
  readonly config?: object;
}

/** A live bot that does what it is asked to, on our adapter over unchanged ccxt, led to a simulator that speaks a dialect. */
export async function dialectBot(parts: DialectBotParts): Promise<{ readonly bot: Bot; close(): Promise<void> }> {
  const { simulator, dialect, file, pairs, monotonic = () => performance.now(), mortal = new Mortal(Number.POSITIVE_INFINITY) } = parts;
  let number = 0;
  const { uniqueId = () => (++number).toString(16).padStart(24, '0') } = parts;
  const venue = await openDialect(simulator, dialect, { monotonic, ...parts.more });
  const store = await openTradeStore(`sqlite:///${file}`, Date.now);
  const strategy = new Still();
  const settings = sceneSettings(strategy, {
    dry_run: false,
    max_open_trades: 2,
    position_adjustment_enable: true,
    exchange: { name: dialect.name, key: 'k', secret: 's', pair_whitelist: [...pairs] },
    ...parts.config,
  });
  const exchange = mortal.exchange({
    ...venue,
    get now() {
      return Date.now();
    },
  });
  const wallet = exchangeWallet(venue, monotonic);
  const probe = (point: string) => mortal.point(point);
  const bot = { ...tradingBot({ settings, strategy, exchange, store: mortal.store(store), wallet, log: QUIET, uniqueId, probe }) };
  return {
    bot: { ...bot, now: Date.now, monotonic },
    close: async () => {
      await venue.close();
      await store.close();
    },
  };
}
