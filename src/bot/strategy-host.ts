import { candleStart } from '../core/market/candle-calendar.ts';
import { dropOldest } from '../core/oldest.ts';
import { createLock } from '../core/protections/lock.ts';
import { PairlistMemory } from '../pairlists/handler.ts';
import { DEFAULT_PRODUCER } from '../producers/port.ts';
import { StrategyError } from '../strategy/guard.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { Bot } from './bot.ts';
import { CommandRefused } from './commands.ts';
import { candleType } from './gather.ts';
import { shuttingDown } from './inbox.ts';
import { patiently } from './patience.ts';
import type { BotSettings } from './settings.ts';

/** Texts of the strategy remembered, so that none is sent twice a candle. */
const MESSAGES_KEPT = 1000;

/** A strategy and the settings it trades with. */
export interface Hosted {
  readonly settings: BotSettings;
  readonly strategy: Strategy;
}

/** Gives a strategy what it may use of the bot. */
function equip(bot: Bot, { strategy, settings }: Hosted): void {
  const { state } = bot;
  strategy.dp = {
    analyzedFrame: (pair) => state.analyses.get(pair)?.frame ?? null,
    ticker: (pair) => state.tickers.get(pair)?.ticker ?? null,
    orderBook: () => null,
    currentWhitelist: () => state.whitelist,
    producerPairs: (producer = DEFAULT_PRODUCER) => bot.producers?.pairs(producer) ?? [],
    producerFrame: (pair, timeframe = settings.timeframe, producer = DEFAULT_PRODUCER) =>
      bot.producers?.frame(producer, pair, timeframe, candleType(bot)) ?? null,
    sendMessage: (message, { always = false } = {}) => {
      const candle = candleStart(bot.now(), settings.timeframeMs);
      if (!always && state.sentMessages.get(message) === candle) return;
      state.sentMessages.set(message, candle);
      dropOldest(state.sentMessages, MESSAGES_KEPT);
      bot.publish({ kind: 'strategy_message', text: message });
    },
  };
  strategy.locks = {
    lock: (pair, until, reason, side) => {
      const lock = createLock(pair, until, bot.now(), settings.timeframeMs, reason, side);
      state.locks.push(lock);
      // written by the loop, between this step and the next
      state.unwritten.add({ locks: [lock] });
    },
    unlock: (pair) => {
      const ended = state.locks.filter((lock) => lock.pair === pair && lock.isActive);
      for (const lock of ended) lock.isActive = false;
      state.locks = state.locks.filter((lock) => lock.isActive);
      state.unwritten.add({ locks: ended });
    },
  };
}

/** Equips a strategy and begins it. @throws what its `botStart` throws */
export async function beginStrategy(bot: Bot, hosted: Hosted): Promise<void> {
  equip(bot, hosted);
  const { strategy } = hosted;
  if (strategy.botStart === undefined) return;
  const name = `${strategy.constructor.name}.botStart`;
  await patiently(
    bot,
    'botStart',
    () => name,
    async () => {
      try {
        await strategy.botStart?.();
      } catch (error) {
        throw new StrategyError('botStart', strategy.constructor.name, error);
      }
    },
  );
}

export interface ReloadParts {
  /** Reads config and strategy again. @throws with the reason */
  readonly read: () => Promise<Hosted>;
  /** Waits for the strategy to begin, and meanwhile does what is due. */
  readonly meanwhile: (beginning: Promise<void>) => Promise<unknown>;
  readonly isClosing: () => boolean;
}

/** Configuration and strategy of a running bot, read anew and swapped whole, last; where they can't be, it goes on with those it has. */
export class Reload {
  readonly #bot: Bot;
  readonly #parts: ReloadParts;
  #isUnderWay = false;

  constructor(bot: Bot, parts: ReloadParts) {
    this.#bot = bot;
    this.#parts = parts;
  }

  /** @throws CommandRefused with the reason */
  async run(): Promise<void> {
    if (this.#isUnderWay) throw new CommandRefused('The configuration is being reloaded already.');
    this.#isUnderWay = true;
    try {
      this.#swap(await this.#prepare());
    } finally {
      this.#isUnderWay = false;
    }
  }

  async #prepare(): Promise<Hosted> {
    const { state, log } = this.#bot;
    try {
      const fresh = await this.#parts.read();
      // what the strategy of before still waits for keeps nobody from calling this one's
      state.late.clear();
      await this.#parts.meanwhile(beginStrategy(this.#bot, fresh));
      if (!this.#parts.isClosing()) return fresh;
    } catch (error) {
      log.error('worker', `The configuration was not reloaded, the bot goes on with the one it has: ${(error as Error).message}`);
      throw new CommandRefused(`The configuration was not reloaded: ${(error as Error).message}`);
    }
    throw shuttingDown();
  }

  #swap({ settings, strategy }: Hosted): void {
    const bot = this.#bot;
    const { state } = bot;
    state.edition++;
    for (const key of state.late.keys()) if (key !== 'botStart') state.late.delete(key);
    bot.settings = settings;
    bot.strategy = strategy;
    state.blacklist = [...settings.blacklist];
    state.candles.clear();
    state.informative.clear();
    state.analyses.clear();
    state.pairlistMemory = new PairlistMemory();
    bot.publish({ kind: 'status', text: 'process reloading config' });
    bot.log.info('worker', 'Configuration reloaded.');
  }
}
