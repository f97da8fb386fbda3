import { writeSync } from 'node:fs';
import type { LogWriter } from './log.ts';

/** Standard output as far as it is used here. */
export interface ConsoleStream {
  write(text: string): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * A writer to the console that outlives it: a terminal that was closed, a pipe that nobody reads any more or a full disk behind it
 * is an error of the line, not of the process.
 * @param direct writes without the stream, once that is broken: what was redirected to a full disk works again when there is room
 */
export function consoleWriter(
  stream: ConsoleStream = process.stdout,
  direct: (text: string) => void = (text) => {
    writeSync(1, text);
  },
): LogWriter {
  let isBroken = false;
  // without a listener the error would end the process
  stream.on('error', () => {
    isBroken = true;
  });
  return (line) => {
    if (isBroken) direct(`${line}\n`);
    else stream.write(`${line}\n`);
  };
}
