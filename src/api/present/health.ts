import type { BotService } from '../../bot/port.ts';
import type { Health } from '../../wire/answers/info.ts';
import { isoText } from './dates.ts';

/** When the trading loop last ran, and when the bot began. */
export function presentHealth({ state: { lastProcess, startupAt }, firstStart }: BotService): Health {
  const at = (ms: number) => (ms === 0 ? null : isoText(ms));
  const seconds = (ms: number) => (ms === 0 ? null : Math.floor(ms / 1000));
  return {
    last_process: at(lastProcess),
    last_process_ts: seconds(lastProcess),
    bot_start: isoText(firstStart),
    bot_start_ts: seconds(firstStart),
    bot_startup: at(startupAt),
    bot_startup_ts: seconds(startupAt),
  };
}
