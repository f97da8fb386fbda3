import { gzipSync } from 'node:zlib';
import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import type { Credentials } from '../dialect.ts';
import type { Listener, Speech } from '../push.ts';
import { ACCOUNT_ID, candle, candleShift, dayTick, PERIODS, pushedOrder, wireId } from './facts.ts';
import { depth, spotSymbols } from './market-data.ts';
import { isInTime, isSigned } from './sign.ts';

interface Message {
  readonly id?: string;
  readonly sub?: string;
  readonly unsub?: string;
  readonly action?: string;
  readonly ch?: string;
  readonly params?: Readonly<Record<string, string>>;
}

const PRIVATE_PATH = '/ws/v2';
/** How often the exchange asks whether one is still there. Source: HTX, "WebSocket Market Data", "WebSocket Asset and Order", heartbeats. */
const BEAT_MS = { market: 5000, account: 20_000 };
const BEATS = { market: 'beat', account: 'account beat' };

/**
 * Prices on one connection, packed with gzip; the account on another, after a login, as plain text.
 * Source: HTX, "WebSocket Market Data", "WebSocket Asset and Order".
 */
export class HtxSpeech implements Speech {
  readonly #exchange: Exchange;
  readonly #credentials: Credentials;

  constructor(exchange: Exchange, credentials: Credentials) {
    this.#exchange = exchange;
    this.#credentials = credentials;
  }

  packed({ path }: Listener, text: string): string | Buffer {
    return path === PRIVATE_PATH ? text : gzipSync(text);
  }

  heard(listener: Listener, message: unknown): void {
    const given = (typeof message === 'object' && message !== null ? message : {}) as Message;
    if (listener.path === PRIVATE_PATH) this.#heardFromOwner(listener, given);
    else this.#heardOfMarkets(listener, given);
  }

  firstOf(topic: string): readonly unknown[] {
    const now = this.#exchange.now();
    if (topic === BEATS.market) return [{ ping: Math.floor(now / BEAT_MS.market) * BEAT_MS.market }];
    if (topic === BEATS.account) return [{ action: 'ping', data: { ts: Math.floor(now / BEAT_MS.account) * BEAT_MS.account } }];
    const [, market, kind = '', ...rest] = topic.split('.');
    const symbol = spotSymbols(this.#exchange).find((one) => wireId(one) === market);
    if (symbol === undefined) return [];
    const push = (tick: object) => ({ ch: topic, ts: now, tick });
    const { bid, bidSize, ask, askSize, ...day } = dayTick(this.#exchange, symbol);
    if (kind === 'bbo') return [push({ seqId: 1, symbol: market, quoteTime: now, bid, bidSize, ask, askSize })];
    if (kind === 'detail') return [push({ id: 1, ...day })];
    if (kind === 'ticker') return [push({ ...day, bid, bidSize, ask, askSize, lastPrice: day.close, lastSize: symbol.stepSize })];
    if (kind === 'depth') return [push(depth(this.#exchange, symbol, 150))];
    const length = kind === 'kline' ? PERIODS[rest[0] ?? ''] : undefined;
    if (length === undefined) return [];
    const start = Math.floor((now - candleShift(length)) / length) * length + candleShift(length);
    // a candle that has just ended is sent once more, as ended
    return (now - start < 1250 ? [start - length, start] : [start])
      .map((from) => candle(this.#exchange, symbol, from, length))
      .filter((row) => row !== null)
      .map(push);
  }

  comparable(text: string): string {
    return text.startsWith('{"ch"') ? text.replace(/"(ts|quoteTime)":\d+,?/g, '') : text;
  }

  /** Nothing is pushed of a stop that waits. Source: HTX, "Subscribe Order Updates". */
  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    if (event.kind === 'balances') {
      return event.coins.flatMap((coin) => {
        const { free, locked } = this.#exchange.wallet.of(coin);
        const data = { currency: coin.toLowerCase(), accountId: ACCOUNT_ID, balance: String(free + locked), available: String(free) };
        return this.#pushed(listener, 'accounts.update', { ...data, changeType: null, accountType: 'trade', changeTime: null });
      });
    }
    if (event.kind !== 'order' || event.order.symbol.isPerpetual || !event.order.isTriggered) return [];
    const { order, execution, fill } = event;
    const data = pushedOrder(order);
    if (fill !== null) {
      const more = { tradePrice: String(fill.price), tradeVolume: String(fill.amount), tradeId: fill.id, tradeTime: fill.time };
      return this.#pushed(listener, 'orders', { ...data, ...more, eventType: 'trade', aggressor: !fill.isMaker });
    }
    if (execution === 'new') return this.#pushed(listener, 'orders', { ...data, eventType: 'creation', orderCreateTime: order.time });
    return this.#pushed(listener, 'orders', { ...data, eventType: 'cancellation', lastActTime: order.updateTime });
  }

  #pushed(listener: Listener, kind: string, data: Readonly<Record<string, unknown>>): readonly unknown[] {
    return [...listener.topics]
      .filter(
        (topic) => topic.split('#')[0] === kind && (kind !== 'orders' || /#(\*)$/.test(topic) || topic.endsWith(`#${data['symbol']}`)),
      )
      .map((ch) => ({ action: 'push', ch, data }));
  }

  #heardOfMarkets(listener: Listener, { id, sub, unsub }: Message): void {
    const ts = this.#exchange.now();
    listener.topics.add(BEATS.market);
    if (unsub !== undefined) {
      listener.topics.delete(unsub);
      listener.send({ id, status: 'ok', unsubbed: unsub, ts });
    } else if (sub !== undefined) {
      const isKnown = spotSymbols(this.#exchange).some((symbol) => sub.startsWith(`market.${wireId(symbol)}.`));
      if (!isKnown) {
        listener.send({ id, status: 'error', 'err-code': 'bad-request', 'err-msg': `invalid topic ${sub}`, ts });
        return;
      }
      listener.topics.add(sub);
      listener.send({ id, status: 'ok', subbed: sub, ts });
    }
  }

  #heardFromOwner(listener: Listener, { action, ch = '', params = {} }: Message): void {
    if (action === 'req' && ch === 'auth') {
      listener.isOwner = this.#isOwner(listener, params);
      if (listener.isOwner) listener.topics.add(BEATS.account);
      listener.send(listener.isOwner ? { action, code: 200, ch, data: {} } : { action, code: 2002, ch, message: 'auth.fail' });
    } else if (action === 'sub') {
      if (listener.isOwner) listener.topics.add(ch);
      listener.send(listener.isOwner ? { action, code: 200, ch, data: {} } : { action, code: 2002, ch, message: 'invalid.auth.state' });
    } else if (action === 'unsub') listener.topics.delete(ch);
  }

  /** ccxt takes `wss://` and the host from the address that it signs; where the address begins otherwise, it signs the whole. */
  #isOwner({ host }: Listener, given: Readonly<Record<string, string>>): boolean {
    const { accessKey = '', signatureMethod = '', signatureVersion = '', timestamp = '', signature = '' } = given;
    if (accessKey !== this.#credentials.key || !isInTime(timestamp, this.#exchange.now())) return false;
    const signed = Object.entries({ accessKey, signatureMethod, signatureVersion, timestamp })
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');
    return [PRIVATE_PATH, `ws://${host}${PRIVATE_PATH}`].some((path) =>
      isSigned(this.#credentials, ['GET', host, path, signed].join('\n'), signature),
    );
  }
}
