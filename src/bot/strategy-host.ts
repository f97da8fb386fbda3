import { reasonOf } from '../core/reason.ts';
import { PairlistMemory } from '../pairlists/handler.ts';
import { StrategyError } from '../strategy/guard.ts';
import type { Bot } from './bot.ts';
import { CommandRefused } from './commands.ts';
import { equip, type Hosted } from './equip.ts';
import { chosenPairs, refreshMarkets, refreshWhitelist } from './gather.ts';
import { shuttingDown } from './inbox.ts';
import { patiently } from './patience.ts';
import type { BotSettings } from './settings.ts';
import { refreshWallet } from './wallets.ts';

/** Equips a strategy and begins it, once markets and pairs are known. @throws what its `botStart` throws */
export async function beginStrategy(bot: Bot, hosted: Hosted): Promise<void> {
  const { strategy, settings } = hosted;
  let chosen: readonly string[] = [];
  equip(bot, hosted, () => (bot.settings === settings ? bot.state.whitelist : chosen));
  if (strategy.botStart === undefined) return;
  const name = `${strategy.constructor.name}.botStart`;
  try {
    chosen = await knownPairs(bot, settings);
  } catch (error) {
    bot.log.warn('strategy', `${name} begins without markets and pairs, which are not known now: ${reasonOf(error)}`);
  }
  await patiently(
    bot,
    'botStart',
    () => name,
    async () => {
      try {
        await strategy.botStart?.();
      } catch (error) {
        throw new StrategyError('botStart', strategy, error);
      }
    },
  );
}

/** What a strategy may look at when it begins is asked for. @returns the pairs that will be traded @throws where the exchange can't be asked */
async function knownPairs(bot: Bot, settings: BotSettings): Promise<readonly string[]> {
  await refreshMarkets(bot);
  await refreshWallet(bot);
  if (bot.settings !== settings) return chosenPairs(bot, settings, { blacklist: settings.blacklist, memory: new PairlistMemory() });
  await refreshWhitelist(bot);
  return bot.state.whitelist;
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
    let fresh: Hosted | null = null;
    try {
      fresh = await this.#parts.read();
      // what the strategy of before still waits for keeps nobody from calling this one's
      state.late.clear();
      await this.#parts.meanwhile(beginStrategy(this.#bot, fresh));
      if (!this.#parts.isClosing()) return fresh;
    } catch (error) {
      fresh?.strategy.close?.();
      log.error('worker', `The configuration was not reloaded, the bot goes on with the one it has: ${(error as Error).message}`);
      throw new CommandRefused(`The configuration was not reloaded: ${(error as Error).message}`);
    }
    fresh.strategy.close?.();
    throw shuttingDown();
  }

  #swap({ settings, strategy }: Hosted): void {
    const bot = this.#bot;
    const { state } = bot;
    state.edition++;
    for (const key of state.late.keys()) if (key !== 'botStart') state.late.delete(key);
    bot.settings = settings;
    bot.strategy.close?.();
    bot.strategy = strategy;
    state.blacklist = [...settings.blacklist];
    bot.pushes.forgetCandles();
    state.candles.clear();
    state.candlesAsked.clear();
    state.informative.clear();
    state.otherCandles.clear();
    state.publicTrades.clear();
    state.analyses.clear();
    state.orderBooks.clear();
    state.fundingRates.clear();
    state.pairlistMemory = new PairlistMemory();
    bot.publish({ kind: 'status', text: 'process reloading config' });
    bot.log.info('worker', 'Configuration reloaded.');
  }
}
