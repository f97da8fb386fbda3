import { candleEnd, nextCandleStart } from '../core/market/candle-calendar.ts';
import { PairlistMemory } from '../pairlists/handler.ts';
import { Bell } from './bell.ts';
import type { Bot } from './bot.ts';
import { cancelEverything, StoppedOrders } from './cancel-all.ts';
import type { Command, CommandAnswers } from './commands.ts';
import { dispatch } from './dispatch.ts';
import type { Hosted } from './equip.ts';
import { followedPairs } from './followed-pairs.ts';
import { readDatabase } from './hold.ts';
import { Inbox } from './inbox.ts';
import { iterate, react, retryDelay } from './iterate.ts';
import { Mode } from './mode.ts';
import { candlesDueAt } from './own-candles.ts';
import { takePushedOrders } from './pushed-orders.ts';
import { writeAll } from './record.ts';
import { beginStrategy, Reload } from './strategy-host.ts';

export interface RunnerOptions {
  readonly bot: Bot;
  /** Reads config and strategy again. @throws with the reason; the running bot then stays as it is */
  readonly reload: () => Promise<Hosted>;
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

/** After the end of a candle, how long before the loop looks for it, ms. */
const CANDLE_OFFSET_MS = 300;
/** How long the end waits for a database that does not take what happened, ms. */
const LAST_WRITES_MS = 5000;
/** What needs no reaction is taken in no later than this, ms. */
const LONGEST_SLEEP_MS = 1000;
/** Key of troubles of an iteration. */
const ITERATION = 'iteration ';

export function createRunner({ bot, reload, onClockJump, version, onCrash }: RunnerOptions): Runner {
  const loop = new Loop(bot, reload, version);
  const ignoreClock = onClockJump?.((byMs) => loop.clockJumped(byMs)) ?? (() => undefined);
  let running: Promise<void> = Promise.resolve();
  return {
    start: async () => {
      await loop.begin();
      running = loop.run().catch(onCrash);
    },
    ask: (command) => loop.inbox.ask(command),
    close: async () => {
      ignoreClock();
      loop.end();
      await running;
      loop.inbox.close();
      await lastWrites(bot);
      if (bot.settings.cancelOpenOrdersOnExit) await cancelEverything(bot);
      bot.strategy.close?.();
    },
  };
}

/**
 * The only writer of a bot's state: it, and what it calls and waits for. Everybody else leaves word: commands in the inbox, streams in
 * `bot.pushes`, the clock here; the loop takes it up between two of its steps.
 */
class Loop {
  readonly inbox: Inbox;
  readonly #bot: Bot;
  readonly #bell = new Bell();
  readonly #mode: Mode;
  readonly #stopped = new StoppedOrders();
  #clockJumps: number[] = [];
  #isDue = true;
  #isClosing = false;
  /** Monotonic ms. */
  #nextDue = 0;
  #watched = '';

