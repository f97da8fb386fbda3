import { candleEnd, candleStart, nextCandleStart } from '../core/market/candle-calendar.ts';
import { dropOldest } from '../core/oldest.ts';
import { createLock } from '../core/protections/lock.ts';
import type { ExchangePush } from '../exchange/ports/pushes.ts';
import { PairlistMemory } from '../pairlists/handler.ts';
import { DEFAULT_PRODUCER } from '../producers/port.ts';
import { StrategyError } from '../strategy/guard.ts';
import type { Strategy } from '../strategy/strategy.ts';
import type { Bot } from './bot.ts';
import { cancelIfExitable } from './cancel.ts';
import {
  addLocks,
  addToBlacklist,
  type Command,
  type CommandAnswers,
  CommandRefused,
  cancelOpenOrder,
  deleteFromBlacklist,
  deleteLocks,
  deleteTrade,
  forceEnter,
  forceExit,
  reloadTrade,
} from './commands.ts';
import { candlesKept, candleType, followedPairs, mergeCandle } from './gather.ts';
import { holdsDatabase, readDatabase } from './hold.ts';
import { iterate, react, retryDelay } from './iterate.ts';
import { startupMessages } from './messages.ts';
import { applyUpdate, resolveIntent } from './orders.ts';
import { patiently } from './patience.ts';
import { writeAll } from './record.ts';
import type { BotSettings } from './settings.ts';
import type { BotMode } from './state.ts';

export interface RunnerOptions {
  readonly bot: Bot;
  /** Reads config and strategy again. @throws with the reason; the running bot then stays as it is */
  readonly reload: () => Promise<{ settings: BotSettings; strategy: Strategy }>;
  /** Tells when the clock has jumped, ms; the loop then does everything that may have become due. */
  readonly onClockJump?: (listener: (byMs: number) => void) => () => void;
  /** Of the program, for the sign of life. */
  readonly version: string;
  /** Called when the loop ends by itself, which only a bug can cause. */
  readonly onCrash: (error: unknown) => void;
}

