import type { WalletColumns } from '../../backtest/wallet-history.ts';
import { type WritableColumn, writeFeather } from '../../data/feather/feather.ts';

/** freqtrade's wallet file: date, currency, rate, balance and their product. */
export function walletFile({ times, candle, currency, rate, balance, currencies }: WalletColumns): Uint8Array {
  const { length } = rate;
  const rows = () => {
    const values = new Float64Array(length);
    for (let row = 0; row < length; row++) values[row] = row;
    return values;
  };
  const dates = () => {
    const values = new Float64Array(length);
    for (let row = 0; row < length; row++) values[row] = times[candle[row]!]!;
    return values;
  };
  const quotes = () => {
    const values = new Float64Array(length);
    for (let row = 0; row < length; row++) values[row] = rate[row]! * balance[row]!;
    return values;
  };
  return writeFeather(
    new Map<string, WritableColumn>([
      ['index', { kind: 'integer', length, make: rows }],
      ['date', { kind: 'time', unit: 'us', length, make: dates }],
      ['currency', { kind: 'category', codes: currency, names: currencies }],
      ['rate', { kind: 'number', values: rate }],
      ['balance', { kind: 'number', values: balance }],
      ['total_quote', { kind: 'number', length, make: quotes }],
    ]),
  );
}
