import * as arena from '../arena.ts';
import { type Column, oneAfterMissing } from '../column.ts';
import { ArgumentError } from '../method-arguments.ts';
import type { Prices } from '../prices.ts';

/** Candles before the first that can be judged: those of the pattern, and those its averages are made of. */
const LOOKBACKS = {
  beltHold: 10,
  closingMarubozu: 10,
  doji: 10,
  dragonflyDoji: 10,
  gravestoneDoji: 10,
  highWave: 10,
  longLeggedDoji: 10,
  longLine: 10,
  marubozu: 10,
  rickshawMan: 10,
  shortLine: 10,
  spinningTop: 10,
  takuri: 10,
  counterattack: 11,
  darkCloudCover: 11,
  dojiStar: 11,
  engulfing: 2,
  hammer: 11,
  hangingMan: 11,
  harami: 11,
  haramiCross: 11,
  homingPigeon: 11,
  inNeck: 11,
  invertedHammer: 11,
  kicking: 11,
  kickingByLength: 11,
  matchingLow: 6,
  onNeck: 11,
  piercing: 11,
  separatingLines: 11,
  shootingStar: 11,
  thrusting: 11,
  twoCrows: 12,
  threeInside: 12,
  threeOutside: 3,
  threeStarsInSouth: 12,
  threeWhiteSoldiers: 12,
  abandonedBaby: 12,
  advanceBlock: 12,
  eveningDojiStar: 12,
  eveningStar: 12,
  gapSideSideWhite: 7,
  identicalThreeCrows: 12,
  morningDojiStar: 12,
  morningStar: 12,
  stalledPattern: 12,
  stickSandwich: 7,
  tasukiGap: 7,
  tristar: 12,
  uniqueThreeRiver: 12,
  upsideGapTwoCrows: 12,
  sideGapThreeMethods: 2,
  threeBlackCrows: 13,
  threeLineStrike: 8,
  breakaway: 14,
  concealBabySwallow: 13,
  hikkake: 5,
  modifiedHikkake: 10,
  ladderBottom: 14,
  matHold: 14,
  riseFallThreeMethods: 14,
} as const;

export type PatternName = keyof typeof LOOKBACKS;

/** Share of the first body that another candle must reach into, where that can be chosen. */
const PENETRATIONS: Partial<Record<PatternName, number>> = {
  darkCloudCover: 0.5,
  abandonedBaby: 0.3,
  eveningDojiStar: 0.3,
  eveningStar: 0.3,
  morningDojiStar: 0.3,
  morningStar: 0.3,
  matHold: 0.5,
};

/** Names of all candlestick patterns. */
export const PATTERNS = Object.keys(LOOKBACKS) as PatternName[];

/**
 * Where a candlestick pattern ends: 100 bullish, -100 bearish, 0 elsewhere (80 where it only just fits, 200 where it was confirmed).
 * @param penetration how far into the first body another candle must reach, a share of that body; only some patterns ask
 * Source: TA-Lib's CDL functions.
 */
export function candlestick({ open, high, low, close }: Omit<Prices, 'volume'>, name: PatternName, penetration?: number): Column {
  if (!Object.hasOwn(LOOKBACKS, name)) throw new ArgumentError(`candlestick: there is no pattern "${name}"${likely(name)}`);
  const share = penetration ?? PENETRATIONS[name] ?? 0;
  const search = (n: number, out: number, o: number, h: number, l: number, c: number) =>
    arena.kernels[name](out, o, h, l, c, n, LOOKBACKS[name], share);
  return oneAfterMissing([open, high, low, close], search, 0);
}

/** Patterns that begin alike, else all of them. */
function likely(name: string): string {
  const all = Object.keys(LOOKBACKS);
  const alike = all.filter((known) => known.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase());
  return alike.length === 0 ? `; there are ${all.join(', ')}` : `; did you mean ${alike.join(' or ')}?`;
}
