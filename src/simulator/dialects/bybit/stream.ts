import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import type { Credentials } from '../dialect.ts';
import type { Listener, Speech } from '../push.ts';
import { candleRow, candleStart, categoryOf, INTERVALS, orderRow, ticker, walletRow } from './facts.ts';
import { bookRow, symbolsOf } from './market-data.ts';
import { isSigned } from './sign.ts';

interface Message {
  readonly op?: string;
  readonly req_id?: string;
  readonly args?: unknown;
}

/** In one request of spot. */
const MOST_TOPICS = 10;

/** Topics over WebSocket, those of the market by category in the address. Source: Bybit, "WebSocket stream", "Connect", each topic's page. */
export class BybitSpeech implements Speech {
  readonly #exchange: Exchange;
  readonly #credentials: Credentials;

  constructor(exchange: Exchange, credentials: Credentials) {
    this.#exchange = exchange;
    this.#credentials = credentials;
  }

  heard(listener: Listener, message: unknown): void {
    const { op, req_id, args } = (typeof message === 'object' && message !== null ? message : {}) as Message;
    const list = Array.isArray(args) ? args.map(String) : [];
    const reply = (more: object) => listener.send({ ...more, conn_id: 'sim', req_id: req_id ?? '', op });
    if (op === 'ping') reply({ success: true, ret_msg: 'pong' });
    else if (op === 'auth') {
      const [key = '', expires = '', signature = ''] = list;
      const isInTime = Number(expires) > this.#exchange.now();
      listener.isOwner = key === this.#credentials.key && isInTime && isSigned(this.#credentials, `GET/realtime${expires}`, signature);
      reply({ success: listener.isOwner, ret_msg: listener.isOwner ? '' : 'Params Error' });
    } else if (op === 'subscribe' || op === 'unsubscribe') {
      const category = listener.path.split('/').at(-1) ?? '';
      if (category === 'spot' && list.length > MOST_TOPICS) {
        reply({ success: false, ret_msg: `args size >${MOST_TOPICS}` });
        return;
      }
      for (const name of list) {
        const topic = `${category} ${name}`;
        if (op === 'subscribe') listener.topics.add(topic);
        else listener.topics.delete(topic);
      }
      reply({ success: true, ret_msg: op });
    } else reply({ success: false, ret_msg: `unknown op ${op}` });
  }

  firstOf(topic: string): readonly unknown[] {
    const [category = '', name = ''] = topic.split(' ');
    const parts = name.split('.');
    const symbol = symbolsOf(this.#exchange, category).find(({ base, quote }) => base + quote === parts.at(-1));
    if (symbol === undefined) return [];
    return this.#data(parts, symbol).map((data) => ({ topic: name, type: 'snapshot', ts: this.#exchange.now(), data, cs: 1 }));
  }

  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    const creationTime = this.#exchange.now();
    if (event.kind === 'order' && wants(listener, 'order')) {
      const data = [{ category: categoryOf(event.order.symbol), ...orderRow(event.order) }];
      return [{ id: String(creationTime), topic: 'order', creationTime, data }];
    }
    if (event.kind === 'balances' && wants(listener, 'wallet')) {
      return [{ id: String(creationTime), topic: 'wallet', creationTime, data: [walletRow(this.#exchange)] }];
    }
    return [];
  }

  comparable(text: string): string {
    return text.replace(/"(ts|timestamp)":\d+,?/g, '');
  }

  #data([kind, detail = '']: readonly string[], symbol: MarketSymbol): readonly unknown[] {
    if (kind === 'tickers') return [ticker(this.#exchange, symbol)];
    if (kind === 'orderbook') return [bookRow(this.#exchange, symbol, Number(detail))];
    const length = INTERVALS[detail];
    if (kind !== 'kline' || length === undefined) return [];
    const now = this.#exchange.now();
    const start = candleStart(now, length);
    // a candle that has just ended is sent once more, as ended
    const starts = now - start < 1250 ? [start - length, start] : [start];
    return starts.map((from) => [this.#candle(symbol, detail, from, length)]);
  }

  #candle(symbol: MarketSymbol, interval: string, start: number, length: number): object {
    const [, open, high, low, close, volume, turnover] = candleRow(this.#exchange, symbol, start, length) ?? [];
    const now = this.#exchange.now();
    return {
      start,
      end: start + length - 1,
      interval,
      open,
      close,
      high,
      low,
      volume,
      turnover,
      confirm: now >= start + length,
      timestamp: now,
    };
  }
}

function wants(listener: Listener, topic: string): boolean {
  return [...listener.topics].some((one) => one.split(' ')[1] === topic || one.split(' ')[1]?.startsWith(`${topic}.`));
}
