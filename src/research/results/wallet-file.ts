import type { WalletColumns } from '../../backtest/wallet-history.ts';
import { type WritableColumn, writeFeatherPieces } from '../../data/feather/feather.ts';

/** freqtrade's wallet file: date, currency, rate, balance and their product; in pieces that follow each other. */
export function walletFile({ times, candle, currency, rate, balance, currencies }: WalletColumns): readonly Uint8Array[] {
  const { length } = rate;
  const put = (numberOf: (row: number) => number) => (from: number, to: number, target: Float64Array) => {
    for (let row = from; row < to; row++) target[row - from] = numberOf(row);
  };
  return writeFeatherPieces(
    new Map<string, WritableColumn>([
      ['index', { kind: 'integer', length, put: put((row) => row) }],
      ['date', { kind: 'time', unit: 'us', length, put: put((row) => times[candle[row]!]!) }],
      ['currency', { kind: 'category', codes: currency, names: currencies }],
      // whole numbers where the stake alone is held
      ['rate', currencies.length > 1 ? { kind: 'number', values: rate } : { kind: 'integer', length, put: put((row) => rate[row]!) }],
      ['balance', { kind: 'number', values: balance }],
      ['total_quote', { kind: 'number', length, put: put((row) => rate[row]! * balance[row]!) }],
    ]),
  );
}
