import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from './commands.mjs';
import { UsageError } from './errors.mjs';

/** Where a configuration is looked for when none is named, as the bot does. */
const USUAL_FILES = [join('user_data', 'config.json'), 'config.json'];
/** Variables that the bot takes over its configuration. */
const BOT_VARIABLES = 'FREQTRADE__API_SERVER__';

/**
 * The bot's address and login: from a configuration file (the usual one when none is named), over it what the bot takes from the
 * environment (FREQTRADE__API_SERVER__USERNAME …), over that FREQTRADE_CLIENT_URL, _USERNAME, _PASSWORD, _PASSWORD_FILE, or an API
 * token: _TOKEN, _TOKEN_FILE.
 * @param {string | undefined} named @param {Record<string, string | undefined>} environment @param {string} [folder]
 */
export function connection(named, environment, folder = '.') {
  const file = named ?? USUAL_FILES.map((path) => join(folder, path)).find((path) => existsSync(path));
  /** @type {{ api_server?: Record<string, unknown> }} */
  let config = {};
  if (file !== undefined) {
    let text;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      throw new UsageError(`Could not load config file ${file}.`);
    }
    try {
      config = JSON.parse(withoutComments(text));
    } catch (error) {
      throw new UsageError(`${file} is not valid JSON: ${/** @type {Error} */ (error).message}`);
    }
  }
  const given = Object.entries(environment)
    .filter(([name]) => name.startsWith(BOT_VARIABLES))
    .map(([name, value]) => [name.slice(BOT_VARIABLES.length).toLowerCase(), value]);
  const api = { ...config.api_server, ...Object.fromEntries(given) };
  const listen = String(api['listen_ip_address'] ?? '127.0.0.1');
  const host = listen === '0.0.0.0' || listen === '::' ? '127.0.0.1' : listen;
  const passwordFile = environment['FREQTRADE_CLIENT_PASSWORD_FILE'];
  const tokenFile = environment['FREQTRADE_CLIENT_TOKEN_FILE'];
  const token = environment['FREQTRADE_CLIENT_TOKEN'] ?? (tokenFile === undefined ? undefined : readFileSync(tokenFile, 'utf8').trim());
  return {
    ...(token === undefined ? {} : { token }),
    ...(api['ws_token'] === undefined ? {} : { streamToken: String([api['ws_token']].flat()[0]) }),
    url: environment['FREQTRADE_CLIENT_URL'] ?? `http://${host}:${api['listen_port'] ?? 8080}`,
    username: environment['FREQTRADE_CLIENT_USERNAME'] ?? String(api['username'] ?? ''),
    password:
      environment['FREQTRADE_CLIENT_PASSWORD'] ??
      (passwordFile === undefined ? String(api['password'] ?? '') : readFileSync(passwordFile, 'utf8').trim()),
  };
}

/**
 * Values of a command's parameters: in order, or as key=value.
 * @param {string} name @param {readonly string[]} words
 */
export function parameters(name, words) {
  const known = COMMANDS[name]?.parameters ?? [];
  /** @type {Record<string, unknown>} */
  const values = {};
  let position = 0;
  for (const word of words) {
    const pair = /^([a-z_]+)=(.*)$/s.exec(word);
    const named = pair === null ? undefined : known.find((parameter) => parameter.name === pair[1] || parameter.field === pair[1]);
    if (named !== undefined && pair !== null) {
      values[named.name] = typed(named, pair[2] ?? '');
      continue;
    }
    if (pair !== null && known.length > 0 && !word.includes('/')) {
      throw new UsageError(`${name} has no parameter "${pair[1]}". It has: ${known.map((parameter) => parameter.name).join(', ')}.`);
    }
    const next = known[Math.min(position, known.length - 1)];
    if (next === undefined || (position >= known.length && next.type !== 'list'))
      throw new UsageError(`${name} takes no parameter "${word}".`);
    if (next.type === 'list') values[next.name] = [.../** @type {string[]} */ (values[next.name] ?? []), ...word.split(',')];
    else values[next.name] = typed(next, word);
    position++;
  }
  return values;
}

/** @param {import('./commands.mjs').Parameter} parameter @param {string} text */
function typed(parameter, text) {
  switch (parameter.type) {
    case 'number':
      if (text === '' || !Number.isFinite(Number(text))) throw new UsageError(`${parameter.name}: "${text}" is not a number.`);
      return Number(text);
    case 'boolean':
      if (!/^(true|false)$/i.test(text)) throw new UsageError(`${parameter.name}: "${text}" is neither true nor false.`);
      return text.toLowerCase() === 'true';
    case 'list':
      return text.split(',');
    default:
      return text;
  }
}

/** Comments and trailing commas, as configurations may have them. @param {string} text */
function withoutComments(text) {
  const strings = /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text
    .replace(strings, (_match, string) => string ?? '')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_match, string) => string ?? '');
}
