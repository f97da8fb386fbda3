import { describe, expect, it } from 'vitest';
import { freshConfig } from '../app/fresh-config.ts';
import { validate } from '../config/validate.ts';
import { nearestPair } from '../core/market/nearest-pair.ts';
import type { Asker } from './asking.ts';
import { askConfig, type Offers } from './config-questions.ts';

const OFFERS: Offers = {
  exchanges: async () => [
    { id: 'binance', isUsable: true, reason: '', hasFutures: true, hasSpot: true },
    { id: 'krakenfutures', isUsable: true, reason: '', hasFutures: true, hasSpot: false },
    { id: 'bitmax', isUsable: false, reason: 'missing: fetchOHLCV', hasFutures: false, hasSpot: true },
  ],
  markets: async (_exchange, isFutures) => ({
    timeframes: ['1m', '5m'],
    pairs: isFutures ? ['BTC/USDT:USDT', 'ETH/USDT:USDT'] : ['BTC/USDT', 'ETH/USDT', 'ETH/EUR'],
  }),
  strategies: async () => ['SampleStrategy'],
  isContainer: false,
};

/** Answers questions whose text begins so; the others by their fallback. Keeps what was told as a problem. */
function scripted(answers: Readonly<Record<string, readonly string[]>>): { asker: Asker; problems: string[]; asked: string[] } {
  const left = new Map(Object.entries(answers).map(([text, given]) => [text, [...given]]));
  const problems: string[] = [];
  const asked: string[] = [];
  const asker: Asker = {
    tell: (text) => problems.push(text.trim()),
    ask: async ({ text, fallback, read }) => {
      for (;;) {
        asked.push(text);
        const given = [...left].find(([start]) => text.startsWith(start))?.[1].shift() ?? fallback;
        if (given === undefined) throw new Error(`nobody answers: ${text}`);
        const answer = await read(given);
        if ('value' in answer) return answer.value;
        problems.push(answer.problem);
      }
    },
  };
  return { asker, problems, asked };
}

describe('questions of new-config', () => {
  it('makes a configuration that is valid, with nothing but Enter', async () => {
    const { asker, problems } = scripted({});
    const config = freshConfig(await askConfig(asker, OFFERS));
    expect(problems).toEqual([]);
    const { warnings } = validate(config, new Map(), 'config.json', 'trade');
    expect(warnings).toEqual([]);
    expect(config).toMatchObject({ dry_run: true, force_entry_enable: false, telegram: { enabled: false } });
    expect(config).not.toHaveProperty('timeframe');
    expect((config['api_server'] as { password: string }).password).toMatch(/^[0-9a-f]{24}$/);
  });

  it('checks currency, timeframe and pairs against the markets of the exchange, and asks those again', async () => {
    const { asker, problems } = scripted({
      'Stake currency': ['EURO', 'EUR'],
      Timeframe: ['7m', '5m'],
      Exchange: ['bitmax', 'binnance', 'binance'],
      Pairs: ['ETHEUR', 'BTC/USDT', 'BTC/EUR', 'ETH/EUR'],
    });
    expect(await askConfig(asker, OFFERS)).toMatchObject({
      stakeCurrency: 'EUR',
      timeframe: '5m',
      exchange: 'binance',
      pairs: ['ETH/EUR'],
    });
    expect(problems).toEqual([
      "bitmax can't be traded on: missing: fetchOHLCV.",
      'ccxt knows no exchange "binnance". Did you mean binance? "freqtrade list-exchanges" lists them.',
      'binance has no pair in EURO. Did you mean EUR? It has pairs in USDT, EUR.',
      'binance has no 7m; it has 1m, 5m.',
      '"ETHEUR" is no pair; write it as BTC/EUR. Did you mean ETH/EUR?',
      'BTC/USDT is not traded in EUR, the stake currency.',
      'binance does not trade BTC/EUR. Did you mean ETH/EUR?',
    ]);
  });

  it('sets futures up as freqtrade does, dry and live', async () => {
    const futures = await askConfig(scripted({ 'Trade perpetual': ['yes'] }).asker, OFFERS);
    expect(futures.pairs).toEqual(['BTC/USDT:USDT', 'ETH/USDT:USDT']);
    expect(freshConfig(futures)).toMatchObject({ trading_mode: 'futures', margin_mode: 'isolated' });
    const { asker, problems } = scripted({
      Simulate: ['no'],
      'The bot will': ['Live', 'live'],
      'Trade perpetual': ['yes'],
      'API ': ['k', 's'],
    });
    expect(await askConfig(asker, OFFERS)).toMatchObject({ dryRun: false, tradingMode: 'futures', keys: { key: 'k', secret: 's' } });
    expect(problems).toEqual(['"Live" is neither live nor dry.']);
  });

  it('asks for no mode that an exchange does not have', async () => {
    const { asker, problems, asked } = scripted({ Exchange: ['krakenfutures'] });
    expect(freshConfig(await askConfig(asker, OFFERS))).toMatchObject({ trading_mode: 'futures', margin_mode: 'isolated' });
    expect(asked.filter((text) => text.startsWith('Trade perpetual'))).toEqual([]);
    expect(problems).toEqual(['krakenfutures has futures only.']);
  });

  it('goes on without the exchange where that can not be asked', async () => {
    const { asker, problems } = scripted({ Pairs: ['btc-usdt', 'btc/usdt'] });
    const offline: Offers = { ...OFFERS, markets: async () => ({ timeframes: ['5m'], pairs: null }) };
    expect(await askConfig(asker, offline)).toMatchObject({ pairs: ['BTC/USDT'] });
    expect(problems).toEqual([
      "binance can't be asked now: currency and pairs are not checked against its markets.",
      '"BTC-USDT" is no pair; write it as BTC/USDT. Did you mean BTC/USDT?',
    ]);
  });

  it('knows which pair is meant', () => {
    const known = ['BTC/USDT', 'ETH/USDT', 'ETH/USDT:USDT'];
    expect(['BTCUSDT', 'btc_usdt', 'ETH/USTD', 'XYZ/ABC'].map((typed) => nearestPair(typed, known))).toEqual([
      'BTC/USDT',
      'BTC/USDT',
      'ETH/USDT',
      null,
    ]);
  });
});
