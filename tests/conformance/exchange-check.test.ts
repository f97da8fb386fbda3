import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { command } from '../../src/cli/commands/exchange-check.ts';
import { openBotStore } from '../../src/database/open.ts';
import { exchangeFacts } from '../../src/exchange/facts.ts';
import { DIALECTS } from '../../src/simulator/dialects/all.ts';
import { binance } from '../../src/simulator/dialects/binance/binance.ts';
import type { Dialect } from '../../src/simulator/dialects/dialect.ts';
import { okx } from '../../src/simulator/dialects/okx/okx.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { accountConfig } from '../fakes/account-config.ts';
import { ROOT, removeFolder, temporaryFolder } from '../process/harness.ts';
import { startTerminal } from '../process/terminal.ts';

const PAIR = 'BTC/USDT';

let simulator: Simulator;
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await simulator.close();
  removeFolder(folder);
});

async function start(dialect: Dialect, balance = 50, changes: object = {}): Promise<string> {
  simulator = await startSimulator({ dialect, seed: 'check', balances: { USDT: balance } });
  const file = join(folder, 'config.json');
  const { contractsOnlyIn: settle } = dialect;
  const config =
    settle === undefined
      ? accountConfig(simulator, dialect, { pair_whitelist: [PAIR] })
      : {
          ...accountConfig(simulator, dialect, { pair_whitelist: [`BTC/${settle}:${settle}`] }),
          ...{ trading_mode: 'futures', margin_mode: 'isolated', stake_currency: settle },
        };
  writeFileSync(file, JSON.stringify({ ...config, ...changes }));
  return file;
}
const orders = () => simulator.exchange.orders;
/** Stops that lie there, in a book of their own or among the orders. */
const waiting = () =>
  orders().filter(({ status, trigger }) => status === 'open' && trigger !== null).length +
  simulator.exchange.conditionals.filter(({ status }) => status === 'waiting').length;
const STOP_STEPS = ['place', "find by the exchange's id", 'find in the list', 'cancel', 'find cancelled'].map(
  (step) => `ok     stop: ${step}`,
);

/** What the command prints and ends with. */
async function check(file: string, more: object = {}): Promise<{ code: number; shown: string }> {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const code = await command.run({ config: [file], userdir: folder, yes: true, ...more }, {});
    return { code, shown: write.mock.calls.map(([text]) => text).join('') };
  } finally {
    write.mockRestore();
  }
}

describe.each(Object.values(DIALECTS))('exchange-check in the dialect of $name', (dialect: Dialect) => {
  it('places, finds by every way and cancels the smallest order that is far away', async () => {
    const { code, shown } = await check(await start(dialect));
    expect(shown.split('\n').filter((line) => line.startsWith('FAILED'))).toEqual([]);
    expect(code).toBe(0);
    const order = orders()[0]!;
    expect(orders()).toMatchObject([{ status: 'cancelled', side: 'buy', type: 'limit', executed: 0 }]);
    const price = simulator.exchange.price(simulator.exchange.symbol('BTCUSDT'));
    expect(order.price! / price).toBeCloseTo(0.8, 2);
    // a whole step more where the exchange names no smallest amount
    const step = dialect.contractsOnlyIn === undefined ? 0 : order.symbol.stepSize * order.price;
    expect(order.price! * order.amount).toBeLessThan(12 + step);
    for (const step of ['place', "find by the exchange's id", 'find by our id', 'find in the list', 'cancel', 'find cancelled'])
      expect(shown).toContain(`ok     ${step}`);
    for (const secret of [simulator.credentials.key, simulator.credentials.secret, simulator.credentials.passphrase])
      expect(shown).not.toContain(secret);
  });

  it('finds an order whose answer was lost, cancels it and says that something failed', async () => {
    const file = await start(dialect);
    simulator.faults.arm({ kind: 'drop_after', match: dialect.orderCall });
    const { code, shown } = await check(file);
    expect([code, shown]).toEqual([1, expect.stringMatching(/FAILED place [\s\S]*ok +look for it +order \S+ exists[\s\S]*ok +cancel/)]);
    expect(orders()).toMatchObject([{ status: 'cancelled' }]);
  });
});