  constructor(bot: Bot, read: () => Promise<Hosted>, version: string) {
    this.#bot = bot;
    this.#mode = new Mode(bot, version, () => {
      this.#isDue = true;
    });
    const reload = new Reload(bot, { read, meanwhile: (beginning) => this.#meanwhile(beginning), isClosing: () => this.#isClosing });
    const performers = { bot, mode: this.#mode, reload };
    this.inbox = new Inbox(
      async <K extends Command['kind']>(command: Extract<Command, { kind: K }>) =>
        (await dispatch(performers, command)) as CommandAnswers[K],
      () => this.#bell.ring(),
    );
    bot.pushes.listen(() => this.#bell.ring());
  }

  async begin(): Promise<void> {
    const { state, settings } = this.#bot;
    state.startupAt = this.#bot.now();
    await readDatabase(this.#bot);
    state.blacklist = [...settings.blacklist];
    await this.#meanwhile(beginStrategy(this.#bot, this.#bot));
    this.#mode.set(settings.initialState, true);
  }

  end(): void {
    this.#isClosing = true;
    this.#bell.ring();
  }

  clockJumped(byMs: number): void {
    this.#clockJumps.push(byMs);
    this.#bell.ring();
  }

  async run(): Promise<void> {
    while (!this.#isClosing) {
      await this.inbox.empty();
      this.#takeIn();
      if (this.#bot.state.mode === 'stopped') {
        this.#bot.pushes.forgetWork();
        await this.#stopped.cancel(this.#bot);
      } else await this.#step();
      await writeAll(this.#bot);
      this.#mode.beat();
      await this.#sleep();
    }
  }

  /** What is due: an iteration, or reactions to what the streams have sent. */
  async #step(): Promise<void> {
    const bot = this.#bot;
    try {
      await takePushedOrders(bot);
      if (bot.pushes.takeBegun()) this.#isDue = true;
      if (this.#isDue || bot.monotonic() >= this.#nextDue) {
        this.#isDue = false;
        bot.pushes.takeMoved();
        await iterate(bot, (gathering) => this.#meanwhile(gathering));
        tellRecovery(bot);
        this.#watchPairs();
      } else await this.#reactToPrices();
      if (bot.monotonic() >= this.#nextDue) this.#nextDue = bot.monotonic() + untilDue(bot);
    } catch (error) {
      const delay = retryDelay(bot, error);
      tellFailure(bot, error, delay);
      if (delay === null) this.#mode.set('stopped');
      else this.#nextDue = bot.monotonic() + delay;
    }
  }

  async #reactToPrices(): Promise<void> {
    const moved = this.#bot.pushes.takeMoved();
    if (moved.size > 0) await react(this.#bot, moved);
  }

  /** What others have left word of. */
  #takeIn(): void {
    this.#bot.pushes.takeIn(this.#bot);
    for (const byMs of this.#clockJumps.splice(0)) {
      // whatever had a date may be due now
      this.#isDue = true;
      // while a machine sleeps, its monotonic clock may stand
      this.#bot.wallet.change();
      if (byMs < 0) forgetFuture(this.#bot);
    }
  }

  /**
   * Waits for what changes no trade, and meanwhile answers commands and acts on orders and prices, as between iterations.
   * @returns whether all is still as it was when the wait began
   */
  async #meanwhile(slow: Promise<void>): Promise<boolean> {
    const bot = this.#bot;
    const { state } = bot;
    const { edition } = state;
    let isOver = false;
    let failure: { error: unknown } | null = null;
    const over = slow.finally(() => {
      isOver = true;
      this.#bell.ring();
    });
    // waited for below, unless the bot is closed first
    over.catch(() => undefined);
    const isCurrent = () => !isOver && !this.#isClosing && edition === state.edition;
    // before the first iteration nothing is known that could be acted on
    const mayAct = () => failure === null && state.lastProcess > 0 && state.mode !== 'stopped';
    while (isCurrent()) {
      await this.inbox.empty(state.lastProcess > 0);
      this.#takeIn();
      if (mayAct()) {
        try {
          await takePushedOrders(bot);
          await this.#reactToPrices();
        } catch (error) {
          failure = { error };
        }
      }
      if (!isCurrent() || this.inbox.has(state.lastProcess > 0) || (mayAct() && bot.pushes.isUrgent)) continue;
      await this.#bell.sleep();
    }
    if (this.#isClosing || edition !== state.edition) return false;
    await over;
    if (failure !== null) throw failure.error;
    return state.mode !== 'stopped';
  }

  #watchPairs(): void {
    const bot = this.#bot;
    const pairs = followedPairs(bot);
    const { edition } = bot.state;
    const key = `${edition}/${bot.settings.timeframe}/${pairs.join(',')}`;
    if (key === this.#watched) return;
    this.#watched = key;
    bot.exchange.pushes.watch(pairs, bot.settings.timeframe, (push) => bot.pushes.arrive(bot, push, edition));
  }

  #sleep(): Promise<void> {
    const { state, settings, monotonic, pushes } = this.#bot;
    const isStopped = state.mode === 'stopped';
    const hasWork = this.#isDue || this.#clockJumps.length > 0 || pushes.isUrgent || pushes.hasBegun;
    if (this.#isClosing || this.inbox.has(true) || (!isStopped && hasWork)) return new Promise((resolve) => setImmediate(resolve));
    const wait = isStopped ? LONGEST_SLEEP_MS : Math.min(this.#nextDue - monotonic(), settings.throttleMs, LONGEST_SLEEP_MS);
    return this.#bell.sleep(Math.max(0, wait));
  }
}

/** The clock was set back: what is newer than now would never become old. */
function forgetFuture({ state, settings, pushes, now }: Bot): void {
  const at = now();
  pushes.forgetPrices();
  state.tickers.clear();
  if ([...state.candlesAsked.values()].some((asked) => asked > at)) {
    pushes.forgetCandles();
    state.candlesAsked.clear();
    state.candles.clear();
  }
  for (const known of [state.informative, state.otherCandles]) for (const [key, { asked }] of known) if (asked > at) known.delete(key);
  // what was taken for a candle that has ended may run now
  for (const [pair, { row }] of state.analyses) if (candleEnd(row[0], settings.timeframeMs) > at) state.analyses.delete(pair);
  state.pairlistMemory = new PairlistMemory();
  state.marketsAt = Math.min(state.marketsAt, at);
  state.edgeAt = Math.min(state.edgeAt, at);
  state.walletRecordedAt = Math.min(state.walletRecordedAt, at);
}

/** How long until the next iteration, ms: the throttle's time, or less where a candle ends before, or is asked for. */
function untilDue(bot: Bot): number {
  const { throttleMs, timeframeMs } = bot.settings;
  const at = bot.now();
  const next = nextCandleStart(at, timeframeMs) + CANDLE_OFFSET_MS;
  return Math.min(throttleMs, next - at, (candlesDueAt(bot) ?? next) - at);
}

/** An iteration has failed: reported once, then with how long that goes on. @param delay until the next, ms; null for none */
function tellFailure({ log, state, monotonic }: Bot, error: unknown, delay: number | null): void {
  const text = (error as Error).message;
  if (delay === null) {
    log.error('worker', `${text}. Trading is stopped; start it again when this is mended.`);
    return;
  }
  const length = state.troubles.goesOn(`${ITERATION}${(error as Error).name}`, monotonic());
  if (length === null) return;
  const again = `trying again in ${Math.round(delay / 1000)} s`;
  log.error('worker', length === '' ? `${text}, ${again}` : `Nothing could be done${length}: ${text}, ${again}`);
}

function tellRecovery({ log, state, monotonic }: Bot): void {
  const [key, ...others] = state.troubles.lasting(ITERATION);
  if (key === undefined) return;
  for (const other of others) state.troubles.ends(other, monotonic());
  log.info('worker', `All goes on again, after ${state.troubles.ends(key, monotonic())}.`);
}

/** What could not be written is tried until the process must end. */
async function lastWrites(bot: Bot): Promise<void> {
  const end = performance.now() + LAST_WRITES_MS;
  while (!(await writeAll(bot)) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 200));
}
