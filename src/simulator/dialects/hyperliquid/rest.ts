import type { Exchange } from '../../engine/exchange.ts';
import { Refusal } from '../../engine/refusal.ts';
import { type Answer, type Call, type Credentials, NativeRefusal } from '../dialect.ts';
import { ACTIONS } from './actions.ts';
import { INFO } from './info.ts';
import { checkSignature, type Fields, type SignedRequest } from './sign.ts';

const actions = new WeakMap<Exchange, string[]>();

/** Kinds of all that was signed and taken, oldest first. */
export function signedActions(exchange: Exchange): readonly string[] {
  return actions.get(exchange) ?? [];
}

/** Everything is posted to one of two addresses: what is asked, and what is to be done. @throws Refusal, NativeRefusal */
export function answer(exchange: Exchange, credentials: Credentials, call: Call): unknown {
  const asked = bodyOf(call);
  if (call.method === 'POST' && call.path === '/info') {
    const handler = INFO[String(asked['type'])];
    if (handler === undefined) throw malformed();
    const { user } = asked;
    if (user !== undefined && !/^0x[0-9a-f]{40}$/i.test(String(user))) throw malformed();
    return handler(exchange, asked);
  }
  if (call.method !== 'POST' || call.path !== '/exchange') throw new NativeRefusal('404', '', 404);
  const request = signedRequest(asked);
  const type = String(request.action['type']);
  const act = ACTIONS[type];
  if (act === undefined) throw malformed();
  checkSignature(exchange, credentials.key, request);
  const response = act(exchange, request.action);
  actions.set(exchange, [...signedActions(exchange), type]);
  return { status: 'ok', response };
}

function signedRequest({ action, nonce, signature, vaultAddress, expiresAfter }: Fields): SignedRequest {
  const isForm = typeof action === 'object' && action !== null && typeof signature === 'object' && signature !== null;
  if (!isForm || typeof nonce !== 'number') throw malformed();
  return {
    action: action as Fields,
    nonce,
    signature,
    ...(typeof vaultAddress === 'string' ? { vaultAddress } : {}),
    ...(typeof expiresAfter === 'number' ? { expiresAfter } : {}),
  };
}

export function bodyOf({ body }: Call): Fields {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Fields;
  } catch {
    // no JSON, no request
  }
  throw malformed();
}

function malformed(): NativeRefusal {
  return new NativeRefusal('422', 'Failed to deserialize the JSON body into the target type', 422);
}

/** An action that was refused as a whole comes with status 200; what can't be read at all, as plain text. */
export function refuse(refusal: Refusal | NativeRefusal, _call: Call): Answer {
  if (refusal instanceof Refusal) return { status: 200, body: { status: 'err', response: refusal.kind } };
  const isPlain = refusal.code === '422' || refusal.code === '404' || refusal.code === '500';
  return { status: refusal.status, body: isPlain ? refusal.message : { status: 'err', response: refusal.message } };
}
