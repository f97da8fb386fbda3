import { type RawData, WebSocket } from 'ws';
import { guarded } from '../../core/guarded.ts';

/** Bytes that may wait for a slow browser before its connection is given up. */
const WAITING_LIMIT = 8 << 20;
const CHECK_MS = 5_000;
const MESSAGE_LIMIT = 32 << 20;

/** Joins a browser's WebSocket with that of another bot; when one side ends, so does the other. */
export function passMessages(
  browser: WebSocket,
  options: {
    /** Where the other bot is, with a token. */
    readonly address: () => Promise<string>;
    /** Whether what the browser came with still counts. */
    readonly isAlive: () => boolean;
    readonly onTrouble: (error: unknown) => void;
  },
): void {
  const { address, isAlive, onTrouble } = options;
  const early: string[] = [];
  let bot: WebSocket | null = null;
  const check = (): void => {
    if (!isAlive()) browser.close(1008, 'The login has ended');
    else browser.ping();
  };
  const watch = setInterval(guarded(check, onTrouble), CHECK_MS);
  const end = (): void => {
    clearInterval(watch);
    bot?.terminate();
    browser.close(1011, 'The other bot is gone');
  };
  browser.on('close', guarded(end, onTrouble));
  browser.on(
    'error',
    guarded(() => browser.terminate(), onTrouble),
  );
  const pass = (data: RawData): void => {
    if (bot?.readyState === WebSocket.OPEN) bot.send(data.toString());
    else if (early.length < 20) early.push(data.toString());
  };
  browser.on('message', guarded(pass, onTrouble));

  const join = (url: string): void => {
    if (browser.readyState !== WebSocket.OPEN) return;
    const opened = new WebSocket(url, { maxPayload: MESSAGE_LIMIT, handshakeTimeout: CHECK_MS });
    bot = opened;
    const sendEarly = (): void => {
      for (const message of early.splice(0)) opened.send(message);
    };
    opened.on('open', guarded(sendEarly, onTrouble));
    const passBack = (data: RawData, isBinary: boolean): void => {
      if (browser.bufferedAmount > WAITING_LIMIT) return end();
      browser.send(data as Buffer, { binary: isBinary });
    };
    opened.on('message', guarded(passBack, onTrouble));
    opened.on('close', guarded(end, onTrouble));
    opened.on('error', guarded(end, onTrouble));
  };
  address().then(join).catch(end);
}
