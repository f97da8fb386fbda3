import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ENDPOINTS, type EndpointScope } from '../../../wire/endpoints.ts';
import type { NewBotBody } from '../../../wire/requests.ts';
import { mayDo } from '../../access/auth.ts';
import { callBot, OtherBotError, type OtherBots, type StoredBot } from '../../access/other-bots.ts';
import { passedCall, staysHere } from '../../access/path.ts';
import { fieldError } from '../../calls/checks.ts';
import { serve } from '../serve.ts';

const OFF = 'Passing calls on is off: set "pass_calls": true in api_server.';
const UNKNOWN = 'There is no such bot.';

export interface OtherBotParts {
  /** Null where passing on is switched off. */
  readonly others: OtherBots | null;
  readonly research: boolean;
  readonly scopeOf: (method: string, path: string) => EndpointScope;
}

/** Other bots: the list of them, and calls that are passed on. */
export function otherBotRoutes(app: FastifyInstance, { others, research, scopeOf }: OtherBotParts): void {
  serve(app, ENDPOINTS.features, async ({ caller }) => ({
    user: caller?.name ?? '',
    scope: caller?.scope ?? 'read',
    research,
    streams_prices: true,
    selects_trades: true,
    passes_calls: others !== null,
  }));
  const list = () => ({ bots: (others?.list() ?? []).map(({ id, name, url, colour }) => ({ bot_id: id, name, url, colour })) });
  serve(app, ENDPOINTS.bots, async () => list());
  serve(app, ENDPOINTS.add_bot, async ({ body }, reply) => {
    if (others === null) return reply.code(404).send({ detail: OFF });
    const problem = await addBot(others, body);
    return problem === null ? list() : reply.code(502).send({ detail: problem });
  });
  serve(app, ENDPOINTS.remove_bot, async ({ params }, reply) => {
    if (others === null || !others.remove(params.bot_id)) return reply.code(404).send({ detail: others === null ? OFF : UNKNOWN });
    return list();
  });
  if (others !== null) passRoutes(app, others, scopeOf);
}

/** Adds a bot that answers with its credentials. @returns why it does not; null when all is well */
async function addBot(others: OtherBots, { name, username, password, colour, url: given }: NewBotBody): Promise<string | null> {
  const url = URL.parse(given);
  if (url === null) throw fieldError(['body', 'url'], 'url_parsing', 'Input should be a valid URL', given);
  // a user name or a query in the address would be sent along and shown
  const plain = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  try {
    const { status } = await callBot({ url: plain, username, password }, 'GET', '/version');
    if (status === 401) return `${plain} refuses this user and password.`;
    if (status !== 200) return `${plain} answers, but not as a bot does (status ${status}).`;
    others.add({ name, url: plain, username, password, colour: colour ?? null });
    return null;
  } catch (error) {
    if (!(error instanceof OtherBotError)) throw error;
    return error.message;
  }
}

type Passed = FastifyRequest<{ Params: { bot_id: string; '*': string } }>;

function passRoutes(app: FastifyInstance, others: OtherBots, scopeOf: OtherBotParts['scopeOf']): void {
  const pass = async (request: Passed, reply: FastifyReply) => {
    const refuse = (status: number, detail: string) => reply.code(status).send({ detail });
    const bot = others.find(request.params.bot_id);
    if (bot === null) return refuse(404, UNKNOWN);
    const call = passedCall(request.url);
    if (call === 'unreadable') return refuse(400, "The path can't be read: it is not encoded as it should be.");
    if (call === 'outside' || staysHere(call.path)) return refuse(404, 'Not Found');
    const needed = scopeOf(request.method, call.path);
    if (request.caller === null || !mayDo(request.caller.scope, needed))
      return refuse(403, `This login may only ${request.caller?.scope ?? 'read'}; this call needs the scope "${needed}".`);
    try {
      return await passOn(bot, call, request, reply);
    } catch (error) {
      if (!(error instanceof OtherBotError)) throw error;
      return refuse(502, error.message);
    }
  };
  for (const method of ['GET', 'POST', 'DELETE', 'PATCH'] as const)
    app.route<{ Params: { bot_id: string; '*': string } }>({
      method,
      url: '/bots/:bot_id/*',
      // judged again above, by the call that is passed on
      config: { endpoint: { ...ENDPOINTS.bots, scope: 'read' } },
      handler: pass,
    });
}

/** @throws OtherBotError */
async function passOn(
  bot: StoredBot,
  { path, target }: { readonly path: string; readonly target: string },
  request: Passed,
  reply: FastifyReply,
): Promise<unknown> {
  const { status, type, body } = await callBot(bot, request.method, target, request.body);
  if (path === '/features' && (status === 200 || status === 404)) {
    // freqtrade itself knows no features; ours tells what we may, which is not what our caller may
    const features =
      status === 404 ? { user: bot.username, research: false, streams_prices: false, selects_trades: false } : featuresIn(body, bot.url);
    return { ...features, scope: request.caller?.scope ?? 'read', passes_calls: false };
  }
  // a password of that bot that is wrong now is no reason to log in here again
  if (status === 401) return reply.code(502).send({ detail: `${bot.name} refuses the password that is kept for it.` });
  return reply.code(status).type(type).send(body);
}

/** What another bot tells of itself. @throws OtherBotError when that is no object */
function featuresIn(body: Buffer, url: string): object {
  try {
    const answered: unknown = JSON.parse(body.toString());
    if (typeof answered === 'object' && answered !== null) return answered;
  } catch {
    // no JSON: refused below
  }
  throw new OtherBotError(`${url} does not answer as a bot would.`);
}
