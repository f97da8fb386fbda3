import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import type { RawApiServer } from '../../config/raw.ts';

/** The API can't listen where the configuration says; the message names the key to change. */
export class ListenError extends Error {
  readonly code = 'OPERATIONAL_EXCEPTION';
}

const ASK_LIMIT_MS = 2000;

/** What keeps the API from listening, in words. */
export async function listenProblem(config: RawApiServer, error: NodeJS.ErrnoException): Promise<Error> {
  const { listen_ip_address: address, listen_port: port } = config;
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenError(
        `Port ${port} on ${address} is in use, ${await whoUses(address, port)}. Stop that, or set another api_server.listen_port.`,
        { cause: error },
      );
    case 'EACCES':
      return new ListenError(`api_server.listen_port ${port} may not be used without rights; ports from 1024 on may.`, { cause: error });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ListenError(`api_server.listen_ip_address ${address} is no address of this machine; 127.0.0.1 always is.`, {
        cause: error,
      });
    default:
      return error;
  }
}

async function whoUses(address: string, port: number): Promise<string> {
  const isBot = await answersPing(address, port);
  const who = processOn(port);
  if (who !== null)
    return `${isBot || /\bfreqtrade\b|\bmain\.ts (?:trade|webserver)\b/.test(who.command) ? 'by another bot' : 'by another program'}: process ${who.pid} (${who.command})`;
  return isBot ? 'by another bot, which answers there' : 'perhaps by another bot or web server';
}

/** Every freqtrade answers so, without a login. */
async function answersPing(address: string, port: number): Promise<boolean> {
  const anywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  const host = anywhere[address] ?? (isIPv6(address) ? `[${address}]` : address);
  try {
    const response = await fetch(`http://${host}:${port}/api/v1/ping`, { signal: AbortSignal.timeout(ASK_LIMIT_MS), redirect: 'error' });
    const answer = (await response.json()) as { status?: unknown } | null;
    return answer?.status === 'pong';
  } catch {
    return false;
  }
}

/** The process that listens on a port, where Linux tells: its own user's processes only. */
function processOn(port: number): { readonly pid: number; readonly command: string } | null {
  try {
    const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeners(table, port)));
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (!holdsOne(pid, sockets)) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        .split('\0')
        .filter((word) => word !== '');
      return {
        pid: Number(pid),
        command: command
          .map((word) => word.split('/').at(-1)!)
          .slice(0, 4)
          .join(' '),
      };
    }
  } catch {
    // another system, or no right to look
  }
  return null;
}

const LISTENING = '0A';

function listeners(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync(table, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === LISTENING && columns[1]?.endsWith(`:${wanted}`))
    .map((columns) => `socket:[${columns[9]}]`);
}

function holdsOne(pid: string, sockets: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      try {
        return sockets.has(readlinkSync(`/proc/${pid}/fd/${descriptor}`));
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}
