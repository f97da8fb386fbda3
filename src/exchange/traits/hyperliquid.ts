import type { Exchange as CcxtExchange, Trade as CcxtTrade, FundingHistory } from 'ccxt';
import { timeDifference } from './exchange-time.ts';
import { type FuturesTraits, PLAIN_FUTURES } from './futures.ts';
import { byParameter } from './lookups.ts';
import type { KnownTraits } from './traits.ts';

/** How long an order is good for; without saying so it could be taken for two days. Source: Hyperliquid, "Nonces and API wallets", "Expires after". */
const GOOD_FOR_MS = 30_000;
/** What the two clocks may be apart once they were compared, ms. */
const CLOCK_MARGIN_MS = 1000;

/** Source: Hyperliquid, "Info endpoint", "Pagination". */
const PAYMENTS_OF_A_PAGE = 500;

interface Signing {
  createOrdersRequest(orders: unknown, parameters?: unknown): SignedOrders;
  signL1Action(action: unknown, nonce: unknown, vault: unknown, expiresAfter: number): unknown;
}
interface SignedOrders {
  readonly action: unknown;
  readonly nonce: unknown;
  readonly vaultAddress?: unknown;
}

interface Asking {
  publicPostInfo(parameters: object): Promise<unknown>;
  ethGetAddressFromPrivateKey(key: string): string;
  handleOptionAndParams(parameters: object, method: string, option: string): readonly [unknown, unknown];
}
interface Role {
  readonly role?: string;
  readonly data?: { readonly user?: string };
}

/**
 * An order goes to who has signed it, or whose API wallet that is, or to the sub-account or vault that is named; all that is asked is asked
 * of `wallet_address`. Where these differ, what was ordered would never be found. Source: Hyperliquid, "Nonces and API wallets", "Query a
 * user's role".
 */
async function obstacles(client: CcxtExchange): Promise<readonly string[]> {
  const asking = client as CcxtExchange & Asking;
  const [named] = asking.handleOptionAndParams({}, 'createOrder', 'vaultAddress');
  const owner = typeof named === 'string' ? named : await ownerOf(asking, asking.ethGetAddressFromPrivateKey(client.privateKey));
  if (bare(owner) === bare(client.walletAddress)) return [];
  const whose =
    typeof named === 'string' ? 'vaultAddress of "exchange.ccxt_config" names' : 'orders with this "exchange.private_key" go to';
  return [
    `On Hyperliquid, ${whose} ${owner}, and "exchange.wallet_address" is ${client.walletAddress}: nothing that is ordered would be found there. Write the address of the account that trades; of a sub-account or a vault also in "exchange.ccxt_config" as "options": {"vaultAddress": "0x…"}.`,
  ];
}

async function ownerOf(asking: Asking, signer: string): Promise<string> {
  const { role, data } = (await asking.publicPostInfo({ type: 'userRole', user: signer })) as Role;
  return role === 'agent' ? (data?.user ?? signer) : signer;
}

function bare(address: string): string {
  return address.toLowerCase().replace(/^0x/, '');
}

/** Source: Hyperliquid, "Exchange endpoint": `updateLeverage`; "Query a user's abstraction state"; "Perpetuals": what was paid in funding. */
const futures: FuturesTraits = {
  ...PLAIN_FUTURES,
  hasWholeLeverage: true,
  account: async (client) => {
    const state = await (client as CcxtExchange & Asking).publicPostInfo({ type: 'userAbstraction', user: client.walletAddress });
    // margin comes out of the spot account then, which the client knows of unified accounts only
    if (String(state).includes('portfolioMargin')) Object.assign(client.options, { enableUnifiedMargin: true });
    return { obstacles: await obstacles(client), isHedged: false };
  },
  // both at once: the client's call for leverage alone would make the margin cross
  setup: [{ set: (client, { leverage, marginMode, pair }) => client.setMarginMode(marginMode, pair, { leverage }) }],
  isLiquidationFill: ({ dir, liquidation }) => (liquidation ?? null) !== null || /^Liquidated /.test(String(dir)),
};

/** Source: Hyperliquid, "Exchange endpoint": `cloid` of 128 bits; market orders are limits far away; nothing is signed that was not asked for. */
export const hyperliquid: KnownTraits = {
  idForm: 'hex',
  acceptanceWindowMs: GOOD_FOR_MS + CLOCK_MARGIN_MS,
  lookups: [byParameter('clientOrderId')],
  marketOrderNeedsRate: 'always',
  lateRefusal: /Action expired/,
  unknownOrder: /unknownOid/,
  options: { builderFee: false, approvedBuilderFee: false, refSet: true, defaultType: 'spot', fetchMarkets: { types: ['spot'] } },
  futuresOptions: { defaultType: 'swap', fetchMarkets: { types: ['swap'] } },
  futures,
  obstacles,
  tame: (client) => {
    // with its first call the client would approve a fee for its makers and name them as who has brought the user
    Object.assign(client, { handleBuilderFeeApproval: async () => true, setRef: async () => ({}) });
    nameFees(client);
    separateFunding(client);
    limitOrders(client);
  },
};

/** Every order says until when it may be taken, so that one whose answer is lost is surely dead after that. */
function limitOrders(client: CcxtExchange): void {
  const signing = client as CcxtExchange & Signing;
  const { createOrdersRequest } = signing;
  signing.createOrdersRequest = (orders, parameters) => {
    const request = createOrdersRequest.call(client, orders, parameters);
    const expiresAfter = client.milliseconds() - timeDifference(client) + GOOD_FOR_MS;
    return { ...request, expiresAfter, signature: signing.signL1Action(request.action, request.nonce, request.vaultAddress, expiresAfter) };
  };
}

/** Payments are listed of all coins together, and the client calls each of them by the market that it was asked about. */
function separateFunding(client: CcxtExchange): void {
  const { fetchFundingHistory } = client;
  client.fetchFundingHistory = async (symbol, since, limit, parameters) => {
    const found: FundingHistory[] = [];
    for (let from = since; ; ) {
      const page = await fetchFundingHistory.call(client, undefined, from, limit, parameters);
      found.push(...page.filter((payment) => symbol === undefined || payment.symbol === symbol));
      const last = page.at(-1)?.timestamp;
      if (page.length < PAYMENTS_OF_A_PAGE || last === undefined || last === from) return found;
      from = last;
    }
  };
}

/** Fees of fills are in tokens (UBTC), which the client calls by the names of their coins (BTC) everywhere else. */
function nameFees(client: CcxtExchange): void {
  const { parseTrade } = client;
  client.parseTrade = (trade, market) => {
    const parsed = parseTrade.call(client, trade, market) as CcxtTrade;
    const coins = (client.options as { spotCurrencyMapping?: Readonly<Record<string, string>> }).spotCurrencyMapping ?? {};
    for (const fee of [parsed.fee, ...((parsed as { fees?: CcxtTrade['fee'][] }).fees ?? [])]) {
      if (fee?.currency !== undefined) fee.currency = coins[fee.currency] ?? fee.currency;
    }
    return parsed;
  };
}
