import { createHash } from 'node:crypto';
import pg from 'pg';
import { DatabaseError } from '../errors.ts';
import { unusable } from '../url.ts';
import { connectionOf } from './pool.ts';

/** Names the lock among all of a database; the database itself is part of its scope. */
const LOCK = createHash('sha256').update('freqtrade-ts: one bot').digest().readInt32BE(0);
const AGAIN_MS = 5000;

/**
 * Keeps other bots off a database while this one uses it. The claim is a session's: PostgreSQL ends it with the connection, which is
 * then made anew. @returns what gives it up @throws DatabaseError
 */
export async function claimPostgres(url: string): Promise<() => Promise<void>> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;

  async function claim(): Promise<boolean> {
    const fresh = new pg.Client(connectionOf(url));
    fresh.on('error', () => {
      client = null;
      again();
    });
    try {
      await fresh.connect();
      const { rows } = await fresh.query<{ claimed: number }>('SELECT pg_try_advisory_lock($1) AS claimed', [LOCK]);
      if (rows[0]?.claimed === 1 && !isOver) {
        client = fresh;
        return true;
      }
    } catch (error) {
      await fresh.end().catch(() => undefined);
      throw error;
    }
    await fresh.end();
    return false;
  }
  function again(): void {
    if (isOver) return;
    timer = setTimeout(() => {
      claim().then(
        (isClaimed) => isClaimed || again(),
        () => again(),
      );
    }, AGAIN_MS);
  }

  const isMine = await claim().catch((error: unknown) => {
    throw unusable(url, error);
  });
  if (!isMine) throw new DatabaseError('db_url: the database is in use by another bot. Stop it, or give this one a db_url of its own.');
  return async () => {
    isOver = true;
    if (timer !== null) clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}
