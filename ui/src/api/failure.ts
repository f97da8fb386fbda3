import { ApiError, ConnectionError } from 'freqtrade-client';
import { t } from '../messages/index.ts';

/** What went wrong, for the person at the screen. */
export function reason(error: unknown): string {
  if (error instanceof ConnectionError) return t('failure.unreachable');
  if (!(error instanceof ApiError)) return (error as Error).message;
  if (error.status === 401) return t('failure.loggedOut');
  const body = error.body as { error?: string; detail?: unknown } | null;
  const text = body?.error ?? (typeof body?.detail === 'string' ? body.detail : null);
  return text?.replace(/^Error querying \S+: /, '') ?? t('failure.status', { status: error.status });
}
