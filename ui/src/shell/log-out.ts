import { useRouter } from 'vue-router';
import { useSession } from '../stores/session.ts';

/** Ends the session and asks for the password again; `App.vue` forgets what the bots have answered. */
export function useLogOut(): () => Promise<void> {
  const session = useSession();
  const router = useRouter();
  return async () => {
    await session.logOut();
    await router.push({ name: 'login' });
  };
}
