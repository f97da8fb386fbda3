import { Base } from './oracle-base.ts';

export class RoiSteps extends Base {
  override minimalRoi = { 240: -0.01, 120: 0.0, 60: 0.005, 30: 0.01, 0: 0.03 };
}
