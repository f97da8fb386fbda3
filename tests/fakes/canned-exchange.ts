import { type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';

/** A request as an exchange would get it. */
export interface CannedRequest {
  readonly method: string;
  /** Host and path, without the query. */
  readonly address: string;
  readonly query: URLSearchParams;
  /** Parsed where it is JSON or a form, else the text. */
  readonly body: Record<string, unknown>;
}

export type CannedAnswer = { readonly status?: number; readonly json: unknown } | { readonly status?: number; readonly text: string };

export interface CannedOptions {
  /** ccxt's name. */
  readonly name: string;
  readonly pair: string;
  /** The exchange's own name of the pair. */
  readonly id: string;
  /** Of the market, beyond what all have. */
  readonly market?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly answer: (request: CannedRequest) => CannedAnswer;
}

/** An unchanged ccxt client whose requests are answered here, in the exchange's own form; no network. */
export async function openCanned(canned: CannedOptions): Promise<CcxtVenue & { readonly requests: CannedRequest[] }> {
  const [base, quote] = canned.pair.split('/');
  const requests: CannedRequest[] = [];
  const fetchImplementation = async (url: string, { method = 'GET', body }: { method?: string; body?: string }) => {
    const { host, pathname, searchParams } = new URL(url);
    const request = { method, address: `${host}${pathname}`, query: searchParams, body: parsed(body) };
    requests.push(request);
    const answer = canned.answer(request);
    return new Response('json' in answer ? JSON.stringify(answer.json) : answer.text, { status: answer.status ?? 200 });
  };
  const venue = await openCcxtExchange({
    name: canned.name,
    apiKey: 'key',
    secret: 'c2VjcmV0',
    password: 'password',
    config: {
      walletAddress: `0x${'11'.repeat(20)}`,
      privateKey: `0x${'22'.repeat(32)}`,
      enableRateLimit: false,
      fetchImplementation,
      options: { adjustForTimeDifference: false, ...canned.options },
      markets: {
        [canned.pair]: {
          id: canned.id,
          lowercaseId: canned.id.toLowerCase(),
          symbol: canned.pair,
          base,
          quote,
          baseId: base,
          quoteId: quote,
          type: 'spot',
          spot: true,
          margin: false,
          swap: false,
          future: false,
          option: false,
          contract: false,
          active: true,
          taker: 0.001,
          maker: 0.001,
          precision: { amount: 0.00001, price: 0.1 },
          limits: { amount: {}, price: {}, cost: {} },
          info: { orderTypes: ['LIMIT', 'MARKET'] },
          ...canned.market,
        },
      },
    },
    enableStreams: false,
    now: Date.now,
  });
  return Object.assign(venue, { requests });
}

function parsed(body: string | undefined): Record<string, unknown> {
  if (body === undefined || body === '') return {};
  try {
    const value = JSON.parse(body) as Record<string, unknown> | Record<string, unknown>[];
    return Array.isArray(value) ? (value[0] ?? {}) : value;
  } catch {
    return Object.fromEntries(new URLSearchParams(body));
  }
}
