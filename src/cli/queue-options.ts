import { QUEUE_VARIABLE, queueOfEnvironment } from '../app/research/queue/queue-of-environment.ts';
import { type QueueAddress, QueueAddressError, queueAddress } from '../queue/address.ts';
import { type OptionSpec, type Options, UsageError } from './options.ts';

export const QUEUE: OptionSpec = {
  names: ['queue'],
  takes: 'value',
  help: `queue from which workers on any machine take work, redis://HOST:PORT/DATABASE; also the variable ${QUEUE_VARIABLE} with "--queue env"`,
  follows: 'anything',
};

/** The queue that is asked for; null for none. @throws UsageError */
export function queueOption(options: Options): QueueAddress | null {
  const named = options['queue'];
  if (named === undefined) return null;
  try {
    if (named !== 'env') return queueAddress(String(named));
    const address = queueOfEnvironment();
    if (address === null) throw new UsageError(`--queue env: the variable ${QUEUE_VARIABLE} is not set.`);
    return address;
  } catch (error) {
    if (error instanceof QueueAddressError) throw new UsageError(error.message);
    throw error;
  }
}
