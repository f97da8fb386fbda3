import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import pg from 'pg';
import { DatabaseError, errorText, UnusableDatabase } from '../errors.ts';
import type { Guard } from '../guard.ts';
import type { Tables } from '../tables.ts';
import { unusable } from '../url.ts';
import { connectionOf } from './pool.ts';

/** Names the lock among all of a database; the database itself is part of its scope. */
const LOCK = createHash('sha256').update('freqtrade-ts: one bot').digest().readInt32BE(0);
const AGAIN_MS = 1000;
/** How old the last proof of the claim may be when something is ordered, ms. */
const FRESH_MS = 500;
/** An answer that takes longer is none, ms. */
const ANSWER_MS = 2000;
/** A holder that is gone without a word is found out by the server within half a minute. */
const SESSION =
  "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET application_name = 'freqtrade-ts claim'";
const TABLE = `CREATE TABLE IF NOT EXISTS ftts_claim (id INTEGER NOT NULL PRIMARY KEY, generation BIGINT NOT NULL, owner VARCHAR(255) NOT NULL)`;
const TAKE = `INSERT INTO ftts_claim (id, generation, owner) VALUES (1, 1, $1)
  ON CONFLICT (id) DO UPDATE SET generation = ftts_claim.generation + 1, owner = $1 RETURNING generation`;

interface Held {
  readonly client: pg.Client;
  /** The number of this holding; the next holder's is higher. */
  readonly generation: number;
  /** When the session was last known to live, monotonic ms. */
  provenAt: number;
}

/**
 * Keeps other bots off a database. The claim is a session's lock, which PostgreSQL ends with the connection, and a number that every
 * transaction checks: a bot whose connection was cut writes nothing any more once another has the database. It is claimed again as soon
 * as it is free.
 */
export class PostgresClaim implements Guard {
  readonly #url: string;
  readonly #owner: string;
  #held: Held | null = null;
  #generation = 0;
  /** How often another bot had the database in between. */
  #foreign = 0;
  #reason = 'it is not claimed yet';
  #timer: NodeJS.Timeout | null = null;
  #isOver = false;
  #claiming: Promise<boolean> | null = null;

  private constructor(url: string, owner: string) {
    this.#url = url;
    this.#owner = owner.slice(0, 255);
  }

  /** @param owner says who holds it @throws DatabaseError naming who holds it already */
  static async take(url: string, owner: string): Promise<PostgresClaim> {
    const claim = new PostgresClaim(url, owner);
    const isMine = await claim.#claim().catch((error: unknown) => {
      throw unusable(url, error);
    });
    if (isMine) return claim;
    await claim.close();
    throw new UnusableDatabase(`${claim.#reason}. Stop it, or give this one a db_url of its own.`);
  }

  get generation(): number {
    return this.#foreign;
  }

  async prove(): Promise<void> {
    const held = this.#held;
    if (held === null) throw new DatabaseError(`the claim on the database is lost, since ${this.#reason}`);
    const asked = performance.now();
    if (asked - held.provenAt <= FRESH_MS) return;
    try {
      await held.client.query('SELECT 1');
      held.provenAt = asked;
    } catch (error) {
      this.#lose(held, errorText(error));
    }
    if (this.#held !== held) throw new DatabaseError(`the claim on the database is lost, since ${this.#reason}`);
  }

  async fence(transaction: Transaction<Tables>): Promise<void> {
    const held = this.#held;
    if (held === null) throw new DatabaseError(`the claim on the database is lost, since ${this.#reason}`);
    // whoever takes the database over waits until this transaction is through
    const { rows } = await sql<{ generation: string }>`SELECT generation FROM ftts_claim WHERE id = 1 FOR SHARE`.execute(transaction);
    if (Number(rows[0]?.generation) === held.generation) return;
    this.#lose(held, 'another bot has it');
    throw new DatabaseError(`the claim on the database is lost, since ${this.#reason}`);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#claiming?.catch(() => undefined);
    const held = this.#held;
    this.#held = null;
    if (held !== null) await end(held.client);
  }

  #claim(): Promise<boolean> {
    this.#claiming = this.#tryClaim();
    return this.#claiming;
  }

  async #tryClaim(): Promise<boolean> {
    const client = new pg.Client({ ...connectionOf(this.#url), query_timeout: ANSWER_MS });
    let held: Held | null = null;
    const lost = (error: Error) => {
      if (held !== null) this.#lose(held, error.message);
    };
    client.on('error', lost);
    client.on('end', () => lost(new Error('its connection was ended')));
    try {
      await client.connect();
      await client.query(SESSION);
      await client.query(TABLE);
      const asked = performance.now();
      const { rows } = await client.query<{ claimed: number }>('SELECT pg_try_advisory_lock($1) AS claimed', [LOCK]);
      if (rows[0]?.claimed !== 1) {
        const holder = await client.query<{ owner: string }>('SELECT owner FROM ftts_claim WHERE id = 1');
        this.#reason = `the database is in use by another bot (${holder.rows[0]?.owner ?? 'an earlier version'})`;
        await end(client);
        return false;
      }
      const { generation } = (await client.query<{ generation: number }>(TAKE, [this.#owner])).rows[0]!;
      if (this.#generation > 0 && generation > this.#generation + 1) this.#foreign++;
      this.#generation = generation;
      held = { client, generation, provenAt: asked };
    } catch (error) {
      await end(client);
      this.#reason = errorText(error);
      throw error;
    }
    if (this.#isOver) {
      await end(client);
      return false;
    }
    this.#held = held;
    return true;
  }

  #lose(held: Held, reason: string): void {
    if (this.#held !== held) return;
    this.#held = null;
    this.#reason = reason;
    // it waits for no longer than an answer may take, and fails never
    end(held.client).catch(() => undefined);
    this.#again();
  }

  #again(): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#claim().then(
        (isClaimed) => isClaimed || this.#again(),
        () => this.#again(),
      );
    }, AGAIN_MS);
  }
}

/** Ends a connection, also one that does not answer. */
async function end(client: pg.Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ANSWER_MS);
  });
  await Promise.race([client.end().catch(() => undefined), limit]);
  clearTimeout(timer);
}
