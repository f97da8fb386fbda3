import { isBodyGapDown, isBodyGapUp, type Judge, type Rule } from './rule.ts';
import type { Shapes } from './shapes.ts';

/** An inside candle, then a false break that is taken back within three candles. `isStart` says where one begins, 1 or -1, 0 for nowhere. */
function hikkake({ high, low, close }: Shapes, isStart: (index: number) => number): Judge {
  let begun = 0;
  let result = 0;
  return (i) => {
    const start = isStart(i);
    if (start !== 0) {
      begun = i;
      result = start * 100;
      return result;
    }
    if (begun > 0 && i <= begun + 3 && (result > 0 ? close[i]! > high[begun - 1]! : close[i]! < low[begun - 1]!)) {
      begun = 0;
      return result + Math.sign(result) * 100;
    }
    return 0;
  };
}

/** Patterns of four and five candles, and those that wait for a confirmation. Source: TA-Lib's CDL functions of these names. */
export const MORE_CANDLES = {
  threeBlackCrows: {
    span: 3,
    needs: ['shadowVeryShort'],
    judge: (s) => {
      const { colour, open, high, close, lower } = s;
      const shadow = s.average('shadowVeryShort');
      const isCrow = (i: number) => colour[i] === -1 && lower[i]! < shadow[i]!;
      return (i) => {
        const a = i - 3;
        const b = i - 2;
        const c = i - 1;
        return colour[a] === 1 &&
          isCrow(b) &&
          isCrow(c) &&
          isCrow(i) &&
          open[c]! < open[b]! &&
          open[c]! > close[b]! &&
          open[i]! < open[c]! &&
          open[i]! > close[c]! &&
          high[a]! > close[b]! &&
          close[b]! > close[c]! &&
          close[c]! > close[i]!
          ? -100
          : 0;
      };
    },
  },
  threeLineStrike: {
    span: 3,
    needs: ['near'],
    judge: (s) => {
      const { colour, open, close, top, bottom } = s;
      const near = s.average('near');
      const isFrom = (later: number, earlier: number) =>
        open[later]! >= bottom[earlier]! - near[earlier]! && open[later]! <= top[earlier]! + near[earlier]!;
      return (i) => {
        const a = i - 3;
        const b = i - 2;
        const c = i - 1;
        if (!(colour[a] === colour[b] && colour[b] === colour[c] && colour[i] === -colour[c]! && isFrom(b, a) && isFrom(c, b))) return 0;
        const isFound =
          colour[c] === 1
            ? close[c]! > close[b]! && close[b]! > close[a]! && open[i]! > close[c]! && close[i]! < open[a]!
            : close[c]! < close[b]! && close[b]! < close[a]! && open[i]! < close[c]! && close[i]! > open[a]!;
        return isFound ? colour[c]! * 100 : 0;
      };
    },
  },
  breakaway: {
    span: 4,
    needs: ['bodyLong'],
    judge: (s) => {
      const { body, colour, open, high, low, close } = s;
      const long = s.average('bodyLong');
      return (i) => {
        const a = i - 4;
        const b = i - 3;
        const c = i - 2;
        const d = i - 1;
        if (!(body[a]! > long[a]! && colour[a] === colour[b] && colour[b] === colour[d] && colour[d] === -colour[i]!)) return 0;
        const isFound =
          colour[a] === -1
            ? isBodyGapDown(s, b, a) &&
              high[c]! < high[b]! &&
              low[c]! < low[b]! &&
              high[d]! < high[c]! &&
              low[d]! < low[c]! &&
              close[i]! > open[b]! &&
              close[i]! < close[a]!
            : isBodyGapUp(s, b, a) &&
              high[c]! > high[b]! &&
              low[c]! > low[b]! &&
              high[d]! > high[c]! &&
              low[d]! > low[c]! &&
              close[i]! < open[b]! &&
              close[i]! > close[a]!;
        return isFound ? colour[i]! * 100 : 0;
      };
    },
  },
  concealBabySwallow: {
    span: 3,
    needs: ['shadowVeryShort'],
    judge: (s) => {
      const { colour, high, low, close, upper, lower } = s;
      const shadow = s.average('shadowVeryShort');
      const isBare = (i: number) => colour[i] === -1 && lower[i]! < shadow[i]! && upper[i]! < shadow[i]!;
      return (i) => {
        const a = i - 3;
        const b = i - 2;
        const c = i - 1;
        return isBare(a) &&
          isBare(b) &&
          colour[c] === -1 &&
          colour[i] === -1 &&
          isBodyGapDown(s, c, b) &&
          upper[c]! > shadow[c]! &&
          high[c]! > close[b]! &&
          high[i]! > high[c]! &&
          low[i]! < low[c]!
          ? 100
          : 0;
      };
    },
  },
  hikkake: {
    span: 5,
    memory: 3,
    needs: [],
    judge: (s) => {
      const { high, low } = s;
      return hikkake(s, (i) => {
        if (!(high[i - 1]! < high[i - 2]! && low[i - 1]! > low[i - 2]!)) return 0;
        if (high[i]! < high[i - 1]! && low[i]! < low[i - 1]!) return 1;
        return high[i]! > high[i - 1]! && low[i]! > low[i - 1]! ? -1 : 0;
      });
    },
  },
  modifiedHikkake: {
    span: 5,
    memory: 3,
    needs: ['near'],
    judge: (s) => {
      const { high, low, close } = s;
      const near = s.average('near');
      return hikkake(s, (i) => {
        const a = i - 3;
        const b = i - 2;
        const c = i - 1;
        if (!(high[b]! < high[a]! && low[b]! > low[a]! && high[c]! < high[b]! && low[c]! > low[b]!)) return 0;
        if (high[i]! < high[c]! && low[i]! < low[c]! && close[b]! <= low[b]! + near[b]!) return 1;
        return high[i]! > high[c]! && low[i]! > low[c]! && close[b]! >= high[b]! - near[b]! ? -1 : 0;
      });
    },
  },
  ladderBottom: {
    span: 4,
    needs: ['shadowVeryShort'],
    judge: (s) => {
      const { colour, open, high, close, upper } = s;
      const shadow = s.average('shadowVeryShort');
      return (i) => {
        const a = i - 4;
        const b = i - 3;
        const c = i - 2;
        const d = i - 1;
        return colour[a] === -1 &&
          colour[b] === -1 &&
          colour[c] === -1 &&
          open[a]! > open[b]! &&
          open[b]! > open[c]! &&
          close[a]! > close[b]! &&
          close[b]! > close[c]! &&
          colour[d] === -1 &&
          upper[d]! > shadow[d]! &&
          colour[i] === 1 &&
          open[i]! > open[d]! &&
          close[i]! > high[d]!
          ? 100
          : 0;
      };
    },
  },
  matHold: {
    span: 4,
    needs: ['bodyShort', 'bodyLong'],
    penetration: 0.5,
    judge: (s, penetration) => {
      const { body, colour, open, high, close, top, bottom } = s;
      const long = s.average('bodyLong');
      const short = s.average('bodyShort');
      return (i) => {
        const a = i - 4;
        const b = i - 3;
        const c = i - 2;
        const d = i - 1;
        if (!(body[a]! > long[a]! && body[b]! < short[b]! && body[c]! < short[c]! && body[d]! < short[d]!)) return 0;
        const floor = close[a]! - body[a]! * penetration;
        return colour[a] === 1 &&
          colour[b] === -1 &&
          colour[i] === 1 &&
          isBodyGapUp(s, b, a) &&
          bottom[c]! < close[a]! &&
          bottom[d]! < close[a]! &&
          bottom[c]! > floor &&
          bottom[d]! > floor &&
          top[c]! < open[b]! &&
          top[d]! < top[c]! &&
          open[i]! > close[d]! &&
          close[i]! > Math.max(high[b]!, high[c]!, high[d]!)
          ? 100
          : 0;
      };
    },
  },
  riseFallThreeMethods: {
    span: 4,
    needs: ['bodyShort', 'bodyLong'],
    judge: (s) => {
      const { body, colour, open, high, low, close, top, bottom } = s;
      const long = s.average('bodyLong');
      const short = s.average('bodyShort');
      return (i) => {
        const a = i - 4;
        const b = i - 3;
        const c = i - 2;
        const d = i - 1;
        if (!(body[a]! > long[a]! && body[b]! < short[b]! && body[c]! < short[c]! && body[d]! < short[d]! && body[i]! > long[i]!)) return 0;
        if (!(colour[a] === -colour[b]! && colour[b] === colour[c] && colour[c] === colour[d] && colour[d] === -colour[i]!)) return 0;
        const isWithin = (index: number) => bottom[index]! < high[a]! && top[index]! > low[a]!;
        const sign = colour[a]!;
        return isWithin(b) &&
          isWithin(c) &&
          isWithin(d) &&
          close[c]! * sign < close[b]! * sign &&
          close[d]! * sign < close[c]! * sign &&
          open[i]! * sign > close[d]! * sign &&
          close[i]! * sign > close[a]! * sign
          ? sign * 100
          : 0;
      };
    },
  },
} as const satisfies Readonly<Record<string, Rule>>;
