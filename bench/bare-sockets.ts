import { createServer, type Socket } from 'node:net';
import { BARE_PING, bareMessage } from './bare.ts';

/**
 * What sockets of Node cost and no program can leave out: the bytes of an answered `ping` for whatever is asked, nothing read of HTTP, and one
 * message a second, made once, to all who asked for a WebSocket. Run with its port.
 */
const listeners = new Set<Socket>();
const SWITCHED = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n';

createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('close', () => listeners.delete(socket));
  socket.on('data', (data) => {
    if (listeners.has(socket)) return;
    if (data.includes('Upgrade: websocket')) {
      listeners.add(socket);
      socket.write(SWITCHED);
    } else socket.write(BARE_PING);
  });
}).listen(Number(process.argv[2]), '127.0.0.1');

setInterval(() => {
  const message = bareMessage(performance.timeOrigin + performance.now());
  for (const socket of listeners) socket.write(message);
}, 1000);
