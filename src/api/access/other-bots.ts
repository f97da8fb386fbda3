import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isRecord } from '../../core/is-record.ts';
import { PLAIN_LIST, readPrivateList, type Warn, writePrivateJson } from './private-file.ts';

/** Another bot, with what is needed to call it. Never leaves this process but to that bot. */
export interface StoredBot {
  readonly id: string;
  readonly name: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly colour: string | null;
}

/** What came back from another bot, or that nothing did. */
export interface PassedAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** Other bots, kept in a file of the user's folder that only its owner may read. */
export interface OtherBots {
  list(): readonly StoredBot[];
  find(id: string): StoredBot | null;
  add(bot: Omit<StoredBot, 'id'>): StoredBot;
  /** @returns whether there was such a bot */
  remove(id: string): boolean;
}

/** The bot does not answer, or not as a bot would. */
export class OtherBotError extends Error {}

const FILE = 'other_bots.json';
const LIMIT = 50;
const TIMEOUT_MS = 30_000;
const ANSWER_LIMIT = 64 << 20;

export function openOtherBots(folder: string, warn: Warn): OtherBots {
  const path = join(folder, FILE);
  let bots: readonly StoredBot[] = readPrivateList(path, { ...PLAIN_LIST, isEntry: isBot }, warn);
  const save = (next: readonly StoredBot[]): void => {
    writePrivateJson(path, next);
    bots = next;
  };
  return {
    list: () => bots,
    find: (id) => bots.find((bot) => bot.id === id) ?? null,
    add: (facts) => {
      if (bots.length >= LIMIT) throw new OtherBotError(`${LIMIT} bots are kept already; remove one first.`);
      const bot = { ...facts, url: facts.url.replace(/\/+$/, ''), id: randomBytes(6).toString('hex') };
      save([...bots, bot]);
      return bot;
    },
    remove: (id) => {
      const left = bots.filter((bot) => bot.id !== id);
      if (left.length === bots.length) return false;
      save(left);
      return true;
    },
  };
}

function isBot(value: unknown): value is StoredBot {
  return (
    isRecord(value) &&
    ['id', 'name', 'url', 'username', 'password'].every((key) => typeof value[key] === 'string') &&
    (value['colour'] === null || typeof value['colour'] === 'string') &&
    /^https?:\/\//.test(String(value['url'])) &&
    URL.canParse(String(value['url']))
  );
}

function authorization({ username, password }: Pick<StoredBot, 'username' | 'password'>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** Calls another bot with its own credentials. @param path below `/api/v1`, with its query @throws OtherBotError */
export async function callBot(
  bot: Pick<StoredBot, 'url' | 'username' | 'password'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<PassedAnswer> {
  let response: Response;
  try {
    response = await fetch(`${bot.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: authorization(bot),
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // credentials go where they were meant for, and nowhere else
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    throw new OtherBotError(`${bot.url} does not answer.`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > ANSWER_LIMIT) throw new OtherBotError(`${bot.url} answered with more than ${ANSWER_LIMIT >> 20} MB.`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof OtherBotError) throw error;
    throw new OtherBotError(`${bot.url} broke off its answer.`);
  }
  return { status: response.status, type: response.headers.get('content-type') ?? 'application/json', body: Buffer.concat(chunks) };
}

/** Address of another bot's message WebSocket, with a token for it. @throws OtherBotError */
export async function streamAddress(bot: StoredBot): Promise<string> {
  const { status, body } = await callBot(bot, 'POST', '/token/login');
  if (status !== 200) throw new OtherBotError(`${bot.url} refused the log-in.`);
  const { access_token: token } = JSON.parse(body.toString()) as { access_token: string };
  return `${bot.url.replace(/^http/, 'ws')}/api/v1/message/ws?token=${encodeURIComponent(token)}`;
}
