import { messageType } from '../../api/present/event.ts';
import type { BotEvent } from '../../bot/events.ts';

export type Volume = 'on' | 'off' | 'silent';
/** By type of message; for exits by exit reason too, `*` for all others. */
export type VolumeSettings = Readonly<Record<string, string | Readonly<Record<string, Volume>> | undefined>>;

/** freqtrade sends these only where they are asked for. */
const QUIET: Readonly<Record<string, Volume>> = { entry_fill: 'off', exit_fill: 'on' };

/** How loud an event is. Source: freqtrade 2026.9's `telegram.notification_settings`. */
export function volumeOf(event: BotEvent, settings: VolumeSettings): Volume {
  const type = messageType(event);
  const setting = settings[type];
  if (setting === undefined) return QUIET[type] ?? 'on';
  if (typeof setting === 'string') return isVolume(setting) ? setting : 'on';
  const reason = 'exitReason' in event ? (event.exitReason ?? '') : '';
  return setting[reason] ?? setting['*'] ?? 'on';
}

function isVolume(text: string): text is Volume {
  return text === 'on' || text === 'off' || text === 'silent';
}
