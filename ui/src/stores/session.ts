import { type Api, ApiError, ConnectionError, createApi, type Tokens } from 'freqtrade-client';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { HOME } from '../api/home.ts';
import { t } from '../messages/index.ts';
import { keep, readKept } from './kept.ts';

const STORAGE = 'freqtrade-session';

interface Login extends Tokens {
  readonly user: string;
}

/** Who is logged in; kept for this browser tab only. */
export const useSession = defineStore('session', () => {
  const login = ref<Login | null>(readKept<Login>(STORAGE, sessionStorage));
  const api = shallowRef<Api>(connect());

  function connect(): Api {
    return createApi({
      url: HOME.href,
      ...(login.value === null ? {} : { tokens: { access: login.value.access, refresh: login.value.refresh } }),
      onTokens: (tokens) => change(tokens === null ? null : { ...tokens, user: login.value?.user ?? '' }),
    });
  }

  function change(next: Login | null): void {
    login.value = next;
    keep(STORAGE, next, sessionStorage);
  }

  /** @throws Error with words for the person who logs in */
  async function logIn(user: string, password: string): Promise<void> {
    let tokens: Tokens | null = null;
    const once = createApi({
      url: HOME.href,
      username: user,
      password,
      onTokens: (found) => {
        tokens = found;
      },
    });
    try {
      await once.version();
    } catch (error) {
      if (error instanceof ConnectionError) throw new Error(t('login.unreachable'));
      if (error instanceof ApiError && error.status === 401) throw new Error(t('login.wrong'));
      if (error instanceof ApiError && error.status === 429) throw new Error((error.body as { detail?: string } | null)?.detail ?? '');
      throw new Error(t('failure.status', { status: (error as ApiError).status }));
    }
    if (tokens === null) throw new Error(t('login.wrong'));
    change({ ...(tokens as Tokens), user });
    api.value = connect();
  }

  /** Ends the login here and on the server. */
  async function logOut(): Promise<void> {
    const ending = api.value;
    const wasLoggedIn = login.value !== null;
    // the server hears of it with the tokens that are still there; whether it hears it or not, they are gone here
    if (wasLoggedIn) await ending.logout().catch(() => undefined);
    change(null);
    api.value = connect();
  }

  return { isLoggedIn: computed(() => login.value !== null), user: computed(() => login.value?.user ?? ''), api, logIn, logOut };
});
