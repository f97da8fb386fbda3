import type { Bot } from '../../src/bot/bot.ts';
import { Pushes } from '../../src/bot/pushes.ts';
import { type BotSettings, botSettings } from '../../src/bot/settings.ts';
import { createState } from '../../src/bot/state.ts';
import type { RawConfig } from '../../src/config/raw.ts';
import { validate } from '../../src/config/validate.ts';
import type { Exchange } from '../../src/exchange/port.ts';
import type { Strategy } from '../../src/strategy/strategy.ts';
import { NO_REACH } from './no-reach.ts';

/** When every scene begins, ms since epoch, UTC. */
export const START = 1_750_000_020_000;

/** Settings of a bot on one stake currency. @param changes over what all scenes have in common */
export function sceneSettings(strategy: Strategy, changes: object): BotSettings {
  const { config } = validate(
    {
      stake_currency: 'USDT',
      stake_amount: 100,
      initial_state: 'running',
      force_entry_enable: true,
      unfilledtimeout: { entry: 30, exit: 30, unit: 'minutes' },
      ...changes,
    },
    new Map(),
    'test',
    'trade',
  );
  return botSettings(config as RawConfig, strategy);
}

/** A running bot whose clocks are its exchange's. */
export function tradingBot<E extends Exchange & { readonly now: number }>(
  parts: Pick<Bot, 'settings' | 'strategy' | 'store' | 'wallet' | 'log'> &
    Partial<Pick<Bot, 'publish' | 'uniqueId' | 'probe'>> & { readonly exchange: E },
): Bot {
  const { exchange } = parts;
  let number = 0;
  const bot: Bot = {
    producers: null,
    now: () => exchange.now,
    monotonic: () => exchange.now - START,
    uniqueId: () => String(number++),
    random: () => 0.5,
    runMode: 'live',
    storedCandles: async () => null,
    pairlistReach: NO_REACH,
    publish: () => undefined,
    probe: () => undefined,
    state: createState(START),
    pushes: new Pushes(),
    exitRates: new Map(),
    notices: [],
    ...parts,
  };
  bot.state.mode = 'running';
  return bot;
}
