import { Base } from './oracle-base.ts';

export class TrailingOffset extends Base {
  override stoploss = -0.04;
  override trailingStop = true;
  override trailingStopPositive = 0.008;
  override trailingStopPositiveOffset = 0.015;
}
