import { ExitBase } from './exit-base.ts';

export class ExitSignal extends ExitBase {
  override stoploss = -0.05;
}
