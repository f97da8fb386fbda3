/**
 * What of a configuration is secret. The one list for show-config, stored results, errors, the log and the audit of the API;
 * secrets.test.ts goes through every text of the schema.
 */

/** Secret by their place, beside those whose names say it. `*` is any key or place in a list. */
const PLACES: readonly (readonly string[])[] = [
  'exchange.uid',
  'exchange.account_id',
  'exchange.wallet_address',
  'telegram.chat_id',
  'webhook.url',
  'discord.webhook_url',
].map((path) => path.split('.'));

/** Words of a key's name that make it secret wherever it stands: `api_key`, `jwt_secret_key`, `apiKey`, `bearer_token`. */
const WORDS: ReadonlySet<string> = new Set([
  ...['key', 'apikey', 'secret', 'password', 'passwd', 'passphrase', 'pwd', 'token', 'tokens', 'jwt', 'bearer', 'uid'],
  ...['credential', 'credentials', 'authorization', 'auth', 'cookie', 'cookies', 'login', 'twofa', 'otp', 'mnemonic'],
  'headers',
]);
/** Names that have no such word: what exchanges call their credentials. */
const NAMES: ReadonlySet<string> = new Set(['privatekey', 'walletaddress', 'accountid', 'account_id', 'wallet_address', 'apisecret']);

/** Have such a word and are none. */
const PUBLIC: ReadonlySet<string> = new Set(['sort_key']);

const STRUCK = 'REDACTED';

/** Whether all that stands at a path is secret. */
export function isSecretPath(path: readonly string[]): boolean {
  return path.some((_part, index) => isSecretHere(path.slice(0, index + 1)));
}

/** Sections with secrets, in which a value of a wrong type may be a secret that stands in the wrong place. */
const SECTIONS: ReadonlySet<string> = new Set([
  ...['exchange', 'telegram', 'webhook', 'discord', 'api_server', 'coingecko', 'external_message_consumer', 'pairlists'],
]);

/**
 * What was found at a path, for an error: of secrets, and of what could be one in the wrong place, the type only.
 * @param isScalar whether the schema wants no object and no list there
 */
export function shownValue(value: unknown, path: readonly string[], isScalar: boolean): string {
  const isInSection = SECTIONS.has(path[0] ?? '') || path[0] === 'db_url' || path.length === 0;
  const isPlain = typeof value !== 'object' || value === null;
  if (isSecretPath(path) || path[0] === 'db_url' || (isInSection && !(isPlain && isScalar))) return typeText(value);
  const text = JSON.stringify(isPlain ? value : withoutSecrets(value, path));
  return text === undefined ? 'nothing' : text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)} …` : text;
}

const SHOWN_LENGTH = 200;

function typeText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  return Array.isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function isSecretHere(path: readonly string[]): boolean {
  const name = path.at(-1) ?? '';
  if (PUBLIC.has(name)) return false;
  // ccxt's proxies may be written with their passwords, and without a scheme
  if (/^ccxt_/.test(path[1] ?? '') && /prox/i.test(name)) return true;
  if (NAMES.has(name.toLowerCase())) return true;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (words.some((word) => WORDS.has(word))) return true;
  return PLACES.some((place) => place.length === path.length && place.every((part, index) => part === '*' || part === path[index]));
}

/** A copy of a configuration, or of a part of one, that may be shown and kept: every secret is struck out. @param path of the part */
export function withoutSecrets(config: object, path: readonly string[] = []): object {
  return strike(config, path) as object;
}

/** The same without places on this machine: it is kept with a result that others may be given. */
export function toBeShared({ user_data_dir: _folder, ...config }: { readonly user_data_dir?: string }): object {
  return withoutSecrets(config);
}

/** What strategies may read of the configuration, and what for the program runs. */
export function forStrategies(config: object, runMode: string): Readonly<Record<string, unknown>> {
  return Object.freeze({ ...withoutSecrets(config), runmode: runMode });
}

function strike(value: unknown, path: readonly string[]): unknown {
  if (isSecretPath(path)) return value === '' || value === null || value === undefined ? value : STRUCK;
  if (path.length === 1 && path[0] === 'db_url') return shownDatabase(value);
  if (typeof value === 'string') return shownText(value);
  if (Array.isArray(value)) return value.map((inner, index) => strike(inner, [...path, String(index)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, strike(inner, [...path, key])]));
}

/** An address without who may use it; any other text as it is. */
function shownText(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme === undefined) return text;
  // a password may hold any character, so that what is behind it can not be separated from it
  if (text.includes('@')) return `${scheme}${STRUCK}`;
  const query = text.search(/[?#]/);
  return query < 0 ? text : `${text.slice(0, query)}?${STRUCK}`;
}

/** A `db_url` that names a file; of others their kind. */
function shownDatabase(url: unknown): unknown {
  if (url === '' || url === null || url === undefined) return url;
  if (typeof url !== 'string') return STRUCK;
  if (/^sqlite(?:\+\w+)?:\/\/[^@?]*$/.test(url)) return url;
  return `${/^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0] ?? ''}${STRUCK}`;
}

/** Every secret value of a configuration, and the passwords in its addresses, to be struck out wherever they turn up. */
export function secretTexts(config: unknown): string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: readonly string[], isSecret: boolean): void => {
    const isHidden = isSecret || isSecretPath(path);
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key], isHidden);
      return;
    }
    if (typeof value === 'string') found.push(...credentialsIn(value), ...(isHidden ? [value] : []));
    else if (isHidden && typeof value === 'number') found.push(String(value));
  };
  walk(config, [], false);
  return found;
}

/** What in an address lets somebody in. */
function credentialsIn(text: string): string[] {
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^\s:]*:(.*)@/is.exec(text)?.[1] ?? /^[^\s:/]*:(\S*)@/.exec(text)?.[1];
  const query = /^[a-z][a-z0-9+.-]*:\/\/[^?]*\?(.*)$/i.exec(text)?.[1] ?? '';
  const words = [...new URLSearchParams(query)].filter(([key]) => isSecretHere([key])).map(([, value]) => value);
  return [...(password === undefined ? [] : [password, decoded(password)]), ...words];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
