import { ccxtOptions } from '../../config/ccxt-options.ts';
import type { RawConfig } from '../../config/raw.ts';
import { openCcxtExchange } from '../../exchange/ccxt/ccxt-exchange.ts';
import { exchangeTimeframes } from '../../exchange/ccxt/load.ts';
import type { OpenExchange } from '../../exchange/port.ts';
import type { DownloadHint } from '../../research/missing-data.ts';

/** Markets of an exchange, to be closed by whoever opened them. */
export type OpenMarkets = Pick<OpenExchange, 'market' | 'close'>;

/** An exchange that is asked for its markets only, without keys or streams. @param name where it is not the configuration's */
export function openMarkets(config: RawConfig, name: string = config.exchange.name): Promise<OpenMarkets> {
  return openCcxtExchange({ name, config: ccxtOptions(config), tradingMode: config.trading_mode, enableStreams: false, now: Date.now });
}

/** What gets candles that are missing, for messages. @param given options that lead to the same configuration */
export async function downloadHint(config: RawConfig, given: readonly string[] = []): Promise<DownloadHint> {
  return {
    command: ['freqtrade download-data', ...given].join(' '),
    exchange: config.exchange.name,
    timeframes: await exchangeTimeframes(config.exchange.name),
  };
}
