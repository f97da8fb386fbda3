import type { WalletColumns } from '../../backtest/wallet-history.ts';
import { type CategoryColumn, type FeatherColumn, writeFeather } from '../../data/feather/feather.ts';

/** freqtrade's wallet file: date, currency, rate, balance and their product. */
export function walletFile({ times, candle, currency, rate, balance, currencies }: WalletColumns): Uint8Array {
  return writeFeather(
    new Map<string, FeatherColumn | CategoryColumn>([
      ['index', { kind: 'integer', values: rate.map((_rate, row) => row) }],
      ['date', { kind: 'time', unit: 'us', values: candle.map((at) => times[at]!) }],
      ['currency', { kind: 'category', codes: currency, names: currencies }],
      ['rate', { kind: 'number', values: rate }],
      ['balance', { kind: 'number', values: balance }],
      ['total_quote', { kind: 'number', values: rate.map((value, row) => value * balance[row]!) }],
    ]),
  );
}
