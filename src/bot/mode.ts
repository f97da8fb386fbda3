import type { Bot } from './bot.ts';
import { startupEvents } from './events.ts';
import type { BotMode } from './state.ts';

/** Whether the bot runs, is paused or stands: who may change it, what is reported of it, and its sign of life. */
export class Mode {
  readonly #bot: Bot;
  readonly #version: string;
  readonly #onChange: () => void;
  #asked = 0;
  /** Monotonic ms. */
  #nextBeat = 0;

  /** @param version of the program @param onChange called when there is something else to do now */
  constructor(bot: Bot, version: string, onChange: () => void) {
    this.#bot = bot;
    this.#version = version;
    this.#onChange = onChange;
  }

  /** How often somebody has asked for another mode. */
  get asked(): number {
    return this.#asked;
  }

  start(): { status: string } {
    this.#asked++;
    if (this.#bot.state.mode === 'running') return { status: 'already running' };
    this.set('running');
    return { status: 'starting trader ...' };
  }

  stop(): { status: string } {
    this.#asked++;
    if (this.#bot.state.mode === 'stopped') return { status: 'already stopped' };
    this.set('stopped');
    return { status: 'stopping trader ...' };
  }

  pause(): { status: string } {
    this.#asked++;
    const before = this.#bot.state.mode;
    this.set('paused');
    if (before === 'stopped')
      return { status: 'starting bot with trader in paused state, no entries will occur. Run /start to enable entries.' };
    return { status: 'paused, no more entries will occur from now. Run /start to enable entries.' };
  }

  /** @param isNew whether it is reported even where it was so before: at the start, and after a reload */
  set(mode: BotMode, isNew = false): void {
    const { state, log, settings, notices, publish } = this.#bot;
    const before = state.mode;
    if (before === mode && !isNew) return;
    state.mode = mode;
    this.#nextBeat = 0;
    log.info('worker', `Changing state${before === mode ? '' : ` from ${before.toUpperCase()}`} to: ${mode.toUpperCase()}`);
    if (mode === 'stopped') this.#tellHowToStart(before === mode);
    publish({ kind: 'status', text: mode });
    if (mode === 'running' && before !== 'paused') for (const event of startupEvents(settings, notices)) publish(event);
    this.#onChange();
  }

  /** The sign of life: after every change, then once a minute. */
  beat(): void {
    const { settings, strategy, state, log, monotonic } = this.#bot;
    const { heartbeatMs } = settings;
    const now = monotonic();
    if (heartbeatMs <= 0 || now < this.#nextBeat) return;
    this.#nextBeat = now + heartbeatMs;
    const own = strategy.version?.() ?? null;
    const version = `${this.#version}${own === null ? '' : `, strategy_version: ${own}`}`;
    log.info('worker', `Bot heartbeat. PID=${process.pid}, version='${version}', state='${state.mode.toUpperCase()}'`);
  }

  /** A stopped bot looks like a broken one to who does not know. @param isFirst whether it was never started */
  #tellHowToStart(isFirst: boolean): void {
    const { log, state } = this.#bot;
    const always = isFirst ? ' "initial_state": "running" in the configuration starts it by itself.' : '';
    const open = state.trades.length === 0 ? '' : ` ${state.trades.length} open trades are not looked after meanwhile.`;
    log.info(
      'worker',
      `The bot is stopped and trades nothing until it is started: Start on the web page, "freqtrade-client start", or /start in Telegram.${always}${open}`,
    );
  }
}
