import type { Exchange as CcxtExchange } from 'ccxt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CcxtVenue, openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import { loadCcxtClass } from '../../src/exchange/ccxt/load.ts';
import { TemporaryError } from '../../src/exchange/errors.ts';
import { hyperliquid } from '../../src/simulator/dialects/hyperliquid/hyperliquid.ts';
import { signedActions } from '../../src/simulator/dialects/hyperliquid/rest.ts';
import { ADDRESS, API_WALLET } from '../../src/simulator/dialects/hyperliquid/wallets.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';

const SPOT = 'BTC/USDT';
const CLOID = `0x${'ab'.repeat(16)}`;

/** What is only so on Hyperliquid, through unchanged ccxt and through our adapter, judged by what the simulator has taken. */
describe("the simulator in Hyperliquid's dialect", () => {
  let simulator: Simulator;
  let client: CcxtExchange;
  const opened: CcxtVenue[] = [];
  const clock = { offset: 0 };

  const config = (more: object = {}) => ({
    ...hyperliquid.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')),
    enableRateLimit: false,
    ...more,
  });
  const plain = async (options: object, more: object = {}): Promise<CcxtExchange> => {
    const Class = await loadCcxtClass('hyperliquid');
    const made = new Class(config({ options, ...more }));
    await made.loadMarkets();
    return made;
  };
  const venue = async (more: object = {}): Promise<CcxtVenue> => {
    const one = await openCcxtExchange({ name: 'hyperliquid', config: config(), enableStreams: false, now: Date.now, ...more });
    opened.push(one);
    await one.market.markets();
    return one;
  };
  beforeEach(async () => {
    clock.offset = 0;
    const now = () => Date.now() + clock.offset;
    simulator = await startSimulator({ dialect: hyperliquid, seed: 'hyperliquid', balances: { USDT: 10_000 }, now });
    client = await plain({ defaultType: 'spot', approvedBuilderFee: true, builderFee: false, refSet: true });
    // what ccxt takes for approved it would put into every order
    client.options['approvedBuilderFee'] = false;
    Object.assign(client, { handleBuilderFeeApproval: async () => true });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await client.close();
    await simulator.close();
  });

  const engine = () => simulator.exchange;
  const btc = () => engine().symbol('BTCUSDT');
  const low = () => Number((engine().price(btc()) * 0.9).toPrecision(3));
  const refused = (amount: number, price: number, parameters: object = {}): Promise<string> =>
    client.createOrder(SPOT, 'limit', 'buy', amount, price, parameters).then(
      () => 'placed',
      (error: Error) => error.message,
    );

  it('signs nothing that its owner did not ask for, where ccxt by itself approves a fee and names who has brought the user', async () => {
    const ours = await venue();
    const { orderId } = await ours.trading.placeOrder({
      clientOrderId: 'ftts-e-0123456789abcdef01234567',
      pair: SPOT,
      side: 'buy',
      orderType: 'limit',
      amount: 0.01,
      rate: low(),
      timeInForce: 'GTC',
    });
    await ours.trading.cancelOrder(orderId, SPOT);
    expect(signedActions(engine())).toEqual(['order', 'cancel']);
    const theirs = await plain({ defaultType: 'spot' });
    await theirs.close();
    expect([...signedActions(engine())].sort()).toEqual(['approveBuilderFee', 'cancel', 'order', 'setReferrer']);
  });

  it('quotes no price of more than five significant digits, and takes none', async () => {
    const { bids, asks } = await client.fetchOrderBook(SPOT, 20);
    for (const [price] of [...bids, ...asks]) expect(Number(Number(price).toPrecision(5))).toBe(price);
    // ccxt would round it
    Object.assign(client, { priceToPrecision: (_symbol: string, price: number) => String(price) });
    expect(await refused(0.01, low() + 0.5)).toContain('Price must be divisible by tick size.');
    expect(await refused(0.01, low() + 1)).toBe('placed');
  });

  it('refuses in its own words, and knows what it has refused by its client id', async () => {
    expect(await refused(0.0001, low())).toContain('Order must have minimum value of 10 USDT0.');
    expect(await refused(1, low())).toContain('Insufficient spot balance');
    expect(await refused(0.01, low() * 0.1)).toContain('80% away from the reference price');
    expect(await refused(0.01, low(), { timeInForce: 'IOC' })).toContain('could not immediately match');
    expect(await refused(0.01, low() * 1.5, { postOnly: true, clientOrderId: CLOID })).toContain('would have immediately matched');
    expect(await client.fetchOrder('', SPOT, { clientOrderId: CLOID })).toMatchObject({ status: 'rejected', filled: 0, amount: 0.01 });
    expect(engine().orders.map(({ status }) => status)).toEqual(['expired']);
  });

  it('takes client ids of 128 bits only, and no time in force but its own three', async () => {
    for (const parameters of [{ clientOrderId: 'ftts-e-0123456789abcdef01234567' }, { timeInForce: 'FOK' }]) {
      expect(await refused(0.01, low(), parameters)).toContain('422');
    }
    expect(engine().orders).toHaveLength(0);
  });

  it("takes no order that is signed by another's key, and none of a number that was used", async () => {
    const stranger = await plain({ defaultType: 'spot', refSet: true, approvedBuilderFee: true }, { privateKey: `0x${'66'.repeat(32)}` });
    await expect(stranger.createOrder(SPOT, 'limit', 'buy', 0.01, low())).rejects.toThrow(
      /User or API Wallet 0x[0-9a-f]{40} does not exist/,
    );
    await stranger.close();
    const nonce = Date.now();
    Object.assign(client, { incrementingNonce: () => nonce });
    expect(await refused(0.01, low())).toBe('placed');
    expect(await refused(0.01, low())).toContain('duplicate nonce');
    Object.assign(client, { incrementingNonce: () => nonce - 3 * 86_400_000 });
    expect(await refused(0.01, low())).toContain('Invalid nonce');
    expect(engine().orders).toHaveLength(1);
  });

  it('is not traded on with a key whose orders go elsewhere than they are looked for', async () => {
    const other = `0x${'66'.repeat(20)}`;
    const found = async (more: object) => (await (await venue({ config: config(more) })).leverage.obstacles()).join();
    expect(await found({})).toBe('');
    expect(await found({ privateKey: `0x${'66'.repeat(32)}` })).toMatch(
      /orders with this "exchange.private_key" go to 0x[0-9a-f]{40}, and/,
    );
    expect(await found({ walletAddress: other })).toContain(`"exchange.wallet_address" is ${other}`);
    expect(await found({ options: { vaultAddress: other } })).toContain(`names ${other}`);
    expect(await found({ walletAddress: other, options: { vaultAddress: other.toUpperCase().replace('0X', '0x') } })).toBe('');
    const { address, privateKey } = API_WALLET;
    expect(await found({ walletAddress: address, privateKey })).toContain(`go to ${ADDRESS}, and`);
  });

  it('is traded on with the key of an API wallet', async () => {
    const ours = await venue({ config: config({ privateKey: API_WALLET.privateKey }) });
    expect(await ours.leverage.obstacles()).toEqual([]);
    const { orderId } = await ours.trading.placeOrder({
      ...{ clientOrderId: 'ftts-e-0123456789abcdef01234567', pair: SPOT, side: 'buy', orderType: 'limit' },
      ...{ amount: 0.01, rate: low(), timeInForce: 'GTC' },
    });
    expect(await ours.trading.findOrder({ orderId }, SPOT)).toMatchObject({ status: 'open' });
  });

  it('takes no order of ours that arrives half a minute late, nor a second after that', async () => {
    const ours = await venue();
    const wanted = {
      clientOrderId: 'ftts-e-0123456789abcdef01234567',
      pair: SPOT,
      side: 'buy',
      orderType: 'limit',
      timeInForce: 'GTC',
    } as const;
    simulator.faults.arm({ kind: 'delay_before', ms: 200, match: hyperliquid.orderCall });
    const placing = ours.trading.placeOrder({ ...wanted, amount: 0.01, rate: low() });
    await vi.waitFor(() => expect(simulator.faults.state()[0]!.struck).toBe(1), { interval: 5 });
    clock.offset = ours.trading.acceptanceWindowMs;
    await expect(placing).rejects.toThrow(/expired/);
    expect(engine().orders).toHaveLength(0);
    // one in time is taken, however far the machine's clock is off
    const again = await venue();
    await again.trading.placeOrder({ ...wanted, amount: 0.01, rate: low() });
    expect(engine().orders).toHaveLength(1);
  });

  it('has no price of what is filled until its fills are listed, and then the right one', async () => {
    const ours = await venue();
    const wanted = {
      clientOrderId: 'ftts-e-0123456789abcdef01234567',
      pair: SPOT,
      side: 'buy',
      orderType: 'market',
      timeInForce: 'GTC',
    } as const;
    const { orderId } = await ours.trading.placeOrder({ ...wanted, amount: 0.01, rate: engine().price(btc()) });
    simulator.faults.arm({ kind: 'empty_list', match: 'userFills' });
    await expect(ours.trading.findOrder({ orderId }, SPOT)).rejects.toThrow(TemporaryError);
    const { executed, executedValue } = engine().orders[0]!;
    expect((await ours.trading.findOrder({ orderId }, SPOT))!.average).toBeCloseTo(executedValue / executed, 6);
  });

  it('names the fee of what was bought by its coin, as balances do', async () => {
    const ours = await venue();
    const wanted = {
      clientOrderId: 'ftts-e-0123456789abcdef01234567',
      pair: SPOT,
      side: 'buy',
      orderType: 'market',
      timeInForce: 'GTC',
    } as const;
    const { orderId } = await ours.trading.placeOrder({ ...wanted, amount: 0.01, rate: engine().price(btc()) });
    const found = await ours.trading.findOrder({ orderId }, SPOT);
    expect(found!.fees).toMatchObject([{ currency: 'BTC' }]);
    expect(found!.cost).toBeCloseTo(engine().orders[0]!.executedValue, 8);
    // unchanged, ccxt says otherwise
    const [fill] = await client.fetchMyTrades(SPOT);
    expect(fill!.fee!.currency).toBe('UBTC');
    expect(Object.keys((await client.fetchBalance())['total'] ?? {})).toContain('BTC');
  });
});
