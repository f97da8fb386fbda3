import { isIP } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RawApiServer } from '../../config/raw.ts';

/** Checks of where a request claims to come from and to go to, before anybody is asked who they are. */
export interface GuestChecks {
  /** Fastify hook: 421 for a host name that is not ours (DNS rebinding), 403 for writes that another site's page sends. */
  check(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  isHostAllowed(host: string | undefined): boolean;
  isOriginAllowed(origin: string | undefined, host: string | undefined): boolean;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

export function createGuestChecks(config: RawApiServer): GuestChecks {
  const origins = config.CORS_origins ?? [];
  const hosts = new Set(
    [...(config.allowed_hosts ?? []), ...origins.map((origin) => hostOfOrigin(origin)), config.listen_ip_address].map(lower),
  );

  const isHostAllowed = (host: string | undefined): boolean => {
    if (host === undefined || config.unix_socket !== undefined) return true;
    const name = lower(host.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''));
    // a public name always has a dot; addresses and names of the local network can't be rebound
    return isIP(name) !== 0 || !name.includes('.') || name.endsWith('.localhost') || hosts.has(name) || hosts.has('*');
  };
  const isOriginAllowed = (origin: string | undefined, host: string | undefined): boolean => {
    if (origin === undefined || origins.includes(origin) || origins.includes('*')) return true;
    return host !== undefined && lower(hostOfOrigin(origin, true)) === lower(host);
  };
  return {
    isHostAllowed,
    isOriginAllowed,
    check: async (request, reply) => {
      const { host, origin } = request.headers;
      if (!isHostAllowed(host)) {
        await reply.code(421).send({ detail: `This bot is not known as "${host}". Add that name to api_server.allowed_hosts.` });
        return;
      }
      if (READING.has(request.method)) return;
      const isForeign = request.headers['sec-fetch-site'] === 'cross-site' && origin === undefined;
      if (!isForeign && isOriginAllowed(origin, host)) return;
      await reply
        .code(403)
        .send({ detail: `Pages of ${origin ?? 'other sites'} may not command this bot. Add that origin to api_server.CORS_origins.` });
    },
  };
}

function hostOfOrigin(origin: string, withPort = false): string {
  try {
    const url = new URL(origin);
    return withPort ? url.host : url.hostname;
  } catch {
    return origin;
  }
}

function lower(text: string): string {
  return text.toLowerCase();
}
