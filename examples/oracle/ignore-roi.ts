import { ExitBase } from './exit-base.ts';

export class IgnoreRoi extends ExitBase {
  override minimalRoi = { 0: 0.005 };
  override ignoreRoiIfEntrySignal = true;
  override stoploss = -0.05;
}
