import type { Redis } from 'ioredis';
import { type QueueAddress, QueueAddressError } from './address.ts';

/** What is said of the connection, each once until the other happens. */
export interface ConnectionNews {
  readonly onLost: (text: string) => void;
  readonly onBack: () => void;
}

const RETRY_MS = 500;
const REFUSED = /WRONGPASS|NOAUTH|NOPERM/;

/**
 * A connection that comes back by itself, as often as it is lost; what is asked meanwhile waits.
 * @returns when it is there @throws QueueAddressError where user or password are wrong
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
    ...(address.isTls && { tls: { servername: address.host } }),
    maxRetriesPerRequest: null,
    retryStrategy: () => RETRY_MS,
    // what was sent on a connection that is lost is asked again on the next
    autoResendUnfulfilledCommands: true,
  });
  let isLost = false;
  const first = Promise.withResolvers<void>();
  client.on('error', (error: Error & { readonly code?: string }) => {
    if (REFUSED.test(error.message)) first.reject(refusalOf(error, address));
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

function refusalOf(error: Error, { shown }: QueueAddress): Error {
  return REFUSED.test(error.message) ? new QueueAddressError(`The queue ${shown} does not take this user and password.`) : error;
}

/** Answers of Redis quote what was asked, and that has the password in it. */
function reasonOf({ code, message }: Error & { readonly code?: string }): string {
  return code ?? (/^[A-Z]{3,}/.exec(message)?.[0] || 'it does not answer');
}
