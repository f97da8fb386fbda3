import { describe, expect, it } from 'vitest';
import { exchangeFacts } from '../facts.ts';
import { traitsOf } from '../traits/all.ts';
import { openCcxtExchange } from './ccxt-exchange.ts';
import { exchangeTimeframes } from './load.ts';
import type { StartRules } from './start-check.ts';

const RULES: StartRules = { isLive: true, orderTypes: ['limit', 'market'], timesInForce: ['GTC', 'GTC'] };

async function check(name: string, rules: Partial<StartRules> = {}, keys: object = { apiKey: 'k', secret: 's', password: 'p' }) {
  const venue = await openCcxtExchange({ name, config: {}, enableStreams: false, now: Date.now, ...keys });
  const found = venue.check({ ...RULES, ...rules });
  await venue.close();
  return found;
}

describe('what stands against trading on an exchange', () => {
  it.each(['binance', 'bybit', 'okx', 'gate', 'kraken', 'bitget', 'htx', 'bingx'])('nothing, on %s with its keys', async (name) => {
    expect(await check(name)).toEqual({ refusals: [], warnings: [] });
  });

  it.each([
    ['gateio', 'gate'],
    ['huobi', 'htx'],
  ])('nothing, on %s as it was called before', async (name, present) => {
    expect((await check(name)).refusals).toEqual([]);
    expect(await exchangeTimeframes(name)).toEqual(await exchangeTimeframes(present));
    expect(exchangeFacts(name, false).facts).toEqual(exchangeFacts(present, false).facts);
    expect(JSON.stringify(traitsOf(name))).toBe(JSON.stringify({ ...traitsOf(present), name }));
  });

  it.each([
    ['bitfinex', 'Live orders on "bitfinex" are not supported'],
    ['poloniex', 'fetch_order'],
  ])('%s is refused by name', async (name, words) => {
    expect((await check(name)).refusals.join(' ')).toContain(words);
  });

  it.each(['binance', 'kraken'])('order flow, on %s, whose public trades of the past can be asked for: nothing', async (name) => {
    expect((await check(name, { needsPublicTrades: true })).refusals).toEqual([]);
  });

  it.each(['bybit', 'okx', 'gate', 'htx'])('order flow, on %s, which tells none of the past', async (name) => {
    const { refusals } = await check(name, { needsPublicTrades: true });
    expect(refusals.join(' ')).toBe(
      `Trade data not available for ${name}. Can't use orderflow feature. Take "use_public_trades" out of the section "exchange".`,
    );
  });

  it.each(['coinex', 'mexc', 'cryptocom', 'kucoin', 'bitvavo'])('%s, which freqtrade does not support, is warned of', async (name) => {
    const { refusals, warnings } = await check(name);
    expect(refusals).toEqual([]);
    expect(warnings.join(' ')).toContain(`"${name}"`);
  });

  describe.each(['coinex', 'mexc', 'cryptocom'])('what is not known of %s is refused at the start', (name) => {
    it('contracts', async () => {
      const { name: called } = exchangeFacts(name, true);
      for (const marginMode of ['isolated', 'cross'] as const)
        expect((await check(name, { marginMode })).refusals).toEqual([
          `Freqtrade does not support '${marginMode}' 'futures' on ${called}. It takes "trading_mode": "spot".`,
        ]);
    });

    it('a time in force other than GTC', async () => {
      for (const one of ['IOC', 'FOK', 'PO'])
        expect((await check(name, { timesInForce: [one, 'GTC'] })).refusals.join(' ')).toContain(`${one} is not supported for ${name}`);
    });

    it('an account without its keys', async () => {
      expect((await check(name, {}, {})).refusals).toEqual([`Exchange ${name} needs "exchange.key" and "exchange.secret".`]);
    });
  });

  it('an exchange whose live orders are not known is there for a dry run', async () => {
    expect((await check('bitfinex', { isLive: false, orderTypes: ['limit'] }, {})).refusals).toEqual([]);
  });

  it.each(['binance', 'bybit', 'okx', 'gate', 'bitget', 'krakenfutures', 'hyperliquid'])('nothing, on contracts of %s', async (name) => {
    const keys = { apiKey: 'k', secret: 's', password: 'p', walletAddress: '0x1', privateKey: '0x2' };
    expect((await check(name, { marginMode: 'isolated' }, keys)).refusals).toEqual([]);
  });

  it.each([
    ['bybit', 'cross', "Freqtrade does not support 'cross' 'futures' on Bybit."],
    ['kucoin', 'isolated', "Freqtrade does not support 'isolated' 'futures' on"],
    ['kraken', 'isolated', "Freqtrade does not support 'isolated' 'futures' on Kraken."],
  ] as const)('contracts of %s with %s margin', async (name, marginMode, words) => {
    expect((await check(name, { marginMode })).refusals.join(' ')).toContain(words);
  });

  it.each(['krakenfutures', 'binanceusdm'])('spot on %s, which has contracts only', async (name) => {
    for (const isLive of [true, false]) {
      const { refusals } = await check(name, { isLive });
      expect(refusals.join(' ')).toMatch(
        /^Freqtrade does not support 'spot' on .*It takes "trading_mode": "futures" with "margin_mode": "isolated"|"cross"/,
      );
    }
  });

  it('a time in force that it does not have', async () => {
    expect((await check('kraken', { timesInForce: ['FOK', 'GTC'] })).refusals).toEqual([
      'Time in force FOK is not supported for kraken. Set "order_time_in_force" to GTC, IOC, PO.',
    ]);
    expect((await check('gate', { timesInForce: ['IOC', 'PO'] })).refusals.join(' ')).toContain('PO is not supported');
  });

  it('what it wants to know of its user', async () => {
    expect((await check('okx', {}, { apiKey: 'k', secret: 's' })).refusals).toEqual(['Exchange okx needs "exchange.password".']);
    expect((await check('hyperliquid', {}, {})).refusals).toEqual([
      'Exchange hyperliquid needs "exchange.private_key" and "exchange.wallet_address".',
    ]);
    const keys = { walletAddress: `0x${'11'.repeat(20)}`, privateKey: `0x${'22'.repeat(32)}` };
    expect((await check('hyperliquid', {}, keys)).refusals).toEqual([]);
  });
});
