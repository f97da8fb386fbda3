import type { Calls, ClosedTrade, Message } from './api-types.d.mts';

export * from './api-types.d.mts';

/** Types of messages that tell of the bot and its trades: all of freqtrade's but frames. */
export const TOPICS: readonly Message['type'][];

/** Tokens of a login. */
export interface Tokens {
  access: string;
  refresh: string;
}

export interface ApiOptions {
  /** Like http://127.0.0.1:8080 */
  url: string;
  /** Either user and password, or tokens of an earlier login, or an API token. */
  username?: string;
  password?: string;
  tokens?: Tokens;
  token?: string;
  /** `ws_token` of the configuration; without, messages come under the same login. */
  streamToken?: string;
  /** Put the stream's token into its address; freqtrade's own server reads it there only. Tried both ways when left out. */
  tokenInAddress?: boolean;
  timeoutMs?: number;
  /** False to send user and password with every call, in place of logging in once. */
  logsIn?: boolean;
  /** Called with new tokens, to be kept; null when the login has ended. */
  onTokens?: (tokens: Tokens | null) => void;
}

/** The messages of these types. */
export type MessageOf<T extends Message['type']> = Message extends infer M
  ? M extends { type: infer U }
    ? [Extract<U, T>] extends [never]
      ? never
      : M & { type: Extract<U, T> }
    : never
  : never;

export interface MessageOptions {
  signal?: AbortSignal;
  /** True once the subscription holds, false when the connection broke. */
  onState?: (isOpen: boolean) => void;
  /** Some messages are lost for good: the bot has started anew, or the pause was too long. Read the state again. */
  onMissed?: () => void;
}

/** Which trades, and in which order; all by number where left out. */
export type WantedTrades = Omit<NonNullable<Parameters<Calls['trades']>[0]>, 'limit' | 'offset' | 'cursor'>;

export interface Api extends Calls {
  /** Every closed trade that is wanted, read page by page as it is asked for. */
  allTrades(options?: { pageSize?: number; signal?: AbortSignal; wanted?: WantedTrades }): AsyncGenerator<ClosedTrade, void>;
  /**
   * Messages of these types, for ever; connects again by itself, and asks for what it has missed meanwhile where the bot
   * can tell. Ends when the signal says so.
   */
  messages<T extends Message['type']>(types: readonly T[], options?: MessageOptions): AsyncGenerator<MessageOf<T>, void>;
  /** Another bot that this one passes calls on to, by its id; under the same login. */
  through(bot: string): Api;
  /** A call by hand: method, path below /api/v1, body. */
  request(method: string, path: string, body?: unknown, options?: { signal?: AbortSignal }): Promise<unknown>;
}

/** The bot answered with an error. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, body: unknown);
}

/** The bot could not be reached. */
export class ConnectionError extends Error {}

export function createApi(options: ApiOptions): Api;
