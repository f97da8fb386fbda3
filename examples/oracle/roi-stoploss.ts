import { Base } from './oracle-base.ts';

export class RoiStoploss extends Base {
  override minimalRoi = { 0: 0.03 };
  override stoploss = -0.02;
}
