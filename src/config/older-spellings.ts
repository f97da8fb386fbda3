import { isRecord } from '../core/is-record.ts';

/** Credentials as older configurations write them, and as they are called now. Source: freqtrade 2026.9. */
const SPELLINGS = { apiKey: 'api_key', accountId: 'account_id', walletAddress: 'wallet_address', privateKey: 'private_key' } as const;

/** A configuration whose section of the exchange has the names of now; where both are given, those count. @param origins where each key was written */
export function withoutOlderSpellings(config: Readonly<Record<string, unknown>>, origins: Map<string, string>): Record<string, unknown> {
  const { exchange } = config;
  if (!isRecord(exchange)) return { ...config };
  const renamed: Record<string, unknown> = { ...exchange };
  for (const [older, now] of Object.entries(SPELLINGS)) {
    if (!(older in renamed)) continue;
    const value = renamed[older];
    delete renamed[older];
    if (now in renamed) continue;
    renamed[now] = value;
    const origin = origins.get(`exchange.${older}`);
    if (origin !== undefined) origins.set(`exchange.${now}`, origin);
  }
  return { ...config, exchange: renamed };
}
