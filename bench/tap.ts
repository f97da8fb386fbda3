import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Stands between a bot and the exchange, in a thread of its own so that nothing else delays it, and tells when a price went out to the bot
 * and when the order came that it caused.
 */
export interface TapOrder {
  readonly thread: 'tap';
  readonly listenAt: number;
  readonly exchangeAt: number;
}

/** A market that is to be looked at from now on. */
export interface TapWatch {
  /** Its id on the exchange. */
  readonly symbol: string;
  /** Prices below this are the one that is waited for, quote currency. */
  readonly below: number;
  /** Of the bot. */
  readonly pid: number;
}

/** Something passed by; ms since epoch, with fractions. */
export interface TapEvent {
  readonly kind: 'price' | 'order';
  readonly symbol: string;
  readonly at: number;
  /** How long the bot's main thread and this one have waited for a CPU so far, ms: what others on the machine cost. Null where nobody says. */
  readonly waited: readonly [number, number] | null;
}

const ORDER_CALL = 'POST /api/v3/order';
const KEPT = 4096;

const order = workerData as TapOrder;
if (parentPort !== null && order?.thread === 'tap') {
  const port = parentPort;
  let watched: TapWatch | null = null;
  let price: RegExp | null = null;
  const tell = (kind: TapEvent['kind'], { symbol, pid }: TapWatch): void => {
    const at = performance.timeOrigin + performance.now();
    port.postMessage({ kind, symbol, at, waited: waitedForCpu(pid) } satisfies TapEvent);
  };
  port.on('message', (watch: TapWatch) => {
    watched = watch;
    price = new RegExp(`"s":"${watch.symbol}","b":"([\\d.]+)"`, 'g');
  });
  const toBot = (text: string): void => {
    if (watched === null || price === null) return;
    for (const [, bid] of text.matchAll(price)) {
      if (!(Number(bid) < watched.below)) continue;
      price = null;
      tell('price', watched);
      return;
    }
  };
  /** Looks at what one connection sends; a request may come in pieces. */
  const toExchange = (): ((text: string) => void) => {
    let call = '';
    return (text) => {
      const begins = text.lastIndexOf(ORDER_CALL);
      call = begins >= 0 ? text.slice(begins) : call === '' ? '' : `${call}${text}`.slice(0, KEPT);
      if (watched === null || !call.includes(`symbol=${watched.symbol}&`) || !call.includes('side=SELL')) return;
      tell('order', watched);
      watched = null;
      call = '';
    };
  };
  const server = createServer((bot) => {
    const exchange = connect(order.exchangeAt, '127.0.0.1');
    const seen = toExchange();
    pass(bot, exchange, seen);
    pass(exchange, bot, toBot);
  });
  server.listen(order.listenAt, '127.0.0.1', () => port.postMessage('ready'));
}

/** The bot's main thread and this thread, ms; null where the system does not say. */
function waitedForCpu(pid: number): readonly [number, number] | null {
  const of = (path: string): number => Number(readFileSync(path, 'utf8').split(' ')[1]) / 1e6;
  try {
    return [of(`/proc/${pid}/task/${pid}/schedstat`), of('/proc/thread-self/schedstat')];
  } catch {
    return null;
  }
}

function pass(from: Socket, to: Socket, look: (text: string) => void): void {
  from.setNoDelay(true);
  from.on('data', (data) => {
    to.write(data);
    look(data.toString('latin1'));
  });
  from.on('close', () => to.destroy());
  from.on('error', () => to.destroy());
}
