/** Columns in which a strategy says that a candle is one to act on. */
export const SIGNALS = ['enter_long', 'exit_long', 'enter_short', 'exit_short'] as const;
export type SignalName = (typeof SIGNALS)[number];

export function isSignal(name: string): name is SignalName {
  return (SIGNALS as readonly string[]).includes(name);
}
