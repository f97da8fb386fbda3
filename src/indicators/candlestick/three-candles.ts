import { isBodyGapDown, isBodyGapUp, isGapDown, isGapUp, type Rule } from './rule.ts';
import type { Shapes } from './shapes.ts';

/** A long body, a small one beyond it, and one that comes back deep into the first. */
function star(middle: 'bodyShort' | 'bodyDoji', direction: 1 | -1): Rule {
  return {
    span: 2,
    needs: middle === 'bodyDoji' ? ['bodyDoji', 'bodyLong', 'bodyShort'] : ['bodyLong', 'bodyShort'],
    penetration: 0.3,
    judge: (s, penetration) => {
      const { body, colour, close } = s;
      const long = s.average('bodyLong');
      const small = s.average(middle);
      const short = s.average('bodyShort');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        if (!(body[a]! > long[a]! && colour[a] === -direction && body[b]! <= small[b]! && body[i]! > short[i]! && colour[i] === direction))
          return 0;
        if (!(direction === 1 ? isBodyGapDown(s, b, a) : isBodyGapUp(s, b, a))) return 0;
        const reach = body[a]! * penetration;
        return (direction === 1 ? close[i]! > close[a]! + reach : close[i]! < close[a]! - reach) ? direction * 100 : 0;
      };
    },
  };
}

/** Three that rise, each closing higher, the second and third opening within or near the body before. */
function risingThree(s: Shapes): (index: number) => boolean {
  const { colour, open, close } = s;
  const near = s.average('near');
  return (i) => {
    const a = i - 2;
    const b = i - 1;
    return (
      colour[a] === 1 &&
      colour[b] === 1 &&
      colour[i] === 1 &&
      close[i]! > close[b]! &&
      close[b]! > close[a]! &&
      open[b]! > open[a]! &&
      open[b]! <= close[a]! + near[a]!
    );
  };
}

