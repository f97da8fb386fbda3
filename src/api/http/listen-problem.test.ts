import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { RawApiServer } from '../../config/raw.ts';
import { listenProblem } from './listen-problem.ts';

let server: Server | null = null;
afterEach(() => {
  server?.close();
});

/** The problem of a second server on a port where one answers already. */
async function problem(answer: string): Promise<string> {
  server = createServer((_request, response) => {
    response.end(answer);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return (await told(port, 'EADDRINUSE')).replace(String(port), 'PORT');
}

async function told(port: number, code: string): Promise<string> {
  const config = { listen_ip_address: '127.0.0.1', listen_port: port } as RawApiServer;
  return (await listenProblem(config, Object.assign(new Error(`listen ${code}`), { code }))).message;
}

describe('an address that can not be listened on', () => {
  it('is told with the key to change and who has it', async () => {
    expect(await problem('{"status":"pong"}')).toMatch(
      /^Port PORT on 127\.0\.0\.1 is in use, by another bot.*\. Stop that, or set another api_server\.listen_port\.$/,
    );
    if (process.platform === 'linux') expect(await problem('<html>')).toContain(`by another program: process ${process.pid} (`);
  });
  it('names what else may be wrong', async () => {
    expect(await told(80, 'EACCES')).toMatch(/api_server\.listen_port 80 .* from 1024 on/);
    expect(await told(8080, 'EADDRNOTAVAIL')).toMatch(/api_server\.listen_ip_address 127\.0\.0\.1 is no address of this machine/);
    expect(await told(8080, 'EMFILE')).toBe('listen EMFILE');
  });
});
