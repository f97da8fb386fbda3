import { gzipSync } from 'node:zlib';
import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import type { Listener, Speech } from '../push.ts';
import { candleRow, candleShift, executionReport, STREAM_INTERVALS, ticker, wireId } from './facts.ts';
import { spotSymbols } from './market-data.ts';
import { LISTEN_KEY } from './trading.ts';

interface Message {
  readonly id?: string;
  readonly reqType?: string;
  readonly dataType?: string;
}

/** How often the exchange asks whether one is still there. Source: BingX, "Websocket", "Heartbeats". */
const BEAT_MS = 5000;
const BEAT = 'beat';
const ORDERS = 'spot.executionReport';

/** Packed with gzip; the account's on a connection whose address has its key. Source: BingX, "Spot", "Websocket Market Data", "Account Data". */
export class BingxSpeech implements Speech {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  packed(_listener: Listener, text: string): Buffer {
    return gzipSync(text);
  }

  heard(listener: Listener, message: unknown): void {
    const { id, reqType = 'sub', dataType = '' } = (typeof message === 'object' && message !== null ? message : {}) as Message;
    // an answer to a heartbeat
    if (dataType === '') return;
    listener.topics.add(BEAT);
    const isOfAccount = dataType === ORDERS;
    if (isOfAccount) listener.isOwner = listener.query.get('listenKey') === LISTEN_KEY;
    if (isOfAccount ? !listener.isOwner : this.#parts(dataType) === null) {
      listener.send({ id, code: 100_400, msg: `dataType ${dataType} not support`, timestamp: this.#exchange.now() });
      return;
    }
    if (reqType === 'unsub') listener.topics.delete(dataType);
    else listener.topics.add(dataType);
    listener.send({ id, code: 0, msg: 'SUCCESS', timestamp: this.#exchange.now() });
  }

  firstOf(topic: string): readonly unknown[] {
    const now = this.#exchange.now();
    if (topic === BEAT)
      return [{ ping: `beat-${Math.floor(now / BEAT_MS)}`, time: new Date(Math.floor(now / BEAT_MS) * BEAT_MS).toISOString() }];
    const { symbol, kind, length } = this.#parts(topic) ?? {};
    if (symbol === undefined) return [];
    const message = (data: object) => ({ code: 0, dataType: topic, success: true, data });
    if (kind === 'ticker') {
      const { openPrice: o, highPrice: h, lowPrice: l, lastPrice: c, volume: v, quoteVolume: q, ...more } = ticker(this.#exchange, symbol);
      const quotes = { B: more['bidPrice'], b: more['bidQty'], A: more['askPrice'], a: more['askQty'] };
      return [message({ e: '24hTicker', E: now, s: wireId(symbol), p: more['priceChange'], o, h, l, c, v, q, C: now, ...quotes })];
    }
    if (length === undefined) return [];
    const shift = candleShift(length, 8);
    const start = Math.floor((now - shift) / length) * length + shift;
    // a candle that has just ended is sent once more, as ended
    return (now - start < 1250 ? [start - length, start] : [start])
      .map((from) => candleRow(this.#exchange, symbol, from, length))
      .filter((row) => row !== null)
      .map(([t, o, h, l, c, v, T, q]) =>
        message({ e: 'kline', E: now, s: wireId(symbol), K: { t, T, i: topic.split('_')[1], s: wireId(symbol), o, h, l, c, v, q, n: 1 } }),
      );
  }

  comparable(text: string): string {
    return text.replace(/"[EC]":\d+,?/g, '');
  }

  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    if (event.kind !== 'order' || event.order.symbol.isPerpetual || !listener.topics.has(ORDERS)) return [];
    const { order, execution, fill } = event;
    const kind = fill !== null ? 'TRADE' : execution === 'new' ? 'NEW' : 'CANCELED';
    return [{ code: 0, dataType: ORDERS, data: executionReport(order, kind, fill, this.#exchange.now()) }];
  }

  /** `BTC-USDT@ticker`, `BTC-USDT@kline_1min`. */
  #parts(dataType: string) {
    const [id, kind = ''] = dataType.split('@');
    const symbol = spotSymbols(this.#exchange).find((one) => wireId(one) === id);
    const length = kind.startsWith('kline_') ? STREAM_INTERVALS[kind.slice('kline_'.length)] : undefined;
    return symbol === undefined || (kind !== 'ticker' && length === undefined) ? null : { symbol, kind, length };
  }
}
