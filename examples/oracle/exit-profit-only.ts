import { ExitBase } from './exit-base.ts';

export class ExitProfitOnly extends ExitBase {
  override stoploss = -0.05;
  override exitProfitOnly = true;
  override exitProfitOffset = 0.004;
}
