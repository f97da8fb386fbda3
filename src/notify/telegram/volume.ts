import type { Notice } from './notification.ts';

export type Volume = 'on' | 'off' | 'silent';
/** By type of message; for exits by exit reason too, `*` for all others. */
export type VolumeSettings = Readonly<Record<string, string | Readonly<Record<string, Volume>> | undefined>>;

/** freqtrade sends these only where they are asked for. */
const QUIET: Readonly<Record<string, Volume>> = { entry_fill: 'off', exit_fill: 'on' };

/** How loud a message is. Source: freqtrade 2026.9's `telegram.notification_settings`. */
export function volumeOf(message: Notice, settings: VolumeSettings): Volume {
  const setting = settings[message.type];
  if (setting === undefined) return QUIET[message.type] ?? 'on';
  if (typeof setting === 'string') return isVolume(setting) ? setting : 'on';
  return setting[String(message['exit_reason'] ?? '')] ?? setting['*'] ?? 'on';
}

function isVolume(text: string): text is Volume {
  return text === 'on' || text === 'off' || text === 'silent';
}
