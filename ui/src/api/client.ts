import { router } from '../router.ts';
import { useSession } from '../stores/session.ts';
import { apiUrl } from './place.ts';

/** The bot could not do it; the message is for the person at the screen. */
export class BotError extends Error {}

/** Calls the bot, with a fresh token if the old one has run out. */
export async function call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const session = useSession();
  let response = await send(method, path, body, session.access);
  if (response.status === 401 && (await session.refresh())) response = await send(method, path, body, session.access);
  if (response.status === 401) {
    session.logOut();
    await router.push({ name: 'login' });
    throw new BotError('Please log in again.');
  }
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new BotError(reason(answer) ?? `The bot answered with status ${response.status}.`);
  return answer as T;
}

function reason(answer: unknown): string | null {
  const told = answer as { error?: string; detail?: unknown } | null;
  const text = told?.error ?? (typeof told?.detail === 'string' ? told.detail : null);
  return text?.replace(/^Error querying \S+: /, '') ?? null;
}

async function send(method: string, path: string, body: unknown, token: string | null): Promise<Response> {
  try {
    return await fetch(apiUrl(path), {
      method,
      headers: { authorization: `Bearer ${token ?? ''}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new BotError('The bot does not answer.');
  }
}
