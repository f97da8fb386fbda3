/** Columns in which a strategy says that a candle is one to act on. */
export const SIGNALS = ['enter_long', 'exit_long', 'enter_short', 'exit_short'] as const;
export type SignalName = (typeof SIGNALS)[number];

export function isSignal(name: string): name is SignalName {
  return (SIGNALS as readonly string[]).includes(name);
}

/** Columns in which a strategy says why. */
export const TAGS = ['enter_tag', 'exit_tag'] as const;
export type TagName = (typeof TAGS)[number];

export function isTag(name: string): name is TagName {
  return (TAGS as readonly string[]).includes(name);
}
