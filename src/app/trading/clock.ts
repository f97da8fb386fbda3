import { SteadyClock } from '../../bot/steady-clock.ts';
import { guarded } from '../../core/guarded.ts';
import { reasonOf } from '../../core/reason.ts';

interface ClockLog {
  info(module: string, message: string): void;
  warn(module: string, message: string): void;
}

/** The clock a bot goes by: the machine's, made steady. */
export function openClock(): SteadyClock {
  return new SteadyClock({ wall: Date.now, monotonic: () => performance.now() });
}

/** The start waits no longer for the exchange's time, ms; it is gone by once it is there. */
const FIRST_ANSWER_MS = 3000;

/**
 * Reports jumps of the machine's clock; after one, and at the start, the exchange says what time it is. By a clock that is wrong, candles that
 * have ended long ago would be taken for the last ones, or one that goes on for ended.
 */
export async function watchClock(clock: SteadyClock, source: { serverTime(): Promise<number | null> }, log: ClockLog): Promise<void> {
  const setTrueTime = guarded(
    () => trueTime(source, clock, log),
    (error) => log.warn('worker', `The exchange's time can't be read: ${reasonOf(error)}`),
  );
  clock.onJump(({ byMs, whose }) => {
    if (whose === 'ours') {
      log.warn('worker', `By the exchange's time it is ${seconds(byMs)} ${byMs < 0 ? 'earlier' : 'later'}; the bot goes by it.`);
      return;
    }
    const words = byMs < 0 ? `set back by ${seconds(byMs)}` : `moved forward by ${seconds(byMs)}, or the machine slept`;
    log.warn('worker', `The clock was ${words}. Everything that may be due is done now.`);
    setTrueTime();
  });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FIRST_ANSWER_MS);
  });
  // an exchange that is away is reported by whoever wants something of it
  await Promise.race([trueTime(source, clock, log).catch(() => undefined), limit]);
  clearTimeout(timer);
}

/** Reports how far the machine's clock is from that of the exchange. @param difference ms */
export function reportClock(difference: number, log: ClockLog): void {
  if (Math.abs(difference) < 1000) log.info('exchange', "The machine's clock and the exchange's agree again.");
  else
    log.warn(
      'exchange',
      `The machine's clock and the exchange's are ${seconds(difference)} apart; requests are signed with the exchange's time.`,
    );
}

/** @throws where the exchange can't be asked; time goes on as before then */
async function trueTime(source: { serverTime(): Promise<number | null> }, clock: SteadyClock, log: ClockLog): Promise<void> {
  const time = await source.serverTime();
  if (time !== null) clock.believe(time);
  if (clock.behindMs > 0)
    log.warn(
      'worker',
      `The machine's clock is ${seconds(clock.behindMs)} behind. The bot goes on with the right time; please set the clock.`,
    );
}

function seconds(ms: number): string {
  return `${(Math.abs(ms) / 1000).toFixed(1)} s`;
}
