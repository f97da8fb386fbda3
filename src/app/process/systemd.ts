import { execFile, spawnSync } from 'node:child_process';
import { ConfigurationError } from '../../config/problem.ts';

/** Tells the supervisor how the bot fares; does nothing where it was not asked for or nobody listens. */
export interface SystemdNotifier {
  /** @param state e.g. `READY=1`; several at once */
  tell(...state: string[]): void;
  close(): Promise<void>;
}

const PROGRAM = 'systemd-notify';
const SILENT: SystemdNotifier = { tell: () => undefined, close: async () => undefined };

/**
 * systemd's notifications, through its own program: Node has no datagram sockets of the file system. The unit needs `NotifyAccess=all`.
 * With `WatchdogSec=` the supervisor hears of life twice within it, from the event loop.
 * @throws ConfigurationError where somebody listens and the program is not there
 */
export function systemdNotifier(
  isWanted: boolean,
  environment: Readonly<Record<string, string | undefined>>,
  state: () => string,
): SystemdNotifier {
  const socket = environment['NOTIFY_SOCKET'];
  if (!isWanted || !socket) return SILENT;
  if (spawnSync(PROGRAM, ['--version'], { stdio: 'ignore' }).error !== undefined)
    throw new ConfigurationError([
      {
        file: 'configuration',
        key: 'internals.sd_notify',
        found: 'true',
        allowed: `false, or ${PROGRAM} on the PATH: systemd is notified through it`,
      },
    ]);
  let last: Promise<void> = Promise.resolve();
  const tell = (...words: string[]): void => {
    // one after the other, in order
    last = last.then(
      () =>
        new Promise((resolve) => {
          execFile(PROGRAM, words, { env: environment as NodeJS.ProcessEnv, timeout: 5000 }, () => resolve());
        }),
    );
  };
  const watchdogUs = Number(environment['WATCHDOG_USEC'] ?? 0);
  const timer =
    watchdogUs > 0 ? setInterval(() => tell('WATCHDOG=1', `STATUS=State: ${state().toUpperCase()}.`), watchdogUs / 2000) : undefined;
  return {
    tell,
    close: async () => {
      clearInterval(timer);
      tell('STOPPING=1');
      await last;
    },
  };
}
