import { openCcxtExchange } from '../../src/exchange/ccxt/ccxt-exchange.ts';
import { createPaperExchange } from '../../src/exchange/paper/paper-exchange.ts';
import type { OpenExchange } from '../../src/exchange/port.ts';
import { binance } from '../../src/simulator/dialects/binance/binance.ts';
import { DEFAULT_CREDENTIALS } from '../../src/simulator/server.ts';
import { type ExchangeUnderTest, exchangeConformance } from './exchange.suite.ts';

const ccxt: ExchangeUnderTest = {
  name: 'ccxt',
  isRemote: true,
  open: (simulator, { isFutures = false, hasStreams = false, key = DEFAULT_CREDENTIALS.key } = {}) =>
    openCcxtExchange({
      name: 'binance',
      apiKey: key,
      secret: DEFAULT_CREDENTIALS.secret,
      config: { ...binance.ccxtConfig(simulator.url, simulator.url.replace('http', 'ws')), enableRateLimit: false },
      tradingMode: isFutures ? 'futures' : 'spot',
      enableStreams: hasStreams,
      now: Date.now,
    }),
};

let number = 0;
const paper: ExchangeUnderTest = {
  name: 'paper',
  isRemote: false,
  open: async (simulator, options): Promise<OpenExchange> =>
    createPaperExchange({ source: await ccxt.open(simulator, options), uniqueId: () => String(number++), now: Date.now }),
};

for (const tested of [ccxt, paper]) exchangeConformance(tested);
