import { resolve } from 'node:path';
import type { QueueAddress } from '../../../queue/address.ts';
import { connect } from '../../../queue/connection.ts';
import { everyWorker, type VersionedWorker } from '../../../queue/roster.ts';
import { serveQueue } from '../../../queue/serve-queue.ts';
import { openSearch } from './open-search.ts';
import { programVersion } from './program-version.ts';
import { describedSearch } from './search-parcel.ts';

export interface WorkNews {
  readonly onInfo: (text: string) => void;
  readonly onWarning: (text: string) => void;
  /** Aborted when no more work shall be taken. */
  readonly signal: AbortSignal;
}

/** Workers of a queue, of every version, the longest there first. @throws QueueAddressError */
export async function workersAt(address: QueueAddress, onLost: (text: string) => void): Promise<VersionedWorker[]> {
  const client = await connect(address, { onLost, onBack: () => undefined });
  try {
    return await everyWorker(client);
  } finally {
    client.disconnect();
  }
}

/** Takes work from a queue until it shall end. */
export async function serveWork(
  address: QueueAddress,
  { threads, cache }: { readonly threads: number; readonly cache: string },
  { onInfo, onWarning, signal }: WorkNews,
): Promise<void> {
  const place = { cache: resolve(cache), onWarning };
  const serving = await serveQueue(address, {
    version: programVersion(),
    threads,
    onInfo,
    onLost: onWarning,
    onBack: () => onInfo(`The queue ${address.shown} is back.`),
    open: (_key, description, fetch) => openSearch(describedSearch(description), fetch, place),
  });
  onInfo('Ready.');
  if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
  await serving.end();
}
