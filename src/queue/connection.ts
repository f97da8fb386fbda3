import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Redis } from 'ioredis';
import { type QueueAddress, QueueAddressError } from './address.ts';

/** What is said of the connection, each once until the other happens. */
export interface ConnectionNews {
  readonly onLost: (text: string) => void;
  readonly onBack: () => void;
}

const RETRY_MS = 500;
const REFUSED = /WRONGPASS|NOAUTH|NOPERM/;
/** What Node calls a certificate that it does not believe. */
const NOT_BELIEVED = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/**
 * A connection that comes back by itself, as often as it is lost; what is asked meanwhile waits.
 * @returns when it is there @throws QueueAddressError where user or password are wrong, or its certificate is not to be believed
 */
export async function connect(address: QueueAddress, news: ConnectionNews): Promise<Redis> {
  // loaded by those that have a queue
  const { Redis: Client } = await import('ioredis');
  const client = new Client({
    host: address.host,
    port: address.port,
    db: address.database,
    ...(address.user !== null && { username: address.user }),
    ...(address.password !== null && { password: address.password }),
    ...(address.isTls && { tls: await tlsOf(address) }),
    maxRetriesPerRequest: null,
    retryStrategy: () => RETRY_MS,
    // what was sent on a connection that is lost is asked again on the next
    autoResendUnfulfilledCommands: true,
  });
  let isLost = false;
  const first = Promise.withResolvers<void>();
  client.on('error', (error: Error & { readonly code?: string }) => {
    if (REFUSED.test(error.message) || isUnbelieved(error)) first.reject(refusalOf(error, address));
    else if (!isLost) news.onLost(`The queue ${address.shown} can not be reached: ${reasonOf(error)}. Trying again.`);
    isLost = true;
  });
  client.on('close', () => {
    if (!isLost && client.status !== 'end') news.onLost(`The queue ${address.shown} was lost. Trying again.`);
    isLost = true;
  });
  client.on('ready', () => {
    if (isLost) news.onBack();
    isLost = false;
    first.resolve();
  });
  // it is the one that waits below who hears of it
  first.promise.catch(() => undefined);
  try {
    // answered only where one may ask: a server that wants a password says so here
    const answer = client.ping().catch((error: Error) => {
      throw refusalOf(error, address);
    });
    await Promise.all([first.promise, answer]);
    return client;
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

async function tlsOf({ host, files: { ca, cert, key } }: QueueAddress): Promise<ConnectionOptions> {
  const read = async (name: string, path: string): Promise<Buffer> => {
    try {
      return await readFile(path);
    } catch (error) {
      throw new QueueAddressError(`--queue: ?${name}=${path} can not be read: ${(error as NodeJS.ErrnoException).code ?? ''}`);
    }
  };
  return {
    // names only, as TLS has it
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== null && { ca: await read('ca', ca) }),
    ...(cert !== null && { cert: await read('cert', cert) }),
    ...(key !== null && { key: await read('key', key) }),
  };
}

function isUnbelieved({ code }: Error & { readonly code?: string }): boolean {
  return NOT_BELIEVED.test(code ?? '');
}

function refusalOf(error: Error & { readonly code?: string }, { shown, files }: QueueAddress): Error {
  if (isUnbelieved(error))
    return new QueueAddressError(
      `The certificate of the queue ${shown} is not believed (${error.code}): ${files.ca === null ? 'name the file of the authority that signed it, rediss://…?ca=FILE' : `${files.ca} has not signed it, or it is for another host`}.`,
    );
  return REFUSED.test(error.message) ? new QueueAddressError(`The queue ${shown} does not take this user and password.`) : error;
}

/** Answers of Redis quote what was asked, and that has the password in it. */
function reasonOf({ code, message }: Error & { readonly code?: string }): string {
  return code ?? (/^[A-Z]{3,}/.exec(message)?.[0] || 'it does not answer');
}
