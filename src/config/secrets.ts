const SECRET_KEYS =
  /^(key|api_key|apiKey|secret|password|uid|token|jwt_secret_key|ws_token|private_key|privateKey|wallet_address|walletAddress|account_id|accountId)$/;
const SECRET_PLACES = /^(url|webhook_url|chat_id|db_url)$/;

/** A copy of a configuration that may be kept beside results: every secret is struck out. */
export function withoutSecrets(config: object): object {
  return strike(config) as object;
}

function strike(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strike);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isSecret = SECRET_KEYS.test(key) || (SECRET_PLACES.test(key) && typeof inner === 'string');
      return [key, isSecret && inner !== '' && inner !== null ? 'REDACTED' : strike(inner)];
    }),
  );
}
