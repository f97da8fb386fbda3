import { CALLS } from './calls.mjs';
import { ApiError, ConnectionError } from './errors.mjs';

export { TOPICS } from './calls.mjs';
export { ApiError, ConnectionError } from './errors.mjs';

const TIMEOUT_MS = 20_000;
const PAGE = 500;
/** Waits between attempts to reach a message stream again, ms. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * One bot, called by name. Logs in when first needed, refreshes its token when it has run out, once however many calls wait.
 * Works in Node and in browsers.
 * @param {import('./library.d.mts').ApiOptions} options
 * @returns {import('./library.d.mts').Api}
 */
export function createApi(options) {
  const base = `${options.url.replace(/\/$/, '')}/api/v1`;
  /** @type {{ access: string, refresh: string } | null} */
  let tokens = options.tokens ?? null;
  /** @type {Promise<void> | null} */
  let renewing = null;

  /** @param {string} path @param {RequestInit} init */
  async function send(path, init) {
    const limit = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
    try {
      return await fetch(`${base}${path}`, { ...init, signal: init.signal ? AbortSignal.any([init.signal, limit]) : limit });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      const late = /** @type {Error} */ (error).name === 'TimeoutError';
      throw new ConnectionError(
        late
          ? `${options.url} did not answer in time.`
          : `Could not connect to ${options.url}. Is the bot running, with api_server enabled?`,
      );
    }
  }

  /** @param {Response} response */
  async function read(response) {
    const text = await response.text();
    /** @type {unknown} */
    let answer = text;
    try {
      answer = JSON.parse(text);
    } catch {
      // a proxy's page, not an answer of the bot: passed on as it is
    }
    if (!response.ok) throw new ApiError(response.status, answer);
    return answer;
  }

  function basic() {
    const credentials = new TextEncoder().encode(`${options.username ?? ''}:${options.password ?? ''}`);
    return `Basic ${btoa(String.fromCharCode(...credentials))}`;
  }

  async function logIn() {
    const authorization = basic();
    const found = /** @type {{ access_token: string, refresh_token: string }} */ (
      await read(await send('/token/login', { method: 'POST', headers: { authorization } }))
    );
    tokens = { access: found.access_token, refresh: found.refresh_token };
    options.onTokens?.(tokens);
  }

  /** A new access token: by the refresh token, else by logging in again. */
  async function renew() {
    if (tokens !== null) {
      const response = await send('/token/refresh', { method: 'POST', headers: { authorization: `Bearer ${tokens.refresh}` } });
      if (response.ok) {
        tokens = { ...tokens, access: /** @type {{ access_token: string }} */ (await response.json()).access_token };
        options.onTokens?.(tokens);
        return;
      }
      if (response.status !== 401) return void (await read(response));
      tokens = null;
      options.onTokens?.(null);
    }
    if (options.password === undefined) throw new ApiError(401, { detail: 'The login has ended.' });
    await logIn();
  }

  function renewOnce() {
    renewing ??= renew().finally(() => {
      renewing = null;
    });
    return renewing;
  }

  async function bearer() {
    if (options.token !== undefined) return options.token;
    if (tokens === null) await renewOnce();
    return tokens?.access ?? '';
  }

  /** What a call is sent with. @param {string} token */
  function authorization(token) {
    if (token !== '') return `Bearer ${token}`;
    return options.logsIn === false && options.token === undefined ? basic() : null;
  }

  /** @param {string} method @param {string} path @param {unknown} body @param {{ signal?: AbortSignal }} [more] @param {boolean} [isPublic] */
  async function request(method, path, body, more, isPublic = false) {
    const logsIn = options.token === undefined && options.logsIn !== false && !isPublic;
    let used = '';
    const attempt = async () => {
      used = isPublic || !(logsIn || options.token) ? '' : await bearer();
      const credentials = authorization(used);
      return send(path, {
        method,
        headers: {
          ...(credentials === null ? {} : { authorization: credentials }),
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(more?.signal === undefined ? {} : { signal: more.signal }),
      });
    };
    let response = await attempt();
    if (response.status === 401 && logsIn) {
      // another call may have renewed it meanwhile
      if (tokens?.access === used || tokens === null) await renewOnce();
      response = await attempt();
    }
    return read(response);
  }

  /** @param {string} name @param {string} prefix of another bot that this one passes calls on to */
  function method(name, prefix) {
    const [verb, path, queryNames, body, isPublic] = /** @type {NonNullable<typeof CALLS[string]>} */ (CALLS[name]);
    const hasInput = path.includes(':') || queryNames.length > 0 || body !== 'none';
    /** @param {unknown} [first] @param {{ signal?: AbortSignal }} [second] */
    return (first, second) => {
      if (!hasInput) return request(verb, prefix + path, undefined, /** @type {{ signal?: AbortSignal }} */ (first), isPublic);
      if (body === 'whole') return request(verb, prefix + path, first, second);
      /** @type {Record<string, unknown>} */
      const rest = { .../** @type {object | undefined} */ (first) };
      const filled =
        prefix +
        path.replace(/:(\w+)/g, (_match, /** @type {string} */ key) => {
          const value = rest[key];
          delete rest[key];
          return encodeURIComponent(String(value));
        });
      const query = new URLSearchParams();
      for (const key of queryNames) {
        const value = rest[key];
        delete rest[key];
        for (const part of [value].flat()) if (part !== undefined && part !== null) query.append(key, String(part));
      }
      return request(verb, query.size === 0 ? filled : `${filled}?${query}`, body === 'fields' ? rest : undefined, second);
    };
  }

  /** @param {string} prefix @param {{ pageSize?: number, signal?: AbortSignal, wanted?: import('./library.d.mts').WantedTrades }} [more] */
  async function* allTrades(prefix, more = {}) {
    const limit = more.pageSize ?? PAGE;
    let offset = 0;
    /** @type {string | null | undefined} */
    let cursor = 'start';
    for (;;) {
      const wanted = Object.entries(more.wanted ?? {}).map(([name, value]) => [name, String(value)]);
      const query = new URLSearchParams({
        ...Object.fromEntries(wanted),
        limit: String(limit),
        offset: String(offset),
        ...(cursor ? { cursor } : {}),
      });
      const page = /** @type {import('./api-types.d.mts').TradesPage} */ (
        await request('GET', `${prefix}/trades?${query}`, undefined, more)
      );
      yield* page.trades;
      offset += page.trades.length;
      // a bot that knows no cursors counts
      const isEnd = page.next_cursor === undefined ? offset >= page.total_trades : page.next_cursor === null;
      if (isEnd || page.trades.length === 0) return;
      cursor = page.next_cursor;
    }
  }

  /** @param {string} prefix @param {readonly string[]} types @param {import('./library.d.mts').MessageOptions} [more] */
  async function* messages(prefix, types, more = {}) {
    /** @type {Position} */
    const position = { stream: null, seq: 0 };
    let pause = FIRST_PAUSE_MS;
    let inAddress = options.tokenInAddress ?? false;
    while (!more.signal?.aborted) {
      const state = { wasOpen: false };
      try {
        for await (const message of connection(prefix, types, inAddress, state, position, more)) {
          pause = FIRST_PAUSE_MS;
          yield message;
        }
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
      }
      more.onState?.(false);
      if (!state.wasOpen) {
        const used = tokens?.access;
        await renewWhereEnded(more);
        if (tokens?.access === used && options.tokenInAddress === undefined) inAddress = !inAddress;
      }
      await sleep(pause, more.signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  /**
   * A refused stream doesn't say why: whether the login still holds is asked for with a call, which logs in anew where it does not.
   * @param {{ signal?: AbortSignal }} more @throws {ApiError} 401 where there is nothing to log in with
   */
  async function renewWhereEnded(more) {
    if (options.token !== undefined || options.streamToken !== undefined || more.signal?.aborted) return;
    try {
      await request('GET', '/version', undefined, more);
    } catch (error) {
      if (more.signal?.aborted || error instanceof ConnectionError) return;
      if (error instanceof ApiError && error.status !== 401) return;
      throw error;
    }
  }

  /**
   * One connection's messages, until it ends.
   * @param {string} prefix @param {readonly string[]} types @param {boolean} inAddress @param {{ wasOpen: boolean }} state
   * @param {Position} position @param {import('./library.d.mts').MessageOptions} more
   */
  async function* connection(prefix, types, inAddress, state, position, more) {
    /** @type {unknown[]} */
    const waiting = [];
    let wake = () => {};
    let isOver = false;
    const url = `${base.replace(/^http/, 'ws')}${prefix}/message/ws`;
    // offered as a protocol, so that the token stands in no address; freqtrade itself reads it there only
    const socket = inAddress
      ? new WebSocket(`${url}?token=${encodeURIComponent(await streamToken())}`)
      : new WebSocket(url, ['freqtrade', await streamToken()]);
    const end = () => {
      isOver = true;
      wake();
    };
    socket.addEventListener('open', () => {
      state.wasOpen = true;
      const send = (/** @type {string} */ type, /** @type {unknown} */ data) => socket.send(JSON.stringify({ type, data }));
      const features = { sequence: true };
      if (socket.protocol !== 'freqtrade') {
        send('subscribe', types);
        more.onState?.(true);
      } else if (position.stream === null) {
        // in this order: once the features are answered, the subscription holds
        send('subscribe', types);
        send('features', features);
      } else {
        // a bot that takes the protocol counts its messages, so that none is lost between two connections; the topics come
        // with the position, so that nothing new comes between what was missed
        send('features', features);
        send('resume', { stream: position.stream, after: position.seq, topics: types });
      }
    });
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'resumed' && !message.data.complete) more.onMissed?.();
      if (message.type === 'features' || message.type === 'resumed') {
        // before what was missed has come, the old position counts
        if (position.stream !== null && message.type === 'features') return;
        Object.assign(position, message.data);
        more.onState?.(true);
        return;
      }
      if (typeof message.seq === 'number') position.seq = message.seq;
      waiting.push(message);
      wake();
    });
    socket.addEventListener('close', end);
    socket.addEventListener('error', end);
    more.signal?.addEventListener('abort', end);
    try {
      while (!isOver || waiting.length > 0) {
        if (waiting.length > 0) yield waiting.shift();
        else
          await new Promise((resolve) => {
            wake = () => resolve(undefined);
          });
      }
    } finally {
      socket.close();
    }
  }

  async function streamToken() {
    return options.streamToken ?? bearer();
  }

  /** @param {string} prefix @returns {import('./library.d.mts').Api} */
  function callsBelow(prefix) {
    const calls = {
      ...Object.fromEntries(Object.keys(CALLS).map((name) => [name, method(name, prefix)])),
      allTrades: allTrades.bind(null, prefix),
      messages: messages.bind(null, prefix),
      request: (
        /** @type {string} */ verb,
        /** @type {string} */ path,
        /** @type {unknown} */ body,
        /** @type {{ signal?: AbortSignal }} */ more,
      ) => request(verb, prefix + path, body, more),
      through: (/** @type {string} */ bot) => callsBelow(`/bots/${encodeURIComponent(bot)}`),
    };
    return /** @type {import('./library.d.mts').Api} */ (/** @type {unknown} */ (calls));
  }
  return callsBelow('');
}

/** @typedef {{ stream: string | null, seq: number }} Position last message that has come */

/** @param {number} ms @param {AbortSignal | undefined} signal */
function sleep(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
  });
}
