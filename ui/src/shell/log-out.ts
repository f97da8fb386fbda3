import { useQueryClient } from '@tanstack/vue-query';
import { useRouter } from 'vue-router';
import { useSession } from '../stores/session.ts';

/** Ends the session, forgets what the bots have told, and asks for the password again. */
export function useLogOut(): () => Promise<void> {
  const session = useSession();
  const router = useRouter();
  const queries = useQueryClient();
  return async () => {
    await session.logOut();
    queries.clear();
    await router.push({ name: 'login' });
  };
}
