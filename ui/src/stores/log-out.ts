import { useQueryClient } from '@tanstack/vue-query';
import { useRouter } from 'vue-router';
import { useSession } from './session.ts';

/** Ends the session, forgets what the bot has told, and asks for the password again. */
export function useLogOut(): () => void {
  const session = useSession();
  const router = useRouter();
  const queries = useQueryClient();
  return () => {
    session.logOut();
    queries.clear();
    void router.push({ name: 'login' });
  };
}
