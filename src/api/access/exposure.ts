import type { RawApiServer } from '../../config/raw.ts';

const EXAMPLES = new Set([
  'SuperSecret1!',
  'SuperSecurePassword',
  'somethingRandomSomethingRandom123',
  'somethingrandom',
  'sercet_Ws_t0ken',
  'super-secret',
]);
const SHORTEST_PASSWORD = 8;

/** What must change before this server may listen on an address that others can reach; empty when all is well. */
export function exposureProblems(config: RawApiServer): string[] {
  if (isLoopback(config.listen_ip_address) || config.unix_socket !== undefined) return [];
  const problems: string[] = [];
  const check = (key: string, value: string, shortest: number) => {
    if (EXAMPLES.has(value)) problems.push(`api_server.${key} is the example from the documentation`);
    else if (value.length < shortest) problems.push(`api_server.${key} is shorter than ${shortest} characters`);
  };
  check('password', config.password, SHORTEST_PASSWORD);
  for (const { password } of config.read_only_users ?? []) check('read_only_users', password, SHORTEST_PASSWORD);
  check('jwt_secret_key', config.jwt_secret_key, 32);
  const streamTokens = [config.ws_token ?? []].flat();
  if (streamTokens.length === 0) problems.push('api_server.ws_token is missing');
  for (const token of streamTokens) check('ws_token', token, 16);
  return problems;
}

/** Whether an address is this machine's own; a client on a socket file has none. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return true;
  return address === 'localhost' || address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
