/** Where a queue is: a Redis. The password is in `secrets` only, and shown nowhere. */
export interface QueueAddress {
  /** As it may be shown: `rediss://host:6379/0`. */
  readonly shown: string;
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly isTls: boolean;
  /** Files for TLS: certificates of authorities to believe in place of the usual ones; our own certificate and its key. */
  readonly files: { readonly ca: string | null; readonly cert: string | null; readonly key: string | null };
  readonly user: string | null;
  readonly password: string | null;
}

/** The address is none; the message shows nothing of it. */
export class QueueAddressError extends Error {
  readonly code = 'QUEUE_ADDRESS_ERROR';
}

const FORM =
  'Write redis://HOST:PORT/DATABASE, with USER:PASSWORD@ before the host where it asks for one; rediss:// goes through TLS, with ?ca=FILE for a certificate of your own.';
const FILES = ['ca', 'cert', 'key'] as const;

/** @throws QueueAddressError */
export function queueAddress(text: string): QueueAddress {
  if (!URL.canParse(text)) throw new QueueAddressError(`--queue: this is no address. ${FORM}`);
  const url = new URL(text);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:')
    throw new QueueAddressError(`--queue: there are queues on Redis only. ${FORM}`);
  const database = url.pathname === '' || url.pathname === '/' ? 0 : Number(url.pathname.slice(1));
  if (url.hostname === '' || !Number.isInteger(database) || database < 0)
    throw new QueueAddressError(`--queue: host or database is missing. ${FORM}`);
  const isTls = url.protocol === 'rediss:';
  const port = url.port === '' ? 6379 : Number(url.port);
  const unknown = [...url.searchParams.keys()].find((name) => !FILES.some((known) => known === name));
  if (unknown !== undefined) throw new QueueAddressError(`--queue: there is no "?${unknown}=". There are: ${FILES.join(', ')}. ${FORM}`);
  if (!isTls && url.searchParams.size > 0) throw new QueueAddressError(`--queue: ?ca=, ?cert= and ?key= go with rediss:// only. ${FORM}`);
  const [ca, cert, key] = FILES.map((name) => url.searchParams.get(name)) as [string | null, string | null, string | null];
  if ((cert === null) !== (key === null)) throw new QueueAddressError(`--queue: ?cert= and ?key= go together. ${FORM}`);
  return {
    shown: `${url.protocol}//${url.hostname}:${port}/${database}`,
    // without the brackets of IPv6
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port,
    database,
    isTls,
    files: { ca, cert, key },
    user: wordIn(url.username),
    password: wordIn(url.password),
  };
}

function wordIn(part: string): string | null {
  if (part === '') return null;
  try {
    return decodeURIComponent(part);
  } catch {
    throw new QueueAddressError(`--queue: user or password has a % that begins no character. Write %25 for one. ${FORM}`);
  }
}