/** The loop of one bot: iterations on time, reactions to pushes at once, commands in between. */
export interface Runner {
  /** Loads what the database knows, settles what was in flight, and starts the loop. */
  start(): Promise<void>;
  ask<K extends Command['kind']>(command: Extract<Command, { kind: K }>): Promise<CommandAnswers[K]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly command: Command;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/** After the end of a candle, how long before the loop looks for it, ms. */
const CANDLE_OFFSET_MS = 300;
/** How long the end waits for a database that does not take what happened, ms. */
const LAST_WRITES_MS = 5000;
/** Commands that need markets and prices: before the first iteration they wait for it. */
const TRADING: ReadonlySet<Command['kind']> = new Set(['force_enter', 'force_exit', 'cancel_open_order', 'delete_trade', 'reload_trade']);
/** Commands that place orders or cancel them. */
const ORDERING: readonly Command['kind'][] = ['force_enter', 'force_exit', 'cancel_open_order', 'delete_trade'];
/** Commands that set the state. */
const STEERING: readonly Command['kind'][] = ['start', 'stop', 'pause'];
/** Texts of the strategy remembered, so that none is told twice a candle. */
const TOLD_LIMIT = 1000;

/** Key of troubles of an iteration. */
const ITERATION = 'iteration ';
/** Between signs of life, s, as freqtrade has it. */
const HEARTBEAT_S = 60;

/** A stopped bot looks like a broken one to who does not know. @param isFirst whether it was never started */
function tellHowToStart({ log, state }: Bot, isFirst: boolean): void {
  const always = isFirst ? ' "initial_state": "running" in the configuration starts it by itself.' : '';
  const open = state.trades.length === 0 ? '' : ` ${state.trades.length} open trades are not looked after meanwhile.`;
  log.info(
    'worker',
    `The bot is stopped and trades nothing until it is started: Start on the web page, "freqtrade-client start", or /start in Telegram.${always}${open}`,
  );
}

export function createRunner(options: RunnerOptions): Runner {
  const { bot } = options;
  const { state } = bot;
  const queue: Waiting[] = [];
  const moved = new Set<string>();
  const orderPushes: Extract<ExchangePush, { kind: 'order' }>[] = [];
  let isDue = true;
  /** Monotonic ms. */
  let nextDue = 0;
  let nextBeat = 0;
  let watched = '';
  let isClosing = false;
  let isReloading = false;
  /** How often somebody has asked for another state. */
  let modeAsked = 0;
  let wake: () => void = () => undefined;
  let loop: Promise<void> = Promise.resolve();

  /** @param edition of the configuration it was asked for under: a candle of another timeframe must not join the rows of this one */
  function onPush(push: ExchangePush, edition: number): void {
    if (edition !== state.edition && push.kind === 'candle') return;
    switch (push.kind) {
      case 'ticker': {
        const before = state.tickers.get(push.pair)?.ticker;
        state.tickers.set(push.pair, { ticker: { ...push.ticker, last: push.ticker.last ?? before?.last ?? null }, at: bot.now() });
        if (before?.bid === push.ticker.bid && before?.ask === push.ticker.ask) return;
        if (!state.trades.some((trade) => trade.pair === push.pair)) return;
        moved.add(push.pair);
        break;
      }
      case 'candle': {
        const rows = state.candles.get(push.pair);
        if (rows === undefined || rows.length === 0) return;
        if (push.row[0] > candleEnd(rows.at(-1)![0], bot.settings.timeframeMs)) return;
        if (!mergeCandle(rows, push.row, candlesKept(bot))) return;
        isDue = true;
        break;
      }
      case 'order':
        orderPushes.push(push);
        break;
    }
    wake();
  }

  async function takeOrderPushes(): Promise<void> {
    for (let push = orderPushes.shift(); push !== undefined; push = orderPushes.shift()) {
      const { update } = push;
      const intent = state.intents.find((candidate) => candidate.clientOrderId === push.clientOrderId);
      if (intent !== undefined) {
        await resolveIntent(bot, intent);
        continue;
      }
      for (const trade of state.trades) {
        // numbers of orders are a pair's own on some exchanges
        if (trade.pair !== push.pair) continue;
        const order = trade.orders.find((candidate) => candidate.isOpen && candidate.orderId === update.orderId);
        if (order === undefined) continue;
        const full = update.status === 'open' ? update : await bot.exchange.trading.findOrder({ orderId: order.orderId }, trade.pair);
        if (full !== null) await applyUpdate(bot, trade, order, full);
        break;
      }
    }
  }

  /** @param isReady whether markets and prices are known, so that commands that trade can be carried out */
  async function takeCommands(isReady = true): Promise<void> {
    const next = (): Waiting | undefined => {
      const index = queue.findIndex(({ command }) => isReady || !TRADING.has(command.kind));
      return index < 0 ? undefined : queue.splice(index, 1)[0];
    };
    for (let waiting = next(); waiting !== undefined; waiting = next()) {
      try {
        waiting.resolve((await carryOut(waiting.command)) as never);
      } catch (error) {
        waiting.reject(error);
      }
    }
  }

  async function carryOut(command: Command): Promise<CommandAnswers[Command['kind']]> {
    if (ORDERING.includes(command.kind) && !(await holdsDatabase(bot)))
      throw new CommandRefused(`Nothing is ordered until this is mended: ${state.holdProblem}`);
    if (STEERING.includes(command.kind)) modeAsked++;
    switch (command.kind) {
      case 'start':
        if (state.mode === 'running') return { status: 'already running' };
        setMode('running');
        return { status: 'starting trader ...' };
      case 'stop':
        if (state.mode === 'stopped') return { status: 'already stopped' };
        setMode('stopped');
        return { status: 'stopping trader ...' };
      case 'pause': {
        const before = state.mode;
        setMode('paused');
        if (before === 'stopped')
          return { status: 'starting bot with trader in paused state, no entries will occur. Run /start to enable entries.' };
        return { status: 'paused, no more entries will occur from now. Run /start to enable entries.' };
      }
      case 'reload_config':
        return reloadConfig();
      case 'force_enter':
        return forceEnter(bot, command);
      case 'force_exit':
        return forceExit(bot, command);
      case 'cancel_open_order':
        return cancelOpenOrder(bot, command.tradeId);
      case 'delete_trade':
        return deleteTrade(bot, command.tradeId);
      case 'reload_trade':
        return reloadTrade(bot, command.tradeId);
      case 'add_locks':
        return addLocks(bot, command);
      case 'delete_locks':
        return deleteLocks(bot, command.pair, command.lockId);
      case 'blacklist_add':
        return addToBlacklist(bot, command.pairs);
      case 'blacklist_delete':
        return deleteFromBlacklist(bot, command.pairs);
      case 'set_market_direction': {
        const before = bot.strategy.marketDirection;
        bot.strategy.marketDirection = command.direction;
        return before;
      }
    }
  }

  async function reloadConfig(): Promise<{ status: string }> {
    if (isReloading) throw new CommandRefused('The configuration is being reloaded already.');
    isReloading = true;
    try {
      return await reloadOnce();
    } finally {
      isReloading = false;
    }
  }

  async function reloadOnce(): Promise<{ status: string }> {
    let fresh: { settings: BotSettings; strategy: Strategy };
    const askedBefore = modeAsked;
    try {
      fresh = await options.reload();
    } catch (error) {
      bot.log.error('worker', `The configuration was not reloaded, the bot goes on with the one it has: ${(error as Error).message}`);
      throw new CommandRefused(`The configuration was not reloaded: ${(error as Error).message}`);
    }
    // what the strategy of before still waits for keeps nobody from calling this one's
    state.late.clear();
    try {
      await meanwhile(beginStrategy(fresh));
    } catch (error) {
      bot.log.error('worker', `The configuration was not reloaded, the bot goes on with the one it has: ${(error as Error).message}`);
      throw new CommandRefused(`The configuration was not reloaded: ${(error as Error).message}`);
    }
    if (isClosing) throw new CommandRefused('the bot is shutting down');
    state.edition++;
    for (const key of state.late.keys()) if (key !== 'botStart') state.late.delete(key);
    bot.settings = fresh.settings;
    bot.strategy = fresh.strategy;
    state.blacklist = [...fresh.settings.blacklist];
    state.candles.clear();
    state.informative.clear();
    state.analyses.clear();
    state.pairlistMemory = new PairlistMemory();
    watched = '';
    bot.publish({ type: 'status', status: 'process reloading config' });
    bot.log.info('worker', 'Configuration reloaded.');
    // what was asked for meanwhile is newer than the configuration
    if (modeAsked === askedBefore) setMode(fresh.settings.initialState, true);
    return { status: 'Reloading config ...' };
  }

  function setMode(mode: BotMode, force = false): void {
    if (state.mode === mode && !force) return;
    const before = state.mode;
    state.mode = mode;
    isDue = true;
    nextBeat = 0;
    bot.log.info('worker', `Changing state${before === mode ? '' : ` from ${before.toUpperCase()}`} to: ${mode.toUpperCase()}`);
    if (mode === 'stopped') tellHowToStart(bot, before === mode);
    bot.publish({ type: 'status', status: mode });
    if (mode === 'running' && before !== 'paused') for (const message of startupMessages(bot.settings, bot.notices)) bot.publish(message);
  }

  /** @throws what `botStart` of the strategy throws */
  async function beginStrategy({ strategy, settings }: { settings: BotSettings; strategy: Strategy }): Promise<void> {
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
        if (!always && state.toldMessages.get(message) === candle) return;
        state.toldMessages.set(message, candle);
        dropOldest(state.toldMessages, TOLD_LIMIT);
        bot.publish({ type: 'strategy_msg', msg: message });
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
    if (strategy.botStart === undefined) return;
    const name = `${strategy.constructor.name}.botStart`;
    await patiently(
      bot,
      'botStart',
      () => name,
      async () => {
        try {
          await strategy.botStart!();
        } catch (error) {
          throw new StrategyError('botStart', strategy.constructor.name, error);
        }
      },
    );
  }

  function watchPairs(): void {
    const pairs = followedPairs(bot);
    const key = `${bot.settings.timeframe}/${pairs.join(',')}`;
    if (key === watched) return;
    watched = key;
    const { edition } = state;
    bot.exchange.pushes.watch(pairs, bot.settings.timeframe, (push) => onPush(push, edition));
  }

  /**
   * Waits for what changes no trade, and meanwhile answers commands and acts on orders and prices, as between iterations.
   * @returns whether all is still as it was when the wait began
   */
  async function meanwhile(slow: Promise<void>): Promise<boolean> {
    const { edition } = state;
    let isOver = false;
    let failure: { error: unknown } | null = null;
    const over = slow.finally(() => {
      isOver = true;
      wake();
    });
    // waited for below, unless the bot is closed first
    over.catch(() => undefined);
    const isCurrent = () => !isOver && !isClosing && edition === state.edition;
    while (isCurrent()) {
      await takeCommands(state.lastProcess > 0);
      if (state.mode !== 'stopped' && state.lastProcess > 0 && failure === null) {
        try {
          await takePushes();
        } catch (error) {
          failure = { error };
        }
      }
      if (!isCurrent() || queue.some(({ command }) => state.lastProcess > 0 || !TRADING.has(command.kind))) continue;
      if (failure === null && state.lastProcess > 0 && state.mode !== 'stopped' && (moved.size > 0 || orderPushes.length > 0)) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (isClosing || edition !== state.edition) return false;
    await over;
    if (failure !== null) throw failure.error;
    return state.mode !== 'stopped';
  }

  /** What the streams have told: orders first, then prices. */
  async function takePushes(): Promise<void> {
    if (orderPushes.length > 0) await takeOrderPushes();
    if (moved.size === 0) return;
    const pairs = new Set(moved);
    moved.clear();
    await react(bot, pairs);
  }

  async function run(): Promise<void> {
    while (!isClosing) {
      await takeCommands();
      if (state.mode !== 'stopped') {
        let isFailed = false;
        try {
          // what is missed meanwhile is asked for with the next iteration
          if (orderPushes.length > 0 && !(await holdsDatabase(bot))) orderPushes.length = 0;
          if (orderPushes.length > 0) await takeOrderPushes();
          if (isDue || bot.monotonic() >= nextDue) {
            isDue = false;
            moved.clear();
            await iterate(bot, meanwhile);
            tellRecovery();
            watchPairs();
          } else await takePushes();
        } catch (error) {
          isFailed = true;
          const delay = retryDelay(error, bot.now());
          tellFailure(error, delay);
          if (delay === null) setMode('stopped');
          else nextDue = bot.monotonic() + delay;
        }
        if (!isFailed && bot.monotonic() >= nextDue) nextDue = bot.monotonic() + untilDue(bot.now());
      }
      await writeAll(bot);
      beat();
      await sleep();
    }
  }

  /** An iteration has failed: told once, then with how long that goes on. @param delay until the next, ms; null for none */
  function tellFailure(error: unknown, delay: number | null): void {
    const text = (error as Error).message;
    if (delay === null) {
      bot.log.error('worker', `${text}. Trading is stopped; start it again when this is mended.`);
      return;
    }
    const length = state.troubles.goesOn(`${ITERATION}${(error as Error).name}`, bot.monotonic());
    if (length === null) return;
    const again = `trying again in ${Math.round(delay / 1000)} s`;
    bot.log.error('worker', length === '' ? `${text}, ${again}` : `Nothing could be done${length}: ${text}, ${again}`);
  }

  function tellRecovery(): void {
    const [key, ...others] = state.troubles.lasting(ITERATION);
    if (key === undefined) return;
    for (const other of others) state.troubles.ends(other, bot.monotonic());
    bot.log.info('worker', `All goes on again, after ${state.troubles.ends(key, bot.monotonic())}.`);
  }

  /** The sign of life: after every change of state, then once a minute. */
  function beat(): void {
    const everyMs = (bot.settings.config.internals.heartbeat_interval ?? HEARTBEAT_S) * 1000;
    const now = bot.monotonic();
    if (everyMs <= 0 || now < nextBeat) return;
    nextBeat = now + everyMs;
    const own = bot.strategy.version?.() ?? null;
    const version = `${options.version}${own === null ? '' : `, strategy_version: ${own}`}`;
    bot.log.info('worker', `Bot heartbeat. PID=${process.pid}, version='${version}', state='${state.mode.toUpperCase()}'`);
  }

  /** What could not be written is tried until the process must end. */
  async function lastWrites(): Promise<void> {
    const end = performance.now() + LAST_WRITES_MS;
    while (!(await writeAll(bot)) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 200));
  }

  /** How long until the next iteration, ms: the throttle's time, or less where a candle ends before. */
  function untilDue(now: number): number {
    const { throttleMs, timeframeMs } = bot.settings;
    const next = nextCandleStart(now, timeframeMs) + CANDLE_OFFSET_MS;
    return Math.min(throttleMs, next > now ? next - now : throttleMs);
  }

  /** Whatever had a date may be due now; what is newer than now would never become old. */
  function onClockJump(byMs: number): void {
    isDue = true;
    if (byMs < 0) {
      const now = bot.now();
      state.tickers.clear();
      state.pairlistMemory = new PairlistMemory();
      state.marketsAt = Math.min(state.marketsAt, now);
      state.edgeAt = Math.min(state.edgeAt, now);
      state.walletRecordedAt = Math.min(state.walletRecordedAt, now);
    }
    wake();
  }

  function hasWork(): boolean {
    if (isClosing || queue.length > 0) return true;
    return state.mode !== 'stopped' && (isDue || moved.size > 0 || orderPushes.length > 0);
  }

  function sleep(): Promise<void> {
    const wait = state.mode === 'stopped' ? 1000 : Math.max(0, Math.min(nextDue - bot.monotonic(), bot.settings.throttleMs));
    if (hasWork()) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake(), wait);
      wake = () => {
        clearTimeout(timer);
        wake = () => undefined;
        resolve();
      };
    });
  }

  const ignoreClock = options.onClockJump?.(onClockJump) ?? (() => undefined);

  return {
    start: async () => {
      await readDatabase(bot);
      state.blacklist = [...bot.settings.blacklist];
      await meanwhile(beginStrategy(bot));
      setMode(bot.settings.initialState, true);
      loop = run().catch(options.onCrash);
    },
    ask: (command) =>
      new Promise((resolve, reject) => {
        if (isClosing) reject(new CommandRefused('the bot is shutting down'));
        queue.push({ command, resolve: resolve as (answer: never) => void, reject });
        wake();
      }),
    close: async () => {
      isClosing = true;
      ignoreClock();
      wake();
      await loop;
      for (const waiting of queue.splice(0)) waiting.reject(new CommandRefused('the bot is shutting down'));
      await lastWrites();
      if (bot.settings.cancelOpenOrdersOnExit) {
        for (const trade of [...state.trades]) {
          for (const order of trade.orders.filter((candidate) => candidate.isOpen)) {
            try {
              await cancelIfExitable(bot, trade, order, 'cancelled (all unfilled and partially filled open orders cancelled)');
            } catch (error) {
              bot.log.warn('freqtradebot', `Order ${order.orderId} of ${trade.pair} was not cancelled: ${(error as Error).message}`);
            }
          }
        }
      }
    },
  };
}
