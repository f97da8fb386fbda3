import { workerData } from 'node:worker_threads';

/**
 * The watching thread. It is plain JavaScript and loads what tells of a standing loop only when there is one: a thread that strips
 * types of its own would cost 15 MB for as long as the bot runs.
 */
const SECOND_MS = 1000;

/** @type {import('./watchdog.ts').Watch} */
const watch = workerData;
const counter = new Int32Array(watch.beats);
let last = watch.unwatched;
let standing = 0;

const timer = setInterval(() => {
  const beat = Atomics.load(counter, 0);
  standing = beat === last && beat !== watch.unwatched ? standing + 1 : 0;
  last = beat;
  if (standing < watch.limit) return;
  clearInterval(timer);
  import('./watchdog-report.ts').then(
    ({ endProcess }) => endProcess(watch),
    // no word is better than a bot that stands
    () => process.kill(process.pid, 'SIGKILL'),
  );
}, SECOND_MS);
