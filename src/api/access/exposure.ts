import { ConfigurationError } from '../../config/problem.ts';
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

interface Exposure {
  readonly key: string;
  readonly found: string;
}

/** Refuses a server that others could enter with a secret they can guess. @param file that configures it @throws ConfigurationError */
export function checkExposure(config: RawApiServer, file: string): void {
  const problems = exposures(config).map(({ key, found }) => ({
    file,
    key: `api_server.${key}`,
    found,
    allowed: `a secret of its own, since ${config.listen_ip_address} can be reached by others; "freqtrade new-secret" makes one`,
  }));
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** What must change before this server may listen on an address that others can reach; empty when all is well. */
function exposures(config: RawApiServer): Exposure[] {
  if (isLoopback(config.listen_ip_address) || config.unix_socket !== undefined) return [];
  const problems: Exposure[] = [];
  const check = (key: string, value: string, shortest: number) => {
    if (EXAMPLES.has(value)) problems.push({ key, found: 'the example from the documentation' });
    else if (value.length < shortest) problems.push({ key, found: `shorter than ${shortest} characters` });
  };
  check('password', config.password, SHORTEST_PASSWORD);
  for (const { password } of config.read_only_users ?? []) check('read_only_users', password, SHORTEST_PASSWORD);
  check('jwt_secret_key', config.jwt_secret_key, 32);
  const streamTokens = [config.ws_token ?? []].flat();
  if (streamTokens.length === 0) problems.push({ key: 'ws_token', found: 'missing' });
  for (const token of streamTokens) check('ws_token', token, 16);
  return problems;
}

/** Whether an address is this machine's own; a client on a socket file has none. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return true;
  return address === 'localhost' || address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}
