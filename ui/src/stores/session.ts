import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { apiUrl } from '../api/place.ts';

const STORAGE = 'freqtrade-session';

interface Tokens {
  access: string;
  refresh: string;
  user: string;
}

/** Who is logged in; kept for this browser tab only. */
export const useSession = defineStore('session', () => {
  const tokens = ref<Tokens | null>(read());
  let refreshing: Promise<boolean> | null = null;

  function keep(next: Tokens | null): void {
    tokens.value = next;
    if (next === null) sessionStorage.removeItem(STORAGE);
    else sessionStorage.setItem(STORAGE, JSON.stringify(next));
  }

  /** @throws Error with words for the person who logs in */
  async function logIn(user: string, password: string): Promise<void> {
    const bytes = new TextEncoder().encode(`${user}:${password}`);
    let response: Response;
    try {
      response = await fetch(apiUrl('token/login'), {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` },
      });
    } catch {
      throw new Error('The bot does not answer. Is it running?');
    }
    if (response.status === 401) throw new Error('User name or password is wrong.');
    if (!response.ok) throw new Error(`The bot answered with status ${response.status}.`);
    const body = (await response.json()) as { access_token: string; refresh_token: string };
    keep({ access: body.access_token, refresh: body.refresh_token, user });
  }

  /** One refresh serves everyone who waits for it. */
  function refresh(): Promise<boolean> {
    refreshing ??= askForAccess().finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  async function askForAccess(): Promise<boolean> {
    const current = tokens.value;
    if (current === null) return false;
    const response = await fetch(apiUrl('token/refresh'), { method: 'POST', headers: { authorization: `Bearer ${current.refresh}` } });
    if (response.status === 401) {
      keep(null);
      return false;
    }
    if (!response.ok) return false;
    keep({ ...current, access: ((await response.json()) as { access_token: string }).access_token });
    return true;
  }

  return {
    isLoggedIn: computed(() => tokens.value !== null),
    user: computed(() => tokens.value?.user ?? ''),
    access: computed(() => tokens.value?.access ?? null),
    logIn,
    refresh,
    logOut: () => keep(null),
  };
});

function read(): Tokens | null {
  try {
    return JSON.parse(sessionStorage.getItem(STORAGE) ?? 'null') as Tokens | null;
  } catch {
    return null;
  }
}
