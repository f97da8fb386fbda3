import * as arena from './arena.ts';
import { afterMissing, blankBefore, type Column, makeColumn, oneAfterMissing, only, room } from './column.ts';
import type { Prices } from './prices.ts';
import { highest, lowest, sum } from './window.ts';

type Ranged = Pick<Prices, 'high' | 'low' | 'close'>;

/** Wilder's directional movement: index, lines, and their averages. NaN until there are enough candles. */
export type Direction = {
  readonly plusDm: Column;
  readonly minusDm: Column;
  readonly plusDi: Column;
  readonly minusDi: Column;
  readonly dx: Column;
  readonly adx: Column;
  readonly adxr: Column;
};

/** All of them. One of them alone is quicker by its own function. */
export function direction(prices: Ranged, period = 14): Direction {
  return {
    plusDm: plusDm(prices, period),
    minusDm: minusDm(prices, period),
    plusDi: plusDi(prices, period),
    minusDi: minusDi(prices, period),
    dx: dx(prices, period),
    adx: adx(prices, period),
    adxr: adxr(prices, period),
  };
}

/** Smoothed rise of the high. Source: TA-Lib PLUS_DM. */
export function plusDm({ high, low }: Pick<Prices, 'high' | 'low'>, period = 14): Column {
  return oneAfterMissing([high, low], (n, out, h, l) => arena.kernels.directionalMovement(out, h, l, n, period, 0));
}

/** Smoothed fall of the low. Source: TA-Lib MINUS_DM. */
export function minusDm({ high, low }: Pick<Prices, 'high' | 'low'>, period = 14): Column {
  return oneAfterMissing([high, low], (n, out, h, l) => arena.kernels.directionalMovement(out, h, l, n, period, 1));
}

/** The rise in percent of the true range. Source: TA-Lib PLUS_DI. */
export function plusDi({ high, low, close }: Ranged, period = 14): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) =>
    arena.kernels.directionalIndicator(out, h, l, c, n, period, 0, room(n), room(n)),
  );
}

/** The fall in percent of the true range. Source: TA-Lib MINUS_DI. */
export function minusDi({ high, low, close }: Ranged, period = 14): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) =>
    arena.kernels.directionalIndicator(out, h, l, c, n, period, 1, room(n), room(n)),
  );
}

/** How far rise and fall are apart, 0 to 100. Source: TA-Lib DX. */
export function dx({ high, low, close }: Ranged, period = 14): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) =>
    arena.kernels.directionalIndex(out, h, l, c, n, period, room(n), room(n)),
  );
}

/** Strength of the trend, 0 to 100. Source: TA-Lib ADX. */
export function adx({ high, low, close }: Ranged, period = 14): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) =>
    arena.kernels.averageDirectionalIndex(out, h, l, c, n, period, room(n), room(n)),
  );
}

/** Strength of the trend beside that of a period ago. Source: TA-Lib ADXR. */
export function adxr({ high, low, close }: Ranged, period = 14): Column {
  return oneAfterMissing([high, low, close], (n, out, h, l, c) => {
    const strength = room(n);
    arena.kernels.averageDirectionalIndex(strength, h, l, c, n, period, room(n), room(n));
    arena.kernels.directionalRating(out, strength, n, period);
  });
}

/** Distance covered beside the way taken, 0 to 1. Source: TA-Lib ER. */
export function efficiency(column: Column, period = 10): Column {
  const n = column.length;
  return makeColumn(n, [column], (out, a) => {
    const ways = room(n);
    arena.kernels.way(ways, a, n, period, true);
    arena.kernels.moved(out, a, ways, n, period, 1, 1, true);
  });
}

/** Range of a window beside the way taken in it: high in a trend. Source: TA-Lib VHF. */
export function horizontalFilter(column: Column, period = 28): Column {
  const n = column.length;
  return only([column], () => {
    const way = makeColumn(n, [column], (out, a) => arena.kernels.way(out, a, n, period, false));
    const range = highest(column, period).minus(lowest(column, period));
    const share = makeColumn(n, [range, way], (out, a, b) => arena.kernels.shareOf(out, a, b, n));
    return blankBefore(share.fill(0), way);
  });
}

/** Movement up and down beside the true range. Source: TA-Lib VORTEX. */
export function vortex({ high, low, close }: Prices, period = 14): { plus: Column; minus: Column } {
  return only([high, low, close], () => {
    const [ranges, rises, falls] = afterMissing(3, [high, low, close], (n, range, up, down, h, l, c) =>
      arena.kernels.vortexParts(range, up, down, h, l, c, n),
    );
    const n = close.length;
    const range = makeColumn(n, [sum(ranges, period)], (out, a) => arena.kernels.withoutDust(out, a, n));
    const share = (moved: Column) =>
      blankBefore(makeColumn(n, [sum(moved, period), range], (out, a, b) => arena.kernels.shareOf(out, a, b, n)).fill(0), range);
    return { plus: share(rises), minus: share(falls) };
  });
}
