import { appendFileSync, writeSync } from 'node:fs';
import { type Debugger, Session } from 'node:inspector';
import { isMainThread, workerData } from 'node:worker_threads';
import { type Frame, filePath, stackText, userFrame } from '../bot/source-line.ts';
import { Log } from '../log/log.ts';
import { UNWATCHED, type Watch } from './watchdog.ts';

const SECOND_MS = 1000;
/** The stack of a loop that stands is had within milliseconds, or never: native code can't be halted. */
const STACK_WAIT_MS = 5000;
const END_WAIT_MS = 2000;

function watch({ beats, limit, exitCode, logFile, isJson }: Watch): void {
  const counter = new Int32Array(beats);
  const log = new Log({ now: Date.now, isJson, write: (line) => writeEverywhere(line, logFile) });
  let last = -1;
  let standing = 0;
  const timer = setInterval(() => {
    const beat = Atomics.load(counter, 0);
    standing = beat === last && beat !== UNWATCHED ? standing + 1 : 0;
    last = beat;
    if (standing < limit) return;
    clearInterval(timer);
    endProcess(log, limit, exitCode);
  }, SECOND_MS);
}

/** Halts the main thread where it is, tells where that is, and ends the process. */
function endProcess(log: Log, limit: number, exitCode: number): void {
  const session = new Session();
  const told = (where: string) =>
    log.error(
      'watchdog',
      `The bot has done nothing for ${limit} s: its event loop stands${where}. The process ends with code ${exitCode}; open trades stay in the database.`,
    );
  const killSoon = (ms: number, before: () => void) =>
    setTimeout(() => {
      before();
      process.kill(process.pid, 'SIGKILL');
    }, ms);
  const timer = killSoon(STACK_WAIT_MS, () => told(' in code that does not say where, e.g. of the system'));
  session.once('Debugger.paused', ({ params }) => {
    clearTimeout(timer);
    const frames = params.callFrames.map(frameOf);
    const place = userFrame(frames);
    told(
      `${place === null ? '' : ` in ${place.name || 'the file'} (${place.path}:${place.line}:${place.column})`}. Stack: ${stackText(frames)}`,
    );
    killSoon(END_WAIT_MS, () => undefined);
    // without any clean-up of the main thread, which can't do any
    session.post('Debugger.evaluateOnCallFrame', {
      callFrameId: params.callFrames[0]!.callFrameId,
      expression: `process.reallyExit(${exitCode})`,
    });
  });
  session.connectToMainThread();
  session.post('Debugger.enable');
  session.post('Debugger.pause');
}

function frameOf({ functionName, url, location }: Debugger.CallFrame): Frame {
  return { name: functionName, path: filePath(url), line: location.lineNumber + 1, column: (location.columnNumber ?? 0) + 1 };
}

/** At once, without the main thread that a worker's own streams need. */
function writeEverywhere(line: string, logFile: string | null): void {
  for (const write of [() => writeSync(2, `${line}\n`), () => logFile !== null && appendFileSync(logFile, `${line}\n`, { mode: 0o600 })]) {
    try {
      write();
    } catch {
      // the other place may still take it
    }
  }
}

const order = workerData as Watch | null;
if (!isMainThread && order?.thread === 'watchdog') watch(order);
