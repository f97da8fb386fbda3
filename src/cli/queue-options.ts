import { type QueueAddress, QueueAddressError, queueAddress } from '../queue/address.ts';
import { type OptionSpec, type Options, UsageError } from './options.ts';

/** Keeps the address, and the password in it, out of lists of processes. */
const VARIABLE = 'FREQTRADE_QUEUE';

export const QUEUE: OptionSpec = {
  names: ['queue'],
  takes: 'value',
  help: `queue from which workers on any machine take work, redis://HOST:PORT/DATABASE; also the variable ${VARIABLE} with "--queue env"`,
  follows: 'anything',
};

/** The queue that is asked for; null for none. @throws UsageError */
export function queueOption(options: Options): QueueAddress | null {
  const named = options['queue'];
  if (named === undefined) return null;
  const text = named === 'env' ? process.env[VARIABLE] : String(named);
  if (text === undefined) throw new UsageError(`--queue env: the variable ${VARIABLE} is not set.`);
  try {
    return queueAddress(text);
  } catch (error) {
    if (error instanceof QueueAddressError) throw new UsageError(error.message);
    throw error;
  }
}
