import { nearest } from '../../core/nearest.ts';
import type { Hub } from './hub.ts';
import { DEFAULT_FRAME_LIMIT } from './hub.ts';
import { answer, type Listener } from './listener.ts';

/** What a client asked for can't be done; the message says why and what would do. */
export class RequestRefused extends Error {}

const REQUESTS = ['subscribe', 'whitelist', 'analyzed_df', 'features', 'resume'] as const;
const FEATURES = ['sequence', 'frames', 'deltas', 'heartbeat'] as const;
const TOPIC_LIMIT = 100;
const HEARTBEAT_S = { min: 1, max: 300 };

/** Does what a client of the message WebSocket asks for: freqtrade's three requests, and ours. @throws RequestRefused */
export function takeRequest(hub: Hub, listener: Listener, message: unknown): void {
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    throw new RequestRefused('A message must be an object with "type" and "data".');
  const { type, data } = message as { type?: unknown; data?: unknown };
  switch (type) {
    case 'subscribe':
      // freqtrade takes no notice of a single name
      if (typeof data === 'string') return;
      setTopics(listener, data, 'The data of "subscribe"');
      return;
    case 'whitelist':
      hub.sendWhitelist(listener);
      return;
    case 'analyzed_df': {
      const { pair, limit } = membersOf(data);
      if (!isTextOrNothing(pair)) throw new RequestRefused('"pair" is the name of a pair, or null for all.');
      if (typeof limit !== 'number' && limit !== undefined && limit !== null) throw new RequestRefused('"limit" is a number of candles.');
      const rows = typeof limit === 'number' && limit >= 1 ? Math.min(Math.floor(limit), DEFAULT_FRAME_LIMIT) : DEFAULT_FRAME_LIMIT;
      hub.sendFrames(listener, pair ?? null, rows);
      return;
    }
    case 'features':
      setFeatures(hub, listener, membersOf(data));
      return;
    case 'resume': {
      const { stream, after, topics } = membersOf(data);
      if (typeof stream !== 'string' || typeof after !== 'number' || !(after >= 0))
        throw new RequestRefused('The data of "resume" must have "stream" (its name) and "after" (the last "seq" you have).');
      if (topics !== undefined) setTopics(listener, topics, '"topics"');
      hub.resume(listener, stream, after);
      return;
    }
    default:
      throw new RequestRefused(`Invalid request type: ${nameOf(type)}. There are: ${REQUESTS.join(', ')}.`);
  }
}

function setTopics(listener: Listener, topics: unknown, name: string): void {
  if (!Array.isArray(topics)) throw new RequestRefused(`${name} must be a list of message types.`);
  const names = topics.slice(0, TOPIC_LIMIT);
  if (!names.every((topic) => typeof topic === 'string')) throw new RequestRefused(`${name} must be a list of message types, each a text.`);
  listener.topics = new Set(names);
}

/** What stands where the name of a request belongs. */
function nameOf(type: unknown): string {
  return typeof type === 'string' ? type.slice(0, 50) : type === undefined ? 'none' : kindOf(type);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
}

function isTextOrNothing(value: unknown): value is string | null | undefined {
  return value === undefined || value === null || typeof value === 'string';
}

function membersOf(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
}

function setFeatures(hub: Hub, listener: Listener, wanted: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(wanted)) {
    if ((FEATURES as readonly string[]).includes(name)) continue;
    const guess = nearest(name, FEATURES);
    throw new RequestRefused(
      `There is no feature "${name.slice(0, 50)}". ${guess === null ? `There are: ${FEATURES.join(', ')}.` : `Did you mean "${guess}"?`}`,
    );
  }
  const { sequence = listener.form.isNumbered, deltas = listener.form.hasDeltas } = wanted;
  const { frames = listener.form.encoding, heartbeat = listener.heartbeat / 1000 } = wanted;
  if (typeof sequence !== 'boolean' || typeof deltas !== 'boolean') throw new RequestRefused('"sequence" and "deltas" are true or false.');
  if (frames !== 'json' && frames !== 'arrow') throw new RequestRefused('"frames" is "json" or "arrow".');
  const isPause = typeof heartbeat === 'number' && heartbeat >= HEARTBEAT_S.min && heartbeat <= HEARTBEAT_S.max;
  if (heartbeat !== 0 && !isPause) throw new RequestRefused(`"heartbeat" is 0 or ${HEARTBEAT_S.min} to ${HEARTBEAT_S.max} seconds.`);
  listener.form = { encoding: frames, hasDeltas: deltas, isNumbered: sequence };
  listener.heartbeat = (heartbeat as number) * 1000;
  listener.frames.clear();
  const position = { stream: hub.stream, seq: hub.sequence() };
  listener.deliver(answer({ type: 'features', data: { ...position, sequence, frames, deltas, heartbeat } }));
}
