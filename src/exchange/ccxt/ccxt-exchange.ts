import { exchangeFacts, presentName } from '../facts.ts';
import type { OpenExchange } from '../port.ts';
import type { MarginMode } from '../ports/leverage.ts';
import { traitsOf } from '../traits/all.ts';
import type { ExchangeTraits } from '../traits/traits.ts';
import { Contracts } from './contracts.ts';
import { ccxtFunding } from './funding.ts';
import { futuresDesk, SPOT_DESK } from './futures-desk.ts';
import { growNonces } from './growing-nonce.ts';
import { createClient, loadCcxtClass } from './load.ts';
import { CcxtMarketData } from './market-data.ts';
import { observe } from './order-attempt.ts';
import { OrderIds } from './order-ids.ts';
import { OrderLookups } from './order-lookups.ts';
import { ORDER_DEADLINE_MS, OrderSender } from './order-sender.ts';
import { CcxtPushes } from './pushes.ts';
import { demandReadable } from './readable-answers.ts';
import { ServerClock } from './server-clock.ts';
import { CcxtSession, type Clients, can } from './session.ts';
import { type StartCheck, type StartRules, startCheck } from './start-check.ts';
import { CcxtStops } from './stops.ts';
import { mendStreamRequests } from './stream-requests.ts';
import { type OnStreamState, Streams } from './streams.ts';
import { CcxtTrading } from './trading.ts';

export interface CcxtOptions {
  readonly name: string;
  readonly apiKey?: string | undefined;
  readonly secret?: string | undefined;
  readonly password?: string | undefined;
  readonly uid?: string | undefined;
  readonly walletAddress?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly accountId?: string | undefined;
  /** `ccxt_config` of the config, merged over ours. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly tradingMode?: 'spot' | 'margin' | 'futures';
  /** Of contracts; isolated where left out. */
  readonly marginMode?: MarginMode;
  readonly enableStreams: boolean;
  /** ms since epoch, UTC. */
  readonly now: () => number;
  /** ms on a clock that only runs forward. */
  readonly monotonic?: () => number;
  /** The machine's own clock, ms since epoch, UTC: what ccxt signs with. */
  readonly wall?: () => number;
  /** Longest time one call may take, its body included, ms. */
  readonly deadlineMs?: number;
  readonly onStreamState?: OnStreamState;
  /** Called when the machine's clock was found to have moved beside the exchange's; machine minus exchange, ms. */
  readonly onClockMoved?: (difference: number) => void;
}

const DEADLINE_MS = 10_000;

/** An exchange, and what time it has. */
export interface CcxtVenue extends OpenExchange {
  /** ms since epoch, UTC; null where the exchange does not tell. */
  serverTime(): Promise<number | null>;
  /** What stands against trading here by these rules. */
  check(rules: StartRules): StartCheck;
}

/**
 * An exchange through ccxt: one client for public data, one for what is read of the account, one for nothing but orders and their ends,
 * so that an order never waits behind anything that is read.
 */
export async function openCcxtExchange(options: CcxtOptions): Promise<CcxtVenue> {
  const { now, wall = Date.now, monotonic = () => performance.now(), deadlineMs = DEADLINE_MS } = options;
  const name = presentName(options.name);
  const isFutures = options.tradingMode === 'futures';
  const userOptions = (options.config['options'] ?? {}) as Record<string, unknown>;
  const traits = traitsOf(name, isFutures, userOptions);
  const clients = await openClients(name, traits, {
    enableRateLimit: true,
    timeout: deadlineMs,
    ...options.config,
    ...credentialsOf(options),
    options: {
      // ours does it: it asks again when a clock has jumped, and for every client at once
      adjustForTimeDifference: false,
      ...traits.options,
      ...(isFutures ? traits.futuresOptions : {}),
      ...userOptions,
    },
  });
  const { data, account, orders } = clients;
  if (traits.hasGrowingNonce) growNonces([data, account, orders], wall);
  // also with keys that the user has given to ccxt
  const isSigning = Boolean(orders.apiKey || orders.privateKey) && userOptions['adjustForTimeDifference'] !== false;
  const onMoved = options.onClockMoved ?? (() => undefined);
  const clock = isSigning ? new ServerClock({ source: account, clients: [data, account, orders], wall, monotonic, onMoved }) : null;
  const session = new CcxtSession({ name: options.name, traits, clients, clock, now, monotonic, deadlineMs });
  const { facts } = exchangeFacts(name, isFutures);
  const ids = new OrderIds(traits);
  const contracts = new Contracts(data);
  const desk = isFutures ? futuresDesk(session, contracts, traits, facts, options.marginMode ?? 'isolated') : SPOT_DESK;
  const sender = new OrderSender(session, traits, ids, { wall, monotonic, limitMs: Math.min(ORDER_DEADLINE_MS, deadlineMs) });
  const lookups = new OrderLookups(session, contracts, traits, ids);
  const streams = new Streams(data, options.onStreamState, monotonic);
  const pushes = new CcxtPushes(session, streams, ids, {
    hasAccount: Boolean(orders.apiKey || orders.walletAddress),
    contracts,
    tickersHaveQuotes: traits.tickersHaveQuotes,
    isHeardPairByPair: traits.isHeardPairByPair,
    endedCandles: traits.endedCandles,
    onState: options.onStreamState,
  });
  return {
    name: options.name,
    market: new CcxtMarketData(session, contracts, facts, traits),
    trading: new CcxtTrading({ session, traits, ids, contracts, sender, lookups, futures: desk.orders }),
    stops: new CcxtStops({ session, traits, facts, ids, contracts, sender, lookups, futures: desk.orders }),
    leverage: isFutures
      ? desk.leverage
      : { ...desk.leverage, obstacles: () => session.readAccount(() => traits.obstacles(session.clients.account)) },
    positions: desk.positions,
    fundingRates: ccxtFunding(session, { candleLimit: traits.candleLimit, ...desk.funding }),
    pushes: options.enableStreams ? pushes : { watch: () => undefined },
    serverTime: () => serverTime(session),
    check: (rules) => startCheck(orders, options.name, facts, rules),
    close: async () => {
      streams.restart();
      pushes.close();
      await session.close();
      await streams.close();
    },
  };
}

async function openClients(name: string, { tame, topicsAMessage }: ExchangeTraits, config: object): Promise<Clients> {
  const Class = await loadCcxtClass(name);
  const clients = { data: createClient(Class, config), account: createClient(Class, config), orders: createClient(Class, config) };
  observe(clients.orders);
  demandReadable(clients.data, true);
  demandReadable(clients.account, true);
  // the end of a listening key is answered with an empty object
  demandReadable(clients.orders, false);
  for (const client of Object.values(clients)) {
    tame(client);
    mendStreamRequests(client, topicsAMessage);
    await client.loadHttpProxyAgent();
  }
  return clients;
}

/** What is given; what is not leaves what the user has given to ccxt. */
function credentialsOf({ apiKey, secret, password, uid, walletAddress, privateKey, accountId }: CcxtOptions): Record<string, string> {
  const all = { apiKey, secret, password, uid, walletAddress, privateKey, accountId };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

async function serverTime(session: CcxtSession): Promise<number | null> {
  const { account } = session.clients;
  if (!can(account, 'fetchTime')) return null;
  const began = session.monotonic();
  const theirs = await session.read(() => account.fetchTime(), account);
  return theirs === undefined ? null : theirs + Math.round((session.monotonic() - began) / 2);
}
