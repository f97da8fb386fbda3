/** Stop below (long) the open rate, as what `customStoploss` must return: a ratio of the current rate. 0 where that would be no stop. */
export function stoplossFromOpen(openRelativeStop: number, currentProfit: number, isShort = false, leverage = 1): number {
  const stop = openRelativeStop / leverage;
  const profit = currentProfit / leverage;
  // nothing is below a total loss
  if ((profit === -1 && !isShort) || (isShort && profit === 1)) return 1;
  const distance = isShort ? -1 + (1 - stop) / (1 - profit) : 1 - (1 + stop) / (1 + profit);
  return Math.max(distance * leverage, 0);
}

/** A stop at a rate, as a ratio of the current rate. 0 where the rate lies on the wrong side. */
export function stoplossFromAbsolute(stopRate: number, currentRate: number, isShort = false, leverage = 1): number {
  if (currentRate === 0) return 1;
  const distance = isShort ? stopRate / currentRate - 1 : 1 - stopRate / currentRate;
  return Math.max(distance * leverage, 0);
}
