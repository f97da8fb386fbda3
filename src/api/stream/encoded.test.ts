import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Encoded } from './encoded.ts';

it('a message is a frame that every client reads, whatever its length, between frames of the library', async () => {
  const lengths = [1, 125, 126, 127, 65_535, 65_536, 200_000];
  const sent = [
    ...lengths.map((length) => '{'.padEnd(length, 'x')),
    ...lengths.map((length) => `{"a":"${'é€'.repeat(length).slice(0, length)}😀"}`),
  ];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket, { socket: connection }) => {
    for (const [index, text] of sent.entries()) {
      connection.write(new Encoded(index + 1, 'status', text).plain());
      socket.send(`"${index}"`);
    }
    connection.write(new Encoded(7, 'status', '{"a":1}').numbered());
    socket.close();
  });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const heard: string[] = [];
  client.on('message', (data: Buffer, isBinary: boolean) => heard.push(isBinary ? 'binary' : data.toString()));
  const [code] = (await once(client, 'close')) as [number];
  server.close();
  expect(code).toBe(1005);
  expect(heard).toEqual([...sent.flatMap((text, index) => [text, `"${index}"`]), '{"a":1,"seq":7}']);
});
