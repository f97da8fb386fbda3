import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import type { Credentials } from '../dialect.ts';
import type { Listener, Speech } from '../push.ts';
import { algoRow, BARS, balances, candleRow, instId, instType, orderRow, ticker } from './facts.ts';
import { bookRow } from './market-data.ts';
import { isSigned } from './sign.ts';

interface Argument {
  readonly channel: string;
  readonly instId?: string;
  readonly instType?: string;
}

const ACCOUNT_CHANNELS: readonly string[] = ['orders', 'orders-algo', 'account', 'balance_and_position', 'positions'];
/** How far the time of a login may be off, ms. */
const LOGIN_WINDOW_MS = 30_000;

/** Channels over WebSocket; those of the account after a login. Source: OKX, "WebSocket", "Login", each channel's page. */
export class OkxSpeech implements Speech {
  readonly #exchange: Exchange;
  readonly #credentials: Credentials;
  /** What each owner has subscribed to of the account. */
  readonly #accountArguments: WeakMap<Listener, Argument[]> = new WeakMap();

  constructor(exchange: Exchange, credentials: Credentials) {
    this.#exchange = exchange;
    this.#credentials = credentials;
  }

  heard(listener: Listener, message: unknown): void {
    if (message === 'ping') {
      listener.send('pong');
      return;
    }
    const { op, args } = (typeof message === 'object' && message !== null ? message : {}) as { op?: string; args?: unknown };
    const list = Array.isArray(args) ? args : [];
    if (op === 'login') this.#login(listener, list[0] as Record<string, string>);
    else if (op === 'subscribe' || op === 'unsubscribe') for (const argument of list) this.#subscribe(listener, op, argument as Argument);
    else listener.send({ event: 'error', code: '60012', msg: `Illegal request: ${JSON.stringify(message)}`, connId: 'sim' });
  }

  firstOf(topic: string): readonly unknown[] {
    const arg = JSON.parse(topic) as Argument;
    const symbol = [...this.#exchange.symbols.values()].find((one) => instId(one) === arg.instId);
    if (symbol === undefined) return [];
    const data = this.#data(arg.channel, symbol);
    return data.map((entry) => ({ arg, ...(arg.channel === 'books' ? { action: 'snapshot' } : {}), data: [entry] }));
  }

  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    const wanted = this.#accountArguments.get(listener) ?? [];
    return wanted.flatMap((arg) => {
      const data = this.#accountData(arg, event);
      return data === null ? [] : [{ arg: { ...arg, uid: '1' }, data: [data] }];
    });
  }

  #login(listener: Listener, given: Record<string, string> | undefined): void {
    const { apiKey = '', passphrase = '', timestamp = '', sign = '' } = given ?? {};
    const isInTime = Math.abs(this.#exchange.now() - Number(timestamp) * 1000) <= LOGIN_WINDOW_MS;
    const isTrue =
      isInTime &&
      apiKey === this.#credentials.key &&
      passphrase === this.#credentials.passphrase &&
      isSigned(this.#credentials, `${timestamp}GET/users/self/verify`, sign);
    listener.isOwner = isTrue;
    if (isTrue) listener.send({ event: 'login', code: '0', msg: '', connId: 'sim' });
    else listener.send({ event: 'error', code: '60009', msg: 'Login failed.', connId: 'sim' });
  }

  #subscribe(listener: Listener, op: 'subscribe' | 'unsubscribe', argument: Argument): void {
    if (ACCOUNT_CHANNELS.includes(argument.channel)) {
      if (!listener.isOwner) {
        listener.send({ event: 'error', code: '60011', msg: 'Please log in', connId: 'sim' });
        return;
      }
      const others = (this.#accountArguments.get(listener) ?? []).filter((one) => JSON.stringify(one) !== JSON.stringify(argument));
      this.#accountArguments.set(listener, op === 'subscribe' ? [...others, argument] : others);
    } else if (op === 'subscribe') listener.topics.add(JSON.stringify(argument));
    else listener.topics.delete(JSON.stringify(argument));
    listener.send({ event: op, arg: argument, connId: 'sim' });
  }

  #data(channel: string, symbol: MarketSymbol): readonly unknown[] {
    if (channel === 'tickers') return [ticker(this.#exchange, symbol)];
    if (channel === 'bbo-tbt') return [bookRow(this.#exchange, symbol, 1)];
    if (channel === 'books5' || channel === 'books') return [bookRow(this.#exchange, symbol, channel === 'books' ? 50 : 5)];
    if (!channel.startsWith('candle')) return [];
    const length = BARS[channel.slice('candle'.length)];
    if (length === undefined) return [];
    const now = this.#exchange.now();
    const start = Math.floor(now / length) * length;
    // a candle that has just ended is sent once more, as ended
    const starts = now - start < 1250 ? [start - length, start] : [start];
    return starts.map((from) => candleRow(this.#exchange, symbol, from, length)).filter((row) => row !== null);
  }

  #accountData({ channel, instType: type }: Argument, event: AccountEvent): object | null {
    const fits = (symbol: MarketSymbol) => type === undefined || type === 'ANY' || instType(symbol) === type;
    if (channel === 'orders' && event.kind === 'order' && fits(event.order.symbol)) {
      return { ...orderRow(event.order), code: '0', msg: '', reqId: '', amendResult: '' };
    }
    if (channel === 'orders-algo' && event.kind === 'conditional' && fits(event.conditional.request.symbol))
      return algoRow(event.conditional);
    if (channel === 'account' && event.kind === 'balances') return balances(this.#exchange);
    return null;
  }
}
