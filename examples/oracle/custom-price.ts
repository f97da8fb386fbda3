import { ExitBase } from './exit-base.ts';

export class CustomPrice extends ExitBase {
  override stoploss = -0.05;
  override unfilledTimeout = { entry: 20, exit: 20, unit: 'minutes' as const, exit_timeout_count: 2 };

  override customEntryPrice({ proposedRate }: { proposedRate: number }): number {
    return proposedRate * 0.997;
  }
  override customExitPrice({ proposedRate }: { proposedRate: number }): number {
    return proposedRate * 1.003;
  }
}
