import type { BotEvent } from '../../bot/events.ts';
import { guarded } from '../../core/guarded.ts';
import { reasonWithStack } from '../../core/reason.ts';
import type { Log } from '../../log/log.ts';

/** Hands an event to all who listen; what one of them throws is logged, and keeps it from nobody. */
export function tellListeners(listeners: ReadonlySet<(message: BotEvent) => void>, log: Log): (message: BotEvent) => void {
  const tellSafely = guarded(
    (listener: (message: BotEvent) => void, message: BotEvent) => listener(message),
    (error) => log.error('rpc.rpc_manager', `A message could not be sent: ${reasonWithStack(error)}`),
  );
  return (message) => {
    for (const listener of listeners) tellSafely(listener, message);
  };
}
