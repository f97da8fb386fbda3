import { pathToFileURL } from 'node:url';
import { startWatchdog } from '../../src/app/process/watchdog.ts';

/** A process with a watchdog that allows two seconds; it runs a function of a file, if one is named. Arguments: log file, file. */
const [logFile = '', file] = process.argv.slice(2);
startWatchdog({ exitCode: 75, logFile, isJson: false, limit: 2, onFailure: (reason) => console.error(reason) });
setInterval(() => undefined, 1000);
console.log('started');
if (file !== undefined) {
  const { run } = (await import(pathToFileURL(file).href)) as { run: () => void };
  setTimeout(run, 200);
}
