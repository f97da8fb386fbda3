/** What an exchange asks of a futures position up to a size; amounts in quote currency. */
export interface LeverageTier {
  readonly minNotional: number;
  /** Infinity for no end. */
  readonly maxNotional: number;
  /** Margin that must be left, ratio of the position. */
  readonly maintenanceRatio: number;
  readonly maxLeverage: number;
  /** What the lower tiers ask less, so that the margin grows without a step; null where the exchange does not tell. */
  readonly maintenanceAmount: number | null;
}

/** A tier as ccxt tells it, and as freqtrade keeps it beside the candles. */
export interface CcxtTier {
  readonly minNotional?: number | null | undefined;
  readonly maxNotional?: number | null | undefined;
  readonly maintenanceMarginRate?: number | null | undefined;
  readonly maxLeverage?: number | null | undefined;
  readonly info?: { readonly cum?: string | number };
}

export function toTier({ minNotional, maxNotional: most, maintenanceMarginRate, maxLeverage: leverage, info }: CcxtTier): LeverageTier {
  return {
    minNotional: minNotional ?? 0,
    maxNotional: most ?? Number.POSITIVE_INFINITY,
    maintenanceRatio: maintenanceMarginRate ?? 0,
    maxLeverage: leverage ?? 1,
    maintenanceAmount: info?.cum === undefined ? null : Number(info.cum),
  };
}

/** The largest leverage a stake may be used with; null when the stake is above what the pair takes. Tiers rise. */
export function maxLeverage(tiers: readonly LeverageTier[], stake: number): number | null {
  return tiers.find((tier) => stake <= tier.maxNotional / tier.maxLeverage)?.maxLeverage ?? null;
}

/** Where the exchange does not say what a pair takes. */
const UNKNOWN_MAX_LEVERAGE = 125;

/** What {@link maxLeverage} allows; where the exchange names no tiers, as much as any exchange gives. */
export function allowedLeverage(tiers: readonly LeverageTier[], stake: number): number | null {
  return tiers.length === 0 ? UNKNOWN_MAX_LEVERAGE : maxLeverage(tiers, stake);
}

/** The largest position a leverage may be used for; Infinity where nothing says so. */
export function maxNotional(tiers: readonly LeverageTier[], leverage: number): number {
  return tiers.findLast((tier) => leverage <= tier.maxLeverage)?.maxNotional ?? Number.POSITIVE_INFINITY;
}

/** The tier whose maintenance margin holds; freqtrade finds it by the stake, not by the position. */
export function maintenanceTier(tiers: readonly LeverageTier[], stake: number): LeverageTier | null {
  return tiers.findLast((tier) => stake >= tier.minNotional) ?? null;
}
