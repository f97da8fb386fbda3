import { isBodyGapDown, isBodyGapUp, isGapDown, isGapUp, type Judge, type Rule } from './rule.ts';
import type { Shapes } from './shapes.ts';

/** A small body within the one before; `small` says how small. */
function harami(small: 'bodyShort' | 'bodyDoji'): Rule {
  return {
    span: 1,
    needs: ['bodyLong', small],
    judge: (s) => {
      const { body, colour, top, bottom } = s;
      const long = s.average('bodyLong');
      const limit = s.average(small);
      return (i) => {
        const b = i - 1;
        if (!(body[b]! > long[b]! && body[i]! <= limit[i]!)) return 0;
        if (top[i]! < top[b]! && bottom[i]! > bottom[b]!) return -colour[b]! * 100;
        return top[i]! <= top[b]! && bottom[i]! >= bottom[b]! ? -colour[b]! * 80 : 0;
      };
    },
  };
}

/** A hammer's shape: small body above, long lower shadow. */
function hammerShape(s: Shapes): (index: number) => boolean {
  const { body, upper, lower } = s;
  const [small, long, short] = [s.average('bodyShort'), s.average('shadowLong'), s.average('shadowVeryShort')];
  return (i) => body[i]! < small[i]! && lower[i]! > long[i]! && upper[i]! < short[i]!;
}

/** The same upside down. */
function starShape(s: Shapes): (index: number) => boolean {
  const { body, upper, lower } = s;
  const [small, long, short] = [s.average('bodyShort'), s.average('shadowLong'), s.average('shadowVeryShort')];
  return (i) => body[i]! < small[i]! && upper[i]! > long[i]! && lower[i]! < short[i]!;
}

/** Two long bodies without shadows, of different colours, with a gap between. */
function isKicking(s: Shapes): (index: number) => boolean {
  const { body, colour, upper, lower } = s;
  const [long, short] = [s.average('bodyLong'), s.average('shadowVeryShort')];
  const isMarubozu = (i: number) => body[i]! > long[i]! && upper[i]! < short[i]! && lower[i]! < short[i]!;
  return (i) =>
    colour[i - 1] === -colour[i]! &&
    isMarubozu(i - 1) &&
    isMarubozu(i) &&
    (colour[i - 1] === -1 ? isGapUp(s, i, i - 1) : isGapDown(s, i, i - 1));
}

/** A long fall, then a rise that opens below its low. */
function afterFall(s: Shapes): (index: number) => boolean {
  const { body, colour, open, low } = s;
  const long = s.average('bodyLong');
  return (i) => colour[i - 1] === -1 && body[i - 1]! > long[i - 1]! && colour[i] === 1 && open[i]! < low[i - 1]!;
}