const STOPPED = Object.values(DIALECTS).flatMap((dialect) =>
  [false, true].flatMap((isFutures) => {
    const { facts, modes } = exchangeFacts(dialect.name, isFutures);
    const isTraded = modes.some(([mode]) => mode === (isFutures ? 'futures' : 'spot'));
    return facts.stoploss_on_exchange && isTraded ? [{ name: `${dialect.name}${isFutures ? ' futures' : ''}`, dialect, isFutures }] : [];
  }),
);

describe.each(STOPPED)('exchange-check --stops on $name', ({ dialect, isFutures }) => {
  const settle = dialect.contractsOnlyIn ?? (dialect.name === 'hyperliquid' ? 'USDC' : 'USDT');
  const pair = isFutures ? `BTC/${settle}:${settle}` : PAIR;
  const begin = async (coins: number) => {
    simulator = await startSimulator({ dialect, seed: 'check', balances: { USDT: 5000, BTC: coins }, perpetuals: isFutures });
    const mode = isFutures ? { trading_mode: 'futures', margin_mode: 'isolated', stake_currency: settle } : {};
    const config = { ...accountConfig(simulator, dialect, { pair_whitelist: [pair] }), ...mode };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    return join(folder, 'config.json');
  };

  /** What a check shows that worked. */
  const allWorks = async (file: string): Promise<string> => {
    const { code, shown } = await check(file, { stops: true });
    const failed = shown.split('\n').filter((line) => line.startsWith('FAILED'));
    expect([failed, code]).toEqual([[], 0]);
    for (const step of STOP_STEPS) expect(shown).toContain(step);
    expect(waiting()).toBe(0);
    expect(
      orders()
        .filter(({ clientId }) => !clientId?.startsWith('web'))
        .every(({ executed }) => executed === 0),
    ).toBe(true);
    return shown;
  };

  if (isFutures) {
    it('lays one that protects a position, which it leaves as it is held', async () => {
      const file = await begin(0);
      // some accounts are set to one-way with the first look, where nothing is held yet
      await check(file);
      const symbol = simulator.exchange.symbol('BTCUSDT.P');
      const { exchange } = simulator;
      exchange.place({ symbol, side: 'buy', type: 'market', amount: 0.02, clientId: 'web1' });
      // what a position loses meanwhile is no longer free in some accounts
      const place = exchange.place.bind(exchange);
      vi.spyOn(exchange, 'place').mockImplementation((order) => {
        exchange.movePrice(symbol, { factor: 0.9995 });
        return place(order);
      });
      expect(await allWorks(file)).toContain(`a position is open in ${pair}`);
      expect(simulator.exchange.positions.open.get('BTCUSDT.P')?.amount).toBe(0.02);
    });

    it('sets margin and leverage where nothing is held, and says what a stop may want there', async () => {
      const { shown } = await check(await begin(0), { stops: true });
      expect(shown).toMatch(/ok +margin and leverage +isolated, 1/);
      expect(shown).toMatch(/ok +stop: place|FAILED stop: place .*There is no position in BTC\S+ for a stop to protect/);
      expect(waiting()).toBe(0);
    });
  } else {
    it('lays one that buys where there are no coins', async () => void (await allWorks(await begin(0))));

    it('lays one that sells where there are coins', async () => {
      await allWorks(await begin(1));
      expect(simulator.exchange.wallet.of('BTC').free).toBe(1);
    });
  }
});

