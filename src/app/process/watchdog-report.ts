import { appendFileSync, writeSync } from 'node:fs';
import { type Debugger, Session } from 'node:inspector';
import { type Frame, filePath, stackText, userFrame } from '../../bot/source-line.ts';
import { Log } from '../../log/log.ts';
import type { Watch } from './watchdog.ts';

/** The stack of a loop that stands is had within milliseconds, or never: native code can't be halted. */
const STACK_WAIT_MS = 5000;
const END_WAIT_MS = 2000;

/** Halts the main thread where it is, tells where that is, and ends the process. */
export function endProcess({ limit, exitCode, logFile, isJson }: Watch): void {
  const log = new Log({ now: Date.now, isJson, writers: [(line) => writeEverywhere(line, logFile)] });
  const session = new Session();
  const addresses = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params }) => addresses.set(params.scriptId, params.url));
  const report = (where: string) =>
    log.error(
      'watchdog',
      `The bot has done nothing for ${limit} s: its event loop stands${where}. The process ends with code ${exitCode}; open trades stay in the database.`,
    );
  const killSoon = (ms: number, before: () => void) =>
    setTimeout(() => {
      before();
      process.kill(process.pid, 'SIGKILL');
    }, ms);
  const timer = killSoon(STACK_WAIT_MS, () => report(' in code that does not say where, e.g. of the system'));
  session.once('Debugger.paused', ({ params }) => {
    clearTimeout(timer);
    const frames = params.callFrames.map((frame) => frameOf(frame, addresses.get(frame.location.scriptId) ?? frame.url));
    const place = userFrame(frames);
    report(
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

function frameOf({ functionName, location }: Debugger.CallFrame, url: string): Frame {
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
