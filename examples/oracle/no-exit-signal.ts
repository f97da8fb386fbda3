import { ExitBase } from './exit-base.ts';

export class NoExitSignal extends ExitBase {
  override useExitSignal = false;
  override minimalRoi = { 0: 0.02 };
  override stoploss = -0.03;
}
