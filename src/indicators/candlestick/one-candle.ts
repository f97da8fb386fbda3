import type { Rule } from './rule.ts';

/** Patterns of one candle. Source: TA-Lib's CDL functions of these names. */
export const ONE_CANDLE = {
  beltHold: {
    span: 0,
    needs: ['bodyLong', 'shadowVeryShort'],
    judge: (s) => {
      const { body, colour, upper, lower } = s;
      const long = s.average('bodyLong');
      const short = s.average('shadowVeryShort');
      return (i) => (body[i]! > long[i]! && (colour[i] === 1 ? lower[i]! < short[i]! : upper[i]! < short[i]!) ? colour[i]! * 100 : 0);
    },
  },
  closingMarubozu: {
    span: 0,
    needs: ['bodyLong', 'shadowVeryShort'],
    judge: (s) => {
      const { body, colour, upper, lower } = s;
      const long = s.average('bodyLong');
      const short = s.average('shadowVeryShort');
      return (i) => (body[i]! > long[i]! && (colour[i] === 1 ? upper[i]! < short[i]! : lower[i]! < short[i]!) ? colour[i]! * 100 : 0);
    },
  },
  doji: {
    span: 0,
    needs: ['bodyDoji'],
    judge: (s) => {
      const { body } = s;
      const doji = s.average('bodyDoji');
      return (i) => (body[i]! <= doji[i]! ? 100 : 0);
    },
  },
  dragonflyDoji: {
    span: 0,
    needs: ['bodyDoji', 'shadowVeryShort'],
    judge: (s) => {
      const { body, upper, lower } = s;
      const doji = s.average('bodyDoji');
      const short = s.average('shadowVeryShort');
      return (i) => (body[i]! <= doji[i]! && upper[i]! < short[i]! && lower[i]! > short[i]! ? 100 : 0);
    },
  },
  gravestoneDoji: {
    span: 0,
    needs: ['bodyDoji', 'shadowVeryShort'],
    judge: (s) => {
      const { body, upper, lower } = s;
      const doji = s.average('bodyDoji');
      const short = s.average('shadowVeryShort');
      return (i) => (body[i]! <= doji[i]! && lower[i]! < short[i]! && upper[i]! > short[i]! ? 100 : 0);
    },
  },
  highWave: {
    span: 0,
    needs: ['bodyShort', 'shadowVeryLong'],
    judge: (s) => {
      const { body, colour, upper, lower } = s;
      const short = s.average('bodyShort');
      const long = s.average('shadowVeryLong');
      return (i) => (body[i]! < short[i]! && upper[i]! > long[i]! && lower[i]! > long[i]! ? colour[i]! * 100 : 0);
    },
  },
  longLeggedDoji: {
    span: 0,
    needs: ['bodyDoji', 'shadowLong'],
    judge: (s) => {
      const { body, upper, lower } = s;
      const doji = s.average('bodyDoji');
      const long = s.average('shadowLong');
      return (i) => (body[i]! <= doji[i]! && (lower[i]! > long[i]! || upper[i]! > long[i]!) ? 100 : 0);
    },
  },
  longLine: {
    span: 0,
    needs: ['bodyLong', 'shadowShort'],
    judge: (s) => {
      const { body, colour, upper, lower } = s;
      const long = s.average('bodyLong');
      const short = s.average('shadowShort');
      return (i) => (body[i]! > long[i]! && upper[i]! < short[i]! && lower[i]! < short[i]! ? colour[i]! * 100 : 0);
    },
  },
  marubozu: {
    span: 0,
    needs: ['bodyLong', 'shadowVeryShort'],
    judge: (s) => {
      const { body, colour, upper, lower } = s;
      const long = s.average('bodyLong');
      const short = s.average('shadowVeryShort');
      return (i) => (body[i]! > long[i]! && upper[i]! < short[i]! && lower[i]! < short[i]! ? colour[i]! * 100 : 0);
    },
  },
  rickshawMan: {
    span: 0,
    needs: ['bodyDoji', 'shadowLong', 'near'],
    judge: (s) => {
      const { body, upper, lower, high, low, top, bottom } = s;
      const doji = s.average('bodyDoji');
      const long = s.average('shadowLong');
      const near = s.average('near');
      return (i) => {
        if (!(body[i]! <= doji[i]! && lower[i]! > long[i]! && upper[i]! > long[i]!)) return 0;
        const middle = low[i]! + (high[i]! - low[i]!) / 2;
        return bottom[i]! <= middle + near[i]! && top[i]! >= middle - near[i]! ? 100 : 0;
      };
    },
  },
  shortLine: {
    span: 0,
    needs: ['bodyShort', 'shadowShort'],
    judge: (s) => {
      const { body, colour, upper, lower } = s;
      const short = s.average('bodyShort');
      const shadow = s.average('shadowShort');
      return (i) => (body[i]! < short[i]! && upper[i]! < shadow[i]! && lower[i]! < shadow[i]! ? colour[i]! * 100 : 0);
    },
  },
  spinningTop: {
    span: 0,
    needs: ['bodyShort'],
    judge: (s) => {
      const { body, colour, upper, lower } = s;
      const short = s.average('bodyShort');
      return (i) => (body[i]! < short[i]! && upper[i]! > body[i]! && lower[i]! > body[i]! ? colour[i]! * 100 : 0);
    },
  },
  takuri: {
    span: 0,
    needs: ['bodyDoji', 'shadowVeryShort', 'shadowVeryLong'],
    judge: (s) => {
      const { body, upper, lower } = s;
      const doji = s.average('bodyDoji');
      const short = s.average('shadowVeryShort');
      const long = s.average('shadowVeryLong');
      return (i) => (body[i]! <= doji[i]! && upper[i]! < short[i]! && lower[i]! > long[i]! ? 100 : 0);
    },
  },
} as const satisfies Readonly<Record<string, Rule>>;