/** Patterns of three candles. Source: TA-Lib's CDL functions of these names. */
export const THREE_CANDLES = {
  twoCrows: {
    span: 2,
    needs: ['bodyLong'],
    judge: (s) => {
      const { body, colour, open, close } = s;
      const long = s.average('bodyLong');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        return colour[a] === 1 &&
          body[a]! > long[a]! &&
          colour[b] === -1 &&
          isBodyGapUp(s, b, a) &&
          colour[i] === -1 &&
          open[i]! < open[b]! &&
          open[i]! > close[b]! &&
          close[i]! > open[a]! &&
          close[i]! < close[a]!
          ? -100
          : 0;
      };
    },
  },
  threeInside: {
    span: 2,
    needs: ['bodyShort', 'bodyLong'],
    judge: (s) => {
      const { body, colour, open, close, top, bottom } = s;
      const long = s.average('bodyLong');
      const short = s.average('bodyShort');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        if (!(body[a]! > long[a]! && body[b]! <= short[b]! && top[b]! < top[a]! && bottom[b]! > bottom[a]!)) return 0;
        const isOut = colour[a] === 1 ? colour[i] === -1 && close[i]! < open[a]! : colour[i] === 1 && close[i]! > open[a]!;
        return isOut ? -colour[a]! * 100 : 0;
      };
    },
  },
  threeOutside: {
    span: 3,
    needs: [],
    judge: (s) => {
      const { colour, open, close } = s;
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        if (colour[b] === colour[a]) return 0;
        const isOut =
          colour[b] === 1
            ? close[b]! > open[a]! && open[b]! < close[a]! && close[i]! > close[b]!
            : open[b]! > close[a]! && close[b]! < open[a]! && close[i]! < close[b]!;
        return isOut ? colour[b]! * 100 : 0;
      };
    },
  },
  threeStarsInSouth: {
    span: 2,
    needs: ['shadowVeryShort', 'shadowLong', 'bodyLong', 'bodyShort'],
    judge: (s) => {
      const { body, colour, open, high, low, close, upper, lower } = s;
      const [long, short, shadowLong, shadowShort] = [
        s.average('bodyLong'),
        s.average('bodyShort'),
        s.average('shadowLong'),
        s.average('shadowVeryShort'),
      ];
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        return colour[a] === -1 &&
          colour[b] === -1 &&
          colour[i] === -1 &&
          body[a]! > long[a]! &&
          lower[a]! > shadowLong[a]! &&
          body[b]! < body[a]! &&
          open[b]! > close[a]! &&
          open[b]! <= high[a]! &&
          low[b]! < close[a]! &&
          low[b]! >= low[a]! &&
          lower[b]! > shadowShort[b]! &&
          body[i]! < short[i]! &&
          lower[i]! < shadowShort[i]! &&
          upper[i]! < shadowShort[i]! &&
          low[i]! > low[b]! &&
          high[i]! < high[b]!
          ? 100
          : 0;
      };
    },
  },
  threeWhiteSoldiers: {
    span: 2,
    needs: ['shadowVeryShort', 'bodyShort', 'far', 'near'],
    judge: (s) => {
      const { body, open, close, upper } = s;
      const isRising = risingThree(s);
      const shadow = s.average('shadowVeryShort');
      const short = s.average('bodyShort');
      const far = s.average('far');
      const near = s.average('near');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        return isRising(i) &&
          upper[a]! < shadow[a]! &&
          upper[b]! < shadow[b]! &&
          upper[i]! < shadow[i]! &&
          open[i]! > open[b]! &&
          open[i]! <= close[b]! + near[b]! &&
          body[b]! > body[a]! - far[a]! &&
          body[i]! > body[b]! - far[b]! &&
          body[i]! > short[i]!
          ? 100
          : 0;
      };
    },
  },
  abandonedBaby: {
    span: 2,
    needs: ['bodyDoji', 'bodyLong', 'bodyShort'],
    penetration: 0.3,
    judge: (s, penetration) => {
      const { body, colour, close } = s;
      const long = s.average('bodyLong');
      const doji = s.average('bodyDoji');
      const short = s.average('bodyShort');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        if (!(body[a]! > long[a]! && body[b]! <= doji[b]! && body[i]! > short[i]! && colour[i] === -colour[a]!)) return 0;
        const reach = body[a]! * penetration;
        const isFound =
          colour[a] === 1
            ? close[i]! < close[a]! - reach && isGapUp(s, b, a) && isGapDown(s, i, b)
            : close[i]! > close[a]! + reach && isGapDown(s, b, a) && isGapUp(s, i, b);
        return isFound ? colour[i]! * 100 : 0;
      };
    },
  },
  advanceBlock: {
    span: 2,
    needs: ['shadowLong', 'shadowShort', 'far', 'near', 'bodyLong'],
    judge: (s) => {
      const { body, open, close, upper } = s;
      const isRising = risingThree(s);
      const [long, shadowShort, shadowLong, far, near] = [
        s.average('bodyLong'),
        s.average('shadowShort'),
        s.average('shadowLong'),
        s.average('far'),
        s.average('near'),
      ];
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        if (!(isRising(i) && open[i]! > open[b]! && open[i]! <= close[b]! + near[b]! && body[a]! > long[a]! && upper[a]! < shadowShort[a]!))
          return 0;
        const isTiring =
          (body[b]! < body[a]! - far[a]! && body[i]! < body[b]! + near[b]!) ||
          body[i]! < body[b]! - far[b]! ||
          (body[i]! < body[b]! && body[b]! < body[a]! && (upper[i]! > shadowShort[i]! || upper[b]! > shadowShort[b]!)) ||
          (body[i]! < body[b]! && upper[i]! > shadowLong[i]!);
        return isTiring ? -100 : 0;
      };
    },
  },
  eveningDojiStar: star('bodyDoji', -1),
  eveningStar: star('bodyShort', -1),
  gapSideSideWhite: {
    span: 2,
    needs: ['near', 'equal'],
    judge: (s) => {
      const { body, colour, open } = s;
      const near = s.average('near');
      const equal = s.average('equal');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        const isUp = isBodyGapUp(s, b, a);
        if (!((isUp && isBodyGapUp(s, i, a)) || (isBodyGapDown(s, b, a) && isBodyGapDown(s, i, a)))) return 0;
        return colour[b] === 1 &&
          colour[i] === 1 &&
          body[i]! >= body[b]! - near[b]! &&
          body[i]! <= body[b]! + near[b]! &&
          open[i]! >= open[b]! - equal[b]! &&
          open[i]! <= open[b]! + equal[b]!
          ? isUp
            ? 100
            : -100
          : 0;
      };
    },
  },
  identicalThreeCrows: {
    span: 2,
    needs: ['shadowVeryShort', 'equal'],
    judge: (s) => {
      const { colour, open, close, lower } = s;
      const shadow = s.average('shadowVeryShort');
      const equal = s.average('equal');
      const isNear = (later: number, earlier: number) =>
        open[later]! <= close[earlier]! + equal[earlier]! && open[later]! >= close[earlier]! - equal[earlier]!;
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        return colour[a] === -1 &&
          lower[a]! < shadow[a]! &&
          colour[b] === -1 &&
          lower[b]! < shadow[b]! &&
          colour[i] === -1 &&
          lower[i]! < shadow[i]! &&
          close[a]! > close[b]! &&
          close[b]! > close[i]! &&
          isNear(b, a) &&
          isNear(i, b)
          ? -100
          : 0;
      };
    },
  },
  morningDojiStar: star('bodyDoji', 1),
  morningStar: star('bodyShort', 1),
  stalledPattern: {
    span: 2,
    needs: ['bodyLong', 'bodyShort', 'shadowVeryShort', 'near'],
    judge: (s) => {
      const { body, open, close, upper } = s;
      const isRising = risingThree(s);
      const long = s.average('bodyLong');
      const short = s.average('bodyShort');
      const shadow = s.average('shadowVeryShort');
      const near = s.average('near');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        return isRising(i) &&
          body[a]! > long[a]! &&
          body[b]! > long[b]! &&
          upper[b]! < shadow[b]! &&
          body[i]! < short[i]! &&
          open[i]! >= close[b]! - body[i]! - near[b]!
          ? -100
          : 0;
      };
    },
  },
  stickSandwich: {
    span: 2,
    needs: ['equal'],
    judge: (s) => {
      const { colour, low, close } = s;
      const equal = s.average('equal');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        return colour[a] === -1 &&
          colour[b] === 1 &&
          colour[i] === -1 &&
          low[b]! > close[a]! &&
          close[i]! <= close[a]! + equal[a]! &&
          close[i]! >= close[a]! - equal[a]!
          ? 100
          : 0;
      };
    },
  },
  tasukiGap: {
    span: 2,
    needs: ['near'],
    judge: (s) => {
      const { body, colour, open, close, top, bottom } = s;
      const near = s.average('near');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        if (colour[i] === colour[b] || !(Math.abs(body[b]! - body[i]!) < near[b]!)) return 0;
        const isFound =
          colour[b] === 1
            ? isBodyGapUp(s, b, a) && open[i]! < close[b]! && open[i]! > open[b]! && close[i]! < open[b]! && close[i]! > top[a]!
            : isBodyGapDown(s, b, a) && open[i]! < open[b]! && open[i]! > close[b]! && close[i]! > open[b]! && close[i]! < bottom[a]!;
        return isFound ? colour[b]! * 100 : 0;
      };
    },
  },
  tristar: {
    span: 2,
    needs: ['bodyDoji'],
    judge: (s) => {
      const { body, top, bottom } = s;
      const doji = s.average('bodyDoji');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        const limit = doji[a]!;
        if (!(body[a]! <= limit && body[b]! <= limit && body[i]! <= limit)) return 0;
        if (isBodyGapDown(s, b, a) && bottom[i]! > bottom[b]!) return 100;
        return isBodyGapUp(s, b, a) && top[i]! < top[b]! ? -100 : 0;
      };
    },
  },
  uniqueThreeRiver: {
    span: 2,
    needs: ['bodyShort', 'bodyLong'],
    judge: (s) => {
      const { body, colour, open, low, close } = s;
      const long = s.average('bodyLong');
      const short = s.average('bodyShort');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        return body[a]! > long[a]! &&
          colour[a] === -1 &&
          colour[b] === -1 &&
          close[b]! > close[a]! &&
          open[b]! <= open[a]! &&
          low[b]! < low[a]! &&
          body[i]! < short[i]! &&
          colour[i] === 1 &&
          open[i]! > low[b]!
          ? 100
          : 0;
      };
    },
  },
  upsideGapTwoCrows: {
    span: 2,
    needs: ['bodyShort', 'bodyLong'],
    judge: (s) => {
      const { body, colour, open, close } = s;
      const long = s.average('bodyLong');
      const short = s.average('bodyShort');
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        return colour[a] === 1 &&
          body[a]! > long[a]! &&
          colour[b] === -1 &&
          body[b]! <= short[b]! &&
          isBodyGapUp(s, b, a) &&
          colour[i] === -1 &&
          open[i]! > open[b]! &&
          close[i]! < close[b]! &&
          close[i]! > close[a]!
          ? -100
          : 0;
      };
    },
  },
  sideGapThreeMethods: {
    span: 2,
    needs: [],
    judge: (s) => {
      const { colour, open, close, top, bottom } = s;
      return (i) => {
        const a = i - 2;
        const b = i - 1;
        return colour[a] === colour[b] &&
          colour[b] === -colour[i]! &&
          open[i]! < top[b]! &&
          open[i]! > bottom[b]! &&
          close[i]! < top[a]! &&
          close[i]! > bottom[a]! &&
          (colour[a] === 1 ? isBodyGapUp(s, b, a) : isBodyGapDown(s, b, a))
          ? colour[a]! * 100
          : 0;
      };
    },
  },
} as const satisfies Readonly<Record<string, Rule>>;