describe('exchange-check leaves nothing behind', () => {
  it.each([
    {
      name: 'a look-up that knows no order',
      kind: 'unknown_order',
      match: 'GET /api/v3/order',
      count: 4,
      says: /FAILED find by the exchange's id/,
    },
    {
      name: 'a look-up without an answer',
      kind: 'drop_before',
      match: 'GET /api/v3/order',
      count: 1,
      says: /FAILED find by the exchange's id/,
    },
    { name: 'a list without an answer', kind: 'http_before', match: 'GET /api/v3/allOrders', count: 2, says: /FAILED left behind/ },
    {
      name: 'a cancel that works and whose answer is lost',
      kind: 'drop_after',
      match: 'DELETE',
      count: 1,
      says: /its answer failed .* yet it is cancelled/,
    },
    { name: 'a cancel that is not heard at first', kind: 'drop_before', match: 'DELETE', count: 1, says: /done at attempt 2/ },
  ] as const)('after $name', async ({ says, name: _name, ...fault }) => {
    const file = await start(binance);
    simulator.faults.arm(fault);
    expect((await check(file)).shown).toMatch(says);
    expect(orders()).toMatchObject([{ status: 'cancelled' }]);
  });

  it('where its order can not be cancelled it says so, and the next check cancels it', async () => {
    const file = await start(binance);
    simulator.faults.arm({ kind: 'drop_before', match: 'DELETE', count: 3 });
    const first = await check(file);
    expect([first.code, first.shown]).toEqual([1, expect.stringMatching(/FAILED cancel .*Order 1000 of BTC\/USDT MAY LIE THERE STILL/)]);
    const second = await check(file);
    expect([second.code, second.shown]).toEqual([0, expect.stringContaining('order 1000 of an earlier check, cancelled now')]);
    expect(orders()).toMatchObject([{ status: 'cancelled' }, { status: 'cancelled' }]);
  });
});

describe('exchange-check places nothing', () => {
  it.each([
    { name: 'without the money for it', balance: 4, more: {}, says: /smallest order takes .* USDT, and 4 are free/ },
    { name: 'of a pair that is not there', balance: 50, more: { pair: 'NOPE/USDT' }, says: /None of NOPE\/USDT is traded there now/ },
    { name: 'where nobody can answer', balance: 50, more: { yes: undefined }, says: /standard input is no terminal/ },
    {
      name: 'worth more than there is',
      balance: 50,
      more: { 'stake-amount': '900' },
      says: /An order of that value takes .* and 50 are free/,
    },
    { name: 'that is worth nothing', balance: 50, more: { 'stake-amount': '-1' }, says: /--stake-amount/ },
  ])('$name', async ({ balance, more, says }) => {
    const file = await start(binance, balance);
    await expect(check(file, more)).rejects.toThrow(says);
    expect(orders()).toEqual([]);
  });

  it.each([binance, okx])('with a secret that is wrong, and says so: $name', async (dialect) => {
    const file = await start(dialect);
    const config = JSON.parse(readFileSync(file, 'utf8')) as { exchange: object };
    writeFileSync(file, JSON.stringify({ ...config, exchange: { ...config.exchange, secret: 'another secret' } }));
    await expect(check(file)).rejects.toThrow(/does not take the key\. Are "exchange\.key" and "exchange\.secret"/);
    expect(orders()).toEqual([]);
  });

  it('while a bot trades on that account', async () => {
    const file = await start(binance, 50, { dry_run: false });
    const bot = await openBotStore(`sqlite:///${join(folder, 'tradesv3.sqlite')}`, Date.now, { owner: 'a bot', note: () => undefined });
    await expect(check(file)).rejects.toThrow(/in use by another bot \(a bot\)/);
    await bot.close();
    expect(orders()).toEqual([]);
  });

  it('before it is answered with yes, at a terminal', async () => {
    const file = await start(binance);
    const run = () =>
      startTerminal([process.execPath, join(ROOT, 'src/cli/main.ts'), 'exchange-check', '--config', file, '--userdir', folder], folder);
    for (const [answer, code, said, count] of [
      ['no', 0, 'Nothing was placed', 0],
      ['yes', 0, 'All of it works', 1],
    ] as const) {
      const terminal = run();
      try {
        await terminal.answer(/Place a real order on binance: buy .* BTC\/USDT at .* 20 % below the market\?/, answer);
        expect(await terminal.ended(), terminal.shown()).toBe(code);
        expect(terminal.shown()).toContain(said);
        expect(terminal.shown()).not.toContain(simulator.credentials.secret);
      } finally {
        terminal.close();
      }
      expect(orders()).toHaveLength(count);
    }
  });
});
