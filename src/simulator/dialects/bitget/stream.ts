import type { AccountEvent, Exchange } from '../../engine/exchange.ts';
import { averagePrice, feeOf, type Order } from '../../engine/order.ts';
import type { MarketSymbol } from '../../engine/symbol.ts';
import { decimalText } from '../decimal-text.ts';
import type { Credentials } from '../dialect.ts';
import type { Listener, Speech } from '../push.ts';
import { accountOf } from './account.ts';
import { bookRow, candleRow, candleStart, instType, priceText, STREAM_GRANULARITIES, ticker, wireId } from './facts.ts';
import { contractPlanRow, contractRow, forceText } from './mix.ts';
import { isSigned } from './sign.ts';
import { planRow, statusOf } from './spot.ts';

interface Argument {
  readonly instType: string;
  readonly channel: string;
  readonly instId?: string;
}

type Fill = Extract<AccountEvent, { kind: 'order' }>['fill'];

const ACCOUNT_CHANNELS: readonly string[] = ['orders', 'orders-algo', 'account', 'positions', 'fill'];
const CANDLES = 'candle';
/** How far the time of a login may be off, ms. */
const LOGIN_WINDOW_MS = 30_000;

/** Channels over WebSocket; those of the account after a login. Source: Bitget, "WebSocket API", each channel's page. */
export class BitgetSpeech implements Speech {
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
    else listener.send({ event: 'error', code: 30003, msg: 'INVALID op' });
  }

  firstOf(topic: string): readonly unknown[] {
    const arg = JSON.parse(topic) as Argument;
    const symbol = this.#symbolOf(arg);
    if (symbol === undefined) return [];
    return this.#data(arg.channel, symbol).map((entry) => ({ action: 'snapshot', arg, data: [entry], ts: this.#exchange.now() }));
  }

  /** Without the clocks of the message and of what is in it. */
  comparable(text: string): string {
    return text.replace(/"ts":"?\d+"?/g, '');
  }

  toOwner(listener: Listener, event: AccountEvent): readonly unknown[] {
    const wanted = this.#accountArguments.get(listener) ?? [];
    return wanted.flatMap((arg) => {
      const data = this.#accountData(arg, event);
      return data === null ? [] : [{ action: 'snapshot', arg, data: [data], ts: this.#exchange.now() }];
    });
  }

  #symbolOf({ instType: type, instId }: Argument): MarketSymbol | undefined {
    return [...this.#exchange.symbols.values()].find((symbol) => instType(symbol) === type && wireId(symbol) === instId);
  }

  #login(listener: Listener, given: Record<string, string> | undefined): void {
    const { apiKey = '', passphrase = '', timestamp = '', sign = '' } = given ?? {};
    const isInTime = Math.abs(this.#exchange.now() - Number(timestamp) * 1000) <= LOGIN_WINDOW_MS;
    const isTrue =
      isInTime &&
      apiKey === this.#credentials.key &&
      passphrase === this.#credentials.passphrase &&
      isSigned(this.#credentials, `${timestamp}GET/user/verify`, sign);
    listener.isOwner = isTrue;
    listener.send(isTrue ? { event: 'login', code: 0, msg: '' } : { event: 'error', code: 30005, msg: 'login failed' });
  }

  #subscribe(listener: Listener, op: 'subscribe' | 'unsubscribe', argument: Argument): void {
    const text = JSON.stringify(argument);
    if (ACCOUNT_CHANNELS.includes(argument.channel)) {
      if (!listener.isOwner) {
        listener.send({ event: 'error', arg: argument, code: 30004, msg: 'User needs to log in' });
        return;
      }
      const others = (this.#accountArguments.get(listener) ?? []).filter((one) => JSON.stringify(one) !== text);
      this.#accountArguments.set(listener, op === 'subscribe' ? [...others, argument] : others);
    } else if (this.#symbolOf(argument) === undefined) {
      const { instType: type, channel, instId } = argument;
      listener.send({
        event: 'error',
        arg: argument,
        code: 30001,
        msg: `instType:${type},channel:${channel},instId:${instId} doesn't exist`,
      });
      return;
    } else if (op === 'subscribe') listener.topics.add(text);
    else listener.topics.delete(text);
    listener.send({ event: op, arg: argument });
  }

  #data(channel: string, symbol: MarketSymbol): readonly unknown[] {
    if (channel === 'ticker') return [{ ...ticker(this.#exchange, symbol), instId: wireId(symbol) }];
    if (channel.startsWith('books')) return [bookRow(this.#exchange, symbol, Number(channel.slice('books'.length)) || 50)];
    if (!channel.startsWith(CANDLES)) return [];
    const length = STREAM_GRANULARITIES[channel.slice(CANDLES.length)];
    if (length === undefined) return [];
    const now = this.#exchange.now();
    const start = candleStart(now, length);
    // a candle that has just ended is sent once more, as it ended
    const starts = now - start < 1250 ? [start - length, start] : [start];
    return starts.map((from) => candleRow(this.#exchange, symbol, from, length)).filter((row) => row !== null);
  }

  #accountData({ channel, instType: type, instId = 'default' }: Argument, event: AccountEvent): object | null {
    const fits = (symbol: MarketSymbol) => instType(symbol) === type && (instId === 'default' || wireId(symbol) === instId);
    if (channel === 'orders' && event.kind === 'order' && fits(event.order.symbol)) return this.#orderRow(event.order, event.fill);
    if (channel === 'orders-algo' && event.kind === 'conditional' && fits(event.conditional.request.symbol)) {
      const { conditional } = event;
      if (!conditional.request.symbol.isPerpetual) return { ...planRow(conditional), instId: wireId(conditional.request.symbol) };
      const { planStatus, ...row } = contractPlanRow(accountOf(this.#exchange), conditional);
      return { ...row, status: planStatus, instId: wireId(conditional.request.symbol) };
    }
    return null;
  }

  /** `baseVolume` is what this fill brought, `accBaseVolume` all of them. */
  #orderRow(order: Order, fill: Fill): object {
    const account = accountOf(this.#exchange);
    const { symbol } = order;
    const common = {
      instId: wireId(symbol),
      accBaseVolume: decimalText(order.executed),
      feeDetail: order.executed === 0 ? [] : [{ feeCoin: order.fills.at(-1)!.feeCoin, fee: decimalText(-feeOf(order)) }],
      ...(order.executed === 0 ? {} : { priceAvg: decimalText(averagePrice(order)) }),
      ...(fill === null
        ? {}
        : {
            tradeId: String(fill.id),
            fillPrice: priceText(symbol, fill.price),
            baseVolume: decimalText(fill.amount),
            fillTime: String(fill.time),
            fillFee: decimalText(-fill.fee),
            fillFeeCoin: fill.feeCoin,
            tradeScope: fill.isMaker ? 'M' : 'T',
          }),
    };
    if (symbol.isPerpetual) {
      const { status, ...row } = contractRow(account, order);
      return {
        ...row,
        ...common,
        price: order.type === 'market' ? '0' : row['price'],
        status: status === 'canceled' ? 'cancelled' : status,
        notionalUsd: decimalText(order.amount * this.#exchange.price(symbol)),
        reduceOnly: order.isReduceOnly ? 'yes' : 'no',
        totalProfits: decimalText(order.fills.reduce((sum, { realizedProfit }) => sum + realizedProfit, 0)),
        ...(fill === null ? {} : { fillNotionalUsd: decimalText(fill.price * fill.amount), pnl: decimalText(fill.realizedProfit) }),
      };
    }
    const isCost = order.type === 'market' && order.side === 'buy';
    const size = decimalText(isCost ? (account.costs.get(order.id) ?? order.executedValue) : order.amount);
    return {
      ...common,
      orderId: String(order.id),
      clientOid: order.clientId,
      size,
      newSize: size,
      notional: decimalText(order.amount * (order.price === 0 ? this.#exchange.price(symbol) : order.price)),
      orderType: order.type,
      force: forceText(order),
      side: order.side,
      ...(order.type === 'market' ? {} : { price: priceText(symbol, order.price) }),
      status: statusOf(order),
      cTime: String(order.time),
      uTime: String(order.updateTime),
      stpMode: 'none',
      enterPointSource: 'API',
    };
  }
}
