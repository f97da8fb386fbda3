import { type QueueAddress, queueAddress } from '../../../queue/address.ts';

/** Keeps the address, and the password in it, out of lists of processes and out of files. */
export const QUEUE_VARIABLE = 'FREQTRADE_QUEUE';

/** The queue that the environment names; null for none. @throws QueueAddressError */
export function queueOfEnvironment(): QueueAddress | null {
  const text = process.env[QUEUE_VARIABLE];
  return text === undefined || text === '' ? null : queueAddress(text);
}
