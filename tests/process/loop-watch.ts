import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before a bot (`--import`): writes down every turn of its event loop that cost much, with the time of day and the CPU time, both
 * in ms. CPU time, since a busy machine makes a turn no longer.
 */
const FROM_MS = 5;
const file = process.env['LOOP_WATCH_FILE'];
if (isMainThread && file !== undefined) {
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let before = spent();
  const look = (): void => {
    const now = spent();
    if (now - before >= FROM_MS) appendFileSync(file, `${Date.now()} ${(now - before).toFixed(1)}\n`);
    before = spent();
    setTimeout(look, 1).unref();
  };
  setTimeout(look, 1).unref();
}
