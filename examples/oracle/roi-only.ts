import { Base } from './oracle-base.ts';

export class RoiOnly extends Base {
  override minimalRoi = { 0: 0.02 };
}
