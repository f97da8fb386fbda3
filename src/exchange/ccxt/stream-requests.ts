import type { Exchange as CcxtExchange } from 'ccxt';
import { isRecord } from '../../core/is-record.ts';

/**
 * What ccxt asks for over a connection in one message is asked for in several, each of no more topics than the exchange takes. One that is
 * closed before it could be sent, since it waited for others, is no failure that nobody caught: whoever listens hears of the end.
 * @param most topics in a message, by the address of the connection
 */
export function mendStreamRequests(client: CcxtExchange, most: (address: string) => number): void {
  const { client: open } = client;
  const known = new WeakSet<object>();
  client.client = (address) => {
    const opened = open.call(client, address);
    if (known.has(opened)) return opened;
    known.add(opened);
    const { send } = opened;
    opened.send = (message: unknown) => {
      const sent = Promise.all(partsOf(message, most(address ?? '')).map((part) => send.call(opened, part)));
      sent.catch(() => undefined);
      return sent;
    };
    return opened;
  };
}

function partsOf(message: unknown, most: number): readonly unknown[] {
  const topics = isRecord(message) ? message['args'] : undefined;
  if (!isRecord(message) || !Array.isArray(topics) || topics.length <= most) return [message];
  const count = Math.ceil(topics.length / most);
  return Array.from({ length: count }, (_, part) => ({ ...message, args: topics.slice(part * most, (part + 1) * most) }));
}
