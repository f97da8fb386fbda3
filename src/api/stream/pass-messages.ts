import { WebSocket } from 'ws';

/** Bytes that may wait for a slow browser before its connection is given up. */
const WAITING_LIMIT = 8 << 20;
const CHECK_MS = 5_000;
const MESSAGE_LIMIT = 32 << 20;

/** Joins a browser's WebSocket with that of another bot; when one side ends, so does the other. @param address where the other bot is, with a token */
export function passMessages(browser: WebSocket, address: () => Promise<string>, isAlive: () => boolean): void {
  const early: string[] = [];
  let bot: WebSocket | null = null;
  const watch = setInterval(() => {
    if (!isAlive()) browser.close(1008, 'The login has ended');
    else browser.ping();
  }, CHECK_MS);
  const end = (): void => {
    clearInterval(watch);
    bot?.terminate();
    browser.close(1011, 'The other bot is gone');
  };
  browser.on('close', end);
  browser.on('error', () => browser.terminate());
  browser.on('message', (data) => {
    if (bot?.readyState === WebSocket.OPEN) bot.send(data.toString());
    else if (early.length < 20) early.push(data.toString());
  });
  address().then((url) => {
    if (browser.readyState !== WebSocket.OPEN) return;
    bot = new WebSocket(url, { maxPayload: MESSAGE_LIMIT, handshakeTimeout: CHECK_MS });
    bot.on('open', () => {
      for (const message of early.splice(0)) bot?.send(message);
    });
    bot.on('message', (data, isBinary) => {
      if (browser.bufferedAmount > WAITING_LIMIT) return end();
      browser.send(data as Buffer, { binary: isBinary });
    });
    bot.on('close', end);
    bot.on('error', end);
  }, end);
}
