import { defineProtection } from '../protection.ts';

export const COOLDOWN_PERIOD = defineProtection({
  name: 'CooldownPeriod',
  description: 'Locks a pair for a while after each of its trades.',
  parameters: {},
  locks: () => 'pair',
  looksBackBy: 'stop',
  judge: ({ trades }, _own, { stopText }) =>
    trades.length === 0 ? null : { trades: trades.slice(-1), side: '*', reason: `Cooldown period for ${stopText}.` },
});
