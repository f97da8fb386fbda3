import { existsSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { platform } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { isBusy, UnusableDatabase } from '../errors.ts';

/** How long the holder of a file has to say who it is, ms. */
const ANSWER_MS = 1000;

/**
 * Keeps other bots off a database file, whatever name they know it by. Both locks are the operating system's and end with the process,
 * however it ends: one on a file beside the database, which holds across containers, and on Linux a name made of the number of the file
 * itself, which holds for other links to it.
 * @param path of the file itself, which must exist; no symbolic link
 * @param owner says who holds it, e.g. `process 12, npm start`
 * @returns what gives it up @throws DatabaseError naming who holds it
 */
export async function claimSqlite(path: string, owner: string): Promise<() => Promise<void>> {
  const refused = (holder: string | null) =>
    new UnusableDatabase(
      `${path} is in use by another bot (${holder ?? 'which does not say who it is'}). Stop it, or give this one a db_url of its own.`,
    );
  const name = await claimNumber(path, owner, refused);
  let beside: DatabaseSync;
  try {
    beside = claimBeside(`${path}.lock`, owner, refused);
  } catch (error) {
    await ended(name);
    throw error;
  }
  return async () => {
    beside.close();
    await ended(name);
  };
}

/** A name in the kernel that no file stands for. Only Linux has those. */
async function claimNumber(path: string, owner: string, refused: (holder: string | null) => Error): Promise<Server | null> {
  if (platform() !== 'linux') return null;
  const { dev, ino } = statSync(path, { bigint: true });
  const name = `\0freqtrade-ts/${dev}/${ino}`;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(owner);
  });
  const problem = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve);
    server.listen(name, () => resolve(null));
  });
  if (problem === null) {
    server.on('error', () => undefined);
    server.unref();
    return server;
  }
  if (problem.code === 'EADDRINUSE') throw refused(await holderOf(name));
  // where such names are forbidden the lock beside the file remains
  return null;
}

function holderOf(name: string): Promise<string | null> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(name);
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.on('data', (part: Buffer) => {
      text += part.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text === '' ? null : text.slice(0, 200)));
  });
}

/** The lock of a small database of its own, which lasts as long as the process. */
function claimBeside(lock: string, owner: string, refused: (holder: string | null) => Error): DatabaseSync {
  const isNew = !existsSync(lock);
  const database = new DatabaseSync(lock, { timeout: 0 });
  try {
    // a lock once had is then kept until the end, also between transactions
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; BEGIN EXCLUSIVE');
    database.exec('CREATE TABLE IF NOT EXISTS holder (who TEXT); DELETE FROM holder');
    database.prepare('INSERT INTO holder VALUES (?)').run(owner);
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) throw refused(writtenHolder(lock));
    // earlier versions kept a number in it
    if (!isNew && (error as { errcode?: number }).errcode === NOT_A_DATABASE) {
      rmSync(lock);
      return claimBeside(lock, owner, refused);
    }
    throw new UnusableDatabase(`${lock}, which keeps other bots off, can't be used: ${(error as Error).message}`, { cause: error });
  }
}

const NOT_A_DATABASE = 26;

function writtenHolder(lock: string): string | null {
  try {
    // read as it lies there: its lock is held
    const database = new DatabaseSync(new URL(`${pathToFileURL(lock).href}?immutable=1`), { readOnly: true });
    try {
      return String(database.prepare('SELECT who FROM holder').get()?.['who'] ?? '') || null;
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

function ended(server: Server | null): Promise<void> {
  return new Promise((resolve) => (server === null ? resolve() : server.close(() => resolve())));
}
