import { COMMANDS } from './commands.mjs';
import { ApiError, ConnectionError } from './errors.mjs';

export { ApiError, ConnectionError } from './errors.mjs';

/** The command or its parameters are wrong. */
export class UsageError extends Error {}

const TIMEOUT_MS = 10_000;

/**
 * Calls one bot.
 * @param {{ url: string, username: string, password: string, token?: string, timeoutMs?: number }} options `url` like http://127.0.0.1:8080
 */
export function createClient(options) {
  const authorization = options.token
    ? `Bearer ${options.token}`
    : `Basic ${Buffer.from(`${options.username}:${options.password}`).toString('base64')}`;

  /** @param {string} method @param {string} path @param {unknown} [body] */
  async function request(method, path, body) {
    let response;
    try {
      response = await fetch(`${options.url}/api/v1/${path}`, {
        method,
        headers: { authorization, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
      });
    } catch (error) {
      const late = /** @type {Error} */ (error).name === 'TimeoutError';
      throw new ConnectionError(
        late
          ? `${options.url} did not answer in time.`
          : `Could not connect to ${options.url}. Is the bot running, with api_server enabled?`,
      );
    }
    const text = await response.text();
    /** @type {unknown} */
    let answer = text;
    try {
      answer = JSON.parse(text);
    } catch {
      // a proxy's page, not an answer of the bot: shown as it is
    }
    if (!response.ok) throw new ApiError(response.status, answer);
    return answer;
  }

  /**
   * Runs a command by name. @param {string} name @param {Record<string, unknown>} values by parameter name
   * @returns {Promise<unknown>} the bot's answer
   */
  async function run(name, values = {}) {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) throw new UsageError(`Command ${name} not defined`);
    for (const { name: wanted, required, help } of command.parameters ?? []) {
      if (required && values[wanted] === undefined) throw new UsageError(`${name} needs ${wanted}: ${help}.`);
    }
    if (name === 'blacklist' && Array.isArray(values['add']) && values['add'].length > 0)
      return request('POST', 'blacklist', { blacklist: values['add'] });
    let path = command.path;
    /** @type {Record<string, unknown>} */
    const rest = {};
    for (const { name: key, field } of command.parameters ?? []) {
      const value = values[key];
      if (value === undefined) continue;
      if (path.includes(`{${key}}`)) path = path.replace(`{${key}}`, encodeURIComponent(String(value)));
      else rest[field ?? key] = value;
    }
    if (name === 'pair_candles' && rest['columns'] !== undefined) return request('POST', path, rest);
    if (command.body) return request(command.method, path, command.prepare ? command.prepare(rest) : rest);
    const query = new URLSearchParams(
      Object.entries(rest).map(/** @returns {[string, string]} */ ([key, value]) => [key, String(value)]),
    ).toString();
    return request(command.method, query === '' ? path : `${path}?${query}`);
  }

  return { run, request };
}