/** Patterns of two candles. Source: TA-Lib's CDL functions of these names. */
export const TWO_CANDLES = {
  counterattack: {
    span: 1,
    needs: ['equal', 'bodyLong'],
    judge: (s) => {
      const { body, colour, close } = s;
      const long = s.average('bodyLong');
      const equal = s.average('equal');
      return (i) =>
        colour[i - 1] === -colour[i]! &&
        body[i - 1]! > long[i - 1]! &&
        body[i]! > long[i]! &&
        close[i]! <= close[i - 1]! + equal[i - 1]! &&
        close[i]! >= close[i - 1]! - equal[i - 1]!
          ? colour[i]! * 100
          : 0;
    },
  },
  darkCloudCover: {
    span: 1,
    needs: ['bodyLong'],
    penetration: 0.5,
    judge: (s, penetration) => {
      const { body, colour, open, high, close } = s;
      const long = s.average('bodyLong');
      return (i) =>
        colour[i - 1] === 1 &&
        body[i - 1]! > long[i - 1]! &&
        colour[i] === -1 &&
        open[i]! > high[i - 1]! &&
        close[i]! > open[i - 1]! &&
        close[i]! < close[i - 1]! - body[i - 1]! * penetration
          ? -100
          : 0;
    },
  },
  dojiStar: {
    span: 1,
    needs: ['bodyDoji', 'bodyLong'],
    judge: (s) => {
      const { body, colour } = s;
      const long = s.average('bodyLong');
      const doji = s.average('bodyDoji');
      return (i) =>
        body[i - 1]! > long[i - 1]! && body[i]! <= doji[i]! && (colour[i - 1] === 1 ? isBodyGapUp(s, i, i - 1) : isBodyGapDown(s, i, i - 1))
          ? -colour[i - 1]! * 100
          : 0;
    },
  },
  engulfing: {
    span: 2,
    needs: [],
    judge: (s): Judge => {
      const { colour, open, close } = s;
      return (i) => {
        if (colour[i] === colour[i - 1]) return 0;
        const o = open[i]!;
        const c = close[i]!;
        const bo = open[i - 1]!;
        const bc = close[i - 1]!;
        const isEngulfing = colour[i] === 1 ? (c >= bo && o < bc) || (c > bo && o <= bc) : (o >= bc && c < bo) || (o > bc && c <= bo);
        if (!isEngulfing) return 0;
        return colour[i]! * (o !== bc && c !== bo ? 100 : 80);
      };
    },
  },
  hammer: {
    span: 1,
    needs: ['bodyShort', 'shadowLong', 'shadowVeryShort', 'near'],
    judge: (s) => {
      const { low, bottom } = s;
      const isShape = hammerShape(s);
      const near = s.average('near');
      return (i) => (isShape(i) && bottom[i]! <= low[i - 1]! + near[i - 1]! ? 100 : 0);
    },
  },
  hangingMan: {
    span: 1,
    needs: ['bodyShort', 'shadowLong', 'shadowVeryShort', 'near'],
    judge: (s) => {
      const { high, bottom } = s;
      const isShape = hammerShape(s);
      const near = s.average('near');
      return (i) => (isShape(i) && bottom[i]! >= high[i - 1]! - near[i - 1]! ? -100 : 0);
    },
  },
  harami: harami('bodyShort'),
  haramiCross: harami('bodyDoji'),
  homingPigeon: {
    span: 1,
    needs: ['bodyShort', 'bodyLong'],
    judge: (s) => {
      const { body, colour, open, close } = s;
      const long = s.average('bodyLong');
      const short = s.average('bodyShort');
      return (i) =>
        colour[i - 1] === -1 &&
        colour[i] === -1 &&
        body[i - 1]! > long[i - 1]! &&
        body[i]! <= short[i]! &&
        open[i]! < open[i - 1]! &&
        close[i]! > close[i - 1]!
          ? 100
          : 0;
    },
  },
  inNeck: {
    span: 1,
    needs: ['equal', 'bodyLong'],
    judge: (s) => {
      const { close } = s;
      const isAfterFall = afterFall(s);
      const equal = s.average('equal');
      return (i) => (isAfterFall(i) && close[i]! <= close[i - 1]! + equal[i - 1]! && close[i]! >= close[i - 1]! ? -100 : 0);
    },
  },
  invertedHammer: {
    span: 1,
    needs: ['bodyShort', 'shadowLong', 'shadowVeryShort'],
    judge: (s) => {
      const isShape = starShape(s);
      return (i) => (isShape(i) && isBodyGapDown(s, i, i - 1) ? 100 : 0);
    },
  },
  kicking: {
    span: 1,
    needs: ['shadowVeryShort', 'bodyLong'],
    judge: (s) => {
      const isFound = isKicking(s);
      return (i) => (isFound(i) ? s.colour[i]! * 100 : 0);
    },
  },
  kickingByLength: {
    span: 1,
    needs: ['shadowVeryShort', 'bodyLong'],
    judge: (s) => {
      const isFound = isKicking(s);
      const { body, colour } = s;
      return (i) => (isFound(i) ? colour[body[i]! > body[i - 1]! ? i : i - 1]! * 100 : 0);
    },
  },
  matchingLow: {
    span: 1,
    needs: ['equal'],
    judge: (s) => {
      const { colour, close } = s;
      const equal = s.average('equal');
      return (i) =>
        colour[i - 1] === -1 && colour[i] === -1 && close[i]! <= close[i - 1]! + equal[i - 1]! && close[i]! >= close[i - 1]! - equal[i - 1]!
          ? 100
          : 0;
    },
  },
  onNeck: {
    span: 1,
    needs: ['equal', 'bodyLong'],
    judge: (s) => {
      const { low, close } = s;
      const isAfterFall = afterFall(s);
      const equal = s.average('equal');
      return (i) => (isAfterFall(i) && close[i]! <= low[i - 1]! + equal[i - 1]! && close[i]! >= low[i - 1]! - equal[i - 1]! ? -100 : 0);
    },
  },
  piercing: {
    span: 1,
    needs: ['bodyLong'],
    judge: (s) => {
      const { body, open, close } = s;
      const isAfterFall = afterFall(s);
      const long = s.average('bodyLong');
      return (i) =>
        isAfterFall(i) && body[i]! > long[i]! && close[i]! < open[i - 1]! && close[i]! > close[i - 1]! + body[i - 1]! * 0.5 ? 100 : 0;
    },
  },
  separatingLines: {
    span: 1,
    needs: ['shadowVeryShort', 'bodyLong', 'equal'],
    judge: (s) => {
      const { body, colour, open, upper, lower } = s;
      const long = s.average('bodyLong');
      const short = s.average('shadowVeryShort');
      const equal = s.average('equal');
      return (i) =>
        colour[i - 1] === -colour[i]! &&
        open[i]! <= open[i - 1]! + equal[i - 1]! &&
        open[i]! >= open[i - 1]! - equal[i - 1]! &&
        body[i]! > long[i]! &&
        (colour[i] === 1 ? lower[i]! < short[i]! : upper[i]! < short[i]!)
          ? colour[i]! * 100
          : 0;
    },
  },
  shootingStar: {
    span: 1,
    needs: ['bodyShort', 'shadowLong', 'shadowVeryShort'],
    judge: (s) => {
      const isShape = starShape(s);
      return (i) => (isShape(i) && isBodyGapUp(s, i, i - 1) ? -100 : 0);
    },
  },
  thrusting: {
    span: 1,
    needs: ['equal', 'bodyLong'],
    judge: (s) => {
      const { body, close } = s;
      const isAfterFall = afterFall(s);
      const equal = s.average('equal');
      return (i) =>
        isAfterFall(i) && close[i]! > close[i - 1]! + equal[i - 1]! && close[i]! <= close[i - 1]! + body[i - 1]! * 0.5 ? -100 : 0;
    },
  },
} as const satisfies Readonly<Record<string, Rule>>;
