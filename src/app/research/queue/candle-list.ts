import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileNameOf, oldNameOf } from '../../../data/pair-name.ts';
import { ENDINGS } from '../../../data/table-files.ts';
import type { CandleStore } from '../../../research/candle-store.ts';

/** Kinds of files that belong to a pair of futures whatever its timeframe is. */
const BESIDE = /^(mark|funding_rate)$/;

/** Files of a data folder with candles of pairs, of timeframes, and what belongs to pairs of futures. */
export function candleList({ folder, format }: CandleStore, pairs: readonly string[], timeframes: readonly string[]): string[] {
  const names = new Set(pairs.flatMap((pair) => [fileNameOf(pair), oldNameOf(pair)]));
  const lengths = new Set(timeframes.flatMap((timeframe) => [timeframe, timeframe.replace('M', 'Mo')]));
  const isWanted = (file: string): boolean => {
    const [name = '', length = '', kind = ''] = file.slice(0, -ENDINGS[format].length - 1).split('-');
    return file.endsWith(`.${ENDINGS[format]}`) && names.has(name) && (lengths.has(length) || BESIDE.test(kind));
  };
  return [folder, join(folder, 'futures')]
    .filter((place) => existsSync(place))
    .flatMap((place) =>
      readdirSync(place)
        .filter(isWanted)
        .map((file) => join(place, file)),
    )
    .sort();
}
