import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './harness.ts';

const VERSIONS = '/usr/lib/postgresql';
/** Debian's folder of programs, the latest version's; null where there is no server. */
const PROGRAMS: string | null = existsSync(VERSIONS) ? join(VERSIONS, readdirSync(VERSIONS).toSorted().at(-1) ?? '', 'bin') : null;

/** On CI a missing server is a failure; on a machine without one the rest of the tests still says something. */
export const isWithoutPostgres: boolean = PROGRAMS === null && process.env['CI'] === undefined;

export interface PostgresServer {
  /** Makes an empty database. @returns its `db_url` */
  database(name: string): Promise<string>;
  /** A connection, to be ended by whoever wanted it; rows with 0 and 1 for no and yes. */
  connect(url: string): Promise<pg.Client>;
  /** Rows with 0 and 1 for no and yes, as SQLite has them. */
  query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]>;
  /** Ends it at once, as a crash would. */
  crash(): void;
  start(): void;
  close(): void;
}

/** Texts are compared as people do, which is what most servers are set to. */
const LANGUAGE = ['--locale-provider=icu', '--icu-locale=en-US'];

const BOOLEAN = 16;
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (type, format) =>
  Number(type) === BOOLEAN ? (text: string) => (text === 't' ? 1 : 0) : pg.types.getTypeParser(type, format);

/** A server of PostgreSQL in a folder of its own. It refuses to run as root, so root starts it as `postgres`. */
export async function startPostgres(): Promise<PostgresServer> {
  if (PROGRAMS === null) throw new Error(`There is no PostgreSQL below ${VERSIONS}.`);
  const folder = mkdtempSync(join(tmpdir(), 'freqtrade-postgres-'));
  const isRoot = process.getuid?.() === 0;
  const idOf = (kind: '-u' | '-g') => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }));
  const who = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (isRoot) chownSync(folder, who.uid!, who.gid!);
  const port = await freePort();
  const run = (program: string, ...args: string[]) => execFileSync(join(PROGRAMS, program), args, { ...who, cwd: folder, stdio: 'ignore' });
  const data = join(folder, 'data');
  run('initdb', '-D', data, '-A', 'trust', '-U', 'freqtrade', '-E', 'UTF8', ...LANGUAGE);
  const start = () => run('pg_ctl', '-D', data, '-w', '-o', `-p ${port} -k ${folder} -c fsync=off`, '-l', join(folder, 'log'), 'start');
  start();
  const urlOf = (name: string) => `postgresql+psycopg2://freqtrade:secret-word@127.0.0.1:${port}/${name}`;
  const connect = async (url: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url.replace('+psycopg2', ''), types: { getTypeParser } });
    await client.connect();
    return client;
  };
  const query = async <Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> => {
    const client = await connect(url);
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    database: async (name) => {
      await query(urlOf('postgres'), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    connect,
    query,
    crash: () => run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop'),
    start,
    close: () => {
      run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
